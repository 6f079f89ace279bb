// Real revision pairs, where they are at hand: each opens in the panel's diff, with as many changes in every lens.

import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { useSyncExternalStore } from 'react';
import { describe, expect, test } from 'vitest';
import type { ComponentSource, MetadataType } from '#core/component.ts';
import { exactLines } from '#core/diff/line-options.ts';
import { ChangeRows } from '../../../../components/diff/change-groups.ts';
import { DiffLenses } from '../../../../components/diff/diff-lenses.tsx';
import { viewOf } from '../../../../components/diff/diff-view.ts';
import { useHost } from '../../../../components/hooks/host.tsx';
import { formatCount } from '../../../../components/ui/counted.ts';
import { CrashNet } from '../../../../components/ui/crash-net.tsx';
import type { DiffTask } from '../../../../utils/diff-messages.ts';
import { chosenPairs } from '../../../core/diff/corpus-pairs.ts';
import { show } from '../show.tsx';
import { foundOf } from './found-of.ts';
import { lineSteps } from './line-steps.ts';

const pairs = chosenPairs();
const here = pairs.length > 0;
if (!here) console.warn('skipped: no corpus of real revision pairs beside the checkout');

/** Empty where there is nothing to step through. */
const stepper = () => screen.queryByRole('group', { name: 'Step through the changes' })?.textContent ?? '';
const open = (lens: string) => fireEvent.click(screen.getByRole('tab', { name: lens }));

function Opened({ task, type }: { task: DiffTask; type: MetadataType }) {
  const view = viewOf(useHost().diff(task));
  const now = useSyncExternalStore(view.subscribe, view.getSnapshot);
  return now.state.phase === 'finished' ? (
    <DiffLenses of="a..b" type={type} title={type} shown={{ view, now }} seen={undefined} onSeen={() => {}} />
  ) : null;
}

describe.skipIf(!here)('real revision pairs in the panel', () => {
  test.each(pairs)('$name', async ({ name, type: named, before, after }) => {
    // Some types of the corpus have no pages in Setup, but a diff that any of ours may have.
    const type = named as MetadataType;
    const source = (text: string): ComponentSource => {
      return { type, fullName: name, files: [{ role: 'metadata', name: `${name}-meta.xml`, text }] };
    };
    const task = { before: source(before), after: source(after), live: false };
    show(
      {},
      <CrashNet>
        <Opened task={task} type={type} />
      </CrashNet>,
    );
    await screen.findByRole('tablist', { name: 'Lens' });
    const found = foundOf(task.before, task.after);
    const changes = new ChangeRows(found, task);
    const count = found.outcome?.changeCount ?? -1;
    const told = count === 0 ? '' : `${formatCount(count)} change${count === 1 ? '' : 's'}`;
    for (const [lens, region, rows] of [
      ['Changes', 'List of changes', '.change, button'],
      ['Lines', 'Lines of both versions', '.line'],
      ['Side by side', 'Both versions side by side', '.line-pair'],
    ] as const) {
      open(lens);
      const list = await screen.findByRole('region', { name: region });
      await waitFor(() => expect(list.querySelectorAll(rows).length).toBeGreaterThan(0));
      expect(stepper().trim(), lens).toBe(told);
      expect(screen.queryByRole('alert')).toBeNull();
    }
    cleanup();
    for (const layout of ['inline', 'split'] as const) {
      const { numbered, atFile } = await lineSteps(task, found, changes, layout, exactLines);
      expect(new Set([...numbered, ...atFile]).size, layout).toBe(count);
    }
  });
});
