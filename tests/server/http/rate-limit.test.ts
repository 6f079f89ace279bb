// Limits hold for a person, an org and an address, and a valid bound token passes a shut address.

import { afterEach, describe, expect, test } from 'vitest';
import { addressKey, createRateLimits, defaultQuotas } from '../../../server/http/rate-limit.ts';
import { acme, as, orgId, type Stub, stubApp } from './stub-app.ts';

let stub: Stub | undefined;
afterEach(() => stub?.app.close());

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
  expect((await prove('ada'))?.statusCode).toBe(200);
  expect((await prove('sam'))?.statusCode).toBe(200);
  expect((await prove('mia'))?.json()).toMatchObject({ code: 'rate_limited' });
});

describe('an address that sends bad tokens', () => {
  const bad = { url: '/v1/session', headers: { authorization: 'DPoP nonsense', dpop: 'x' } };

  test('is shut after a few, but never for a valid bound token or a stale nonce', async () => {
    stub = stubApp({ quotas: { refusals: { points: 3, seconds: 60, blockSeconds: 300 } } });
    const codes = [];
    for (let attempt = 0; attempt < 5; attempt += 1) codes.push((await stub.app.inject(bad)).statusCode);
    expect(codes).toEqual([401, 401, 401, 429, 429]);
    expect(Number((await stub.app.inject(bad)).headers['retry-after'])).toBeGreaterThan(60);
    expect((await stub.app.inject(session('ada'))).statusCode).toBe(200);
    const stale = { ...session('ada'), headers: { ...as('ada'), dpop: 'stale' } };
    expect((await stub.app.inject(stale)).json()).toMatchObject({ code: 'use_dpop_nonce' });
  });

  test('is the sender, unless a listed proxy speaks for others', async () => {
    const quotas = { refusals: { points: 1, seconds: 60 } };
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
  const limits = createRateLimits({ ...defaultQuotas, refusals: { points: 1, seconds: 60 } });
  await limits.countRefusal('198.51.100.1');
  await expect(limits.countRefusal('198.51.100.1')).rejects.toMatchObject({ code: 'rate_limited' });
  await expect(limits.countRefusal('198.51.100.2')).resolves.toBeUndefined();
});
