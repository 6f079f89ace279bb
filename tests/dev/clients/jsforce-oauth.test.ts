// jsforce signs in: the web-server flow with PKCE, refresh, revoke, and the JWT bearer grant.

import { importPKCS8, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  api,
  clientId,
  login,
  type OrgUnderTest,
  redirectUri,
  startOrgUnderTest,
} from '../salesforce/org-under-test.ts';
import { answered } from '../salesforce/sign-in-steps.ts';
import { type ClientProcess, startClient } from './client-process.ts';
import type { JsforceSteps } from './jsforce-client.ts';

let org: OrgUnderTest;
let client: ClientProcess<JsforceSteps>;
beforeAll(async () => {
  org = await startOrgUnderTest({ seed: 0 });
  client = await startClient<JsforceSteps>(org, 'jsforce-client.ts');
});
afterAll(async () => {
  const strayed = client.strayed();
  await client.stop();
  await org.stop();
  expect(strayed).toEqual([]);
});
beforeEach(() => client.run('app', { clientId, redirectUri, loginUrl: `https://${api}`, useVerifier: true }));

const ada = 'ada.king@acme.example';

/** Follows the address as a browser would, signing in on the way; gives the code. */
async function approve(address: string): Promise<string> {
  const url = new URL(address);
  const first = await org.call(url.host, url.pathname + url.search);
  const form = await org.call(url.host, String(first.headers.location));
  const startURL = /name="startURL" value="([^"]*)"/.exec(form.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const signedIn = await org.call(url.host, '/', {
    method: 'POST',
    form: { un: ada, pw: 'canvasback', startURL },
  });
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
  const back = await org.call(url.host, String(signedIn.headers.location), { headers: { cookie } });
  return answered(back.headers.location).get('code') ?? '';
}

const scope = 'openid refresh_token api';

async function assertion(change: Record<string, unknown> = {}): Promise<string> {
  const claims = { iss: clientId, sub: ada, aud: `https://${login}`, ...change };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256' })
    .setExpirationTime('3m')
    .sign(await importPKCS8(org.key, 'RS256'));
}
const grant = async (change?: Record<string, unknown>) => ({
  grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  assertion: await assertion(change),
});

describe('the web-server flow', () => {
  test('ends in a token that jsforce can query with', async () => {
    const code = await approve(await client.run('authorizationUrl', { scope, state: 's' }));
    const tokens = await client.run('requestToken', code);
    expect(tokens).toMatchObject({
      instance_url: `https://${api}`,
      token_type: 'Bearer',
      id: expect.stringMatching(/^https:\/\/login\.salesforce\.com\/id\/00D\w{15}\/005\w{15}$/),
      access_token: expect.stringMatching(/^00D\w{12}!/),
      refresh_token: expect.stringMatching(/^5Aep/),
    });
    await client.run('connect', { accessToken: tokens.access_token ?? '' });
    const { records } = await client.run('query', 'SELECT Username FROM User LIMIT 1');
    expect(records).toHaveLength(1);
  });

  test('needs the verifier that belongs to the code', async () => {
    const code = await approve(await client.run('authorizationUrl', { scope }));
    await client.run('app', { clientId, redirectUri, loginUrl: `https://${api}`, useVerifier: true });
    expect(await client.failure('requestToken', code)).toEqual({
      name: 'invalid_grant',
      message: 'invalid code verifier',
    });
  });

  test('takes a code once', async () => {
    const code = await approve(await client.run('authorizationUrl', { scope }));
    await client.run('requestToken', code);
    expect(await client.failure('requestToken', code)).toEqual({
      name: 'invalid_grant',
      message: 'expired authorization code',
    });
  });
});

describe('a refresh token', () => {
  const signIn = async () =>
    client.run('requestToken', await approve(await client.run('authorizationUrl', { scope })));

  test('gives new access tokens, without another refresh token', async () => {
    const { refresh_token = '', access_token } = await signIn();
    const again = await client.run('refreshToken', refresh_token);
    expect(again.access_token).toMatch(/^00D\w{12}!/);
    expect(again.access_token).not.toBe(access_token);
    expect(again).not.toHaveProperty('refresh_token');
  });

  test('is used by a connection whose session ended', async () => {
    const { refresh_token = '' } = await signIn();
    const app = { clientId, redirectUri, loginUrl: `https://${api}` };
    await client.run('connect', { accessToken: '00D5g000004XyZa!ended', refreshToken: refresh_token, app });
    const { totalSize } = await client.run('query', "SELECT Id FROM User WHERE Name = 'Ada King'");
    expect(totalSize).toBe(1);
    expect(await client.run('accessToken')).not.toBe('00D5g000004XyZa!ended');
  });

  test('is good for nothing once revoked', async () => {
    const { refresh_token = '' } = await signIn();
    await client.run('revokeToken', refresh_token);
    expect(await client.failure('refreshToken', refresh_token)).toEqual({
      name: 'invalid_grant',
      message: 'expired access/refresh token',
    });
  });
});

describe('the JWT bearer grant', () => {
  test('connects as the user named', async () => {
    const { user, instanceUrl } = await client.run('authorize', { app: { clientId }, grant: await grant() });
    expect(instanceUrl).toBe(`https://${api}`);
    expect(user.organizationId).toBe('00D5g000004XyZaEAK');
    expect(await client.run('identity')).toMatchObject({
      username: ada,
      user_id: user.id,
    });
  });

  test.each([
    [
      'a user who isn’t assigned',
      { sub: 'guest.user@acme.example' },
      'invalid_app_access',
      'user is not admin approved to access this app',
    ],
    ['an unknown app', { iss: '3MVG9other' }, 'invalid_client_id', 'client identifier invalid'],
    ['a wrong audience', { aud: 'https://example.com' }, 'invalid_grant', 'audience is invalid'],
  ])('is refused for %s', async (_, change, name, message) => {
    const error = await client.failure('authorize', { app: { clientId }, grant: await grant(change) });
    expect(error).toEqual({ name, message });
  });

  test('its token ends when revoked', async () => {
    const { accessToken } = await client.run('authorize', { app: { clientId }, grant: await grant() });
    await client.run('revokeToken', accessToken);
    // No refresh here: a connection with an app but without a refresh token says so.
    await client.run('connect', { accessToken });
    const error = await client.failure('query', 'SELECT Id FROM User');
    expect(error.errorCode).toBe('INVALID_SESSION_ID');
  });
});

describe('an app whose access tokens are JWTs', () => {
  const connect = async (version: string) =>
    client.run('authorize', { app: { clientId }, grant: await grant(), version });
  const withJwts = async (work: () => Promise<void>) => {
    await org.app({ tokenFormat: 'jwt' });
    try {
      await work();
    } finally {
      await org.app({ tokenFormat: 'opaque' });
    }
  };

  test('gives tokens that REST takes in any version and SOAP from 68.0 on', () =>
    withJwts(async () => {
      const { accessToken } = await connect('68.0');
      expect(accessToken).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
      expect((await client.run('query', 'SELECT Id FROM User LIMIT 1')).totalSize).toBe(1);
      expect((await client.run('describeMetadata')).metadataObjects.length).toBeGreaterThan(100);
      await connect('67.0');
      expect((await client.run('query', 'SELECT Id FROM User LIMIT 1')).totalSize).toBe(1);
    }));

  test('jsforce itself knows that SOAP before 68.0 refuses them', () =>
    withJwts(async () => {
      await connect('67.0');
      const error = await client.failure('describeMetadata');
      expect(error.message).toMatch(
        /^SOAP API does not support JWT-based access tokens for API versions below 68\.0\./,
      );
    }));
});
