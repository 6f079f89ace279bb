// The web server before the Auth0 stand-in: real tokens, real proofs, and each way in which they are refused.

import { SignJWT } from 'jose';
import { generateKeyPair } from 'oauth4webapi';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { audience, issuer } from '../../../dev/auth0.ts';
import { type AppDeps, buildApp } from '../../../server/app.ts';
import type { Database } from '../../../server/db/database.ts';
import { isRevoked, revokeToken } from '../../../server/db/revoked-tokens.ts';
import { createRateLimits, defaultQuotas } from '../../../server/http/rate-limit.ts';
import { createMemoryReplay } from '../../../server/identity/replay.ts';
import { createPersonVerifier } from '../../../server/identity/verify-person.ts';
import { createLog } from '../../../server/log.ts';
import { buildHandlers, type Services } from '../../../server/routes/index.ts';
import { type Fixture, startFixture } from '../../dev/auth0/fixture.ts';
import { openTestDatabase } from '../../helpers/databases.ts';
import { prove, type SignedIn, signIn } from '../../helpers/sign-in.ts';

const origin = 'https://api.canvasback.test';
const logged: string[] = [];
let fixture: Fixture;
let ada: SignedIn;
let db: Database;
let app: ReturnType<typeof buildApp>;
let ahead = 0;

beforeAll(async () => {
  fixture = await startFixture();
  ada = await signIn({ fetch: fixture.fetch, email: 'ada@acme.example' });
});
afterAll(() => fixture.stop());

beforeEach(async () => {
  ahead = 0;
  const now = () => Date.now() + ahead;
  db = await openTestDatabase();
  const verifier = createPersonVerifier({
    issuer,
    audience,
    publicOrigin: origin,
    nonceKey: new Uint8Array(32).fill(7),
    fetch: fixture.fetch,
    now,
    replay: createMemoryReplay({ now }),
    isRevoked: (jti) => isRevoked(db, jti),
  });
  const authority: AppDeps['authority'] = {
    verifier,
    member: async () => undefined,
    org: async () => undefined,
    held: async () => false,
    link: async () => undefined,
    now,
  };
  const services: Pick<Services, 'endSession'> = {
    endSession: ({ person: { jti, expiresAt } }) => revokeToken(db, jti, expiresAt, now()),
  };
  app = buildApp({
    log: createLog({ level: 'trace', destination: { write: (line) => logged.push(line) } }),
    authority,
    limits: createRateLimits({ ...defaultQuotas, refusals: { points: 1000, seconds: 60, blockSeconds: 60 } }),
    handlers: buildHandlers(services as Services),
    ready: {},
    worker: async () => ({ alive: true, lastAt: 0 }),
    extensionIds: ['a'.repeat(32)],
  });
  return async () => {
    await app.close();
    await db.destroy();
  };
});

const session = `${origin}/v1/session`;
const nonceOf = async () => String((await app.inject('/healthz')).headers['dpop-nonce']);
const fresh = async (change: Partial<Parameters<SignedIn['prove']>[0]> = {}) =>
  ada.prove({ method: 'GET', url: session, nonce: await nonceOf(), ...change });

test('a token with a fresh proof opens the session', async () => {
  const answer = await app.inject({ url: '/v1/session', headers: await fresh() });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ person: { subject: 'auth0|ada', name: 'auth0|ada' }, tenant: null });
});

test('without a nonce the answer brings one, and the second attempt works', async () => {
  const first = await app.inject({
    url: '/v1/session',
    headers: await ada.prove({ method: 'GET', url: session }),
  });
  expect(first.json()).toMatchObject({ status: 401, code: 'use_dpop_nonce' });
  expect(first.headers['www-authenticate']).toContain('use_dpop_nonce');
  const nonce = String(first.headers['dpop-nonce']);
  const second = await app.inject({
    url: '/v1/session',
    headers: await ada.prove({ method: 'GET', url: session, nonce }),
  });
  expect(second.statusCode).toBe(200);
});

test('many requests at once, each with its own proof, all pass', async () => {
  const proofs = await Promise.all(Array.from({ length: 25 }, () => fresh()));
  const answers = await Promise.all(proofs.map((headers) => app.inject({ url: '/v1/session', headers })));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(25).fill(200));
});

describe('refused', () => {
  const refused = async (headers: Record<string, string>, url = '/v1/session') => {
    const answer = await app.inject({ url, headers });
    expect(answer.statusCode).toBe(401);
    return answer.json() as { code: string; detail?: string };
  };

  test('the same proof twice', async () => {
    const headers = await fresh();
    expect((await app.inject({ url: '/v1/session', headers })).statusCode).toBe(200);
    expect(await refused(headers)).toMatchObject({ code: 'not_authenticated' });
  });

  test('a proof for another method, address or server', async () => {
    for (const change of [
      { method: 'POST' },
      { url: `${origin}/v1/orgs` },
      { url: 'https://api.example/v1/session' },
    ]) {
      expect(await refused(await fresh(change))).toMatchObject({ code: 'not_authenticated' });
    }
  });

  test('another Host header changes nothing: the public origin is configured', async () => {
    const headers = await fresh({ url: 'https://evil.example/v1/session' });
    const forwarded = { ...headers, host: 'evil.example', 'x-forwarded-host': 'evil.example' };
    expect(await refused(forwarded)).toMatchObject({ code: 'not_authenticated' });
  });

  test('a proof of another key: a stolen token alone opens nothing', async () => {
    const thief = await generateKeyPair('ES256', { extractable: true });
    const stolen = await prove(thief, ada.accessToken, {
      method: 'GET',
      url: session,
      nonce: await nonceOf(),
    });
    expect(await refused(stolen)).toMatchObject({ code: 'not_authenticated' });
  });

  test('the token as a bearer token, with and without a proof', async () => {
    const { dpop } = await fresh();
    const authorization = `Bearer ${ada.accessToken}`;
    expect(await refused({ authorization, dpop })).toMatchObject({ code: 'not_authenticated' });
    expect(await refused({ authorization })).toMatchObject({ code: 'not_authenticated' });
  });

  test('an ID token in its place', async () => {
    const headers = await prove(ada.keyPair, ada.idToken, {
      method: 'GET',
      url: session,
      nonce: await nonceOf(),
    });
    expect(await refused(headers)).toMatchObject({ code: 'not_authenticated' });
  });

  test('a token that someone else signed', async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const claims = { sub: 'auth0|ada', client_id: 'x', jti: 'j', cnf: { jkt: ada.jkt } };
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(pair.privateKey);
    const headers = await prove(ada.keyPair, forged, {
      method: 'GET',
      url: session,
      nonce: await nonceOf(),
    });
    expect(await refused(headers)).toMatchObject({ code: 'not_authenticated' });
  });

  test('a nonce of a minute and a half ago', async () => {
    const headers = await fresh();
    ahead = 90_000;
    expect((await refused(headers)).code).toMatch(/^(?:use_dpop_nonce|not_authenticated)$/);
  });

  test('an expired token', async () => {
    ahead = 3_600_000;
    const headers = await fresh();
    expect(await refused(headers)).toMatchObject({ code: 'not_authenticated' });
  });
});

test('a session that was ended stays ended, and only that one', async () => {
  const end = await ada.prove({ method: 'POST', url: `${session}/end`, nonce: await nonceOf() });
  const other = await signIn({ fetch: fixture.fetch, email: 'ada@acme.example' });
  const ended = await app.inject({ method: 'POST', url: '/v1/session/end', headers: end, payload: {} });
  expect(ended.json()).toEqual({});
  const answer = await app.inject({ url: '/v1/session', headers: await fresh() });
  expect(answer.json()).toMatchObject({ code: 'not_authenticated', detail: 'This session was signed out.' });
  const headers = await other.prove({ method: 'GET', url: session, nonce: await nonceOf() });
  expect((await app.inject({ url: '/v1/session', headers })).statusCode).toBe(200);
});

test('no token and no proof is in any log line of this file', () => {
  const text = logged.join('');
  expect(text).toContain('auth0|ada');
  for (const secret of [ada.accessToken, ada.idToken]) {
    for (const part of secret.split('.')) expect(text).not.toContain(part);
  }
  expect(text).not.toMatch(/eyJ/);
});
