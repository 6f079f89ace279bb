// The popup: three first steps, one fitting action, the baseline, and the way out.

import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { Popup } from '../../../../components/popup/popup.tsx';
import { org, ready, scenes } from '../../../../dev/gallery/scenes.ts';
import { askedOf, scene, show } from '../show.tsx';

const at = (name: string) => scene(scenes, `popup/${name}`);
const steps = async () =>
  within(await screen.findByRole('list', { name: 'First steps' })).getAllByRole('listitem');

describe('first run', () => {
  test('begins with signing in', async () => {
    const host = show(at('signed-out'), <Popup />);
    const [signIn, connect] = await steps();
    expect(signIn?.getAttribute('aria-current')).toBe('step');
    expect(connect?.getAttribute('aria-current')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('button', { name: 'Sign out' })).toBeDefined();
    expect(askedOf(host)).toContain('signIn');
  });

  test('goes on to connect, then to compare, and is over after the first compare', async () => {
    const fresh = { ...ready, org: { ...org, connectedAt: new Date().toISOString() } };
    const base = at('ready');
    const first = { ...base, answers: { ...base.answers, 'orgs.status': () => fresh } };
    show(first, <Popup />);
    const all = await steps();
    expect(all.map((step) => step.textContent)).toEqual(['Sign in, done', 'Connect, done', '3Compare']);
    expect(all[2]?.getAttribute('aria-current')).toBe('step');
  });

  test('nobody who has compared sees the steps', async () => {
    const fresh = { ...ready, org: { ...org, connectedAt: new Date().toISOString() } };
    const base = at('ready');
    show(
      {
        ...base,
        answers: { ...base.answers, 'orgs.status': () => fresh },
        panelState: { 'first-run': { tab: 'compared' } },
      },
      <Popup />,
    );
    await screen.findByRole('button', { name: 'Open panel' });
    expect(screen.queryByRole('list', { name: 'First steps' })).toBeNull();
  });
});

describe('sign-in problems are said in words', () => {
  test.each(['The sign-in window was closed.', 'Auth0 did not accept the e-mail address and password.'])(
    '%s',
    async (text) => {
      show({ ...at('signed-out'), session: { state: 'signed_out', problem: text } }, <Popup />);
      expect((await screen.findByRole('alert')).textContent).toBe(text);
      expect(screen.getByRole('button', { name: 'Sign in' })).toBeDefined();
    },
  );
});

describe('this tab’s org', () => {
  test('connect: the first person names the integration user', async () => {
    const host = show({ ...at('not-connected'), connect: async () => ready }, <Popup />);
    const button = await screen.findByRole('button', { name: 'Connect this org' });
    expect(button.hasAttribute('disabled')).toBe(true);
    fireEvent.change(screen.getByRole('textbox', { name: 'Integration user’s username' }), {
      target: { value: ' integration@acme.example ' },
    });
    fireEvent.click(button);
    expect(await screen.findByText('Acme is connected.')).toBeDefined();
    expect(host.asked.find(({ name }) => name === 'connect')?.input).toEqual({
      apiHost: 'acme.my.salesforce.com',
      integrationUsername: 'integration@acme.example',
    });
  });

  test('refused: Salesforce’s reason and what to do, the field keeps its text', async () => {
    show(at('connect-refused'), <Popup />);
    const field = await screen.findByRole('textbox', { name: 'Integration user’s username' });
    fireEvent.change(field, { target: { value: 'integration@acme.example' } });
    fireEvent.click(screen.getByRole('button', { name: 'Connect this org' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('OAUTH_APP_ACCESS_DENIED');
    expect(alert.textContent).toContain('ask your admin to assign you to the app');
    expect((field as HTMLInputElement).value).toBe('integration@acme.example');
  });

  test('what went wrong in Salesforce’s window is still there when the popup opens again', async () => {
    const text = 'Salesforce refused the sign-in. The user is not assigned to the app.';
    show(
      { ...at('not-connected'), session: { state: 'signed_in', name: 'Ada King', problem: text } },
      <Popup />,
    );
    expect((await screen.findByRole('alert')).textContent).toBe(text);
  });

  test('link: everyone after needs no integration user', async () => {
    let linked = false;
    const base = at('not-linked');
    const status = base.answers?.['orgs.status'];
    const host = show(
      {
        ...base,
        answers: { ...base.answers, 'orgs.status': (input) => (linked || !status ? ready : status(input)) },
        connect: async () => {
          linked = true;
          return ready;
        },
      },
      <Popup />,
    );
    expect(screen.queryByRole('textbox')).toBeNull();
    fireEvent.click(await screen.findByRole('button', { name: 'Link your Salesforce user' }));
    expect(await screen.findByRole('button', { name: 'Open panel' })).toBeDefined();
    expect(host.asked.find(({ name }) => name === 'connect')?.input).toEqual({
      apiHost: 'acme.my.salesforce.com',
      integrationUsername: undefined,
    });
  });

  test('ready, and its history is being read: how far', async () => {
    const base = at('ready');
    const reading = { ...ready, reading: { done: 0, total: 0 } };
    show({ ...base, answers: { ...base.answers, 'orgs.status': () => reading } }, <Popup />);
    expect(await screen.findByRole('progressbar', { name: 'History is being read' })).toBeDefined();
    expect(screen.getByText('counting commits')).toBeDefined();
  });

  test('ready: opens the panel or the side panel', async () => {
    const host = show(at('ready'), <Popup />);
    fireEvent.click(await screen.findByRole('button', { name: 'Open panel' }));
    fireEvent.click(screen.getByRole('button', { name: 'Open side panel' }));
    expect(askedOf(host)).toEqual(expect.arrayContaining(['openPanel', 'openSidePanel']));
  });

  test('no Salesforce page in the tab', async () => {
    show(at('no-tab'), <Popup />);
    expect(await screen.findByText(/reload the tab if it was open before/)).toBeDefined();
  });
});

describe('baseline', () => {
  test('done of total, and time left', async () => {
    show(at('baseline'), <Popup />);
    const bar = await screen.findByRole('progressbar', { name: 'Baseline' });
    expect(bar.getAttribute('aria-valuenow')).toBe('412');
    expect(bar.getAttribute('aria-valuemax')).toBe('1204');
    expect(screen.getByText(/about 2 minutes left/)).toBeDefined();
  });

  test('waiting: what went wrong and when it goes on', async () => {
    show(at('baseline-waiting'), <Popup />);
    expect(
      await screen.findByText(/Salesforce did not answer\. Waiting, retries at .*\. Nothing is lost\./),
    ).toBeDefined();
  });

  test('given up: where it stopped, and who can help', async () => {
    show(at('baseline-failed'), <Popup />);
    const told = await screen.findByRole('alert');
    expect(told.textContent).toMatch(/stopped at .* of .*\. Something failed on our side\. Whoever runs/);
    expect(screen.queryByRole('progressbar')).toBeNull();
  });

  test('no worker runs: said in words, with who can help', async () => {
    show(at('no-worker'), <Popup />);
    const told = await screen.findByText(/worker is not running/);
    expect(told.textContent).toMatch(/last seen .*\. Who runs Canvasback’s servers can start it\./);
    expect(screen.queryByRole('progressbar')).toBeNull();
  });

  test('complete', async () => {
    show(at('ready'), <Popup />);
    expect(await screen.findByText(/Baseline complete: 1,204 components/)).toBeDefined();
  });
});

test('sign out drops what was shown', async () => {
  const host = show(at('ready'), <Popup />);
  fireEvent.click(await screen.findByRole('button', { name: 'Sign out' }));
  expect(await screen.findByRole('button', { name: 'Sign in' })).toBeDefined();
  expect(screen.queryByText('Ada King')).toBeNull();
  expect(askedOf(host)).toContain('signOut');
});

test('a sign-out in whose middle the browser stopped the background is looked at again', async () => {
  const host = show(at('ready'), <Popup />);
  const button = await screen.findByRole('button', { name: 'Sign out' });
  const signOut = host.signOut;
  host.signOut = async () => {
    await signOut();
    throw new Error('The browser stopped Canvasback in the middle of this.');
  };
  fireEvent.click(button);
  expect(await screen.findByRole('button', { name: 'Sign in' })).toBeDefined();
});

test('an owner sees that another account tried', async () => {
  const base = at('ready');
  const claimed = { ...ready, org: { ...org, claims: [new Date().toISOString()] } };
  show({ ...base, answers: { ...base.answers, 'orgs.status': () => claimed } }, <Popup />);
  expect(await screen.findByText(/Someone from another account tried to connect Acme/)).toBeDefined();
});
