// The queue of jobs over the database's table.

import type { Database } from '../db/database.ts';
import {
  claimJob,
  finishJob,
  isHeld,
  leaveJob,
  nextDue,
  postponeJob,
  releaseJob,
  renewLease,
  saveProgress,
} from '../db/jobs.ts';
import type { JobQueue } from './job.ts';

export function createJobQueue(db: Database): JobQueue {
  return {
    claim: (claim) => claimJob(db, claim),
    renew: (lease, leaseUntil) => renewLease(db, lease, leaseUntil),
    isHeld: (lease) => isHeld(db, lease),
    save: (lease, progress) => saveProgress(db, lease, progress),
    finish: (lease, end) => finishJob(db, lease, end),
    postpone: (lease, wait) => postponeJob(db, lease, wait),
    leave: (lease) => leaveJob(db, lease),
    release: (lease, now) => releaseJob(db, lease, now),
    nextDue: () => nextDue(db),
  };
}
