// One click compares, says the verdict in a sentence, shows what differs, and commits it.

import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { Panel } from '../../../../components/panel/panel.tsx';
import { compared, pageOf, problem, ready, scenes } from '../../../../dev/gallery/scenes.ts';
import { askedOf, scene, show } from '../show.tsx';

const at = (name: string) => scene(scenes, `panel/${name}`);
const compare = async () =>
  fireEvent.click(await screen.findByRole('button', { name: 'Compare with last committed' }));
const spoken = () =>
  screen
    .getAllByRole('status')
    .map((region) => region.textContent)
    .join(' ');

describe('compare', () => {
  test('opening the panel compares nothing', async () => {
    const host = show(at('history'), <Panel />);
    await screen.findByRole('listbox');
    expect(askedOf(host)).not.toContain('compare.live');
    expect(screen.getByText('Not compared yet')).toBeDefined();
  });

  test('differs: verdict, changes and a live row', async () => {
    show(at('history'), <Panel />);
    await compare();
    expect(await screen.findByText('5 changes not committed')).toBeDefined();
    expect(spoken()).toContain('5 changes not committed, last saved by Ada King.');
    expect(await screen.findByRole('region', { name: 'List of changes' })).toBeDefined();
    expect(screen.getByText(/2 Salesforce requests/).textContent).toContain('left today');
    fireEvent.click(screen.getByRole('tab', { name: /^History/ }));
    const rows = await screen.findAllByRole('option');
    expect(rows[0]?.textContent).toContain('live');
    expect(rows[0]?.getAttribute('aria-selected')).toBe('true');
  });

  test('in sync: one good sentence and no row', async () => {
    show(at('in-sync'), <Panel />);
    await compare();
    expect((await screen.findByText('In sync')).closest('p')?.textContent).toContain('with the last commit');
    expect(screen.queryByText('live')).toBeNull();
    expect(spoken()).toContain('In sync with the last commit.');
  });

  test('moved on canvas only: in sync, counted, and still committable', async () => {
    const base = at('history');
    show(
      {
        ...base,
        surface: 'side',
        answers: {
          ...base.answers,
          'compare.live': () => ({ ...compared, verdict: 'in_sync', changes: 0, noise: 4 }),
        },
      },
      <Panel />,
    );
    await compare();
    expect((await screen.findByText('In sync')).closest('p')?.textContent).toContain(
      '4 changes without meaning',
    );
    expect(await screen.findByRole('button', { name: 'Commit this version' })).toBeDefined();
  });

  test('deleted live: says so and keeps the history', async () => {
    show(at('deleted'), <Panel />);
    await compare();
    expect(await screen.findByText('Deleted in Salesforce')).toBeDefined();
    expect(screen.getAllByRole('option')).toHaveLength(14);
  });

  test('refused: what happened, what to do, the request id, and the list stays', async () => {
    show(at('compare-refused'), <Panel />);
    await compare();
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Salesforce refused to issue a token for your user.');
    expect(alert.textContent).toContain('Request id req_5c2f9e01d7');
    expect(within(alert).getByRole('button', { name: 'Copy request id' })).toBeDefined();
    expect(screen.getAllByRole('option')).toHaveLength(14);
  });

  test('refused because the app is blocked: the panel says so at once, with the org’s own pages and a way back', async () => {
    const base = at('history');
    let blocked = false;
    const host = show(
      {
        ...base,
        answers: {
          ...base.answers,
          'orgs.status': () =>
            blocked
              ? {
                  ...ready,
                  standingUntil: undefined,
                  state: 'blocked',
                  reason: 'An admin has blocked the app.',
                }
              : ready,
          'compare.live': () => {
            blocked = true;
            return Promise.reject(problem('salesforce_refused', 'A Salesforce admin has blocked the app.'));
          },
          'orgs.standing': () => {
            blocked = false;
            return ready;
          },
        },
      },
      <Panel />,
    );
    await compare();
    const alert = await screen.findByText('The connection to Acme is blocked.');
    const notice = alert.closest<HTMLElement>('[role=alert]') ?? document.body;
    expect(notice.textContent).toContain('An admin has blocked the app.');
    for (const name of [/Connected Apps OAuth Usage/, /Login History/, /Setup Audit Trail/]) {
      expect(within(notice).getByRole('link', { name }).getAttribute('href')).toMatch(
        /^https:\/\/acme\.my\.salesforce\.com\/lightning\/setup\/\w+\/home$/,
      );
    }
    expect(screen.queryByRole('option')).toBeNull();
    fireEvent.click(within(notice).getByRole('button', { name: 'Check again' }));
    expect(await screen.findAllByRole('option')).not.toHaveLength(0);
    expect(askedOf(host).filter((name) => name === 'orgs.standing')).toHaveLength(1);
  });

  test('without standing the fitting action is to check it', async () => {
    const base = at('history');
    show(
      { ...base, answers: { ...base.answers, 'compare.live': () => Promise.reject(problem('no_standing')) } },
      <Panel />,
    );
    await compare();
    expect(await screen.findByRole('button', { name: 'Check my access' })).toBeDefined();
  });

  test('a click after the quarter of an hour asks for standing itself, and compares', async () => {
    const base = at('history');
    let tries = 0;
    const live = () => {
      tries += 1;
      return tries === 1 ? Promise.reject(problem('no_standing')) : compared;
    };
    const host = show({ ...base, answers: { ...base.answers, 'compare.live': live } }, <Panel />);
    await compare();
    expect(await screen.findByText('5 changes not committed')).toBeDefined();
    const asked = askedOf(host).filter((name) => name === 'compare.live' || name === 'orgs.standing');
    expect(asked).toEqual(['compare.live', 'orgs.standing', 'compare.live']);
  });

  test('the session ended under way: sign in again', async () => {
    const base = at('history');
    show(
      {
        ...base,
        answers: { ...base.answers, 'compare.live': () => Promise.reject(problem('not_authenticated')) },
      },
      <Panel />,
    );
    await compare();
    expect(await screen.findByRole('button', { name: 'Sign in again' })).toBeDefined();
  });

  test('the shortcut compares, also when it comes before the component is known', async () => {
    const host = show(at('history'), <Panel />);
    host.emit('compare');
    expect(await screen.findByText('5 changes not committed')).toBeDefined();
    expect(askedOf(host).filter((name) => name === 'compare.live')).toHaveLength(1);
  });
});

describe('commit', () => {
  test('asks once, takes a message, and is in sync', async () => {
    const host = show({ ...at('history'), surface: 'side' }, <Panel />);
    await compare();
    fireEvent.click(await screen.findByRole('button', { name: 'Commit this version' }));
    const dialog = await screen.findByRole('dialog', { name: 'Commit this version' });
    fireEvent.change(within(dialog).getByRole('textbox', { name: /^Message/ }), {
      target: { value: 'Raise the threshold' },
    });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Commit' }));
    expect((await screen.findByText('In sync')).closest('p')?.textContent).toContain('just now');
    expect(host.asked.find(({ name }) => name === 'compare.commit')?.input).toMatchObject({
      compareId: '7Yb3kQ0c2v',
      message: 'Raise the threshold',
    });
    expect(spoken()).toContain('Committed. In sync with the last commit.');
    expect(screen.queryByRole('button', { name: 'Commit this version' })).toBeNull();
  });

  test('cancel records nothing', async () => {
    const host = show({ ...at('history'), surface: 'side' }, <Panel />);
    await compare();
    fireEvent.click(await screen.findByRole('button', { name: 'Commit this version' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(askedOf(host)).not.toContain('compare.commit');
  });

  test('too old to commit: says so and loses nothing', async () => {
    const base = at('history');
    show(
      {
        ...base,
        surface: 'side',
        answers: { ...base.answers, 'compare.commit': () => Promise.reject(problem('compare_expired')) },
      },
      <Panel />,
    );
    await compare();
    fireEvent.click(await screen.findByRole('button', { name: 'Commit this version' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Commit' }));
    expect((await screen.findByRole('alert')).textContent).toContain('This comparison is too old to commit.');
    expect(screen.getByRole('region', { name: 'List of changes' })).toBeDefined();
  });

  test('docked, where the browser cannot tell whether the panel is covered: outside the page', async () => {
    const host = show(at('history'), <Panel />);
    await compare();
    expect(screen.queryByRole('button', { name: 'Commit this version' })).toBeNull();
    fireEvent.click(await screen.findByRole('button', { name: 'Commit outside this page' }));
    expect(askedOf(host)).toContain('compareInSidePanel');
  });
});

test('a version that was committed elsewhere takes the place of what was found: no old verdict, nothing to commit twice', async () => {
  const base = at('history');
  const before = base.answers?.['history.list'];
  const newer = {
    ...(compared.base as NonNullable<typeof compared.base>),
    number: 15,
    revision: 'ee'.repeat(20),
  };
  let committed = false;
  const host = show(
    {
      ...base,
      surface: 'side',
      answers: {
        ...base.answers,
        'history.list': (...asked: Parameters<NonNullable<typeof before>>) => {
          const list = before?.(...asked) as Awaited<ReturnType<NonNullable<typeof before>>>;
          if (!committed || !list.component) return list;
          const component = { ...list.component, state: 'in_sync' as const, comparedAt: compared.comparedAt };
          return { ...list, component, versions: [newer, ...list.versions], total: 15, matching: 15 };
        },
      },
    },
    <Panel />,
  );
  await compare();
  await screen.findByRole('button', { name: 'Commit this version' });
  committed = true;
  host.emit('component');
  expect(await screen.findByText(/In sync when last compared/)).toBeDefined();
  expect(screen.queryByText('5 changes not committed')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Commit this version' })).toBeNull();
  expect(await screen.findByText('Version 15')).toBeDefined();
});

describe('a comparison under way', () => {
  /** A panel that compares until it is left, and what its window shows next. */
  async function comparing() {
    const base = at('history');
    let page = base.page;
    let left: AbortSignal | undefined;
    const host = show(
      {
        ...base,
        get page() {
          return page;
        },
        answers: {
          ...base.answers,
          'compare.live': (_, signal) => {
            left = signal;
            return new Promise<never>(() => {});
          },
        },
      },
      <Panel />,
    );
    await compare();
    await waitFor(() => expect(left).toBeDefined());
    return {
      left: () => left?.aborted,
      async goTo(next: typeof page) {
        page = next;
        host.emit('page');
        await waitFor(() => expect(screen.queryByText(/Reading the live flow/)).toBeNull());
      },
    };
  }

  test('is left when its tab shows another component', async () => {
    const { left, goTo } = await comparing();
    expect(left()).toBe(false);
    await goTo(pageOf('ApexClass', '01p5g000000AbCdEAA'));
    expect(left()).toBe(true);
  });

  test('goes on while another tab is in front', async () => {
    const { left, goTo } = await comparing();
    await goTo({ ...pageOf('ApexClass', '01p5g000000AbCdEAA'), tabId: 2 });
    expect(left()).toBe(false);
  });
});
