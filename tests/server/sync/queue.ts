// A queue over a database in memory with a clock of its own, for tests of jobs.

import { enqueueJob, latestJob } from '../../../server/db/jobs.ts';
import { createLog } from '../../../server/log.ts';
import type { RunDeps, Work } from '../../../server/sync/job.ts';
import { createJobQueue } from '../../../server/sync/job-queue.ts';
import { openTestDatabase } from '../../helpers/databases.ts';

export const orgId = '00D5g000004XyZaEAK';
export const start = Date.parse('2026-03-02T09:00:00.000Z');

export async function openQueue() {
  const db = await openTestDatabase();
  const clock = { now: start };
  const logged: string[] = [];
  let ids = 0;
  const queue = createJobQueue(db);
  const deps = (work: Work, leaseMs = 30_000): RunDeps => ({
    queue,
    work: { baseline: work },
    log: createLog({ destination: { write: (line) => logged.push(line) } }),
    leaseMs,
    now: () => clock.now,
  });
  return {
    db,
    clock,
    queue,
    deps,
    logged,
    enqueue: (org = orgId) => {
      ids += 1;
      return enqueueJob(db, { id: `job-${ids}`, orgId: org, kind: 'baseline', now: clock.now });
    },
    claim: (owner: string, leaseMs = 30_000) => queue.claim({ owner, now: clock.now, leaseMs }),
    latest: () => latestJob(db, orgId, 'baseline'),
  };
}

export type Queue = Awaited<ReturnType<typeof openQueue>>;

/** Claims the next job; fails the test when nothing is due. */
export async function mustClaim(queue: Queue, owner: string, leaseMs?: number) {
  const row = await queue.claim(owner, leaseMs);
  if (!row) throw new Error('nothing is due');
  return row;
}
