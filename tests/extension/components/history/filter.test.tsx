// Filtering the list: what is asked of the server, what is on, and the way back to everything.

import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { dayOf } from '../../../../components/filters/days.ts';
import { Panel } from '../../../../components/panel/panel.tsx';
import { versionsAt } from '../../../../dev/gallery/data/history.ts';
import type { FakeHost } from '../../../../dev/gallery/fake-host.ts';
import { scenes } from '../../../../dev/gallery/scenes.ts';
import { scene, show } from '../show.tsx';

const history = scene(scenes, 'panel/history');
const rows = () => screen.findAllByRole('option');
const field = () => screen.getByRole('searchbox', { name: 'Filter versions' });
const opener = () => screen.getByRole('button', { name: 'Filter by person, date and kind' });
const asked = (host: FakeHost) =>
  host.asked
    .filter(({ name }) => name === 'history.list')
    .map(({ input }) => input as Record<string, unknown>);

test('words are looked for when typing pauses, and Escape shows all again', async () => {
  const host = show(history, <Panel />);
  await rows();
  for (const value of ['n', 'no', 'nora']) fireEvent.change(field(), { target: { value } });
  await screen.findByText('2 of 14');
  expect(await rows()).toHaveLength(2);
  expect(asked(host).map(({ words }) => words)).toEqual([undefined, 'nora']);
  fireEvent.keyDown(field(), { key: 'Escape' });
  await waitFor(async () => expect(await rows()).toHaveLength(14));
});

test('the down arrow opens the choices, Escape closes them and gives the focus back', async () => {
  show(history, <Panel />);
  await rows();
  fireEvent.keyDown(field(), { key: 'ArrowDown' });
  const person = screen.getByRole('combobox', { name: 'Person' });
  expect(document.activeElement).toBe(person);
  expect(opener().getAttribute('aria-expanded')).toBe('true');
  fireEvent.keyDown(person, { key: 'Escape' });
  expect(screen.queryByRole('combobox', { name: 'Person' })).toBeNull();
  expect(document.activeElement).toBe(opener());
});

test('person, date, kind and origin: each is asked for, counted, and has its chip', async () => {
  const host = show(history, <Panel />);
  await rows();
  fireEvent.click(opener());
  await screen.findByRole('option', { name: 'Leo Marin (3)' });
  fireEvent.change(screen.getByRole('combobox', { name: 'Person' }), { target: { value: 'Leo Marin' } });
  await screen.findByText('3 of 14');
  fireEvent.click(screen.getByRole('checkbox', { name: /^Deleted/ }));
  await screen.findByText('1 of 14');
  fireEvent.click(screen.getByRole('checkbox', { name: /^Recreated/ }));
  await screen.findByText('2 of 14');
  fireEvent.change(screen.getByRole('combobox', { name: 'Origin' }), { target: { value: 'imported' } });
  const day = dayOf(Date.now(), 251);
  fireEvent.change(screen.getByLabelText('First day'), { target: { value: day } });
  await waitFor(() => expect(asked(host).at(-1)).toHaveProperty('from'));
  const start = new Date(`${day}T00:00:00`).toISOString();
  expect(asked(host).at(-1)).toMatchObject({
    author: 'Leo Marin',
    kinds: 'deleted,recreated',
    origin: 'imported',
    from: start,
  });
  const chips = screen.getByRole('list', { name: 'Filters that are on' });
  expect([...chips.querySelectorAll('.chip')].map(({ textContent }) => textContent)).toEqual([
    'Remove the filter Leo Marin',
    expect.stringMatching(/^Remove the filter Since /),
    'Remove the filter Deleted',
    'Remove the filter Recreated',
    'Remove the filter Imported',
    'Clear filters',
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'Remove the filter Deleted' }));
  await screen.findByText('1 of 14');
  expect(asked(host).at(-1)).toMatchObject({ kinds: 'recreated', author: 'Leo Marin' });
});

test('where nothing matches, one press shows everything', async () => {
  show(history, <Panel />);
  await rows();
  fireEvent.change(field(), { target: { value: 'nobody' } });
  await screen.findByRole('heading', { name: 'No version matches.' });
  expect(screen.getByText('0 of 14')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  await waitFor(async () => expect(await rows()).toHaveLength(14));
  expect((field() as HTMLInputElement).value).toBe('');
});

test('a filter is remembered for its component', async () => {
  const host = show(history, <Panel />);
  await rows();
  fireEvent.click(opener());
  fireEvent.click(screen.getByRole('button', { name: '7 days' }));
  // Calendar days: shortly after midnight the seventh holds less of what is 6.1 days old.
  const first = new Date(new Date().setHours(-6 * 24, 0, 0, 0)).getTime();
  const within = versionsAt(Date.now()).filter(({ at }) => Date.parse(at) >= first).length;
  expect(within).toBeGreaterThan(1);
  await screen.findByText(`${within} of 14`);
  const [key = ''] = [...host.remembered.keys()].filter((name) => name.includes('/Flow/'));
  expect(host.remembered.get(key)?.filter).toEqual({ from: dayOf(Date.now(), 6), to: dayOf(Date.now()) });
});

test('the live reading is no version: it is there only while nothing is filtered', async () => {
  show(history, <Panel />);
  await rows();
  fireEvent.click(screen.getByRole('button', { name: 'Compare with last committed' }));
  fireEvent.click(await screen.findByRole('tab', { name: /^History/ }));
  await waitFor(async () => expect(await rows()).toHaveLength(15));
  fireEvent.change(field(), { target: { value: 'canvas' } });
  await screen.findByText('2 of 14');
  expect(await rows()).toHaveLength(2);
});
