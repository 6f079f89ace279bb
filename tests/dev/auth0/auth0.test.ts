// The Auth0 stand-in keeps Auth0's rules: who gets a token, what it looks like, and what is refused with which words.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Auth0StandIn, audience, issuer, startAuth0 } from '../../../dev/auth0.ts';
import { type LocalProxy, startProxy } from '../../../dev/proxy.ts';
import type { LocalTls } from '../../../dev/tls.ts';
import { createProxiedFetch, type ProxiedFetch } from '../../helpers/proxied-fetch.ts';
import { signIn } from '../../helpers/sign-in.ts';
import { testTls } from '../../helpers/tls.ts';

let dir: string;
let tls: LocalTls;
let auth0: Auth0StandIn;
let proxy: LocalProxy;
let web: ProxiedFetch;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'canvasback-auth0-'));
  tls = await testTls(dir);
  auth0 = await startAuth0({ dataDir: dir, tls });
  proxy = await startProxy({ routes: [{ host: 'canvasback-dev.eu.auth0.com', port: () => auth0.port }] });
  web = createProxiedFetch(proxy.url, tls.ca);
});
afterAll(async () => {
  await web.close();
  await Promise.all([auth0.stop(), proxy.stop()]);
  rmSync(dir, { recursive: true });
});
beforeEach(() => auth0.unblock());

describe('a sign-in', () => {
  test('gives a DPoP-bound RFC 9068 token for ten minutes and no refresh token', async () => {
    const ada = await signIn({ fetch: web.fetch, email: 'ada@acme.example' });
    const keys = createRemoteJWKSet(new URL(`${issuer}.well-known/jwks.json`), { [customFetch]: web.fetch });
    const { payload, protectedHeader } = await jwtVerify(ada.accessToken, keys, { issuer, audience });
    expect(protectedHeader).toMatchObject({ typ: 'at+jwt', alg: 'RS256' });
    expect(payload).toMatchObject({
      sub: 'auth0|ada',
      client_id: 'canvasback-extension',
      scope: 'openid profile email',
      aud: [audience, `${issuer}userinfo`],
      cnf: { jkt: ada.jkt },
    });
    expect(payload.jti).toMatch(/^.{16,}$/);
    expect(Number(payload.exp) - Number(payload.iat)).toBe(600);
    expect(ada.expiresIn).toBe(600);
    expect(decodeJwt(ada.idToken)).toMatchObject({
      sub: 'auth0|ada',
      name: 'Ada King',
      email: 'ada@acme.example',
    });
  });

  test('ignores a wish for offline access', async () => {
    const ada = await signIn({ fetch: web.fetch, email: 'ada@acme.example', scope: 'openid offline_access' });
    expect(decodeJwt(ada.accessToken).scope).toBe('openid');
  });

  test('with a wrong password is refused in Auth0’s words', async () => {
    const attempt = signIn({ fetch: web.fetch, email: 'ada@acme.example', password: 'wrong' });
    await expect(attempt).rejects.toThrow('Wrong email or password.');
    expect(auth0.events.at(-1)).toEqual({ event: 'wrong password', email: 'ada@acme.example' });
  });

  test('of an unknown person is refused in the same words', async () => {
    const attempt = signIn({ fetch: web.fetch, email: 'nobody@acme.example' });
    await expect(attempt).rejects.toThrow('Wrong email or password.');
  });

  test('is blocked after ten wrong passwords, for this account alone, even with the right one', async () => {
    const wrong = () => signIn({ fetch: web.fetch, email: 'sam@acme.example', password: 'wrong' });
    for (let attempt = 1; attempt < 10; attempt += 1) await expect(wrong()).rejects.toThrow('Wrong email');
    await expect(wrong()).rejects.toThrow('has been blocked after multiple consecutive login attempts');
    const right = () => signIn({ fetch: web.fetch, email: 'sam@acme.example' });
    await expect(right()).rejects.toThrow('has been blocked');
    await expect(signIn({ fetch: web.fetch, email: 'mia@acme.example' })).resolves.toBeDefined();
    auth0.unblock();
    await expect(right()).resolves.toBeDefined();
  });

  test('a right password between wrong ones starts the count anew', async () => {
    const wrong = () => signIn({ fetch: web.fetch, email: 'sam@acme.example', password: 'wrong' });
    for (let attempt = 1; attempt < 10; attempt += 1) await expect(wrong()).rejects.toThrow('Wrong email');
    await signIn({ fetch: web.fetch, email: 'sam@acme.example' });
    await expect(wrong()).rejects.toThrow('Wrong email');
  });
});

describe('time', () => {
  test('tokens follow the clock and the lifetime they are set to', async () => {
    auth0.setClock(() => Date.parse('2024-01-01T00:00:00Z'));
    auth0.setTokenLifetime(5);
    const ada = await signIn({ fetch: web.fetch, email: 'ada@acme.example' });
    auth0.setClock(Date.now);
    auth0.setTokenLifetime(600);
    const { iat, exp } = decodeJwt(ada.accessToken);
    expect([iat, exp]).toEqual([1704067200, 1704067205]);
    expect(ada.expiresIn).toBe(5);
  });

  test('a restart keeps the signing key', async () => {
    const keys = async () => (await web.fetch(`${issuer}.well-known/jwks.json`)).json();
    const before = await keys();
    await Promise.all([auth0.stop(), web.close()]);
    auth0 = await startAuth0({ dataDir: dir, tls });
    web = createProxiedFetch(proxy.url, tls.ca);
    expect(await keys()).toEqual(before);
    expect(JSON.stringify(before)).not.toContain('"d"');
  });
});

describe('userinfo', () => {
  test('answers the token’s own key and nobody else', async () => {
    const ada = await signIn({ fetch: web.fetch, email: 'ada@acme.example' });
    const url = `${issuer}userinfo`;
    const proven = await ada.prove({ method: 'GET', url });
    expect(await (await web.fetch(url, { headers: proven })).json()).toMatchObject({ name: 'Ada King' });
    const stranger = await signIn({ fetch: web.fetch, email: 'zoe@else.example' });
    const borrowed = {
      ...(await stranger.prove({ method: 'GET', url })),
      authorization: proven.authorization,
    };
    expect((await web.fetch(url, { headers: borrowed })).status).toBe(401);
    const bearer = { authorization: proven.authorization.replace('DPoP', 'Bearer') };
    expect((await web.fetch(url, { headers: bearer })).status).toBe(401);
  });
});
