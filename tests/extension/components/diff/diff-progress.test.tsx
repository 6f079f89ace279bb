// A comparison that takes its time: the first changes, how far it is, stopping it, and going on.

import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Panel } from '../../../../components/panel/panel.tsx';
import { scenes } from '../../../../dev/gallery/scenes.ts';
import { scene, show } from '../show.tsx';

const at = (name: string) => scene(scenes, `panel/${name}`);
const stepper = () => screen.getByRole('group', { name: 'Step through the changes' });

test('the first changes are shown, and how far it is', async () => {
  show(at('streaming'), <Panel />);
  await screen.findByRole('region', { name: 'List of changes' });
  expect(stepper().textContent).toBe('500 changes so far');
  const progress = await screen.findByRole('progressbar', { name: /^500 of about 800 changes/ });
  expect(progress.getAttribute('aria-valuenow')).toBe('500');
  expect(progress.getAttribute('aria-valuemax')).toBe('800');
});

test('before the first change there is a skeleton, and a way out', async () => {
  show(at('reading'), <Panel />);
  expect(await screen.findByRole('progressbar', { name: 'Comparing the two versions' })).toBeDefined();
  expect(await screen.findByRole('progressbar', { name: 'Reading both versions' })).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(await screen.findByText('Not complete: cancelled before the first change.')).toBeDefined();
  expect(screen.queryByText('These two versions are equal.')).toBeNull();
});

test('cancelled, what was found stays, marked as not complete; going on finishes it', async () => {
  const once = { ...at('streaming') };
  show(once, <Panel />);
  fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  await waitFor(() =>
    expect(document.querySelector('.diff-progress')?.textContent).toContain(
      'Not complete: cancelled after 500 of about 800 changes.',
    ),
  );
  expect(stepper().textContent).toBe('500 changes so far');
  fireEvent.click(screen.getByRole('button', { name: 'Go on' }));
  expect(await screen.findByRole('button', { name: 'Cancel' })).toBeDefined();
});

test('the lenses of lines work meanwhile', async () => {
  show(at('streaming'), <Panel />);
  await screen.findByRole('region', { name: 'List of changes' });
  fireEvent.keyDown(document.body, { key: 'n' });
  expect(stepper().textContent).toBe('1 of 500 so far');
});

test('white space is chosen in the line lenses, and remembered for the type', async () => {
  const host = show(at('moved'), <Panel />);
  await screen.findByRole('region', { name: 'Lines of both versions' });
  expect(document.querySelectorAll('.line[data-moved]').length).toBeGreaterThan(4);
  expect(screen.getByText(/^No newline at end of file/)).toBeDefined();
  fireEvent.click(screen.getByLabelText('White space'));
  fireEvent.click(screen.getByRole('radio', { name: 'Ignore all of it' }));
  expect(await screen.findByText(/with other white space, not shown as different$/)).toBeDefined();
  expect(await host.panelState('lens/ApexClass')).toEqual({
    lens: 'inline',
    whitespace: 'all',
    blankLines: 'count',
  });
});

test('a move leads to its other end', async () => {
  show(at('moved'), <Panel />);
  const [first] = await screen.findAllByRole('button', { name: /^moved (to|from) line \d+$/ });
  expect(first?.textContent).toMatch(/^moved to line/);
  fireEvent.click(first as HTMLElement);
});

test('the number in the gutter is the number of the step, and chooses it', async () => {
  show(at('moved'), <Panel />);
  await screen.findByRole('region', { name: 'Lines of both versions' });
  fireEvent.click(await screen.findByRole('button', { name: 'Change 2' }));
  expect(stepper().textContent).toMatch(/^2 of \d+$/);
});
