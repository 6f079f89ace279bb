// Who tabbed to one of the panel's buttons is still on it when the panel has drawn its next state.

import { screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { Panel } from '../../../../components/panel/panel.tsx';
import { scenes } from '../../../../dev/gallery/scenes.ts';
import { scene, show } from '../show.tsx';

afterEach(() => vi.restoreAllMocks());

async function whileLoading(act: (close: HTMLElement) => void): Promise<[before: Element, after: Element]> {
  show(scene(scenes, 'panel/history'), <Panel />);
  const before = screen.getByRole('button', { name: 'Close panel' });
  act(before);
  await screen.findByRole('button', { name: 'Refresh history' });
  return [before, screen.getByRole('button', { name: 'Close panel' })];
}

test('from loading to a component’s history', async () => {
  const [before, after] = await whileLoading((close) => close.focus());
  expect(after).not.toBe(before);
  expect(document.activeElement).toBe(after);
});

test('a panel without the focus does not take it from the page', async () => {
  await whileLoading((close) => {
    close.focus();
    vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  });
  expect(document.activeElement).toBe(document.body);
});

test('nothing gets the focus that nothing had', async () => {
  await whileLoading(() => undefined);
  expect(document.activeElement).toBe(document.body);
});
