// `/healthz` says that the process lives, `/readyz` whether it can work; both without a token and without detail.

import { afterEach, expect, test, vi } from 'vitest';
import { type Stub, stubApp } from './stub-app.ts';

let stub: Stub;
afterEach(() => stub.app.close());

test('the process lives although nothing it needs does', async () => {
  stub = stubApp({ ready: { database: () => Promise.reject(new Error('gone')) } });
  expect((await stub.app.inject('/healthz')).json()).toEqual({ ok: true });
});

test('ready when each part answers', async () => {
  stub = stubApp({ ready: { database: async () => true, delegation: async () => true } });
  const answer = await stub.app.inject('/readyz');
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ ok: true, database: true, delegation: true });
});

test.each([
  ['says no', async () => false],
  ['fails', () => Promise.reject(new Error('ECONNREFUSED /run/delegation.sock'))],
])('not ready when one part %s, and the reason stays inside', async (_, delegation) => {
  stub = stubApp({ ready: { database: async () => true, delegation } });
  const answer = await stub.app.inject('/readyz');
  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toEqual({ ok: false, database: true, delegation: false });
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
