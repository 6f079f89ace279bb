// The queue gives each job to one owner at a time, and takes it back from an owner that stopped.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { mustClaim, openQueue, type Queue, start } from '../sync/queue.ts';

let queue: Queue;
beforeEach(async () => {
  queue = await openQueue();
});
afterEach(() => queue.db.destroy());

test('a second request for the same work is the same job until that is finished', async () => {
  const first = await queue.enqueue();
  expect((await queue.enqueue()).id).toBe(first.id);
  const { id } = await mustClaim(queue, 'a');
  expect((await queue.enqueue()).id).toBe(first.id);
  await queue.queue.finish({ id, owner: 'a' }, { state: 'done', problem: null, now: start });
  expect((await queue.enqueue()).id).not.toBe(first.id);
});

test('one owner gets the job, the other gets nothing', async () => {
  await queue.enqueue();
  const [a, b] = await Promise.all([queue.claim('a'), queue.claim('b')]);
  expect([a, b].filter(Boolean)).toHaveLength(1);
  expect((a ?? b)?.started_at).toBe(start);
});

test('a job whose owner was killed is taken over when the lease runs out, with its cursor', async () => {
  await queue.enqueue();
  const { id } = await mustClaim(queue, 'killed');
  await queue.queue.save(
    { id, owner: 'killed' },
    { done: 3, total: 9, cursor: '{"failures":0,"work":3}', problem: null, now: start },
  );
  queue.clock.now += 29_000;
  expect(await queue.claim('next')).toBeUndefined();
  queue.clock.now += 1_000;
  const taken = await mustClaim(queue, 'next');
  expect(taken).toMatchObject({
    id,
    done: 3,
    total: 9,
    cursor: '{"failures":0,"work":3}',
    started_at: start,
  });
  const late = { done: 4, total: 9, cursor: '{}', problem: null, now: start };
  expect(await queue.queue.save({ id, owner: 'killed' }, late)).toBe(false);
  expect(
    await queue.queue.finish({ id, owner: 'killed' }, { state: 'done', problem: null, now: start }),
  ).toBe(false);
  expect(await queue.queue.save({ id, owner: 'next' }, late)).toBe(true);
});

test('a renewed lease holds', async () => {
  await queue.enqueue();
  const { id } = await mustClaim(queue, 'a');
  await queue.queue.renew({ id, owner: 'a' }, start + 90_000);
  queue.clock.now += 60_000;
  expect(await queue.claim('b')).toBeUndefined();
});

test('a postponed job is due at its time and not before', async () => {
  await queue.enqueue();
  const { id } = await mustClaim(queue, 'a');
  const wait = { problem: 'Salesforce did not answer.', retryAt: start + 5_000, cursor: null, now: start };
  await queue.queue.postpone({ id, owner: 'a' }, wait);
  expect(await queue.latest()).toMatchObject({ state: 'waiting', problem: 'Salesforce did not answer.' });
  expect(await queue.queue.nextDue()).toBe(start + 5_000);
  queue.clock.now += 4_999;
  expect(await queue.claim('a')).toBeUndefined();
  queue.clock.now += 1;
  expect(await queue.claim('a')).toMatchObject({ id, state: 'running', retry_at: null });
});

test('a released job can be taken at once', async () => {
  await queue.enqueue();
  const { id } = await mustClaim(queue, 'a');
  await queue.queue.release({ id, owner: 'a' }, start);
  expect(await queue.claim('b')).toMatchObject({ id, lease_owner: 'b' });
});

test('an empty queue is never due', async () => {
  expect(await queue.queue.nextDue()).toBeUndefined();
});
