// `/healthz` says that the process lives, `/readyz` whether it can work; both without a token and without detail.

import { afterEach, expect, test, vi } from 'vitest';
import { type Stub, start, stubApp } from './stub-app.ts';

let stub: Stub;
const here = { alive: true, lastAliveAt: new Date(start).toISOString() };
afterEach(() => stub.app.close());

test('the process lives although nothing it needs does', async () => {
  stub = stubApp({ ready: { database: () => Promise.reject(new Error('gone')) } });
  expect((await stub.app.inject('/healthz')).json()).toEqual({ ok: true });
});

test('ready when each part answers', async () => {
  stub = stubApp({ ready: { database: async () => true, delegation: async () => true } });
  const answer = await stub.app.inject('/readyz');
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ ok: true, database: true, delegation: true, worker: here });
});

test.each([
  ['says no', async () => false],
  ['fails', () => Promise.reject(new Error('ECONNREFUSED /run/delegation.sock'))],
])('not ready when one part %s, and the reason stays inside', async (_, delegation) => {
  stub = stubApp({ ready: { database: async () => true, delegation } });
  const answer = await stub.app.inject('/readyz');
  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toEqual({ ok: false, database: true, delegation: false, worker: here });
});

test.each([
  ['was there', { alive: false, lastAt: start - 90_000 }, new Date(start - 90_000).toISOString()],
  ['never was', { alive: false, lastAt: undefined }, undefined],
])('a worker that %s is told, and the API serves without it', async (_, life, lastAliveAt) => {
  stub = stubApp({ ready: { database: async () => true }, app: { worker: async () => life } });
  const answer = await stub.app.inject('/readyz');
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ ok: true, database: true, worker: { alive: false, lastAliveAt } });
});

test('a flood of questions costs one check', async () => {
  const database = vi.fn(async () => true);
  stub = stubApp({ ready: { database } });
  await Promise.all(Array.from({ length: 20 }, () => stub.app.inject('/readyz')));
  expect(database).toHaveBeenCalledTimes(1);
  stub.clock.now += 1000;
  await stub.app.inject('/readyz');
  expect(database).toHaveBeenCalledTimes(2);
});
