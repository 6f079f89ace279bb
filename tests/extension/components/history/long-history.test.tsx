// A component of ten thousand versions: what is drawn, what is asked for, and the way through it with keys alone.

import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Panel } from '../../../../components/panel/panel.tsx';
import { historyAnswers } from '../../../../dev/gallery/data/history-answers.ts';
import { manyVersions } from '../../../../dev/gallery/data/many-versions.ts';
import type { FakeHost } from '../../../../dev/gallery/fake-host.ts';
import { scenes } from '../../../../dev/gallery/scenes.ts';
import { scene, show } from '../show.tsx';

const count = 10_000;
const base = scene(scenes, 'panel/history');
const component = { type: 'Flow', fullName: 'Route_New_Leads', versions: count, state: 'unknown' } as const;
const all = manyVersions(Date.now(), count);
const answers = { ...base.answers, ...historyAnswers(component, all) };
const options = () => screen.findAllByRole('option');
const focused = () => document.activeElement as HTMLElement;
const pagesAsked = (host: FakeHost) =>
  host.asked
    .filter(({ name }) => name === 'history.list')
    .map(({ input }) => (input as { page?: number }).page)
    .filter((page) => page !== undefined);

test('only rows in view exist, each knows its place among all', async () => {
  show({ ...base, answers }, <Panel />);
  const rows = await options();
  expect(rows.length).toBeLessThan(60);
  expect(rows[0]?.getAttribute('aria-posinset')).toBe('1');
  expect(rows[0]?.getAttribute('aria-setsize')).toBe('10000');
  expect(screen.getByRole('listbox', { name: 'Versions' })).toBeDefined();
});

test('End goes to the oldest, whose page alone is asked for, and Home back', async () => {
  const host = show({ ...base, answers }, <Panel />);
  const [first] = await options();
  first?.focus();
  await waitFor(() => expect(pagesAsked(host)).toEqual([198]));
  fireEvent.keyDown(focused(), { key: 'End' });
  expect(focused().getAttribute('aria-posinset')).toBe('10000');
  await waitFor(() => expect(focused().textContent).toContain(all.at(-1)?.summary));
  expect(Math.max(...pagesAsked(host).slice(1))).toBeLessThan(4);
  fireEvent.keyDown(focused(), { key: 'ArrowUp' });
  expect(focused().textContent).toContain(all.at(-2)?.summary);
  fireEvent.keyDown(focused(), { key: 'PageUp' });
  expect(Number(focused().getAttribute('aria-posinset'))).toBeLessThan(9_999);
  fireEvent.keyDown(focused(), { key: 'Home' });
  expect(focused().textContent).toContain(all[0]?.summary);
});

test('a version far down is compared with the one before it, and stays chosen when the panel comes back', async () => {
  const host = show({ ...base, answers }, <Panel />);
  (await options())[0]?.focus();
  fireEvent.click(screen.getByRole('button', { name: 'Go to the oldest version' }));
  const oldest = await waitFor(() => screen.getByText(all.at(-2)?.summary ?? ''));
  fireEvent.click(oldest);
  await screen.findByText('Version 2');
  expect(screen.getByText('Version 1')).toBeDefined();
  expect(host.asked.filter(({ name }) => name === 'history.version')).toHaveLength(0);
});

test('a remembered version that no page has is asked for by itself', async () => {
  const panelState = {
    '00D5g000004XyZaEAK/Flow/3015g000001AbCdAAK': { tab: 'changes', b: all[5_000]?.revision ?? '' },
  };
  const host = show({ ...base, answers, panelState }, <Panel />);
  await screen.findByText('Version 5000');
  await screen.findByText('Version 4999');
  expect(host.asked.filter(({ name }) => name === 'history.version').map(({ input }) => input)).toEqual([
    expect.objectContaining({ revision: all[5_000]?.revision }),
    expect.objectContaining({ revision: all[5_001]?.revision }),
  ]);
  expect(pagesAsked(host)).toEqual([]);
});

test('a version that arrives takes no place from the row that has the focus', async () => {
  let list = all;
  const changing = historyAnswers(component, all);
  const host = show(
    {
      ...base,
      answers: {
        ...answers,
        'history.list': (input) =>
          (list === all ? changing : historyAnswers(component, list))['history.list'](input),
      },
    },
    <Panel />,
  );
  const [first] = await options();
  first?.focus();
  fireEvent.keyDown(focused(), { key: 'ArrowDown' });
  fireEvent.keyDown(focused(), { key: 'ArrowDown' });
  const text = focused().textContent;
  const newest = all[0];
  if (!newest) throw new Error('There are no versions');
  list = [{ ...newest, revision: 'e'.repeat(40), number: count + 1, summary: 'Just arrived' }, ...all];
  host.emit('component');
  await screen.findByText('Just arrived');
  expect(focused().textContent).toBe(text);
  expect(focused().getAttribute('aria-posinset')).toBe('4');
});
