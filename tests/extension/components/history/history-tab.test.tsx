// The list of versions: what it says, and how it is used with a mouse and with keys alone.

import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { Panel } from '../../../../components/panel/panel.tsx';
import { versionsAt } from '../../../../dev/gallery/data/history.ts';
import type { FakeHost } from '../../../../dev/gallery/fake-host.ts';
import { problem, scenes } from '../../../../dev/gallery/scenes.ts';
import { scene, show } from '../show.tsx';

const at = (name: string) => scene(scenes, `panel/${name}`);
const rows = () => screen.findAllByRole('option');
const row = async (index: number) => {
  const found = (await rows())[index];
  if (!found) throw new Error(`There is no row ${index}`);
  return found;
};

/** Both texts are asked for once what was chosen is on screen, which is a moment later. */
const expectRead = (host: FakeHost, at: readonly number[]) =>
  waitFor(() => {
    const read = host.asked.filter(({ name }) => name === 'history.source').map(({ input }) => input);
    const versions = versionsAt(Date.now());
    expect(read).toEqual(at.map((index) => expect.objectContaining({ revision: versions[index]?.revision })));
  });

describe('what it says', () => {
  test('days are headings, each row has its sentence, author, certainty and exact time', async () => {
    show(at('history'), <Panel />);
    const first = await row(0);
    const days = [...document.querySelectorAll('.versions-box .day')].map(({ textContent }) => textContent);
    expect(days.length).toBeGreaterThan(5);
    expect(new Set(days).size).toBe(days.length);
    expect(first.textContent).toContain('Decision Is VIP: rule 2 changed');
    expect(first.textContent).toContain('Sam O.');
    expect(first.textContent).toContain('likely, Git author of the merge');
    expect(first.querySelector('time')?.title).toMatch(/\d{4}/);
  });

  test('deleted and recreated are told by sign and word; what was deleted opens', async () => {
    const host = show(at('history'), <Panel />);
    const tagOf = async (index: number) => (await row(index)).querySelector('.version-tag')?.textContent;
    expect(await tagOf(9)).toBe('+ recreated');
    expect(await tagOf(10)).toBe('− deleted');
    expect(await tagOf(13)).toBe('+ added');
    expect(await tagOf(0)).toBeUndefined();
    fireEvent.click(await row(10));
    await screen.findByText('Version 4');
    await expectRead(host, [11, 10]);
  });

  test('a version whose content is missing says so', async () => {
    show(at('history'), <Panel />);
    expect((await row(12)).textContent).toContain('Content not available');
  });

  test('a version compared as lines says why, with the place', async () => {
    show(at('history'), <Panel />);
    expect((await row(11)).textContent).toContain('line 12, column 4: unexpected end of file');
  });

  test('empty', async () => {
    show(at('empty'), <Panel />);
    expect(await screen.findByRole('heading', { name: 'No versions yet.' })).toBeDefined();
  });

  test('a failure while refreshing keeps the list', async () => {
    let fails = false;
    const base = at('history');
    const list = base.answers?.['history.list'];
    const host = show(
      {
        ...base,
        answers: {
          ...base.answers,
          'history.list': (input) => (fails || !list ? Promise.reject(problem('internal')) : list(input)),
        },
      },
      <Panel />,
    );
    await rows();
    fails = true;
    host.emit('component');
    expect(await screen.findByRole('alert')).toBeDefined();
    expect(await rows()).toHaveLength(14);
  });

  test('a name held twice lists the path that lost', async () => {
    const base = at('history');
    const list = base.answers?.['history.list'];
    show(
      {
        ...base,
        answers: {
          ...base.answers,
          'history.list': async (input) => {
            const answer = await list?.(input);
            if (!answer?.component) throw new Error('The scene has no component');
            return {
              ...answer,
              component: { ...answer.component, path: 'force-app/a.flow', losers: ['legacy/a.flow'] },
            };
          },
        },
      },
      <Panel />,
    );
    expect(await screen.findByText('legacy/a.flow')).toBeDefined();
  });
});

describe('choosing', () => {
  test('a click shows that version against the one before', async () => {
    const host = show(at('history'), <Panel />);
    fireEvent.click(await row(1));
    expect(screen.getByRole('tab', { name: 'Changes' }).getAttribute('aria-selected')).toBe('true');
    await screen.findByText('Version 12');
    await expectRead(host, [2, 1]);
  });

  test('the list is one stop for Tab, arrows walk', async () => {
    show(at('history'), <Panel />);
    const all = await rows();
    expect(all.filter((one) => one.tabIndex === 0)).toHaveLength(1);
    all[0]?.focus();
    fireEvent.keyDown(all[0] as HTMLElement, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(all[1]);
    fireEvent.keyDown(all[1] as HTMLElement, { key: 'End' });
    expect(document.activeElement).toBe(all.at(-1));
    fireEvent.keyDown(all.at(-1) as HTMLElement, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(all.at(-1));
  });

  test('Enter shows a version, and the focus goes on to its tab', async () => {
    show(at('history'), <Panel />);
    const first = await row(0);
    first.focus();
    fireEvent.keyDown(first, { key: 'Enter' });
    const tab = screen.getByRole('tab', { name: 'Changes' });
    expect(tab.getAttribute('aria-selected')).toBe('true');
    expect(document.activeElement).toBe(tab);
  });

  test('space chooses two, the older is A, Enter on the bar’s button shows them', async () => {
    show(at('history'), <Panel />);
    fireEvent.keyDown(await row(1), { key: ' ' });
    fireEvent.keyDown(await row(4), { key: ' ' });
    expect((await row(4)).textContent).toContain('chosen as A');
    expect((await row(1)).textContent).toContain('chosen as B');
    fireEvent.click(screen.getByRole('button', { name: 'Show changes' }));
    expect(await screen.findByText('Version 10')).toBeDefined();
    expect(screen.getByText('Version 13')).toBeDefined();
  });

  test('the keys a and b set the sides, in any order', async () => {
    show(at('history'), <Panel />);
    fireEvent.keyDown(await row(0), { key: 'a' });
    expect(screen.getByRole('button', { name: 'Show changes' }).hasAttribute('disabled')).toBe(true);
    fireEvent.keyDown(await row(3), { key: 'b' });
    expect((await row(0)).textContent).toContain('chosen as A');
    fireEvent.click(screen.getByRole('button', { name: 'Clear' }));
    expect((await rows()).filter((one) => one.getAttribute('aria-selected') === 'true')).toHaveLength(0);
  });

  test('the round mark chooses without leaving the list', async () => {
    show(at('history'), <Panel />);
    const mark = (await row(2)).querySelector('.version-mark');
    fireEvent.click(mark as Element);
    expect((await row(2)).getAttribute('aria-selected')).toBe('true');
    expect(screen.getByRole('listbox')).toBeDefined();
  });
});

describe('a part whose earlier versions lie in its object’s file', () => {
  const base = at('history');
  const list = base.answers?.['history.list'];
  const object = { type: 'CustomObject', fullName: 'Bill__c' } as const;
  const answers = {
    ...base.answers,
    'history.list': async (input: Parameters<NonNullable<typeof list>>[0]) => {
      if (!list) throw new Error('The gallery has no list');
      const page = await list(input);
      if (input.type === 'CustomObject' || !page.component) return page;
      return { ...page, component: { ...page.component, earlierIn: object } };
    },
  };

  test('ends with a line that says so and opens the object; the way back leads to the part', async () => {
    const host = show({ ...base, answers }, <Panel />);
    await rows();
    expect(
      screen.getByText(/Earlier versions lie inside the object’s file \(Bill__c\.object\)/),
    ).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Open the object' }));
    expect(await screen.findByText('Bill__c')).toBeDefined();
    await rows();
    const asked = host.asked.filter(({ name }) => name === 'history.list').at(-1);
    expect(asked?.input).toMatchObject(object);
    expect(screen.queryByText(/Earlier versions lie/)).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Back to the component on the page' }));
    expect(await screen.findByText(/Earlier versions lie/)).toBeDefined();
  });

  test('says nothing while a filter hides versions', async () => {
    show({ ...base, answers }, <Panel />);
    await rows();
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'Sam' } });
    await screen.findByText('3 of 14');
    expect(screen.queryByText(/Earlier versions lie/)).toBeNull();
  });
});

describe('a renamed component', () => {
  const base = at('history');
  const list = base.answers?.['history.list'];
  const renamedFrom = { fullName: 'Old_Routing', certainty: 'likely', evidence: 'Nearly equal' } as const;
  const answers = {
    ...base.answers,
    'history.list': async (input: Parameters<NonNullable<typeof list>>[0]) => {
      if (!list) throw new Error('The gallery has no list');
      const page = await list(input);
      const versions = page.versions.map((one) => (one.kind === 'added' ? { ...one, renamedFrom } : one));
      return { ...page, versions };
    },
  };
  const lastAsked = (host: FakeHost) =>
    host.asked.filter(({ name }) => name === 'history.list').at(-1)?.input;

  test('says its old name and how sure that is; R leads to the old one’s history, and back', async () => {
    const host = show({ ...base, answers }, <Panel />);
    const first = await row(13);
    expect(first.textContent).toContain('Renamed from Old_Routing ~, likely, Nearly equal');
    fireEvent.keyDown(first, { key: 'r' });
    const back = await screen.findByRole('button', { name: 'Back to the component on the page' });
    await rows();
    fireEvent.click(back);
    await rows();
    expect(host.asked.filter(({ name }) => name === 'history.list').map(({ input }) => input)).toContainEqual(
      expect.objectContaining({ type: 'Flow', fullName: 'Old_Routing' }),
    );
  });

  test('so does a click on the name, and a button beside its changes', async () => {
    const host = show({ ...base, answers }, <Panel />);
    fireEvent.click((await row(13)).querySelector('[data-open]') as Element);
    await rows();
    expect(lastAsked(host)).toMatchObject({ fullName: 'Old_Routing' });
    fireEvent.click(screen.getByRole('button', { name: 'Back to the component on the page' }));
    fireEvent.click(await row(13));
    fireEvent.click(await screen.findByRole('button', { name: 'Open its history' }));
    await rows();
    expect(lastAsked(host)).toMatchObject({ fullName: 'Old_Routing' });
  });
});
