// The table of forged, stolen and replayed tokens and proofs, each sent to a listening server: refused, and in the operator's log.

import { Buffer } from 'node:buffer';
import { createHmac, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRateLimits, defaultQuotas } from '../../../server/http/rate-limit.ts';
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
} from '../identity/issuer.ts';
import { type Stub, stubApp } from './stub-app.ts';

let auth: TestIssuer;
let client: TestClient;
let stranger: TestClient;
let verifier: PersonVerifier;
let stub: Stub;
let app: FastifyInstance;
let at: string;
let ahead = 0;
const now = () => Date.now() + ahead;
const seconds = () => Math.floor(now() / 1000);

beforeAll(async () => {
  auth = await createIssuer(now);
  [client, stranger] = [await createClient(now), await createClient(now)];
  verifier = createPersonVerifier({
    ...{ issuer, audience, publicOrigin, nonceKey: randomBytes(32), fetch: auth.fetch, now },
    replay: createMemoryReplay({ now }),
    isRevoked: (jti) => jti === 'signed-out',
  });
  stub = stubApp({
    app: {
      authority: {
        ...{ verifier, now, member: async () => undefined },
        ...{ org: async () => undefined, link: async () => undefined, held: async () => false },
      },
      limits: createRateLimits({
        ...defaultQuotas,
        refusals: { points: 500, seconds: 60, blockSeconds: 60 },
      }),
    },
  });
  app = stub.app;
  await app.listen({ host: '127.0.0.1', port: 0 });
  at = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterAll(() => app.close());

interface Sent {
  readonly authorization?: string;
  readonly dpop?: string;
}
const send = async (headers: Sent, path = '/v1/session', method = 'GET') => {
  const response = await fetch(`${at}${path}`, { method, headers: { ...headers } });
  return { status: response.status, body: (await response.json()) as { code: string; detail?: string } };
};

interface Wishes {
  readonly token?: TokenWishes;
  readonly raw?: (good: string) => string;
  readonly proof?: ProofWishes;
  readonly by?: () => TestClient;
}
async function make({ token, raw = (good) => good, proof, by = () => client }: Wishes = {}): Promise<Sent> {
  const accessToken = raw(await auth.token(client, token));
  const dpop = await by().proof(accessToken, { nonce: verifier.nonce(), ...proof });
  return { authorization: `DPoP ${accessToken}`, dpop };
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const withHeader = (header: object, sign: (signed: string) => string) => (good: string) => {
  const signed = `${encode(header)}.${good.split('.')[1]}`;
  return `${signed}.${sign(signed)}`;
};
const hs256 = (secret: string | Buffer) => (signed: string) =>
  createHmac('sha256', secret).update(signed).digest('base64url');

const notValid = 'The access token or its proof is not valid.';
const attacks: [name: string, how: () => Sent | Promise<Sent>, detail: string][] = [
  ['nothing at all', () => ({}), 'An access token and its proof are both needed.'],
  ['alg none', () => make({ raw: withHeader({ alg: 'none', typ: 'at+jwt' }, () => '') }), notValid],
  [
    'alg none in capitals',
    () => make({ raw: withHeader({ alg: 'NONE', typ: 'at+jwt', kid: 'k1' }, () => '') }),
    notValid,
  ],
  [
    'HS256 with the public key’s JWK as secret',
    () =>
      make({
        raw: withHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' }, hs256(JSON.stringify(auth.publicKey))),
      }),
    notValid,
  ],
  [
    'HS256 with the public modulus as secret',
    () =>
      make({
        raw: withHeader(
          { alg: 'HS256', typ: 'at+jwt', kid: 'k1' },
          hs256(Buffer.from(String(auth.publicKey.n), 'base64url')),
        ),
      }),
    notValid,
  ],
  [
    'a key of the sender’s own in the header',
    async () => {
      const { privateKey, publicKey } = await generateKeyPair('RS256');
      const jwk = { ...(await exportJWK(publicKey)), kid: 'k1' };
      const jku = 'https://evil.example/.well-known/jwks.json';
      return make({ token: { key: privateKey, header: { jwk, jku } } });
    },
    notValid,
  ],
  [
    'another signature',
    async () => make({ token: { key: (await generateKeyPair('RS256')).privateKey } }),
    notValid,
  ],
  ['another issuer', () => make({ token: { claims: { iss: 'https://other.example/' } } }), notValid],
  ['another audience', () => make({ token: { claims: { aud: 'https://other.example' } } }), notValid],
  ['an unknown kid', () => make({ token: { header: { kid: 'k2' } } }), notValid],
  ['the type of an ID token', () => make({ token: { header: { typ: 'JWT' } } }), notValid],
  [
    'a token that has expired',
    () => make({ token: { claims: { iat: seconds() - 700, exp: seconds() - 100 } } }),
    'The access token has expired.',
  ],
  ['a token of the future', () => make({ token: { claims: { nbf: seconds() + 60 } } }), notValid],
  [
    'a token of an hour',
    () => make({ token: { claims: { exp: seconds() + 3600 } } }),
    'The access token lives longer than 600 seconds.',
  ],
  [
    'no scope',
    () => make({ token: { claims: { scope: undefined } } }),
    'The access token is not of a person’s sign-in.',
  ],
  [
    'the scope of a machine',
    () => make({ token: { claims: { scope: 'read:all', sub: 'abc@clients' } } }),
    'The access token is not of a person’s sign-in.',
  ],
  [
    'no cnf',
    () => make({ token: { claims: { cnf: undefined } } }),
    'The token is not bound to the key of its proof.',
  ],
  [
    'another key than the token’s',
    () => make({ by: () => stranger }),
    'The token is not bound to the key of its proof.',
  ],
  [
    'the token as a bearer token',
    async () => ({ ...(await make()), authorization: `Bearer ${await auth.token(client)}` }),
    notValid,
  ],
  ['a proof signed by another key than it shows', () => make({ proof: { key: stranger.key } }), notValid],
  [
    'a proof for another method',
    () => make({ proof: { method: 'POST' } }),
    'The proof is for another method.',
  ],
  [
    'a proof for another address',
    () => make({ proof: { url: `${publicOrigin}/v1/orgs` } }),
    'The proof is for another address.',
  ],
  [
    'a proof for another host',
    () => make({ proof: { url: 'https://evil.example/v1/session' } }),
    'The proof is for another address.',
  ],
  ['a proof without ath', () => make({ proof: { claims: { ath: undefined } } }), notValid],
  [
    'a proof of another token',
    () => make({ proof: { claims: { ath: 'x'.repeat(43) } } }),
    'The proof is for another token.',
  ],
  ['a proof without an id', () => make({ proof: { claims: { jti: undefined } } }), notValid],
  [
    'a proof of an hour ago',
    () => make({ proof: { claims: { iat: seconds() - 3600 } } }),
    'The clock of your computer is more than five minutes off.',
  ],
  [
    'a session that was signed out',
    () => make({ token: { claims: { jti: 'signed-out' } } }),
    'This session was signed out.',
  ],
  [
    'a proof that was used',
    async () => {
      const headers = await make();
      expect((await send(headers)).status).toBe(200);
      return headers;
    },
    'The proof was already used.',
  ],
];

describe('refused, with the reason, and counted in the operator’s log:', () => {
  test.each(attacks)('%s', async (_, how, detail) => {
    expect(await send(await how())).toEqual({
      status: 401,
      body: expect.objectContaining({ code: 'not_authenticated', detail }),
    });
  });

  test('all of them, a line for each reason with its count, without a token or a name', async () => {
    await app.close();
    const lines = stub.logged
      .map((line) => JSON.parse(line) as { log?: string; reason?: string; count?: number; address?: string })
      .filter(({ log }) => log === 'operator');
    const wanted = Map.groupBy(attacks, ([, , detail]) => `not_authenticated: ${detail}`);
    expect(new Map(lines.map(({ reason, count }) => [reason, count]))).toEqual(
      new Map([...wanted].map(([reason, all]) => [reason, all.length])),
    );
    expect(new Set(lines.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
    expect(stub.logged.join('')).not.toMatch(/eyJ|other\.example|abc@clients/);
  });
});

test('a stale nonce is asked for anew, and is no refusal', async () => {
  const again = stubApp({
    app: {
      authority: {
        verifier,
        now,
        member: async () => undefined,
        org: async () => undefined,
        held: async () => false,
        link: async () => undefined,
      },
    },
  });
  const headers = await make();
  ahead = 61_000;
  const answer = await again.app.inject({ url: '/v1/session', headers: { ...headers } });
  expect(answer.json()).toMatchObject({ status: 401, code: 'use_dpop_nonce' });
  expect(answer.headers['dpop-nonce']).toBe(verifier.nonce());
  ahead = 0;
  await again.app.close();
  expect(again.logged.some((line) => line.includes('"log":"operator"'))).toBe(false);
});
