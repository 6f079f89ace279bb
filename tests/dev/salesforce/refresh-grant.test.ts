// Refresh tokens: who gets one, what it renews, how it rotates, and what ends it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';
import { under } from './refusal-readers.ts';
import { answered, codeFor, redeem, signIn } from './sign-in-steps.ts';
import { refresh, refreshTokenOf, revoke } from './token-refusals.ts';

const ada = 'ada.king@acme.example';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest();
});
afterAll(() => org.stop());

const tokensFor = async (scope: string) => (await redeem(org, await codeFor(org, ada, { scope }))).json();
const works = async (token: string) => (await org.query('SELECT Id FROM ApexClass', token)).status;

describe('a refresh token', () => {
  test.each([
    ['openid', false],
    ['api', false],
    ['api refresh_token', true],
  ])('comes with the scope “%s”: %s', async (scope, given) => {
    expect('refresh_token' in (await tokensFor(scope))).toBe(given);
  });

  test('comes too where the app calls the scope offline_access', async () => {
    await under(org, { app: { scopes: ['api', 'offline_access'] } }, async () => {
      expect((await tokensFor('api offline_access')).refresh_token).toMatch(/^5Aep861/);
      expect((await org.bearer()).status).toBe(200);
    });
  });

  test('renews the access token as often as it is asked, in the shape of a sign-in without an id token', async () => {
    const first = await tokensFor('openid api refresh_token');
    const answer = await refresh(org, first.refresh_token);
    const body = answer.json();
    expect(answer.headers['cache-control']).toContain('no-store');
    expect(Object.keys(body).sort()).toEqual([
      'access_token',
      'id',
      'instance_url',
      'issued_at',
      'scope',
      'signature',
      'token_type',
    ]);
    expect([body.id, body.scope]).toEqual([first.id, 'openid api refresh_token']);
    expect(body.access_token).not.toBe(first.access_token);
    expect((await refresh(org, first.refresh_token)).status).toBe(200);
    expect([await works(first.access_token), await works(body.access_token)]).toEqual([200, 200]);
  });

  test('is good for its own client only, and for a secret where one is required', async () => {
    const token = await refreshTokenOf(org);
    expect((await refresh(org, token, { client_id: '3MVG9other' })).json().error).toBe('invalid_client_id');
    await under(org, { app: { secret: 'right', secretForRefresh: true } }, async () => {
      expect((await refresh(org, token)).json().error).toBe('invalid_client');
      expect((await refresh(org, token, { client_secret: 'wrong' })).json().error).toBe('invalid_client');
      expect((await refresh(org, token, { client_secret: 'right' })).status).toBe(200);
    });
  });

  test.each([
    ['is deactivated', { inactive: [ada] }, 'invalid_grant', 'inactive user'],
    [
      'loses the app’s permission set',
      { assigned: { [ada]: false } },
      'invalid_app_access',
      'user is not admin approved to access this app',
    ],
    ['asks from elsewhere', { ipRestricted: true }, 'invalid_grant', 'ip restricted'],
  ])('renews nothing while its user %s', async (_, fault, error, error_description) => {
    const token = await refreshTokenOf(org);
    const refused = await under(org, { fault }, () => refresh(org, token));
    expect(refused.json()).toEqual({ error, error_description });
    expect((await refresh(org, token)).status).toBe(200);
  });

  test('renews on after a password lockout, and for a connected app that nobody installed since', async () => {
    const token = await refreshTokenOf(org);
    const renewed = (change: Parameters<typeof under>[1]) =>
      under(org, change, async () => (await refresh(org, token)).status);
    expect(await renewed({ fault: { locked: [ada] } })).toBe(200);
    expect(await renewed({ app: { kind: 'connected-app' }, fault: { appUninstalled: true } })).toBe(200);
    expect(await renewed({ fault: { appUninstalled: true } })).toBe(400);
  });
});

describe('rotation', () => {
  test('gives a new token each time, and takes all away when an old one comes back', async () => {
    await under(org, { app: { refreshRotation: true } }, async () => {
      const first = await tokensFor('api refresh_token');
      const second = (await refresh(org, first.refresh_token)).json();
      expect(second.refresh_token).toMatch(/^5Aep861/);
      expect(second.refresh_token).not.toBe(first.refresh_token);
      const third = (await refresh(org, second.refresh_token)).json();
      expect(await works(third.access_token)).toBe(200);

      expect((await refresh(org, first.refresh_token)).status).toBe(400);
      expect((await refresh(org, third.refresh_token)).json().error_description).toBe(
        'expired access/refresh token',
      );
      for (const each of [first, second, third]) expect(await works(each.access_token)).toBe(401);
    });
  });
});

describe('what ends it', () => {
  test('takes the access tokens it gave, and no others', async () => {
    const mine = await tokensFor('api refresh_token');
    const renewed = (await refresh(org, mine.refresh_token)).json();
    const other = await tokensFor('api refresh_token');
    expect((await revoke(org, mine.refresh_token)).status).toBe(200);
    expect([await works(mine.access_token), await works(renewed.access_token)]).toEqual([401, 401]);
    expect(await works(other.access_token)).toBe(200);
    expect((await refresh(org, other.refresh_token)).status).toBe(200);
  });

  test('is not the end of an access token', async () => {
    const { access_token, refresh_token } = await tokensFor('api refresh_token');
    expect((await revoke(org, access_token)).status).toBe(200);
    expect(await works(access_token)).toBe(401);
    expect((await refresh(org, refresh_token)).status).toBe(200);
  });

  test('is a code that is used again', async () => {
    const code = await codeFor(org, ada, { scope: 'api refresh_token' });
    const { refresh_token, access_token } = (await redeem(org, code)).json();
    expect((await redeem(org, code)).status).toBe(400);
    expect([await works(access_token), (await refresh(org, refresh_token)).status]).toEqual([401, 400]);
  });

  test('is also the end of the user’s own approval, when it was the last', async () => {
    const nora = 'nora.haddad@acme.example';
    await under(org, { fault: { appMode: 'self-authorize' } }, async () => {
      const { answer, cookie } = await signIn(org, nora, 'canvasback', api, { scope: 'api refresh_token' });
      expect(answer.text).toContain(
        '<li>Manage user data via APIs</li><li>Perform requests at any time</li>',
      );
      const request = /name="request" value="([^"]*)"/.exec(answer.text)?.[1]?.replace(/&amp;/g, '&') ?? '';
      const allow = { method: 'POST', form: { request, choice: 'allow' }, headers: { cookie } };
      const allowed = async () => {
        const back = await org.call(api, '/setup/secur/RemoteAccessAuthorizationPage.apexp', allow);
        const code = answered(back.headers.location).get('code') ?? '';
        return (await redeem(org, code)).json().refresh_token as string;
      };
      const mint = () => org.bearer({ claims: { sub: nora } });
      const [first, last] = [await allowed(), await allowed()];
      await revoke(org, first);
      expect((await mint()).status).toBe(200);
      await revoke(org, last);
      expect((await mint()).json().error_description).toBe("user hasn't approved this consumer");
    });
  });
});
