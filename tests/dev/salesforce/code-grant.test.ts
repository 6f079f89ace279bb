// What becomes of a code and of a token: used once, refused with a reason, revoked.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';
import { codeFor, redeem } from './sign-in-steps.ts';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest();
});
afterAll(() => org.stop());

describe('a code', () => {
  test('is good once; used again it is refused and its token ends', async () => {
    const code = await codeFor(org, 'ada.king@acme.example');
    const { access_token } = (await redeem(org, code)).json();
    expect((await redeem(org, code)).json()).toEqual({
      error: 'invalid_grant',
      error_description: 'expired authorization code',
    });
    const headers = { authorization: `Bearer ${access_token}` };
    const info = await org.call(api, '/services/oauth2/userinfo', { headers });
    expect([info.status, info.text]).toEqual([403, 'Bad_OAuth_Token']);
  });

  test.each([
    ['a wrong verifier', { code_verifier: 'w'.repeat(64) }, 'invalid_grant', 'invalid code verifier'],
    ['no verifier', { code_verifier: undefined }, 'invalid_grant', 'invalid code verifier'],
    [
      'another redirect',
      { redirect_uri: 'https://x.example/' },
      'redirect_uri_mismatch',
      'redirect_uri must match configuration',
    ],
    ['no redirect', { redirect_uri: undefined }, 'redirect_uri_missing', 'redirect_uri not provided'],
    ['another client', { client_id: '3MVG9other' }, 'invalid_client_id', 'client identifier invalid'],
    [
      'a secret the app doesn’t have',
      { client_secret: 'guess' },
      'invalid_client',
      'invalid client credentials',
    ],
    ['no code', { code: undefined }, 'invalid_grant', 'invalid authorization code'],
  ])('is refused with %s', async (_, change, error, description) => {
    const answer = await redeem(org, await codeFor(org, 'ada.king@acme.example'), change);
    expect([answer.status, answer.json()]).toEqual([400, { error, error_description: description }]);
  });

  test('ends after fifteen minutes', async () => {
    const code = await codeFor(org, 'ada.king@acme.example');
    await org.fault({ clockOffset: 16 * 60_000 });
    const answer = await redeem(org, code);
    await org.fault({ clockOffset: 0 });
    expect(answer.json().error_description).toBe('expired authorization code');
  });
});

describe('a token', () => {
  test('is revoked once; then the refusal repeats it, as Salesforce does', async () => {
    const token = await org.mint();
    const revoke = () => org.call(api, '/services/oauth2/revoke', { method: 'POST', form: { token } });
    const first = await revoke();
    expect([first.status, first.text]).toEqual([200, '']);
    const second = await revoke();
    expect([second.status, second.json()]).toEqual([
      400,
      { error: 'invalid_token', error_description: `invalid token: ${token}` },
    ]);
    expect((await org.query('SELECT Id FROM ApexClass', token)).status).toBe(401);
  });

  test('is introspected only for the app itself', async () => {
    const form = { token: await org.mint(), token_type_hint: 'access_token' };
    const refused = await org.call(api, '/services/oauth2/introspect', { method: 'POST', form });
    expect([refused.status, refused.json().error]).toEqual([401, 'invalid_client']);
  });

  test('is missing or unknown: userinfo answers with a bare word', async () => {
    const missing = await org.call(api, '/services/oauth2/userinfo');
    expect([missing.status, missing.text]).toEqual([403, 'Missing_OAuth_Token']);
  });
});
