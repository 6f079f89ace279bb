// The audit log in the panel: since when it is unchanged, each entry's mark, what differs, and the alarm with its way out.

import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { Panel } from '../../../../components/panel/panel.tsx';
import { Popup } from '../../../../components/popup/popup.tsx';
import { scenes } from '../../../../dev/gallery/scenes.ts';
import { askedOf, scene, show } from '../show.tsx';

const entries = async () =>
  within(await screen.findByRole('region', { name: 'Entries' })).findAllByRole('listitem');
const title = 'The audit log is not the one this browser knows';

test('how many entries it has and since when it is unchanged, with what can be compared', async () => {
  const host = show(scene(scenes, 'panel/access'), <Panel />);
  await screen.findByText(/^1,042 entries\. Unchanged since .*2026, when this browser first saw the log\.$/);
  expect(screen.getByText(/^canvasback\.example\.com\/audit\/8b1f5c1e/)).toBeDefined();
  expect(screen.getByText(/^SHA-256 3f9a 1c0b 7d52/)).toBeDefined();
  expect(screen.getByText('400 days; after that their hashes alone')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Check now', hidden: true }));
  await screen.findByText('The log is unchanged.');
  expect(host.asked).toContainEqual({ name: 'checkLog', input: { asked: true } });
  // One check for all of the page.
  expect(host.asked.filter(({ input }) => (input as { asked?: boolean })?.asked === false)).toHaveLength(1);
});

test('each entry is marked as in the log, in words for who cannot see the mark; one request a page', async () => {
  const host = show(scene(scenes, 'panel/access-org'), <Panel />);
  await screen.findAllByText('In the log, checked just now');
  const rows = await entries();
  const marked = rows.filter(({ textContent }) => textContent?.includes('In the log, checked just now'));
  expect(marked).toHaveLength(10);
  expect(rows.at(-1)?.textContent).toContain('Recorded before this log could be checked.');
  expect(askedOf(host).filter((name) => name === 'checkRows')).toHaveLength(1);
});

test('what is listed otherwise than in the log says so, by both; erased texts are told in words', async () => {
  show(scene(scenes, 'panel/access-log-rows'), <Panel />);
  await screen.findByText('1 entry is listed otherwise than the log has it.');
  const rows = (await entries()).map(({ textContent }) => textContent ?? '');
  expect(rows[1]).toContain('Purpose: listed as Compare, in the log Read in the background');
  expect(rows[1]).toContain('listed as ada.king@acme.example, in the log integration@acme.example');
  expect(rows[1]).not.toContain('In the log, checked');
  expect(rows[2]).toContain('Names in it were erased from the log.');
  expect(rows[3]).toContain('can no longer be checked');
  expect(rows[3]).not.toContain('In the log, checked');
});

test('where it could not be asked, that is said quietly, and entries stay checked', async () => {
  show(scene(scenes, 'panel/access-log-missed'), <Panel />);
  await screen.findByText(/The delegation service does not answer/);
  expect(screen.queryByRole('alert')).toBeNull();
});

test('broken: loud on every tab, marks nothing, and what to do opens; a docked panel decides elsewhere', async () => {
  const host = show(scene(scenes, 'panel/access-log-broken'), <Panel />);
  await entries();
  const alarm = screen.getByRole('alert');
  expect(alarm.textContent).toMatch(/It had 1,042 entries on .* some were changed, removed or put in/);
  expect(screen.queryByText(/In the log, checked/)).toBeNull();
  fireEvent.click(within(alarm).getByRole('button', { name: 'What it means and what to do' }));
  await screen.findByText(/Do not rely on these records until this is explained/);
  expect(screen.queryByRole('button', { name: 'Trust it anew …' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Decide in the side panel' }));
  expect(askedOf(host)).toContain('openSidePanel');
  fireEvent.click(screen.getByRole('tab', { name: /History/ }));
  expect(screen.getByRole('heading', { name: title })).toBeDefined();
});

test('the entry that broke it says so in its row', async () => {
  show(scene(scenes, 'panel/access-log-entry'), <Panel />);
  await screen.findByRole('heading', { name: title });
  const rows = (await entries()).map(({ textContent }) => textContent ?? '');
  expect(rows.filter((text) => text.includes('Not in the log as it is listed'))).toHaveLength(1);
});

test('is trusted anew only by who says to have asked, and goes on saying so', async () => {
  const host = show(scene(scenes, 'panel/access-log-broken-side'), <Panel />);
  await entries();
  fireEvent.click(screen.getByRole('button', { name: 'What it means and what to do' }));
  fireEvent.click(screen.getByRole('button', { name: 'Trust it anew …' }));
  const dialog = await screen.findByRole('dialog', { name: 'Trust the audit log anew' });
  const trust = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Trust it anew' });
  expect(trust.disabled).toBe(true);
  expect(dialog.textContent).toContain('91d4 b2f0 7ac3');
  fireEvent.click(within(dialog).getByRole('checkbox', { name: /I asked whoever runs Canvasback/ }));
  fireEvent.click(trust);
  await waitFor(() => expect(askedOf(host)).toContain('trustLog'));
  expect(host.asked.find(({ name }) => name === 'trustLog')?.input).toEqual({
    vkey: 'canvasback.example.com/audit+c41d77e0+AYf3nC0Jr6m0bq3Vn1w8Qz4u2T7p5L9k1s6d0aE2hF4g',
  });
  await screen.findByText(/when the log was trusted anew here/);
  expect(screen.queryByRole('heading', { name: title })).toBeNull();
  expect(screen.getByText(/entries were changed\)\. It was trusted anew on/)).toBeDefined();
});

test('the evidence is saved as a file', async () => {
  const saved: Blob[] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    saved.push(blob as Blob);
    return 'blob:x';
  });
  show(scene(scenes, 'popup/log-broken'), <Popup />);
  fireEvent.click(await screen.findByRole('button', { name: 'What it means and what to do' }));
  fireEvent.click(screen.getByRole('button', { name: 'Save the evidence' }));
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(await saved[0]?.text()).toContain('What a browser kept of the audit log');
});
