// Signing in through the app: the login form, the code, the id token, and every way it is refused.

import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  api,
  clientId,
  login,
  type OrgUnderTest,
  redirectUri,
  setup,
  startOrgUnderTest,
} from './org-under-test.ts';
import { answered, authorizePath, codeFor, redeem, signIn } from './sign-in-steps.ts';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest();
});
afterAll(() => org.stop());

describe('a sign-in', () => {
  test('ends at the app with code and state, and the code becomes tokens of that user', async () => {
    const { answer } = await signIn(org, 'sam.okafor@acme.example');
    expect(String(answer.headers.location)).toMatch(
      /^https:\/\/blak\w+\.chromiumapp\.org\/salesforce\?code=/,
    );
    expect(answered(answer.headers.location).get('state')).toBe('state-1');
    const body = (await redeem(org, answered(answer.headers.location).get('code') ?? '')).json();
    expect(body).toMatchObject({ scope: 'openid', token_type: 'Bearer', instance_url: `https://${api}` });
    expect(body).not.toHaveProperty('refresh_token');
    expect(body.issued_at).toMatch(/^\d{13}$/);

    const keys = createLocalJWKSet((await org.call(api, '/id/keys')).json());
    const { payload, protectedHeader } = await jwtVerify(body.id_token, keys, {
      audience: clientId,
      issuer: `https://${api}`,
    });
    expect(payload).toMatchObject({ nonce: 'nonce-1', sub: body.id });
    expect(protectedHeader.kid).toBe('258');

    const headers = { authorization: `Bearer ${body.access_token}` };
    const info = (await org.call(api, '/services/oauth2/userinfo', { headers })).json();
    expect(info).toMatchObject({
      organization_id: '00D5g000004XyZaEAK',
      preferred_username: 'sam.okafor@acme.example',
      active: true,
    });
    expect((await org.call(api, new URL(body.id).pathname, { headers })).json().user_id).toBe(info.user_id);
  });

  test('with scope openid alone gives a token that is no good for the REST API', async () => {
    const { access_token } = (await redeem(org, await codeFor(org, 'ada.king@acme.example'))).json();
    const refused = await org.query('SELECT Id FROM ApexClass', access_token);
    expect([refused.status, refused.json()]).toEqual([
      401,
      [{ message: 'This session is not valid for use with the REST API', errorCode: 'INVALID_SESSION_ID' }],
    ]);
  });

  test('with a wrong password shows so on the page and sets no cookie', async () => {
    const { answer, cookie } = await signIn(org, 'ada.king@acme.example', 'wrong');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Please check your username and password.');
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(cookie).toBe('');
  });

  test.each(['inactive', 'frozen', 'locked'])(
    'of a user who is %s fails like a wrong password',
    async (state) => {
      await org.fault({ [state]: ['leo.marin@acme.example'] });
      const { answer } = await signIn(org, 'leo.marin@acme.example');
      await org.fault({ [state]: [] });
      expect(answer.text).toContain('Please check your username and password.');
    },
  );

  test('of a user who is not assigned goes back with OAUTH_APP_ACCESS_DENIED', async () => {
    const { answer } = await signIn(org, 'guest.user@acme.example');
    const query = answered(answer.headers.location);
    expect(query.get('error')).toBe('OAUTH_APP_ACCESS_DENIED');
    expect(query.get('error_description')).toBe('user is not admin approved to access this app');
    expect(query.get('state')).toBe('state-1');
  });

  test('is skipped while the browser has a session, unless prompt=login asks for it', async () => {
    const { cookie } = await signIn(org, 'ada.king@acme.example');
    const headers = { cookie };
    const straight = await org.call(api, authorizePath(), { headers });
    expect(answered(straight.headers.location).get('code')).toBeTruthy();
    const asked = await org.call(api, authorizePath({ prompt: 'login' }), { headers });
    expect(asked.headers.location).toMatch(/^\/\?ec=302/);
    const { answer } = await signIn(org, 'ada.king@acme.example', 'canvasback', api, { prompt: 'login' });
    expect(answered(answer.headers.location).get('code')).toBeTruthy();
  });

  test('never leads to an address of another site', async () => {
    for (const startURL of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
      const form = { un: 'ada.king@acme.example', pw: 'canvasback', startURL };
      const done = await org.call(api, '/', { method: 'POST', form });
      expect(done.headers.location).toBe('/lightning/setup/SetupOneHome/home');
    }
  });
});

describe('the authorize endpoint shows an error page', () => {
  test.each([
    [
      'another redirect',
      { redirect_uri: `${redirectUri}x` },
      'redirect_uri_mismatch',
      'redirect_uri must match configuration',
    ],
    ['no redirect', { redirect_uri: null }, 'redirect_uri_missing', 'redirect_uri not provided'],
    [
      'an out-of-band redirect',
      { redirect_uri: 'urn:ietf:wg:oauth:2.0:oob' },
      'invalid_request',
      'Out-of-band not supported',
    ],
    ['a malformed challenge', { code_challenge: 'short' }, 'invalid_request', 'invalid code challenge'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request', 'invalid code challenge'],
  ])('for %s', async (_, change, error, description) => {
    const answer = await org.call(login, authorizePath(change));
    expect(answer.status).toBe(400);
    expect(answer.headers.location).toBeUndefined();
    expect(answer.text).toContain(`${error} : ${description}`);
  });

  test('for POST', async () => {
    expect((await org.call(login, authorizePath(), { method: 'POST' })).text).toContain('Must use HTTP GET');
  });
});

describe('the authorize endpoint leads to an error page', () => {
  const pageOf = async (host: string, path: string, cookie = '') => {
    const answer = await org.call(host, path, { headers: { cookie } });
    const location = String(answer.headers.location);
    return { status: answer.status, location, text: (await org.call(host, location)).text };
  };

  test('for an unknown client, and shows the query it came with', async () => {
    const { status, location, text } = await pageOf(login, authorizePath({ client_id: '3MVG9other' }));
    expect([status, location]).toEqual([
      302,
      '/setup/secur/RemoteAccessErrorPage.apexp?error=invalid_client_id&error_description=client+identifier+invalid&state=state-1',
    ]);
    expect(text).toContain('error=invalid_client_id&amp;error_description=client%20identifier%20invalid');
  });

  test('for a connected app nobody installed, unless the user may approve such', async () => {
    await org.app({ kind: 'connected-app' });
    await org.fault({ appUninstalled: true, mayUseUninstalled: ['leo.marin@acme.example'] });
    const { cookie } = await signIn(org, 'ada.king@acme.example');
    const { location, text } = await pageOf(api, authorizePath(), cookie);
    const { answer } = await signIn(org, 'leo.marin@acme.example');
    const minted = await org.bearer();
    await org.app({ kind: 'external-client-app' });
    await org.fault({ appUninstalled: false, mayUseUninstalled: [] });
    expect(location).toContain('?error=invalid_client&error_description=app+must+be+installed+into+org');
    expect(text).toContain(
      'OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has occurred during authentication. Please try again.',
    );
    expect(answered(answer.headers.location).get('code')).toBeTruthy();
    expect(minted.json()).toEqual({
      error: 'invalid_client',
      error_description: 'app must be installed into org',
    });
  });
});

describe('the authorize endpoint goes back to the app', () => {
  test.each([
    [
      'another response type',
      { response_type: 'cookie' },
      'unsupported_response_type',
      'response type is not supported',
    ],
    ['no challenge', { code_challenge: null }, 'invalid_request', 'missing required code challenge'],
    [
      'a scope the app lacks',
      { scope: 'openid full' },
      'invalid_scope',
      'the requested scope is invalid, unknown, or malformed',
    ],
    ['prompt=none without a session', { prompt: 'none' }, 'immediate_unsuccessful', 'immediate unsuccessful'],
    [
      'immediate without a session',
      { immediate: 'true' },
      'immediate_unsuccessful',
      'immediate unsuccessful',
    ],
  ])('for %s', async (_, change, error, description) => {
    const query = answered((await org.call(login, authorizePath(change))).headers.location);
    expect([query.get('error'), query.get('error_description'), query.get('state')]).toEqual([
      error,
      description,
      'state-1',
    ]);
  });

  test('when the app is blocked', async () => {
    await org.fault({ appBlocked: true });
    const query = answered((await org.call(login, authorizePath())).headers.location);
    await org.fault({ appBlocked: false });
    expect(query.get('error')).toBe('OAUTH_APP_BLOCKED');
  });

  test('with access_denied after Deny on the consent page, with a code after Allow', async () => {
    await org.fault({ appMode: 'self-authorize' });
    const { answer, cookie } = await signIn(org, 'nora.haddad@acme.example');
    expect(answer.text).toContain('Allow Access?');
    const request = new URL(`https://x${authorizePath()}`).searchParams.toString();
    const choose = (choice: string) =>
      org.call(api, '/setup/secur/RemoteAccessAuthorizationPage.apexp', {
        method: 'POST',
        form: { request, choice },
        headers: { cookie },
      });
    const denied = answered((await choose('deny')).headers.location);
    expect([denied.get('error'), denied.get('error_description')]).toEqual([
      'access_denied',
      'end-user denied authorization',
    ]);
    expect(answered((await choose('allow')).headers.location).get('code')).toBeTruthy();
    expect((await org.bearer({ claims: { sub: 'nora.haddad@acme.example' } })).status).toBe(200);
    await org.fault({ appMode: 'admin-approved' });
  });
});

test('the Setup host asks for a sign-in at the org’s domain when nobody is signed in by itself', async () => {
  await org.control('/sign-in', { username: '' });
  const path = '/lightning/setup/ApexClasses/home';
  const asked = await org.call(setup, path);
  await org.control('/sign-in', { username: 'ada.king@acme.example' });
  const address = new URL(String(asked.headers.location));
  expect([asked.status, address.host]).toEqual([302, api]);
  const startURL = address.searchParams.get('startURL') ?? '';
  const form = { un: 'mia.lindqvist@acme.example', pw: 'canvasback', startURL };
  const done = await org.call(api, '/', { method: 'POST', form });
  const cookie = String(done.headers['set-cookie']).split(';')[0] ?? '';
  const door = new URL(
    String((await org.call(api, String(done.headers.location), { headers: { cookie } })).headers.location),
  );
  expect([door.host, door.searchParams.get('startURL')]).toEqual([setup, path]);
  const entered = await org.call(setup, door.pathname + door.search);
  const sid = String(entered.headers['set-cookie']?.[0]).split(';')[0] ?? '';
  const page = await org.call(setup, path, { headers: { cookie: sid } });
  expect(page.text).toContain('title="Mia Lindqvist"');
});
