// A job keeps its lease, waits longer after each fault, goes on where it was, and is given back at a stop.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { haltJobs } from '../../../server/db/jobs.ts';
import { AppError } from '../../../server/errors.ts';
import { runJob, type Work } from '../../../server/sync/job.ts';
import { maxFaults } from '../../../server/sync/retry-delay.ts';
import { createWorker } from '../../../server/sync/schedule.ts';
import { stopJobs } from '../../../server/sync/stop-jobs.ts';
import { mustClaim, openQueue, orgId, type Queue, start } from './queue.ts';

let queue: Queue;
beforeEach(async () => {
  queue = await openQueue();
  await queue.enqueue();
});
afterEach(() => queue.db.destroy());

const never = new AbortController().signal;
const down = () => new AppError('salesforce_unavailable', { detail: 'No answer in 20 s.' });

async function run(work: Work, stop = never): Promise<void> {
  await runJob(queue.deps(work), await mustClaim(queue, 'a'), 'a', stop);
}

test('work that ends is done, with its progress', async () => {
  await run(async ({ save }) => {
    await save({ done: 1, total: 2, cursor: 1 });
    await save({ done: 2, total: 2, cursor: 2 });
  });
  expect(await queue.latest()).toMatchObject({ state: 'done', done: 2, total: 2, finished_at: start });
});

test('what could not be done stays readable after the end', async () => {
  await run(({ save }) => save({ done: 2, total: 2, cursor: 2, problem: 'Not read: Flow A.' }));
  expect(await queue.latest()).toMatchObject({ state: 'done', problem: 'Not read: Flow A.' });
});

test('Salesforce down: it waits in words, longer each time, and goes on where it was', async () => {
  const delays: number[] = [];
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await run(() => Promise.reject(down()));
    const row = await queue.latest();
    expect(row).toMatchObject({ state: 'waiting', problem: 'Salesforce did not answer. No answer in 20 s.' });
    delays.push((row?.retry_at ?? 0) - queue.clock.now);
    queue.clock.now = row?.retry_at ?? 0;
  }
  expect(delays).toEqual([2_000, 4_000, 8_000]);

  let seen: unknown;
  await run(async ({ save }) => {
    await save({ done: 5, total: 9, cursor: { after: 'E' } });
    throw down();
  });
  const row = await queue.latest();
  expect((row?.retry_at ?? 0) - queue.clock.now).toBe(2_000);
  queue.clock.now = row?.retry_at ?? 0;
  await run(async ({ cursor }) => {
    seen = cursor;
  });
  expect(seen).toEqual({ after: 'E' });
  expect(await queue.latest()).toMatchObject({ state: 'done', done: 5, total: 9 });
});

test('a refusal waits for a person, not for seconds', async () => {
  await run(() => Promise.reject(new AppError('salesforce_refused', { detail: 'user_inactive' })));
  const row = await queue.latest();
  expect(row).toMatchObject({ state: 'waiting' });
  expect((row?.retry_at ?? 0) - start).toBe(30_000);
});

test('a time that Salesforce names is kept', async () => {
  await run(() => Promise.reject(new AppError('salesforce_limit', { retryAfter: 3600 })));
  expect(((await queue.latest())?.retry_at ?? 0) - start).toBe(3_600_000);
});

test('a fault of ours is tried again a few times, then given up; its words stay in the log', async () => {
  for (let attempt = 0; attempt < maxFaults; attempt += 1) {
    await run(() => Promise.reject(new Error('a bug with a path')));
    queue.clock.now += 10 * 60_000;
  }
  expect(await queue.latest()).toMatchObject({ state: 'failed', problem: 'Something failed on our side.' });
  expect(queue.logged.join('')).toContain('a bug with a path');
  expect(await queue.claim('b')).toBeUndefined();
});

test('an orderly stop gives the job back, with its place', async () => {
  const stop = new AbortController();
  await run(async ({ save, signal }) => {
    await save({ done: 1, total: 2, cursor: 1 });
    stop.abort();
    signal.throwIfAborted();
  }, stop.signal);
  expect(await queue.latest()).toMatchObject({ state: 'queued', done: 1, lease_owner: null });
});

test('work that lost its lease cannot save and changes nothing', async () => {
  let saved = false;
  await run(async ({ save }) => {
    queue.clock.now += 31_000;
    await mustClaim(queue, 'other');
    await save({ done: 1, total: 2, cursor: 1 });
    saved = true;
  });
  expect(saved).toBe(false);
  expect(await queue.latest()).toMatchObject({ state: 'running', lease_owner: 'other', done: 0 });
});

test.each(['{', '{"failures":"x"}'])('a damaged cursor (%s) starts the work anew', async (cursor) => {
  await queue.db.updateTable('jobs').set({ cursor }).execute();
  let seen: unknown = 'unset';
  await run(async (job) => {
    seen = job.cursor;
  });
  expect(seen).toBeUndefined();
  expect(await queue.latest()).toMatchObject({ state: 'done' });
});

describe('the worker', () => {
  test('takes what another process queues while it sleeps', async () => {
    const done = Promise.withResolvers<string>();
    const deps = queue.deps(async ({ id }) => done.resolve(id));
    await queue.db.deleteFrom('jobs').execute();
    const worker = createWorker({ ...deps, pollMs: 30 });
    worker.start();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { id } = await queue.enqueue();
    expect(await done.promise).toBe(id);
    await worker.stop();
    expect(await queue.latest()).toMatchObject({ state: 'done' });
  });

  test('keeps the lease of long work', async () => {
    const end = Promise.withResolvers<void>();
    const worker = createWorker({ ...queue.deps(() => end.promise, 60), now: Date.now });
    worker.start();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await queue.queue.claim({ owner: 'thief', now: Date.now(), leaseMs: 60 })).toBeUndefined();
    end.resolve();
    await worker.stop();
  });

  test('stops at once, and gives back what it was doing', async () => {
    const begun = Promise.withResolvers<void>();
    const worker = createWorker(
      queue.deps(async ({ signal }) => {
        begun.resolve();
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      }),
    );
    worker.start();
    await begun.promise;
    await worker.stop();
    expect(await queue.latest()).toMatchObject({ state: 'queued' });
  });

  test('does not wait long for work that waits for an answer from outside', async () => {
    const begun = Promise.withResolvers<void>();
    const worker = createWorker(
      queue.deps(() => {
        begun.resolve();
        return new Promise(() => {});
      }),
    );
    worker.start();
    await begun.promise;
    await worker.stop();
    expect(await queue.latest()).toMatchObject({ state: 'queued', lease_owner: null });
  });

  test('survives a queue that cannot be reached', async () => {
    const done = Promise.withResolvers<void>();
    const deps = queue.deps(async () => done.resolve());
    let failures = 0;
    const worker = createWorker({
      ...deps,
      pollMs: 10,
      queue: {
        ...deps.queue,
        claim: (claim) => {
          failures += 1;
          return failures < 3 ? Promise.reject(new Error('locked')) : deps.queue.claim(claim);
        },
      },
    });
    worker.start();
    await done.promise;
    await worker.stop();
  });
});

describe('a job whose org is disconnected', () => {
  test('is noticed by who runs it; stopping resolves when nothing of it is written any more', async () => {
    const begun = Promise.withResolvers<void>();
    const steps: string[] = [];
    const deps = queue.deps(async ({ signal }) => {
      begun.resolve();
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const worker = createWorker({
      ...deps,
      now: Date.now,
      noticeMs: 20,
      seal: async (orgId) => void steps.push(`sealed ${orgId}`),
    });
    worker.start();
    await begun.promise;
    await stopJobs(queue.db, orgId, Date.now);
    steps.push('stopped');
    expect(steps).toEqual([`sealed ${orgId}`, 'stopped']);
    expect(await queue.db.selectFrom('jobs').selectAll().execute()).toEqual([]);
    await worker.stop();
    expect(queue.logged.join('')).toContain('the org was disconnected');
  });

  test('is not waited for longer than the lease of a process that was killed', async () => {
    await mustClaim(queue, 'killed', 300);
    const before = performance.now();
    await stopJobs(queue.db, orgId, () => Math.round(start + performance.now() - before));
    expect(performance.now() - before).toBeGreaterThanOrEqual(290);
    expect(await queue.latest()).toBeUndefined();
  });

  test('is told to nobody, and not taken up again', async () => {
    await mustClaim(queue, 'a');
    await haltJobs(queue.db, orgId);
    expect(await queue.latest()).toBeUndefined();
    queue.clock.now += 60_000;
    expect(await queue.claim('b')).toBeUndefined();
  });
});
