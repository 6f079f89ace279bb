// Two workers on one PostgreSQL take different jobs, each once; what one is told to stop, the other leaves alone.

import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JobRun } from '../../../../server/sync/job.ts';
import { createWorker, type Worker } from '../../../../server/sync/schedule.ts';
import { stopJobs } from '../../../../server/sync/stop-jobs.ts';
import { openQueue, type Queue } from '../queue.ts';

const orgs = Array.from({ length: 8 }, (_, index) =>
  `00D5g00000000${index}AAAK`.slice(0, 18).padEnd(18, 'A'),
);
let queue: Queue;
let workers: Worker[];
beforeEach(async () => {
  queue = await openQueue();
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await queue.db.destroy();
});

function start(work: (worker: number, run: JobRun) => Promise<void>) {
  workers = [0, 1].map((index) =>
    createWorker({ ...queue.deps((run) => work(index, run)), now: Date.now, parallel: 1, pollMs: 20 }),
  );
  for (const worker of workers) worker.start();
}

test('take different jobs at the same time, each once', async () => {
  for (const org of orgs) await queue.enqueue(org);
  const ran: [number, string][] = [];
  const done = Promise.withResolvers<void>();
  start(async (worker, { orgId }) => {
    ran.push([worker, orgId]);
    await setTimeout(60);
    if (ran.length === orgs.length) done.resolve();
  });
  await done.promise;
  expect(ran.map(([, org]) => org).sort()).toEqual([...orgs].sort());
  expect(new Set(ran.map(([worker]) => worker))).toEqual(new Set([0, 1]));
});

test('what runs in one is stopped from outside, waited for, and taken up by neither', async () => {
  const [org = ''] = orgs;
  await queue.enqueue(org);
  const begun = Promise.withResolvers<void>();
  let runs = 0;
  let ended = false;
  start(async (_, { signal }) => {
    runs += 1;
    begun.resolve();
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    await setTimeout(50);
    ended = true;
  });
  await begun.promise;
  await stopJobs(queue.db, org, Date.now);
  expect(ended).toBe(true);
  expect(await queue.db.selectFrom('jobs').selectAll().execute()).toEqual([]);
  await setTimeout(100);
  expect(runs).toBe(1);
});
