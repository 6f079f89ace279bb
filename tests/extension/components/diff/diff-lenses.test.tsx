// The lenses on one difference: same steps, same count, keys, folds, copies, and states of their own.

import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Panel } from '../../../../components/panel/panel.tsx';
import { scenes } from '../../../../dev/gallery/scenes.ts';
import { scene, show } from '../show.tsx';

const at = (name: string) => scene(scenes, `panel/${name}`);
const list = () => screen.findByRole('region', { name: 'List of changes' });
const stepper = () => screen.getByRole('group', { name: 'Step through the changes' });
const lens = (name: string) => fireEvent.click(screen.getByRole('tab', { name }));
const changes = () =>
  within(screen.getByRole('tablist', { name: 'Lens' })).getByRole('tab', { name: 'Changes' });

describe('Changes', () => {
  test('told by sign, word and colour, with old and new', async () => {
    show(at('changes'), <Panel />);
    const text = (await list()).textContent ?? '';
    expect(text).toContain('− RemovedAssignment Set priority');
    expect(text).toContain('± ChangedDecision Is VIP');
    expect(text).toContain('1000 → 500');
  });

  test('noise is folded and counted', async () => {
    show(at('changes'), <Panel />);
    await list();
    const fold = screen.getByRole('button', { name: '10 canvas moves (not counted)' });
    expect(fold.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(fold);
    expect(fold.getAttribute('aria-expanded')).toBe('true');
  });

  test('n and p, the buttons and the arrows walk, and each step is spoken', async () => {
    show(at('changes'), <Panel />);
    await list();
    expect(stepper().textContent).toBe('5 changes');
    fireEvent.keyDown(document.body, { key: 'n' });
    expect(stepper().textContent).toBe('1 of 5');
    fireEvent.keyDown(document.body, { key: 'p' });
    expect(stepper().textContent).toBe('5 of 5');
    fireEvent.click(screen.getByRole('button', { name: 'Next change' }));
    fireEvent.keyDown(await list(), { key: 'ArrowDown' });
    expect(stepper().textContent).toBe('2 of 5');
    const status = screen
      .getAllByRole('status')
      .map((region) => region.textContent)
      .join('');
    expect(status).toMatch(/^Change 2 of 5: changed, Decision Is VIP/);
  });

  test('keys are left alone while someone types', async () => {
    show(at('changes'), <Panel />);
    await list();
    const field = document.createElement('input');
    document.body.append(field);
    fireEvent.keyDown(field, { key: 'n' });
    expect(stepper().textContent).toBe('5 changes');
    field.remove();
  });
});

describe('Lines and Side by side', () => {
  test('the count and the step are the same in every lens', async () => {
    show(at('changes'), <Panel />);
    await list();
    fireEvent.keyDown(document.body, { key: 'n' });
    for (const name of ['Lines', 'Side by side']) {
      lens(name);
      expect(stepper().textContent).toBe('1 of 5');
      await waitFor(() => expect(document.querySelector('[data-current]')).not.toBeNull());
    }
  });

  test('a fold opens', async () => {
    show(at('apex'), <Panel />);
    await screen.findByRole('tab', { name: 'Lines' });
    lens('Lines');
    const [fold] = await screen.findAllByRole('button', { name: /unchanged lines$/ });
    const before = document.querySelectorAll('.line').length;
    fireEvent.click(fold as HTMLElement);
    expect(document.querySelectorAll('.line').length).toBeGreaterThan(before);
  });

  test('differing words are marked, and lines say what they are', async () => {
    show(
      { ...at('apex'), panelState: { ...at('apex').panelState, 'lens/ApexClass': { lens: 'split' } } },
      <Panel />,
    );
    await screen.findByRole('region', { name: 'Both versions side by side' });
    expect([...document.querySelectorAll('mark.word-old')].map((mark) => mark.textContent)).toContain('75');
    expect([...document.querySelectorAll('mark.word-new')].map((mark) => mark.textContent)).toContain('80');
    await waitFor(() => expect(screen.getAllByText('Removed:').length).toBeGreaterThan(0));
  });

  test('what means nothing but is in the lines is said', async () => {
    show(at('lines'), <Panel />);
    expect(await screen.findByText('Also in these lines: 10 canvas moves (not counted)')).toBeDefined();
  });

  test('metadata that could not be parsed opens as lines and says where it breaks', async () => {
    show(at('malformed'), <Panel />);
    expect(await screen.findByText(/^Compared as lines: line 2, column \d+: /)).toBeDefined();
    expect(changes().getAttribute('aria-selected')).toBe('false');
  });
});

test('the lens is remembered for the type', async () => {
  const host = show(at('changes'), <Panel />);
  await list();
  lens('Side by side');
  expect(await host.panelState('lens/Flow')).toEqual({ lens: 'split' });
});

describe('long lists', () => {
  // A document without layout has no heights: the list gets one to fill, and each row its own.
  const height = vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get');
  const rowHeight = vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get');
  beforeEach(() => {
    height.mockReturnValue(600);
    rowHeight.mockReturnValue(30);
  });
  afterEach(() => {
    height.mockReset();
    rowHeight.mockReset();
  });

  test('of 800 changes only those in view exist', async () => {
    show(at('many'), <Panel />);
    await list();
    await waitFor(() => expect(stepper().textContent).toBe('800 changes'));
    await waitFor(() => expect(document.querySelectorAll('.change').length).toBeGreaterThan(0));
    expect(document.querySelectorAll('.change').length).toBeLessThan(100);
  });
});

test('copied as text', async () => {
  const written: string[] = [];
  vi.stubGlobal('navigator', {
    ...navigator,
    clipboard: { writeText: async (text: string) => void written.push(text) },
  });
  show(at('changes'), <Panel />);
  await list();
  fireEvent.click(screen.getByRole('button', { name: 'Copy changes as text' }));
  expect(await screen.findByText('Changes copied.')).toBeDefined();
  expect(written[0]).toContain('Flow Route_New_Leads');
  vi.unstubAllGlobals();
});

test('a version whose content is missing: what happened, what to do, the request id', async () => {
  show(at('unavailable'), <Panel />);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('The content of this version is not available.');
  expect(alert.textContent).toContain('req_5c2f9e01d7');
});

test('nothing chosen leads back to the history', async () => {
  show(at('nothing-chosen'), <Panel />);
  fireEvent.click(await screen.findByRole('button', { name: 'Choose in History' }));
  expect(await screen.findByRole('listbox')).toBeDefined();
});
