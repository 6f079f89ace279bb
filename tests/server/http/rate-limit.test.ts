// Limits hold for a person, an org and an address, and a valid bound token passes a shut address.

import { afterEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../../server/errors.ts';
import { addressKey } from '../../../server/http/address-key.ts';
import { type Block, createRateLimits, defaultQuotas } from '../../../server/http/rate-limit.ts';
import { inWords } from '../../../server/http/rate-limited.ts';
import { acme, as, orgId, type Stub, stubApp } from './stub-app.ts';

let stub: Stub | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await stub?.app.close();
});

const quota = (points: number) => ({ points, seconds: 60 });
const session = (who: string) => ({ url: '/v1/session', headers: as(who) });

test('a person who asks too often is told when to come back, and others are not affected', async () => {
  stub = stubApp({ quotas: { person: { ...defaultQuotas.person, read: quota(2) } } });
  const first = await stub.app.inject(session('ada'));
  expect(first.headers['ratelimit-policy']).toBe('"read";q=2;w=60');
  expect(first.headers.ratelimit).toMatch(/^"read";r=1;t=\d+$/);
  await stub.app.inject(session('ada'));
  const third = await stub.app.inject(session('ada'));
  expect(third.statusCode).toBe(429);
  expect(third.json()).toMatchObject({ code: 'rate_limited', retry: true });
  expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
  expect(third.headers['ratelimit-policy']).toBe('"read";q=2;w=60');
  expect(third.headers.ratelimit).toBe(`"read";r=0;t=${third.headers['retry-after']}`);
  expect(third.json().detail).toMatch(/^You have made too many requests\. Try again in \d+ seconds\.$/);
  expect((await stub.app.inject(session('sam'))).statusCode).toBe(200);
});

test('each class of endpoint has its own limit', async () => {
  const person = { read: quota(1), write: quota(1), salesforce: quota(1), outside: quota(1) };
  stub = stubApp({ quotas: { person }, services: { endSession: async () => {} } });
  const end = { method: 'POST' as const, url: '/v1/session/end', headers: as('ada'), payload: {} };
  expect((await stub.app.inject(session('ada'))).statusCode).toBe(200);
  expect((await stub.app.inject(end)).statusCode).toBe(200);
  expect((await stub.app.inject(end)).statusCode).toBe(429);
});

test('the people of one org share its budget of Salesforce calls', async () => {
  stub = stubApp({
    quotas: { org: quota(2) },
    services: { proveStanding: async () => ({ apiHost: acme.apiHost, state: 'ready' }) },
  });
  const prove = (who: string) =>
    stub?.app.inject({ method: 'POST', url: `/v1/orgs/${orgId}/standing`, headers: as(who), payload: {} });
  for (const outsider of ['eve', 'zoe', 'eve']) expect((await prove(outsider))?.statusCode).toBe(404);
  const first = await prove('ada');
  expect(first?.statusCode).toBe(200);
  expect(first?.headers['ratelimit-policy']).toBe('"salesforce";q=30;w=60, "org";q=2;w=60');
  expect(first?.headers.ratelimit).toMatch(/^"salesforce";r=29;t=\d+, "org";r=1;t=\d+$/);
  expect((await prove('sam'))?.statusCode).toBe(200);
  const refused = await prove('mia');
  expect(refused?.json()).toMatchObject({ code: 'rate_limited' });
  expect(refused?.headers.ratelimit).toBe(`"org";r=0;t=${refused?.headers['retry-after']}`);
});

describe('an address that sends bad tokens', () => {
  const bad = { url: '/v1/session', headers: { authorization: 'DPoP nonsense', dpop: 'x' } };

  test('is shut after a few, but never for a valid bound token or a stale nonce', async () => {
    stub = stubApp({ quotas: { refusals: { points: 3, seconds: 60, blockSeconds: 300 } } });
    const codes = [];
    for (let attempt = 0; attempt < 5; attempt += 1) codes.push((await stub.app.inject(bad)).statusCode);
    expect(codes).toEqual([401, 401, 401, 429, 429]);
    const shut = await stub.app.inject(bad);
    expect(Number(shut.headers['retry-after'])).toBeGreaterThan(60);
    expect(shut.headers['ratelimit-policy']).toBe('"refusals";q=3;w=60');
    expect(shut.headers.ratelimit).toBe(`"refusals";r=0;t=${shut.headers['retry-after']}`);
    expect(shut.json().detail).toBe(
      'Too many sign-ins were refused from this address. Try again in 5 minutes.',
    );
    expect((await stub.app.inject(session('ada'))).statusCode).toBe(200);
    const stale = { ...session('ada'), headers: { ...as('ada'), dpop: 'stale' } };
    expect((await stub.app.inject(stale)).json()).toMatchObject({ code: 'use_dpop_nonce' });
  });

  test('is the sender, unless a listed proxy speaks for others', async () => {
    const quotas = { refusals: { points: 1, seconds: 60, blockSeconds: 60 } };
    const from = (address: string) => ({ ...bad, headers: { ...bad.headers, 'x-forwarded-for': address } });
    stub = stubApp({ quotas });
    await stub.app.inject(from('198.51.100.1'));
    expect((await stub.app.inject(from('198.51.100.2'))).statusCode).toBe(429);
    await stub.app.close();
    stub = stubApp({ quotas, app: { trustedProxies: ['127.0.0.1'] } });
    await stub.app.inject(from('198.51.100.1'));
    expect((await stub.app.inject(from('198.51.100.2'))).statusCode).toBe(401);
    expect((await stub.app.inject(from('198.51.100.1'))).statusCode).toBe(429);
  });
});

describe('a block', () => {
  const minutes = (count: number) => count * 60_000;

  test('is longer each time, six hours at most, and a quiet day makes it short again', async () => {
    vi.useFakeTimers();
    const began: Block[] = [];
    const refusals = { points: 2, seconds: 60, blockSeconds: 60 };
    const limits = createRateLimits(
      { ...defaultQuotas, refusals },
      undefined,
      (block) => void began.push(block),
    );
    const fail = () =>
      limits.countRefusal('2001:db8::7').then(
        () => 0,
        (error: AppError) => error.retryAfter ?? Number.NaN,
      );
    const lengths: number[] = [];
    for (let turn = 0; turn < 7; turn += 1) {
      expect([await fail(), await fail()]).toEqual([0, 0]);
      const [first, second] = [await fail(), await fail()];
      expect(second).toBe(first);
      lengths.push(first);
      // Until its very end it is shut, and trying does not make it longer.
      await vi.advanceTimersByTimeAsync(first * 1000 - 1);
      expect(await fail()).toBe(1);
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(lengths).toEqual([60, 300, 1500, 7500, 21_600, 21_600, 21_600]);
    expect(began.map(({ of, key, seconds, nth }) => [of, key, seconds, nth])).toEqual(
      lengths.map((seconds, index) => ['address', '2001:db8:0:0::/64', seconds, index + 1]),
    );
    await vi.advanceTimersByTimeAsync(minutes(24 * 60));
    await fail();
    await fail();
    expect(await fail()).toBe(60);
  });

  test('of one address or person is none of another', async () => {
    const one = { points: 1, seconds: 60, blockSeconds: 60 };
    const limits = createRateLimits({ ...defaultQuotas, refusals: one, connect: one });
    for (let turn = 0; turn < 3; turn += 1) {
      await limits.countFailedConnect({ subject: 'auth0|ada', address: '198.51.100.1' });
    }
    await expect(limits.checkConnect('auth0|ada')).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(limits.checkConnect('auth0|sam')).resolves.toBeUndefined();
    await expect(limits.countRefusal('198.51.100.1')).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(limits.countRefusal('198.51.100.2')).resolves.toBeUndefined();
  });

  test.each([
    [1, '1 second'],
    [60, '60 seconds'],
    [99, '99 seconds'],
    [300, '5 minutes'],
    [301, '6 minutes'],
    [7500, '3 hours'],
    [21_600, '6 hours'],
  ])('of %i s is told as %s', (seconds, text) => {
    expect(inWords(seconds)).toBe(text);
  });
});

describe('connecting that fails', () => {
  const finish = (who: string) => ({
    ...{ method: 'POST' as const, url: '/v1/org-connections/finish' },
    ...{ headers: as(who), payload: { state: 's', code: 'c' } },
  });
  const open = (outcome: () => Promise<never>) => {
    stub = stubApp({
      quotas: { connect: { points: 2, seconds: 600, blockSeconds: 60 } },
      services: { connectFinish: outcome, connectStart: outcome },
    });
    return stub.app;
  };

  test('shuts it for that person alone, and not the rest of the product', async () => {
    const app = open(async () => {
      throw new AppError('connect_state_invalid');
    });
    const codes = [];
    for (let turn = 0; turn < 5; turn += 1) codes.push((await app.inject(finish('ada'))).statusCode);
    expect(codes).toEqual([400, 400, 400, 429, 429]);
    const shut = await app.inject(finish('ada'));
    expect(shut.json().detail).toMatch(/^You have tried to connect too often without success\. Try again in/);
    expect(shut.headers['ratelimit-policy']).toBe('"connect";q=2;w=600');
    expect(Number(shut.headers['retry-after'])).toBeGreaterThan(0);
    expect(stub?.asked).toHaveLength(3);
    const start = { apiHost: acme.apiHost, redirectUri: 'https://x.example/' };
    const again = { ...finish('ada'), url: '/v1/org-connections', payload: start };
    expect((await app.inject(again)).statusCode).toBe(429);
    expect((await app.inject(finish('sam'))).statusCode).toBe(400);
    expect((await app.inject(session('ada'))).statusCode).toBe(200);
  });

  test('does not count when it is nobody’s fault, and one that works forgives', async () => {
    let outcome: () => Promise<unknown> = async () => {
      throw new AppError('salesforce_unavailable');
    };
    const app = open(() => outcome() as Promise<never>);
    for (let turn = 0; turn < 4; turn += 1) expect((await app.inject(finish('ada'))).statusCode).toBe(503);
    const refuse = async () => {
      throw new AppError('connect_denied');
    };
    for (const next of [
      refuse,
      refuse,
      async () => ({ apiHost: acme.apiHost, state: 'ready' }),
      refuse,
      refuse,
    ]) {
      outcome = next;
      expect((await app.inject(finish('ada'))).statusCode).not.toBe(429);
    }
  });
});

test.each([
  ['198.51.100.7', '198.51.100.7'],
  ['::ffff:198.51.100.7', '198.51.100.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2:ffff::1', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});

test('a fault of the limiter is not taken for a limit', async () => {
  const limits = createRateLimits({
    ...defaultQuotas,
    refusals: { points: 1, seconds: 60, blockSeconds: 60 },
  });
  await limits.countRefusal('198.51.100.1');
  await expect(limits.countRefusal('198.51.100.1')).rejects.toMatchObject({ code: 'rate_limited' });
  await expect(limits.countRefusal('198.51.100.2')).resolves.toBeUndefined();
});
