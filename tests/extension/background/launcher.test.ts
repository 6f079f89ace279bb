// What the launcher shows, and that it asks no more than it may.

import { describe, expect, test, vi } from 'vitest';
import { resolveSetupPage } from '#core/setup/resolve.ts';
import { componentState, launcherView } from '../../../entrypoints/background/launcher.ts';
import { problem } from '../../../utils/problems.ts';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));

const host = 'https://acme.my.salesforce-setup.com';
const classPage = resolveSetupPage(`${host}/lightning/setup/ApexClasses/page?address=%2F01p5g00000AbCdEAAV`);
const org = { orgId: '00D5g000004XyZaEAK' };
const component = { type: 'ApexClass', fullName: 'Secret_Name', versions: 14, state: 'drifted' };

function setup(state: 'signed_in' | 'signed_out' | 'ended' | 'signing_in', answers: Record<string, unknown>) {
  const call = vi.fn(async (name: string, input?: unknown) => {
    const answer = answers[name];
    if (typeof answer === 'function') return answer(input);
    if (answer instanceof Error) throw answer;
    if (answer === undefined) throw new Error(`${name} was not expected`);
    return answer;
  });
  return {
    call,
    asked: () => call.mock.calls.map(([name]) => name),
    deps: {
      gateway: { call },
      session: async () => ({ state, name: 'Ada King' }),
      settings: async () =>
        ({ theme: 'dark', diffColours: 'red-green', hiddenOrgs: ['hidden.my.salesforce.com'] }) as const,
      place: async () => ({ edge: 0.2, width: 500 }),
    },
  };
}

test('moved or made wider while the API is asked, it stays where it was put', async () => {
  const { deps } = setup('signed_in', { 'orgs.status': { state: 'locked', org } });
  let place = { edge: 0.2, width: 500 };
  const gateway = {
    call: async (name: string) => {
      place = { edge: 0.7, width: 620 };
      return deps.gateway.call(name);
    },
  };
  expect(await launcherView({ ...deps, gateway, place: async () => place }, classPage)).toMatchObject({
    label: 'locked',
    edge: 0.7,
    width: 620,
  });
});

describe('states', () => {
  test.each([
    ['signed_out', 'sign in'],
    ['ended', 'sign in'],
    ['signing_in', 'signing in'],
  ] as const)('%s: “%s”, and the API is not asked', async (state, label) => {
    const { deps, call } = setup(state, {});
    expect(await launcherView(deps, classPage)).toMatchObject({
      show: true,
      label,
      colorScheme: 'dark',
      edge: 0.2,
      width: 500,
    });
    expect(call).not.toHaveBeenCalled();
  });

  test.each([
    ['not_connected', 'not connected'],
    ['not_member', 'not a member'],
    ['not_linked', 'link your user'],
    ['locked', 'locked'],
    ['blocked', 'blocked'],
  ])('org %s: “%s”, and no component is looked for', async (state, label) => {
    const { deps, asked } = setup('signed_in', { 'orgs.status': { state, org } });
    expect((await launcherView(deps, classPage)).label).toBe(label);
    expect(asked()).toEqual(['orgs.status']);
  });

  test('ready: count and drift, never a name', async () => {
    const { deps, asked } = setup('signed_in', {
      'orgs.status': { state: 'ready', org },
      'components.find': { component },
    });
    const view = await launcherView(deps, classPage);
    expect(view).toMatchObject({ label: '14 versions · drifted', tone: 'attention' });
    expect(JSON.stringify(view)).not.toMatch(/Secret_Name|Ada|00D/);
    expect(asked()).toEqual(['orgs.status', 'components.find']);
  });

  test.each([
    ['Group', '14 versions · in sync'],
    ['none of them', ''],
  ])('an id that several types share, of which history knows %s: “%s”', async (known, label) => {
    const group = { ...component, state: 'in_sync' };
    const { deps } = setup('signed_in', {
      'orgs.status': { state: 'ready', org },
      'components.find': ({ type }: { type: string }) => ({ component: type === known ? group : null }),
    });
    const page = resolveSetupPage('https://acme.my.salesforce.com/00G5g000000bhN1');
    expect(page.kind).toBe('ambiguous');
    expect((await launcherView(deps, page)).label).toBe(label);
  });

  test('a component that history does not know', async () => {
    const { deps } = setup('signed_in', {
      'orgs.status': { state: 'ready', org },
      'components.find': { component: null },
    });
    expect((await launcherView(deps, classPage)).label).toBe('no versions yet');
  });

  test.each([
    [1, 'unknown', '1 version', 'quiet'],
    [14, 'in_sync', '14 versions · in sync', 'good'],
    [3, 'deleted', '3 versions · deleted', 'attention'],
  ] as const)('%i versions, %s: “%s”', (versions, state, label, tone) => {
    expect(componentState({ type: 'Flow', fullName: 'F', versions, state })).toEqual({ label, tone });
  });

  test('the API out of reach', async () => {
    const { deps } = setup('signed_in', { 'orgs.status': problem('internal') });
    expect((await launcherView(deps, classPage)).label).toBe('offline');
  });
});

describe('pages', () => {
  test('a list has the bare icon', async () => {
    const { deps, asked } = setup('signed_in', { 'orgs.status': { state: 'ready', org } });
    const view = await launcherView(deps, resolveSetupPage(`${host}/lightning/setup/ApexClasses/home`));
    expect(view).toMatchObject({ show: true, label: '' });
    expect(asked()).toEqual(['orgs.status']);
  });

  test.each([
    [
      'a record',
      resolveSetupPage('https://acme.lightning.force.com/lightning/r/Account/0015g00000AbCdEAAV/view'),
    ],
    ['a page of no org', resolveSetupPage('https://example.com/')],
    ['an unreported tab', undefined],
    ['a page of a hidden org', { ...classPage, apiHost: 'hidden.my.salesforce.com' }],
  ])('%s has none, and nothing is asked', async (_, page) => {
    const { deps, call } = setup('signed_in', {});
    expect((await launcherView(deps, page)).show).toBe(false);
    expect(call).not.toHaveBeenCalled();
  });
});
