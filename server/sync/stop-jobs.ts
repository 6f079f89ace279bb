// Ends an org's jobs whatever process runs them: they are told by their row, and waited for while their lease lasts.

import { setTimeout } from 'node:timers/promises';
import type { Database } from '../db/database.ts';
import { dropJobs, haltJobs, isStopping } from '../db/jobs.ts';

const lookMs = 50;

/** Resolves when no job of the org is left, and nothing of one can be written any more. */
export async function stopJobs(db: Database, orgId: string, now: () => number): Promise<void> {
  await haltJobs(db, orgId);
  while (await isStopping(db, orgId, now())) await setTimeout(lookMs);
  await dropJobs(db, orgId);
}
