// Each state of the panel says what happened and offers the one action that fits.

import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { Panel } from '../../../../components/panel/panel.tsx';
import { offline, ready, scenes } from '../../../../dev/gallery/scenes.ts';
import { askedOf, scene, show } from '../show.tsx';

const at = (name: string) => scene(scenes, `panel/${name}`);

describe('before there is a component', () => {
  test.each([
    ['no-tab', 'No Salesforce page in this tab.'],
    ['nothing-here', 'No component on this page.'],
    ['unsupported', 'No history for scontrol yet.'],
  ])('%s: %s', async (name, title) => {
    show(at(name), <Panel />);
    expect(await screen.findByRole('heading', { name: title })).toBeDefined();
  });

  test('says what can be opened', async () => {
    show(at('nothing-here'), <Panel />);
    expect(
      await screen.findByText(/Flows, permission sets, fields, Apex classes and \d+ other kinds/),
    ).toBeDefined();
  });
});

describe('an id that several types share', () => {
  test('is the one that history knows, and can be compared', async () => {
    const known = { type: 'Group', fullName: 'Tellers', versions: 3, state: 'unknown' } as const;
    const answers = {
      ...at('ambiguous').answers,
      'components.find': ({ type }: { type: string }) => ({ component: type === 'Group' ? known : null }),
    };
    show({ ...at('ambiguous'), answers }, <Panel />);
    await waitFor(() =>
      expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(/^Public group·/),
    );
    expect(screen.getByRole('button', { name: 'Compare with last committed' })).toBeDefined();
  });

  test('of which history knows none says which kinds it may be, and where to open it', async () => {
    show(at('ambiguous'), <Panel />);
    expect(
      await screen.findByRole('heading', { name: 'This address does not say which kind it is.' }),
    ).toBeDefined();
    expect(screen.getByText(/^A queue or public group may have this id/).textContent).toContain(
      'Open it from its list in Setup',
    );
  });
});

describe('guards', () => {
  test('an org that is not connected says so on a page without a component, too, and offers to connect', async () => {
    show(at('list-not-connected'), <Panel />);
    expect(await screen.findByRole('heading', { name: /is not connected\.$/ })).toBeDefined();
  });

  test.each([
    ['not_linked', /not linked to Acme/],
    ['not_member', /belongs to an account you are not a member of/],
    ['blocked', /The connection to Acme is blocked/],
  ] as const)('so does one that is %s', async (state, words) => {
    const list = at('list-not-connected');
    show({ ...list, answers: { ...list.answers, 'orgs.status': () => ({ ...ready, state }) } }, <Panel />);
    expect(await screen.findByRole('heading', { name: words })).toBeDefined();
    expect(screen.queryByText('No component on this page.')).toBeNull();
  });

  test('a list asks for no history: where that is locked, nothing is asked of Salesforce', async () => {
    const list = at('list-not-connected');
    const answers = { ...list.answers, 'orgs.status': () => ({ ...ready, state: 'locked' as const }) };
    const host = show({ ...list, answers }, <Panel />);
    expect(await screen.findByText('No component on this page.')).toBeDefined();
    expect(host.asked.map(({ name }) => name)).not.toContain('orgs.standing');
  });

  test('Login As is named, and whose work this is; elsewhere nothing is said of it', async () => {
    show(at('login-as'), <Panel />);
    const said = await screen.findByText(/Salesforce is open as another user \(Login As\)/);
    expect(said.textContent).toContain('for Ada King, through your own Salesforce user');
  });

  test('without the banner nothing is said of it', async () => {
    show(at('history'), <Panel />);
    await screen.findByRole('listbox');
    expect(screen.queryByText(/Login As/)).toBeNull();
  });
});

describe('the session', () => {
  test('nobody is signed in: one button signs in and the history follows', async () => {
    const host = show(at('signed-out'), <Panel />);
    fireEvent.click(await screen.findByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('listbox', { name: 'Versions' })).toBeDefined();
    expect(askedOf(host)).toContain('signIn');
  });

  test('the session has ended', async () => {
    show(at('ended'), <Panel />);
    expect(await screen.findByRole('heading', { name: 'Your session has ended.' })).toBeDefined();
    expect(screen.getByRole('button', { name: 'Sign in again' })).toBeDefined();
  });

  test('why the last sign-in did not happen is said in words', async () => {
    show(
      { ...at('signed-out'), session: { state: 'signed_out', problem: 'The sign-in window was closed.' } },
      <Panel />,
    );
    expect((await screen.findByRole('alert')).textContent).toBe('The sign-in window was closed.');
  });

  test('a session that ends while the panel is open shows so and asks nothing more', async () => {
    const host = show(at('history'), <Panel />);
    await screen.findByRole('listbox');
    await host.signOut();
    host.emit('session');
    expect(await screen.findByRole('heading', { name: 'You are not signed in.' })).toBeDefined();
    expect(screen.queryByRole('listbox')).toBeNull();
  });
});

describe('the org', () => {
  test('not connected: the docked panel only says where to connect', async () => {
    show(at('not-connected'), <Panel />);
    expect(await screen.findByRole('heading', { name: 'acme is not connected.' })).toBeDefined();
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.getByRole('button', { name: 'Open the side panel' })).toBeDefined();
  });

  test('not connected: the side panel connects', async () => {
    show({ ...at('not-connected'), surface: 'side' }, <Panel />);
    expect(await screen.findByRole('textbox', { name: 'Integration user’s username' })).toBeDefined();
  });

  test('blocked, with the reason', async () => {
    show(at('blocked'), <Panel />);
    expect((await screen.findByRole('alert')).textContent).toContain('Connected Apps OAuth Usage');
  });

  test('history is being read: how far, and then the history itself', async () => {
    let done = false;
    const base = at('history');
    const reading = { ...ready, reading: { done: 3_200, total: 11_205 } };
    const host = show(
      {
        ...base,
        answers: { ...base.answers, 'orgs.status': () => (done ? ready : reading) },
      },
      <Panel />,
    );
    const bar = await screen.findByRole('progressbar', { name: 'History is being read' });
    expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['3200', '11205']);
    expect(screen.getByText('3,200 of 11,205 commits')).toBeDefined();
    expect(askedOf(host)).not.toContain('history.list');
    done = true;
    expect(await screen.findByRole('listbox')).toBeDefined();
  });

  test('no worker runs: the panel says so above the history', async () => {
    const base = at('history');
    const job = {
      id: 'job',
      kind: 'baseline',
      total: 0,
      done: 0,
      updatedAt: '2026-03-02T09:00:00.000Z',
    } as const;
    const waits = { ...ready, job: { ...job, state: 'queued', noWorker: {} } as const };
    show({ ...base, answers: { ...base.answers, 'orgs.status': () => waits } }, <Panel />);
    expect((await screen.findByRole('alert')).textContent).toMatch(
      /waits: Canvasback’s worker is not running\. Who runs Canvasback’s servers can start it/,
    );
    expect(await screen.findAllByRole('option')).not.toHaveLength(0);
  });

  test('what the baseline finds appears while the panel is open', async () => {
    let found = false;
    const base = at('history');
    const { 'history.list': list } = base.answers ?? {};
    const job = { id: 'job', kind: 'baseline', total: 10, updatedAt: '2026-03-02T09:00:00.000Z' } as const;
    show(
      {
        ...base,
        answers: {
          ...base.answers,
          'orgs.status': () => ({ ...ready, job: { ...job, state: 'running', done: found ? 5 : 1 } }),
          'history.list': (input) =>
            found && list ? list(input) : { component: null, total: 0, matching: 0, page: 0, versions: [] },
        },
      },
      <Panel />,
    );
    expect(await screen.findByText('No versions yet.')).toBeDefined();
    found = true;
    expect(await screen.findByRole('listbox', { name: 'Versions' })).toBeDefined();
  });

  test('the server can not be reached: says so and tries again', async () => {
    let reachable = false;
    const base = at('history');
    show(
      {
        ...base,
        answers: {
          ...base.answers,
          'orgs.status': () => (reachable ? ready : Promise.reject(offline)),
        },
      },
      <Panel />,
    );
    expect(await screen.findByRole('heading', { name: 'The server cannot be reached.' })).toBeDefined();
    reachable = true;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('listbox')).toBeDefined();
  });
});

test('what was open comes back, and the focus stays with the page around', async () => {
  show(at('access'), <Panel />);
  await screen.findByRole('region', { name: 'Entries' });
  expect(screen.getByRole('tab', { name: 'Access' }).getAttribute('aria-selected')).toBe('true');
  expect(document.activeElement).toBe(document.body);
});

describe('standing', () => {
  test('the click that opened the panel asks once; a refusal shows the reason', async () => {
    const host = show(at('locked'), <Panel />);
    expect(await screen.findByText('Your Salesforce user lacks View Setup and Configuration.')).toBeDefined();
    expect(askedOf(host).filter((name) => name === 'orgs.standing')).toHaveLength(1);
    expect(askedOf(host)).not.toContain('history.list');
  });

  test('a component opened later is not what the click was for', async () => {
    const base = at('locked');
    let page = at('nothing-here').page;
    const host = show(
      {
        ...base,
        get page() {
          return page;
        },
      },
      <Panel />,
    );
    await screen.findByRole('heading', { name: 'No component on this page.' });
    page = base.page;
    host.emit('page');
    expect(await screen.findByRole('button', { name: 'Check my access' })).toBeDefined();
    expect(askedOf(host)).not.toContain('orgs.standing');
  });

  test('after that it takes a click', async () => {
    const host = show(at('locked'), <Panel />);
    fireEvent.click(await screen.findByRole('button', { name: 'Check my access' }));
    await waitFor(() => expect(askedOf(host).filter((name) => name === 'orgs.standing')).toHaveLength(2));
  });

  test('confirmed: history opens', async () => {
    const base = at('locked');
    show({ ...base, answers: { ...base.answers, 'orgs.standing': () => ready } }, <Panel />);
    expect(await screen.findByRole('listbox', { name: 'Versions' })).toBeDefined();
  });
});
