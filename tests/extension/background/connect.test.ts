// Connecting an org: only Salesforce's own page is opened, and only its answer to this very attempt is passed on.

import { describe, expect, test, vi } from 'vitest';
import {
  asksForIdentityOnly,
  connectOrg,
  connectProblem,
  isSalesforce,
} from '../../../entrypoints/background/connect.ts';
import { WebAuthError } from '../../../entrypoints/background/web-auth.ts';
import { problem } from '../../../utils/problems.ts';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));

const apiHost = 'acme.my.salesforce.com';
const redirect = 'https://id.chromiumapp.org/salesforce';
const asked = {
  response_type: 'code',
  scope: 'openid',
  code_challenge_method: 'S256',
  redirect_uri: redirect,
  state: 'S1',
};
const addressWith = (more: Record<string, string> = {}, path = '/services/oauth2/authorize') =>
  `https://${apiHost}${path}?${new URLSearchParams({ ...asked, ...more })}`;

function setup(answer: () => Promise<string>, authorizeUrl = addressWith(), checks: unknown[] = []) {
  const call = vi.fn(
    async (name: string, _input: unknown): Promise<unknown> =>
      ({
        'orgs.connectStart': { authorizeUrl, state: 'S1', expiresAt: '2026-01-01T00:00:00.000Z' },
        'orgs.connectRefused': { what: 'Not assigned.', fix: 'Ask your admin.', who: 'salesforce_admin' },
        'guide.check': { checks },
      })[name] ?? { apiHost, state: 'ready' },
  );
  const webAuthFlow = vi.fn((_url: string, _interactive: boolean) => answer());
  const deps = {
    gateway: { call },
    webAuthFlow,
    redirectAddress: (path: string) => `https://id.chromiumapp.org/${path}`,
  };
  return { call, webAuthFlow, connect: (user?: string) => connectOrg(deps, apiHost, user) };
}

test('starts, opens Salesforce’s page, finishes with its code', async () => {
  const { call, webAuthFlow, connect } = setup(async () => `${redirect}?code=C%2B1&state=S1`);
  expect(await connect('integration@acme.example')).toEqual({ apiHost, state: 'ready' });
  expect(call.mock.calls).toEqual([
    [
      'orgs.connectStart',
      { apiHost, redirectUri: redirect, integrationUsername: 'integration@acme.example' },
    ],
    ['orgs.connectFinish', { state: 'S1', code: 'C+1' }],
  ]);
  expect(webAuthFlow).toHaveBeenCalledExactlyOnceWith(addressWith(), true);
});

describe('nothing is finished when', () => {
  test.each([
    ['the state is another attempt’s', `${redirect}?code=C1&state=S2`, 'connect_state_invalid'],
    ['the state is missing', `${redirect}?code=C1`, 'connect_state_invalid'],
    ['the code is missing', `${redirect}?state=S1`, 'connect_state_invalid'],
  ])('%s', async (_, answer, code) => {
    const { call, connect } = setup(async () => answer);
    await expect(connect()).rejects.toMatchObject({ problem: { code } });
    expect(call.mock.calls.map(([name]) => name)).toEqual(['orgs.connectStart']);
  });

  test('Salesforce sent an error: the server says it in words, and the attempt is over', async () => {
    const { call, connect } = setup(
      async () => `${redirect}?error=OAUTH_APP_ACCESS_DENIED&error_description=not+approved&state=S1`,
    );
    await expect(connect()).rejects.toMatchObject({
      problem: {
        code: 'connect_denied',
        detail: 'Not assigned. (OAUTH_APP_ACCESS_DENIED)',
        action: 'Ask your admin.',
        who: 'salesforce_admin',
      },
    });
    const said = { state: 'S1', error: 'OAUTH_APP_ACCESS_DENIED', description: 'not approved' };
    expect(call.mock.calls.at(-1)).toEqual(['orgs.connectRefused', said]);
    expect(call.mock.calls.map(([name]) => name)).not.toContain('orgs.connectFinish');
  });

  test('Salesforce showed a page of its own: what the server sees there is said', async () => {
    const wrong = {
      of: 'callback',
      state: 'wrong',
      what: 'It may not end here.',
      advice: 'Add it.',
      who: 'salesforce_admin',
    };
    const closed = () => Promise.reject(new WebAuthError('closed', undefined));
    const { call, connect } = setup(closed, addressWith(), [wrong]);
    await expect(connect()).rejects.toMatchObject({
      problem: { code: 'connect_denied', detail: 'It may not end here.', action: 'Add it.' },
    });
    expect(call.mock.calls.at(-1)).toEqual(['guide.check', { apiHost, redirectUri: redirect }]);
  });

  test('the window was closed', async () => {
    const { call, connect } = setup(() => Promise.reject(new WebAuthError('closed', undefined)));
    await expect(connect()).rejects.toMatchObject({
      problem: { code: 'connect_denied', title: expect.stringContaining('closed') },
    });
    expect(call.mock.calls.map(([name]) => name)).toEqual(['orgs.connectStart', 'guide.check']);
  });

  test('Salesforce is out of reach', async () => {
    const { connect } = setup(() => Promise.reject(new WebAuthError('unreachable', undefined)));
    await expect(connect()).rejects.toMatchObject({
      problem: { code: 'salesforce_unavailable', title: expect.stringContaining('sign-in page') },
    });
  });

  test('the address is not Salesforce’s: it is not even opened', async () => {
    const { webAuthFlow, connect } = setup(async () => '', 'https://acme.my.salesforce.com.evil.example/');
    await expect(connect()).rejects.toMatchObject({ problem: { code: 'internal' } });
    expect(webAuthFlow).not.toHaveBeenCalled();
  });
});

describe('an address that asks for more than who signs in is not opened', () => {
  test.each([
    ['a refresh token', addressWith({ scope: 'openid refresh_token' })],
    ['access to the API', addressWith({ scope: 'api' })],
    ['a scope twice', `${addressWith()}&scope=refresh_token`],
    ['no scope: then Salesforce grants all of the app’s', addressWith({ scope: '' })],
    ['a token in the address', addressWith({ response_type: 'token' })],
    ['plain PKCE', addressWith({ code_challenge_method: 'plain' })],
    ['an answer to somebody else', addressWith({ redirect_uri: 'https://evil.example/salesforce' })],
    ['another attempt', addressWith({ state: 'S2' })],
    ['another page of Salesforce', addressWith({}, '/secur/frontdoor.jsp')],
  ])('%s', async (_, address) => {
    const { webAuthFlow, connect } = setup(async () => `${redirect}?code=C1&state=S1`, address);
    await expect(connect()).rejects.toMatchObject({ problem: { code: 'internal' } });
    expect(webAuthFlow).not.toHaveBeenCalled();
    expect(asksForIdentityOnly(addressWith(), { state: 'S1', redirectUri: redirect })).toBe(true);
  });
});

test.each([
  [`https://${apiHost}/services/oauth2/authorize`, true],
  ['https://login.salesforce.com/services/oauth2/authorize', true],
  ['https://test.salesforce.com/services/oauth2/authorize', true],
  ['https://other.my.salesforce.com/services/oauth2/authorize', false],
  [`http://${apiHost}/`, false],
  [`https://${apiHost}:8443/`, false],
  [`https://me:pw@${apiHost}/`, false],
  ['javascript:alert(1)', false],
  ['nonsense', false],
])('%s is Salesforce: %s', (address, yes) => {
  expect(isSalesforce(address, apiHost)).toBe(yes);
});

test('a host that is no org’s API host allows nothing of its own', () => {
  expect(isSalesforce('https://evil.example/', 'evil.example')).toBe(false);
});

test('what a reopened popup shows', () => {
  expect(connectProblem(problem('connect_denied', { title: 'Refused.', detail: 'Not assigned.' }))).toBe(
    'Refused. Not assigned. Read Salesforce’s reason and ask your admin to assign you to the app.',
  );
  expect(connectProblem(new Error('boom'))).toBe('Connecting did not finish.');
});
