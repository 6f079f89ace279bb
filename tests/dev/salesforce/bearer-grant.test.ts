// The JWT bearer grant: what Salesforce's published errors say, each produced.

import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AssertionChange, api, login, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest();
});
afterAll(() => org.stop());

const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
});
const seconds = (from: number) => Math.floor(Date.now() / 1000) + from;
const ada = 'ada.king@acme.example';

interface Row {
  readonly cause: string;
  readonly change?: AssertionChange;
  readonly faults?: Record<string, unknown>;
  readonly back?: Record<string, unknown>;
  readonly error: string;
  readonly description: string;
}

const rows: readonly Row[] = [
  {
    cause: 'the user is unknown',
    change: { claims: { sub: 'nobody@acme.example' } },
    error: 'invalid_grant',
    description: "user hasn't approved this consumer",
  },
  {
    cause: 'the app is self-authorized and the user never approved it',
    faults: { appMode: 'self-authorize' },
    back: { appMode: 'admin-approved' },
    error: 'invalid_grant',
    description: "user hasn't approved this consumer",
  },
  {
    cause: 'the user is not assigned',
    change: { claims: { sub: 'guest.user@acme.example' } },
    error: 'invalid_app_access',
    description: 'user is not admin approved to access this app',
  },
  {
    cause: 'prn names another user and wins',
    change: { claims: { prn: 'guest.user@acme.example' } },
    error: 'invalid_app_access',
    description: 'user is not admin approved to access this app',
  },
  ...['https://test.salesforce.com', 'https://evil.example', 'login.salesforce.com', undefined].map(
    (aud) => ({
      cause: `the audience is ${aud}`,
      change: { claims: { aud } },
      error: 'invalid_grant',
      description: 'audience is invalid',
    }),
  ),
  {
    cause: 'another key signed',
    change: { key: String(otherKey) },
    error: 'invalid_grant',
    description: 'invalid assertion',
  },
  ...['', 'no.jwt', 'a.b.c'].map((assertion) => ({
    cause: `the assertion is “${assertion}”`,
    change: { assertion },
    error: 'invalid_grant',
    description: 'invalid assertion',
  })),
  ...['none', 'HS256', 'PS256'].map((alg) => ({
    cause: `the header says ${alg}`,
    change: { header: { alg } },
    error: 'invalid_grant',
    description: 'invalid assertion',
  })),
  ...[seconds(-1), seconds(400), undefined, 'soon'].map((exp) => ({
    cause: `exp is ${exp === undefined || typeof exp === 'string' ? exp : exp - seconds(0)}`,
    change: { claims: { exp } },
    error: 'invalid_grant',
    description: 'expired authorization code',
  })),
  {
    cause: 'the consumer key is unknown',
    change: { claims: { iss: '3MVG9other' } },
    error: 'invalid_client_id',
    description: 'client identifier invalid',
  },
  {
    cause: 'a production app is used at the sandbox login',
    change: { host: 'test.salesforce.com' },
    error: 'invalid_client_id',
    description: 'client identifier invalid',
  },
  {
    cause: 'the user is inactive',
    faults: { inactive: [ada] },
    back: { inactive: [] },
    error: 'invalid_grant',
    description: 'inactive user',
  },
  {
    cause: 'the user is frozen',
    faults: { frozen: [ada] },
    back: { frozen: [] },
    error: 'invalid_grant',
    description: 'inactive user',
  },
  {
    cause: 'the user is locked',
    faults: { locked: [ada] },
    back: { locked: [] },
    error: 'invalid_grant',
    description: 'user is locked',
  },
  {
    cause: 'the assignment was taken away',
    faults: { assigned: { [ada]: false } },
    back: { assigned: {} },
    error: 'invalid_app_access',
    description: 'user is not admin approved to access this app',
  },
  {
    cause: 'the org is inactive',
    faults: { orgInactive: true },
    back: { orgInactive: false },
    error: 'inactive_org',
    description: 'organization is inactive',
  },
  {
    cause: 'the address is outside the ranges',
    faults: { ipRestricted: true },
    back: { ipRestricted: false },
    error: 'invalid_grant',
    description: 'ip restricted',
  },
  {
    cause: 'it is outside login hours',
    faults: { loginHours: true },
    back: { loginHours: false },
    error: 'invalid_grant',
    description: 'ip restricted or invalid login hours',
  },
  {
    cause: 'the app lacks the refresh_token scope',
    faults: { appWithoutRefreshScope: true },
    back: { appWithoutRefreshScope: false },
    error: 'invalid_request',
    description:
      'refresh_token scope is required and the connected app should be installed and preauthorized.',
  },
  {
    cause: 'the user logged in too often',
    faults: { loginRateExceeded: true },
    back: { loginRateExceeded: false },
    error: 'rate_limit_exceeded',
    description: 'login rate exceeded',
  },
  {
    cause: 'the app is blocked',
    faults: { appBlocked: true },
    back: { appBlocked: false },
    error: 'OAUTH_APP_BLOCKED',
    description: 'this app is blocked by admin',
  },
  {
    cause: 'the app is not installed',
    faults: { appUninstalled: true },
    back: { appUninstalled: false },
    error: 'app_not_found',
    description: 'External client app is not installed in this org',
  },
  {
    cause: 'the grant is unknown',
    change: { form: { grant_type: 'password' } },
    error: 'unsupported_grant_type',
    description: 'grant type not supported',
  },
  {
    cause: 'a scope is asked for that the app lacks',
    change: { form: { scope: 'api full' } },
    error: 'invalid_scope',
    description: 'the requested scope is invalid, unknown, or malformed',
  },
];

describe('the token endpoint refuses', () => {
  test.each(rows)('when $cause', async ({ change, faults, back, error, description }) => {
    if (faults) await org.fault(faults);
    const answer = await org.bearer(change);
    if (back) await org.fault(back);
    expect({ status: answer.status, ...answer.json() }).toEqual({
      status: 400,
      error,
      error_description: description,
    });
    expect((await org.bearer()).status).toBe(200);
  });
});

describe('the token endpoint gives', () => {
  test('an opaque token, with neither a refresh token nor a lifetime', async () => {
    const answer = await org.bearer();
    const body = answer.json();
    expect(Object.keys(body).sort()).toEqual(['access_token', 'id', 'instance_url', 'scope', 'token_type']);
    expect(body.access_token).toMatch(/^00D5g000004XyZa!/);
    expect(body.instance_url).toBe(`https://${api}`);
    expect(body.id).toMatch(/^https:\/\/login\.salesforce\.com\/id\/00D5g000004XyZaEAK\/005\w{15}$/);
    expect(answer.headers['cache-control']).toContain('no-store');
  });

  test('it on the org’s own domain and for that domain as audience too', async () => {
    expect((await org.bearer({ host: api, claims: { aud: `https://${api}` } })).status).toBe(200);
  });

  test('a new token each time, or the open one again where the org does so', async () => {
    expect(await org.mint()).not.toBe(await org.mint());
    await org.fault({ reuseTokens: true });
    const again = await org.mint('sam.okafor@acme.example');
    expect(await org.mint('sam.okafor@acme.example')).toBe(again);
    await org.fault({ reuseTokens: false });
  });

  test('a token that ends after its idle time, and a row in the login history', async () => {
    const token = await org.mint();
    expect((await org.query('SELECT Id FROM ApexClass', token)).status).toBe(200);
    await org.fault({ clockOffset: 3 * 3_600_000 });
    const late = await org.query('SELECT Id FROM ApexClass', token);
    expect([late.status, late.json()[0].errorCode]).toEqual([401, 'INVALID_SESSION_ID']);
    await org.fault({ clockOffset: 0 });
    const history = await org.query('SELECT Status, Application FROM LoginHistory', await org.mint(), '');
    expect(history.json().records.at(-1)).toMatchObject({ Status: 'Success', Application: 'Canvasback' });
  });

  test('nothing to GET', async () => {
    expect((await org.call(login, '/services/oauth2/token')).json().error).toBe('invalid_request');
  });
});
