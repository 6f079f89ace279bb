// Queues the first look at an org, when it is connected and for any org that was left without one.

import { randomUUID } from 'node:crypto';
import type { Database } from '../db/database.ts';
import { enqueueJob, latestJob } from '../db/jobs.ts';

/** Once for each org: a baseline that is still to be finished counts. */
export async function enqueueBaseline(db: Database, orgId: string, now: number): Promise<void> {
  await enqueueJob(db, { id: randomUUID(), orgId, kind: 'baseline', now });
}

/** A process may have ended between connecting an org and queueing its baseline; one that was given up is tried anew. */
export async function enqueueMissingBaselines(db: Database, now: number): Promise<void> {
  const orgs = await db.selectFrom('orgs').select('org_id').where('state', '!=', 'replaced').execute();
  for (const { org_id: orgId } of orgs) {
    const latest = await latestJob(db, orgId, 'baseline');
    if (!latest || latest.state === 'failed') await enqueueBaseline(db, orgId, now);
  }
}
