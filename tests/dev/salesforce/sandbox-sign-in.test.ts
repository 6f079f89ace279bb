// Signing in to a sandbox: its own login host and audience, and what a refresh of it takes away.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientId, type OrgUnderTest, redirectUri, startOrgUnderTest } from './org-under-test.ts';
import { authorizePath } from './sign-in-steps.ts';

const host = 'acme--dev.sandbox.my.salesforce.com';
const sandboxLogin = 'test.salesforce.com';
const verifier = 'v'.repeat(64);

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest({ sandbox: 'dev' });
});
afterAll(() => org.stop());

const username = 'ada.king@acme.example.dev';
const bearer = (on: string, aud: string) => org.bearer({ host: on, claims: { aud, sub: username } });

describe('the bearer grant', () => {
  test('is had at the login host of sandboxes and at the sandbox itself, for either as audience', async () => {
    for (const on of [sandboxLogin, host]) {
      for (const aud of [sandboxLogin, host]) {
        const answer = await bearer(on, `https://${aud}`);
        expect([on, aud, answer.status]).toEqual([on, aud, 200]);
        expect(answer.json().instance_url).toBe(`https://${host}`);
        expect(answer.json().id).toMatch(/^https:\/\/test\.salesforce\.com\/id\/00D/);
      }
    }
  });

  test('is refused at the login host of production, and for it as audience', async () => {
    const elsewhere = await bearer('login.salesforce.com', `https://${sandboxLogin}`);
    expect(elsewhere.json()).toEqual({
      error: 'invalid_client_id',
      error_description: 'client identifier invalid',
    });
    const wrong = await bearer(sandboxLogin, 'https://login.salesforce.com');
    expect(wrong.json()).toEqual({ error: 'invalid_grant', error_description: 'audience is invalid' });
  });
});

test('a refresh of the sandbox ends every token that was given', async () => {
  const startURL = authorizePath({ scope: 'api refresh_token' });
  const done = await org.call(host, '/', {
    method: 'POST',
    form: { un: username, pw: 'canvasback', startURL },
  });
  const cookie = String(done.headers['set-cookie']).split(';')[0] ?? '';
  const back = await org.call(host, startURL, { headers: { cookie } });
  const ask = (form: Record<string, string>) =>
    org.call(host, '/services/oauth2/token', { method: 'POST', form: { client_id: clientId, ...form } });
  const code = new URL(String(back.headers.location)).searchParams.get('code') ?? '';
  const { refresh_token, access_token } = (
    await ask({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    })
  ).json();
  const renew = () => ask({ grant_type: 'refresh_token', refresh_token });
  const info = () =>
    org.call(host, '/services/oauth2/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
  expect([(await renew()).status, (await info()).status]).toEqual([200, 200]);
  expect((await org.control('/refresh', {})).status).toBe(200);
  expect((await renew()).json().error_description).toBe('expired access/refresh token');
  expect((await info()).text).toBe('Bad_OAuth_Token');
});
