// Callers prove themselves with a signed assertion: for this service, for a minute, once.

import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CallerCheck, createCallerCheck } from '../../../server/delegation/callers.ts';
import { Refusal } from '../../../server/delegation/refusal.ts';

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
let api: Key;
let worker: Key;
let keys: Parameters<typeof createCallerCheck>[0]['keys'];
let time: number;
let check: CallerCheck;
let count = 0;

beforeAll(async () => {
  const pairs = [await generateKeyPair('ES256'), await generateKeyPair('ES256')] as const;
  [api, worker] = [pairs[0].privateKey, pairs[1].privateKey];
  const open = async (at: 0 | 1, kid: string) => ({
    ...(await exportJWK(pairs[at].publicKey)),
    kid,
    alg: 'ES256',
  });
  keys = { keys: [await open(0, 'api'), await open(1, 'worker')] as typeof keys.keys };
});
beforeEach(() => {
  time = Date.now();
  check = createCallerCheck({ keys, now: () => time });
});

interface Wishes {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  key?: Key;
}

function assertion({ claims = {}, header = {}, key = api }: Wishes = {}): Promise<string> {
  const iat = time / 1000;
  count += 1;
  const facts = {
    iss: 'api',
    sub: 'api',
    aud: 'canvasback-delegation',
    iat,
    exp: iat + 50,
    jti: `j${count}`,
  };
  return new SignJWT({ ...facts, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'api', ...header })
    .sign(key);
}

const reasonOf = (authorization: string | undefined) =>
  check(authorization).then(
    (caller) => `is ${caller}`,
    (error: unknown) => (error instanceof Refusal ? error.reason : String(error)),
  );

describe('an assertion', () => {
  test('names its caller', async () => {
    expect(await reasonOf(`Bearer ${await assertion()}`)).toBe('is api');
    const other = { claims: { iss: 'worker', sub: 'worker' }, header: { kid: 'worker' }, key: worker };
    expect(await reasonOf(`Bearer ${await assertion(other)}`)).toBe('is worker');
  });

  test('works once', async () => {
    const used = `Bearer ${await assertion()}`;
    expect(await reasonOf(used)).toBe('is api');
    expect(await reasonOf(used)).toBe('caller_unknown');
  });

  test('of before this process started is refused: its replay table does not know it', async () => {
    const early = `Bearer ${await assertion()}`;
    time += 1000;
    check = createCallerCheck({ keys, now: () => time });
    expect(await reasonOf(early)).toBe('caller_unknown');
  });

  const seconds = () => time / 1000;
  const cases: [string, () => Wishes][] = [
    ['for another service', () => ({ claims: { aud: 'another' } })],
    ['expired', () => ({ claims: { iat: seconds(), exp: seconds() - 10 } })],
    ['living too long', () => ({ claims: { exp: seconds() + 3600 } })],
    ['without jti', () => ({ claims: { jti: undefined } })],
    ['without exp', () => ({ claims: { exp: undefined } })],
    ['with the name of another', () => ({ claims: { iss: 'worker', sub: 'worker' } })],
    ['signed by another', () => ({ key: worker })],
    ['with an unknown key id', () => ({ header: { kid: 'other' } })],
    ['with no key id', () => ({ header: { kid: undefined } })],
  ];
  test.each(cases)('%s is refused', async (_, wishes) => {
    expect(await reasonOf(`Bearer ${await assertion(wishes())}`)).toBe('caller_unknown');
  });

  test.each([undefined, '', 'Bearer', 'Bearer x', 'Basic abc', 'Bearer a.b.c'])(
    '%j is none',
    async (header) => {
      expect(await reasonOf(header)).toBe('caller_unknown');
    },
  );
});
