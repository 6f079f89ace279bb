// Three lenses on one difference, with one row of steps through all of them.

import { Copy } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { MetadataType } from '#core/component.ts';
import type { Found } from '#core/diff/found.ts';
import { noiseInWords } from '#core/diff/noise-words.ts';
import type { Seen } from '../../utils/extension-host.ts';
import { useAnnounce } from '../hooks/announce.tsx';
import { usePanelState } from '../hooks/use-panel-state.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { ChangeList, type LensHandle, type Looked } from './change-list.tsx';
import { diffAsText, words } from './change-words.ts';
import { lineOptions, SpaceMenu } from './space-menu.tsx';
import { Stepper } from './stepper.tsx';
import { nextStep } from './steps.ts';
import type { ShownDiff } from './use-diff.ts';

/** Fetched when it is first looked through: most differences are read as changes. */
const LineView = lazy(() => import('./line-view.tsx').then((module) => ({ default: module.LineView })));

type Lens = 'changes' | 'inline' | 'split';
const lenses = [
  { id: 'changes', label: 'Changes' },
  { id: 'inline', label: 'Lines' },
  { id: 'split', label: 'Side by side' },
] as const;

export function DiffLenses({
  of,
  type,
  title,
  shown,
  seen,
  onSeen,
}: {
  /** The two versions: `<before>..<after>`. */
  of: string;
  type: MetadataType;
  title: string;
  shown: ShownDiff;
  /** What was looked at last, of whichever pair. */
  seen: Seen | undefined;
  onSeen: (seen: Seen) => void;
}) {
  const { view, now } = shown;
  const { found } = view.run;
  const { steps } = view.rows;
  const complete = now.state.phase === 'finished';
  const announce = useAnnounce();
  const [remembered, remember] = usePanelState(`lens/${type}`);
  const [current, setCurrent] = useState(seen?.of === of ? seen.step : undefined);
  const lensView = useRef<LensHandle>(null);
  const lens = lenses.find(({ id }) => id === remembered?.lens)?.id ?? firstLens(found);

  const options = lineOptions(remembered);
  const looked = useLooked({ of, lens, row: 0, by: 0 }, seen, onSeen);

  const choose = (step: number) => {
    setCurrent(step);
    looked.note({ step });
  };
  const go = (step: number | undefined) => {
    const one = step === undefined ? undefined : steps[step];
    if (step === undefined || !one) return;
    choose(step);
    lensView.current?.show(step);
    announce(
      `Change ${step + 1} of ${steps.length}${complete ? '' : ' so far'}: ${words[one.change.kind].toLowerCase()}, ${one.change.where}`,
    );
  };
  const move = (by: 1 | -1) => go(nextStep(current, by, steps.length));
  useStepKeys(move);

  const noise = found.files.flatMap((file) => file.noise);
  if (steps.length === 0 && noise.length === 0) {
    if (!complete) return <div className="diff-wait" />;
    return <p className="changes-none">These two versions are equal.</p>;
  }
  return (
    <Tabs<Lens>
      label="Lens"
      items={lenses}
      selected={lens}
      onSelect={(id) => remember({ lens: id })}
      end={
        <span className="lens-tools">
          <Stepper current={current} count={now.changes} more={!complete} onStep={move} />
          {lens === 'changes' ? null : <SpaceMenu options={options} onChange={remember} />}
          <CopyButton
            what="Changes"
            text={() => diffAsText(title, found)}
            aria-label="Copy changes as text"
            icon={<Copy aria-hidden />}
          />
        </span>
      }
    >
      {lens === 'changes' ? (
        <ChangeList shown={shown} current={current} onStep={choose} handle={lensView} looked={looked} />
      ) : (
        <>
          <Suspense fallback={<Skeleton label="Loading the lines" rows={8} />}>
            <LineView
              key={lens}
              shown={shown}
              side={lens === 'split' ? 'split' : 'inline'}
              options={options}
              current={current}
              onStep={choose}
              handle={lensView}
              looked={looked}
            />
          </Suspense>
          {noise.length > 0 ? (
            <p className="lens-note muted small">Also in these lines: {noiseInWords(noise)} (not counted)</p>
          ) : null}
        </>
      )}
    </Tabs>
  );
}

/** What was looked at through this lens before, and the way to remember what is looked at now. */
function useLooked(nothing: Seen, seen: Seen | undefined, onSeen: (seen: Seen) => void): Looked {
  const of = seen?.of === nothing.of ? { step: seen.step } : {};
  const before = seen?.of === nothing.of && seen.lens === nothing.lens ? seen : undefined;
  // Several changes may come before the first is back as a property.
  const latest = useRef({ ...nothing, ...of, ...before });
  if (latest.current.lens !== nothing.lens) latest.current = { ...nothing, ...of, ...before };
  return {
    before,
    note(change) {
      // Told by a lens that was left meanwhile.
      if (latest.current.lens !== nothing.lens) return;
      latest.current = { ...latest.current, ...change };
      onSeen(latest.current);
    },
  };
}

/** Code opens as lines, metadata as changes, until the person chooses otherwise for that type. */
function firstLens({ files }: Found): Lens {
  const changed = files.filter((file) => file.changes.length > 0);
  return changed.length > 0 && changed.every((file) => file.found?.by === 'lines') ? 'inline' : 'changes';
}

/** n and p anywhere in the panel, unless someone types. */
function useStepKeys(move: (by: 1 | -1) => void): void {
  const latest = useRef(move);
  useEffect(() => {
    latest.current = move;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement;
      if (event.altKey || event.ctrlKey || event.metaKey || at.closest?.('input, textarea, [role=dialog]'))
        return;
      const inLens = at.closest?.('.change-list');
      if (event.key === 'n' || (inLens && event.key === 'ArrowDown')) latest.current(1);
      else if (event.key === 'p' || (inLens && event.key === 'ArrowUp')) latest.current(-1);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
