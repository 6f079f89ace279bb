// A sandbox: another login host, another kind, the same ways; and what an admin is told to create is checked there.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../../server/errors.ts';
import { createOrgsWorld, type OrgsWorld, redirectUri, type Someone } from './world.ts';

let world: OrgsWorld;
let ada: Someone;
const apiHost = 'acme--uat.sandbox.my.salesforce.com';
const integration = 'integration@acme.example.uat';

beforeAll(async () => {
  world = await createOrgsWorld({ sandbox: 'uat' });
  ada = await world.person('ada@acme.example');
});
afterAll(() => world.stop());
beforeEach(() => world.ask('/normal', {}));

const check = (host = apiHost, only?: string) =>
  world.services.guideCheck({
    person: ada.person,
    member: ada.member,
    input: { apiHost: host, ...(only ? { redirectUri: only } : {}) },
  });

test('is checked by its own My Domain, which knows the app and its callback', async () => {
  expect((await check()).checks).toEqual([
    { of: 'address', state: 'good', what: `${apiHost} answers` },
    { of: 'app', state: 'good', what: `${apiHost} knows the app` },
    { of: 'callback', state: 'good', what: `Sign-in may end at ${redirectUri}` },
  ]);
});

test.each<[string, Record<string, unknown>, string, RegExp, RegExp]>([
  ['an app that is not installed', { appUninstalled: true }, 'app', /not installed/, /install it/],
  ['a blocked app', { appBlocked: true }, 'app', /blocked the app/, /unblock/],
])('%s is said so', async (_, fault, of, what, advice) => {
  await world.ask('/fault', fault);
  const { checks } = await check();
  expect(checks.at(-1)).toEqual({
    of,
    state: 'wrong',
    what: expect.stringMatching(what),
    advice: expect.stringMatching(advice),
    who: 'salesforce_admin',
  });
});

test('a flow that is not enabled, and a callback that is not listed, are said so', async () => {
  await world.ask('/app', { codeFlow: false });
  expect((await check()).checks.at(-1)).toMatchObject({ of: 'app', state: 'wrong' });
  await world.ask('/app', { codeFlow: true, redirects: ['https://else.example/'] });
  const { checks } = await check();
  expect(checks.map(({ of, state }) => [of, state])).toEqual([
    ['address', 'good'],
    ['app', 'good'],
    ['callback', 'wrong'],
  ]);
  expect(checks[2]?.advice).toContain(redirectUri);
});

test.each(['evil.example', 'login.salesforce.com', 'acme.lightning.force.com', '127.0.0.1'])(
  '%s is not looked at',
  async (host) => {
    const { calls: before } = await world.ask<{ calls: unknown[] }>('/requests');
    expect((await check(host)).checks).toEqual([
      expect.objectContaining({ of: 'address', state: 'wrong', what: `${host} is no My Domain` }),
    ]);
    expect((await world.ask<{ calls: unknown[] }>('/requests')).calls.length).toBe(before.length);
  },
);

test('a callback of another extension is refused before anything is asked', async () => {
  const error = await check(apiHost, 'https://evil.chromiumapp.org/salesforce').catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({ code: 'invalid_request', who: 'operator' });
});

test('the page has what an admin copies: key, callbacks, scopes, and the certificate of the key that signs', async () => {
  const values = await world.services.guideValues({ person: ada.person, member: ada.member, apiHost });
  expect(values.redirects).toEqual([redirectUri]);
  expect(values.scopes).toEqual(['openid', 'api', 'refresh_token']);
  expect(values.certificate).toMatch(/^-----BEGIN CERTIFICATE-----/);
  expect(values.certificate).not.toContain('PRIVATE');
  expect(Date.parse(values.certificateEndsAt ?? '')).toBeGreaterThan(Date.now());
  expect(values.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  await expect(
    world.services.guideValues({ person: ada.person, member: undefined, apiHost }),
  ).rejects.toMatchObject({
    code: 'not_a_member',
  });
});

test('connects with the login host of sandboxes, as a sandbox', async () => {
  const { authorizeUrl, state } = await world.start(ada, integration, apiHost);
  expect(new URL(authorizeUrl).host).toBe(apiHost);
  const answer = await world.signInAt(authorizeUrl, 'ada.king@acme.example.uat');
  const status = await world.finish(ada, state, answer.searchParams.get('code') ?? '');
  expect(status).toMatchObject({ state: 'ready', org: { kind: 'sandbox', apiHost } });
  const rows = await world.db.selectFrom('orgs').select('login_url').execute();
  expect(rows).toEqual([{ login_url: 'https://test.salesforce.com' }]);
});
