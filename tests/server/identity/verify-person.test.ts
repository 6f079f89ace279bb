// Every way a token or a proof can be wrong is refused; the right pair names the person, once.

import { Buffer } from 'node:buffer';
import { createHmac, randomBytes } from 'node:crypto';
import { generateKeyPair } from 'jose';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../server/errors.ts';
import { createMemoryReplay } from '../../../server/identity/replay.ts';
import { createPersonVerifier, type PersonVerifier } from '../../../server/identity/verify-person.ts';
import {
  audience,
  createClient,
  createIssuer,
  issuer,
  type ProofWishes,
  publicOrigin,
  type TestClient,
  type TestIssuer,
  type TokenWishes,
} from './issuer.ts';

let time = Date.now();
const now = () => time;
const nonceKey = randomBytes(32);
let auth: TestIssuer;
let client: TestClient;
let verifier: PersonVerifier;
let revoked: Set<string>;

beforeAll(async () => {
  auth = await createIssuer(now);
  client = await createClient(now);
});
beforeEach(() => {
  time = Date.now();
  revoked = new Set();
  verifier = createVerifier();
});

function createVerifier(replay = createMemoryReplay({ now }), ownNoncesOnly = false) {
  return createPersonVerifier({
    ownNoncesOnly,
    issuer,
    audience,
    publicOrigin,
    nonceKey,
    fetch: auth.fetch,
    now,
    replay,
    isRevoked: (jti) => revoked.has(jti),
  });
}

interface Wishes {
  token?: TokenWishes;
  proof?: ProofWishes;
  method?: string;
  path?: string;
  scheme?: string;
  rawToken?: string;
}

async function verify({
  token,
  proof,
  method = 'GET',
  path = '/v1/session',
  scheme = 'DPoP',
  rawToken,
}: Wishes = {}) {
  const accessToken = rawToken ?? (await auth.token(client, token));
  const dpop = await client.proof(accessToken, { nonce: verifier.nonce(), ...proof });
  return verifier.verify({ method, path, headers: { authorization: `${scheme} ${accessToken}`, dpop } });
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error.code;
}

describe('a token with its proof', () => {
  test('names the person', async () => {
    const person = await verify();
    expect(person).toMatchObject({ subject: 'auth0|ada', jkt: client.jkt, scopes: ['openid', 'profile'] });
    expect(person.expiresAt).toBe((Math.floor(time / 1000) + 600) * 1000);
  });

  test('works for a path with a query, of which the proof knows nothing', async () => {
    await expect(verify({ path: '/v1/session?x=1' })).resolves.toMatchObject({ subject: 'auth0|ada' });
  });

  test('asks the issuer for its keys once, however many wait', async () => {
    const before = auth.asked();
    await Promise.all([verify(), verify(), verify(), verify()]);
    expect(auth.asked()).toBe(before + 1);
    await verify();
    expect(auth.asked()).toBe(before + 1);
  });

  test('blames nobody when the issuer does not answer', async () => {
    auth.down(true);
    expect(await codeOf(verify())).toBe('sign_in_unavailable');
    auth.down(false);
    await expect(verify()).resolves.toMatchObject({ subject: 'auth0|ada' });
  });
});

describe('refused tokens', () => {
  const seconds = () => Math.floor(time / 1000);
  const cases: [string, () => TokenWishes | Promise<TokenWishes>][] = [
    ['another issuer', () => ({ claims: { iss: 'https://other.example/' } })],
    ['another audience', () => ({ claims: { aud: 'https://other.example' } })],
    ['expired', () => ({ claims: { iat: seconds() - 700, exp: seconds() - 100 } })],
    ['not yet valid', () => ({ claims: { nbf: seconds() + 60 } })],
    ['without cnf', () => ({ claims: { cnf: undefined } })],
    ['with an empty cnf', () => ({ claims: { cnf: {} } })],
    ['bound to another key', () => ({ claims: { cnf: { jkt: 'x'.repeat(43) } } })],
    ['without subject', () => ({ claims: { sub: undefined } })],
    ['without jti', () => ({ claims: { jti: undefined } })],
    ['without client_id', () => ({ claims: { client_id: undefined } })],
    ['of the wrong type', () => ({ header: { typ: 'JWT' } })],
    ['with an unknown kid', () => ({ header: { kid: 'k2' } })],
    ['living longer than ten minutes', () => ({ claims: { exp: seconds() + 3600 } })],
    ['signed by another key', async () => ({ key: (await generateKeyPair('RS256')).privateKey })],
  ];
  test.each(cases)('%s', async (_, wishes) => {
    expect(await codeOf(verify({ token: await wishes() }))).toBe('not_authenticated');
  });

  test('alg none, and HS256 with the public key as secret', async () => {
    const [, payload = ''] = (await auth.token(client)).split('.');
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const none = `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`;
    expect(await codeOf(verify({ rawToken: none }))).toBe('not_authenticated');
    const signed = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' })}.${payload}`;
    const mac = createHmac('sha256', JSON.stringify(auth.publicKey)).update(signed).digest('base64url');
    expect(await codeOf(verify({ rawToken: `${signed}.${mac}` }))).toBe('not_authenticated');
  });

  test('as a bearer token: there is no bearer mode', async () => {
    expect(await codeOf(verify({ scheme: 'Bearer' }))).toBe('not_authenticated');
    // Nor when it is bound to no key and a proof lies beside it.
    const beside = { scheme: 'Bearer', token: { claims: { cnf: undefined } } };
    expect(await codeOf(verify(beside))).toBe('not_authenticated');
    const unbound = await auth.token(client, { claims: { cnf: undefined } });
    const headers = { authorization: `Bearer ${unbound}`, dpop: undefined };
    expect(await codeOf(verifier.verify({ method: 'GET', path: '/v1/session', headers }))).toBe(
      'not_authenticated',
    );
  });

  test('signed out', async () => {
    revoked.add('token-1');
    expect(await codeOf(verify({ token: { claims: { jti: 'token-1' } } }))).toBe('not_authenticated');
    await expect(verify({ token: { claims: { jti: 'token-2' } } })).resolves.toBeDefined();
  });
});

describe('refused proofs', () => {
  const cases: [string, Wishes][] = [
    ['for another method', { proof: { method: 'POST' } }],
    ['for another path', { proof: { url: `${publicOrigin}/v1/orgs` } }],
    ['for another origin', { proof: { url: 'https://evil.example/v1/session' } }],
    ['without ath', { proof: { claims: { ath: undefined } } }],
    ['with the ath of another token', { proof: { claims: { ath: 'x'.repeat(43) } } }],
    ['without jti', { proof: { claims: { jti: undefined } } }],
    ['of the wrong type', { proof: { header: { typ: 'JWT' } } }],
    ['made too long ago', { proof: { claims: { iat: 1_000_000 } } }],
    ['sent to a scheme-relative path', { path: '//evil.example/v1/session' }],
  ];
  test.each(cases)('%s', async (_, wishes) => {
    expect(await codeOf(verify(wishes))).toBe('not_authenticated');
  });

  test('signed with another key than it shows', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    expect(await codeOf(verify({ proof: { key: privateKey } }))).toBe('not_authenticated');
  });

  test('of another client', async () => {
    const token = await auth.token(client);
    const other = await createClient(now);
    const dpop = await other.proof(token, { nonce: verifier.nonce() });
    const headers = { authorization: `DPoP ${token}`, dpop };
    expect(await codeOf(verifier.verify({ method: 'GET', path: '/v1/session', headers }))).toBe(
      'not_authenticated',
    );
  });

  test('used twice, also with a later nonce in force', async () => {
    const token = await auth.token(client);
    const dpop = await client.proof(token, { nonce: verifier.nonce() });
    const request = { method: 'GET', path: '/v1/session', headers: { authorization: `DPoP ${token}`, dpop } };
    await verifier.verify(request);
    expect(await codeOf(verifier.verify(request))).toBe('not_authenticated');
    time += 29_000;
    expect(['not_authenticated', 'use_dpop_nonce']).toContain(await codeOf(verifier.verify(request)));
  });

  test('a wrong token does not use the proof up', async () => {
    const token = await auth.token(client);
    const proof = { nonce: verifier.nonce(), jti: 'same' };
    const bad = await client.proof(token, { ...proof, method: 'PUT' });
    const good = await client.proof(token, proof);
    const request = (dpop: string) => ({
      method: 'GET',
      path: '/v1/session',
      headers: { authorization: `DPoP ${token}`, dpop },
    });
    expect(await codeOf(verifier.verify(request(bad)))).toBe('not_authenticated');
    await expect(verifier.verify(request(good))).resolves.toBeDefined();
  });
});

describe('nonces', () => {
  test('a proof without one is asked for one', async () => {
    expect(await codeOf(verify({ proof: { nonce: undefined } }))).toBe('use_dpop_nonce');
    expect(await codeOf(verify({ proof: { nonce: 'invented' } }))).toBe('use_dpop_nonce');
  });

  test('live for this slot and the next, then are stale', async () => {
    time = Math.ceil(time / 30_000) * 30_000;
    const nonce = verifier.nonce();
    time += 59_999;
    await expect(verify({ proof: { nonce } })).resolves.toBeDefined();
    time += 1;
    expect(await codeOf(verify({ proof: { nonce } }))).toBe('use_dpop_nonce');
    expect(verifier.nonce()).not.toBe(nonce);
  });

  test('every process with the key accepts those of another', async () => {
    const { nonce } = createVerifier();
    expect(nonce()).not.toBe(verifier.nonce());
    await expect(verify({ proof: { nonce: nonce() } })).resolves.toBeDefined();
  });

  test('a process that forgets proofs at its end accepts its own only: none used before a restart works after it', async () => {
    verifier = createVerifier(undefined, true);
    const token = await auth.token(client);
    const dpop = await client.proof(token, { nonce: verifier.nonce() });
    const request = { method: 'GET', path: '/v1/session', headers: { authorization: `DPoP ${token}`, dpop } };
    await expect(verifier.verify(request)).resolves.toBeDefined();
    verifier = createVerifier(undefined, true);
    expect(await codeOf(verifier.verify(request))).toBe('use_dpop_nonce');
    await expect(verify()).resolves.toBeDefined();
  });

  test('one of this shape that no key made is refused', async () => {
    const [origin, mac = ''] = verifier.nonce().split('.');
    const changed = `${origin}.${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}`;
    expect(await codeOf(verify({ proof: { nonce: changed } }))).toBe('use_dpop_nonce');
  });
});

describe('the replay table', () => {
  test('is given keys of one length, however long a client’s id is', async () => {
    const keys: string[] = [];
    const claim = (key: string) => keys.push(key) > 0;
    verifier = createVerifier({ claim });
    for (const jti of ['x', 'y'.repeat(8000)]) await verify({ proof: { jti } });
    expect(keys.map(({ length }) => length)).toEqual([48, 48]);
    expect(new Set(keys).size).toBe(2);
  });

  test('forgets after its time and refuses when full', () => {
    let at = 0;
    const replay = createMemoryReplay({ now: () => at, limit: 2 });
    expect(replay.claim('a', 60)).toBe(true);
    expect(replay.claim('a', 60)).toBe(false);
    expect(replay.claim('b', 60)).toBe(true);
    expect(replay.claim('c', 60)).toBe(false);
    at = 60;
    expect(replay.claim('c', 120)).toBe(true);
    expect(replay.claim('a', 120)).toBe(true);
  });
});
