// A real OpenID client, which nobody here wrote, goes through the web server flow and all that follows it.

import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importPKCS8 } from 'jose';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api, clientId, type OrgUnderTest, redirectUri, startOrgUnderTest } from './org-under-test.ts';

const ada = 'ada.king@acme.example';
const secret = 'a secret+with/odd&letters:';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest();
});
afterAll(() => org.stop());

/** The client's own calls, by the harness: the org's host names exist nowhere else. */
const overHarness: client.CustomFetch = async (url, options) => {
  const { host, pathname, search } = new URL(url);
  const headers = Object.fromEntries(new Headers(options.headers as Record<string, string>));
  const body = options.body === undefined || options.body === null ? {} : { body: String(options.body) };
  const answer = await org.call(host, pathname + search, { method: options.method, headers, ...body });
  return new Response(answer.status === 204 ? null : answer.text, {
    status: answer.status,
    headers: answer.headers as Record<string, string>,
  });
};

async function discover(auth?: client.ClientAuth): Promise<client.Configuration> {
  const found = await client.discovery(
    new URL(`https://${api}`),
    clientId,
    undefined,
    auth ?? client.None(),
    {
      [client.customFetch]: overHarness,
      // Signatures of id tokens are checked against /id/keys, not taken on the channel's word.
      execute: [client.enableNonRepudiationChecks],
    },
  );
  found[client.customFetch] = overHarness;
  return found;
}

/** What a person's browser does: follows to the login form, signs in, and ends at the app's address. */
async function inBrowser(address: URL): Promise<URL> {
  const first = await org.call(address.host, address.pathname + address.search);
  const form = await org.call(api, String(first.headers.location));
  const startURL = /name="startURL" value="([^"]*)"/.exec(form.text)?.[1]?.replace(/&amp;/g, '&') ?? '';
  const done = await org.call(api, '/', { method: 'POST', form: { un: ada, pw: 'canvasback', startURL } });
  const cookie = String(done.headers['set-cookie']).split(';')[0] ?? '';
  const back = await org.call(api, String(done.headers.location), { headers: { cookie } });
  return new URL(String(back.headers.location));
}

async function signIn(config: client.Configuration) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid api refresh_token',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    prompt: 'login',
    login_hint: ada,
  });
  return client.authorizationCodeGrant(config, await inBrowser(address), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
}

const rejection = (attempt: Promise<unknown>) => attempt.then(() => 'no refusal').catch((cause) => cause);

describe('openid-client', () => {
  test('signs in as a public client, reads who it is, renews and ends it', async () => {
    const config = await discover();
    const tokens = await signIn(config);
    const claims = tokens.claims();
    expect(claims).toMatchObject({ iss: `https://${api}`, aud: clientId });
    expect(tokens.scope).toBe('openid api refresh_token');

    const person = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '');
    expect(person).toMatchObject({ preferred_username: ada, organization_id: '00D5g000004XyZaEAK' });

    const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(renewed.access_token).not.toBe(tokens.access_token);
    expect(renewed).not.toHaveProperty('refresh_token');

    await client.tokenRevocation(config, tokens.refresh_token ?? '');
    const again = await rejection(client.refreshTokenGrant(config, tokens.refresh_token ?? ''));
    expect(again).toBeInstanceOf(client.ResponseBodyError);
    expect(again).toMatchObject({
      error: 'invalid_grant',
      error_description: 'expired access/refresh token',
    });
    for (const ended of [tokens.access_token, renewed.access_token]) {
      const gone = await rejection(client.fetchUserInfo(config, ended, claims?.sub ?? ''));
      expect(gone).toMatchObject({ cause: { status: 403 } });
    }
  });

  test('refuses an answer to another sign-in', async () => {
    const config = await discover();
    const verifier = client.randomPKCECodeVerifier();
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: 'ours',
      nonce: 'ours',
    });
    const back = await inBrowser(address);
    const checks = { pkceCodeVerifier: verifier, expectedState: 'ours', expectedNonce: 'theirs' };
    await expect(client.authorizationCodeGrant(config, back, checks)).rejects.toMatchObject({
      code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
    });
  });

  test.each([
    ['its secret in the body', () => client.ClientSecretPost(secret)],
    ['its secret in the header', () => client.ClientSecretBasic(secret)],
    ['a signed assertion', async () => client.PrivateKeyJwt(await appKey())],
  ])('signs in as a confidential client with %s, and may introspect', async (_, auth) => {
    await org.app({ secret, secretForCode: true, secretForRefresh: true });
    const config = await discover(await auth());
    const tokens = await signIn(config);
    const look = (token = '') => client.tokenIntrospection(config, token);
    expect(await look(tokens.access_token)).toMatchObject({
      active: true,
      client_id: clientId,
      username: ada,
      sub: tokens.claims()?.sub,
      scope: 'openid api refresh_token',
      token_type: 'access_token',
    });
    expect(await look(tokens.refresh_token)).toMatchObject({ active: true, token_type: 'refresh_token' });
    await client.tokenRevocation(config, tokens.access_token);
    expect(await look(tokens.access_token)).toEqual({ active: false });
    expect((await client.refreshTokenGrant(config, tokens.refresh_token ?? '')).access_token).toBeTruthy();

    const unproven = await rejection(discover().then(signIn));
    await org.app({ secret: '', secretForCode: false, secretForRefresh: false });
    expect(unproven).toMatchObject({
      error: 'invalid_client',
      error_description: 'invalid client credentials',
    });
  });
});

/** The key of the certificate that is registered for the app. */
async function appKey() {
  const pem = readFileSync(join(org.dir, 'tls', 'leaf.key'));
  return importPKCS8(String(createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' })), 'RS256');
}
