// The options page: settings take effect, every stored byte is listed and can be erased.

import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useAppearance } from '../../../../components/hooks/use-settings.ts';
import { Options } from '../../../../components/options/options.tsx';
import { scenes } from '../../../../dev/gallery/scenes.ts';
import { scene, show } from '../show.tsx';

const at = scene(scenes, 'options/options');

function Page() {
  useAppearance();
  return <Options />;
}

test('theme and diff colours are put on the document', async () => {
  const host = show(at, <Page />);
  const dark = await screen.findByRole('radio', { name: 'Dark' });
  fireEvent.click(dark);
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe('dark'));
  fireEvent.click(screen.getByRole('radio', { name: 'Blue and orange' }));
  await waitFor(() => expect(document.documentElement.dataset.diff).toBe('blue-orange'));
  expect(await host.settings()).toMatchObject({ theme: 'dark', diffColours: 'blue-orange' });
});

test('a hidden org can be shown again, another hidden, a wrong host is refused with a reason', async () => {
  const host = show(at, <Page />);
  fireEvent.click(await screen.findByRole('button', { name: /^Show the launcher in acme--partial/ }));
  await waitFor(async () => expect((await host.settings()).hiddenOrgs).toEqual([]));
  const field = screen.getByRole('textbox', { name: 'Org’s host' });
  fireEvent.change(field, { target: { value: 'https://evil.example/' } });
  fireEvent.click(screen.getByRole('button', { name: 'Hide' }));
  expect(screen.getByRole('alert').textContent).toContain('such as acme.my.salesforce.com');
  fireEvent.change(field, { target: { value: 'Acme.my.salesforce.com' } });
  fireEvent.click(screen.getByRole('button', { name: 'Hide' }));
  await waitFor(async () => expect((await host.settings()).hiddenOrgs).toEqual(['acme.my.salesforce.com']));
});

test('the browser’s shortcuts are shown, and its page of them is opened', async () => {
  const host = show(at, <Page />);
  const [open, compare] = await Promise.all(
    ['Open or close the history panel', 'Compare with the last committed version'].map((what) =>
      screen.findByText(what),
    ),
  );
  expect(open?.nextElementSibling?.textContent).toBe('Alt+Shift+H');
  expect(compare?.nextElementSibling?.textContent).toBe('none set');
  fireEvent.click(screen.getByRole('button', { name: 'Change in the browser' }));
  expect(host.asked.map(({ name }) => name)).toContain('openShortcutSettings');
});

test('every stored item is listed; erasing asks once and empties the list', async () => {
  const host = show(at, <Page />);
  const table = await screen.findByRole('table');
  expect(within(table).getAllByRole('row')).toHaveLength(5);
  expect(screen.getByText('4 items, 2,002 bytes')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Erase everything' }));
  const dialog = await screen.findByRole('dialog', { name: 'Erase everything stored here' });
  expect(await host.stored()).toHaveLength(4);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Erase' }));
  expect(await screen.findByText('Nothing is stored.')).toBeDefined();
  expect(await host.stored()).toHaveLength(0);
});
