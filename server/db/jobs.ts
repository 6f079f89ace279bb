// The queue of long work: one row a job, taken by lease, so that a stopped process's job is taken over.

import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import { engineOf, inTransaction, lock } from './engine.ts';
import type { Tables } from './tables.ts';

export type JobRow = Selectable<Tables['jobs']>;
export type JobKind = JobRow['kind'];

/** Whose lease a change is made under; a change under a lost lease is refused. */
export interface Lease {
  readonly id: string;
  readonly owner: string;
}

/** Queues a job unless one of its kind is still to be finished for this org; answers the one that counts. */
export function enqueueJob(
  db: Database,
  job: { id: string; orgId: string; kind: JobKind; now: number },
): Promise<JobRow> {
  return inTransaction(db, async (tx) => {
    await lock(tx, `jobs:${job.orgId}:${job.kind}`);
    const open = await tx
      .selectFrom('jobs')
      .selectAll()
      .where('org_id', '=', job.orgId)
      .where('kind', '=', job.kind)
      .where('state', 'in', ['queued', 'running', 'waiting'])
      .executeTakeFirst();
    if (open) return open;
    return tx
      .insertInto('jobs')
      .values({
        id: job.id,
        org_id: job.orgId,
        kind: job.kind,
        state: 'queued',
        done: 0,
        total: 0,
        updated_at: job.now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

/** Takes the oldest job that is queued, due again, or left behind by an owner whose lease ran out. */
export async function claimJob(
  db: Database,
  claim: { owner: string; now: number; leaseMs: number },
): Promise<JobRow | undefined> {
  const due = (from: Pick<Database, 'selectFrom'>) =>
    from
      .selectFrom('jobs')
      .select('id')
      .where((is) =>
        is.or([
          is('state', '=', 'queued'),
          is.and([is('state', '=', 'waiting'), is('retry_at', '<=', claim.now)]),
          is.and([is('state', '=', 'running'), is('lease_until', '<=', claim.now)]),
        ]),
      )
      .orderBy('updated_at')
      .limit(1);
  // Asked often; a transaction would keep others from writing for nothing.
  if (!(await due(db).executeTakeFirst())) return undefined;
  return inTransaction(db, async (tx) => {
    const candidate = await due(tx)
      // A row that another server is taking is not waited for: the next one is as good.
      .$if(engineOf(tx) === 'postgres', (rows) => rows.forUpdate().skipLocked())
      .executeTakeFirst();
    if (!candidate) return undefined;
    const row = await tx
      .updateTable('jobs')
      .set((columns) => ({
        state: 'running',
        lease_owner: claim.owner,
        lease_until: claim.now + claim.leaseMs,
        retry_at: null,
        started_at: columns.fn.coalesce('started_at', columns.val(claim.now)),
        updated_at: claim.now,
      }))
      .where('id', '=', candidate.id)
      .returningAll()
      .executeTakeFirst();
    return row;
  });
}

/** Changes a job this owner still holds; false when the lease was lost to another. */
async function change(
  db: Database,
  lease: Lease,
  set: Partial<Omit<JobRow, 'id' | 'org_id' | 'kind'>>,
): Promise<boolean> {
  const result = await db
    .updateTable('jobs')
    .set(set)
    .where('id', '=', lease.id)
    .where('lease_owner', '=', lease.owner)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export function renewLease(db: Database, lease: Lease, leaseUntil: number): Promise<boolean> {
  return change(db, lease, { lease_until: leaseUntil });
}

export function saveProgress(
  db: Database,
  lease: Lease,
  progress: { done: number; total: number; cursor: string; problem: string | null; now: number },
): Promise<boolean> {
  const { now, ...rest } = progress;
  return change(db, lease, { ...rest, updated_at: now });
}

const released = { lease_owner: null, lease_until: null };

export function finishJob(
  db: Database,
  lease: Lease,
  end: { state: 'done' | 'failed'; problem: string | null; now: number },
): Promise<boolean> {
  return change(db, lease, {
    ...released,
    state: end.state,
    problem: end.problem,
    updated_at: end.now,
    finished_at: end.now,
  });
}

/** Stopped by a fault; due again at `retryAt`. */
export function postponeJob(
  db: Database,
  lease: Lease,
  wait: { problem: string; retryAt: number; cursor: string | null; now: number },
): Promise<boolean> {
  return change(db, lease, {
    ...released,
    state: 'waiting',
    problem: wait.problem,
    retry_at: wait.retryAt,
    cursor: wait.cursor,
    updated_at: wait.now,
  });
}

/** Gives a job back at an orderly stop, for the next process to go on at once. */
export function releaseJob(db: Database, lease: Lease, now: number): Promise<boolean> {
  return change(db, lease, { ...released, state: 'queued', updated_at: now });
}

/** Takes an org's jobs out of the queue; who runs one loses its lease, and says when it has stopped by `leaveJob`. */
export function haltJobs(db: Database, orgId: string): Promise<void> {
  return inTransaction(db, async (tx) => {
    await tx
      .deleteFrom('jobs')
      .where('org_id', '=', orgId)
      .where('state', 'not in', ['running', 'stopping'])
      .execute();
    await tx
      .updateTable('jobs')
      .set({ state: 'stopping' })
      .where('org_id', '=', orgId)
      .where('state', '=', 'running')
      .execute();
  });
}

/** The last word of who ran a job that was halted; false when it was not, and another has it now. */
export async function leaveJob(db: Database, lease: Lease): Promise<boolean> {
  const result = await db
    .deleteFrom('jobs')
    .where('id', '=', lease.id)
    .where('lease_owner', '=', lease.owner)
    .where('state', '=', 'stopping')
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** Whether somebody may still be at work for an org whose jobs were halted; who was killed is not. */
export async function isStopping(db: Database, orgId: string, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('jobs')
    .select('id')
    .where('org_id', '=', orgId)
    .where('state', '=', 'stopping')
    .where('lease_until', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}

export async function dropJobs(db: Database, orgId: string): Promise<void> {
  await db.deleteFrom('jobs').where('org_id', '=', orgId).execute();
}

export async function isHeld(db: Database, lease: Lease): Promise<boolean> {
  const row = await db
    .selectFrom('jobs')
    .select('id')
    .where('id', '=', lease.id)
    .where('lease_owner', '=', lease.owner)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return row !== undefined;
}

export type KnownJob = JobRow & { readonly state: Exclude<JobRow['state'], 'stopping'> };

/** The one to tell of; one that only has to stop is none. */
export function latestJob(db: Database, orgId: string, kind: JobKind): Promise<KnownJob | undefined> {
  return db
    .selectFrom('jobs')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('kind', '=', kind)
    .where('state', '!=', 'stopping')
    .orderBy('updated_at', 'desc')
    .limit(1)
    .$narrowType<{ state: KnownJob['state'] }>()
    .executeTakeFirst();
}

/** When the next waiting or abandoned job is due, if any. */
export async function nextDue(db: Database): Promise<number | undefined> {
  const row = await db
    .selectFrom('jobs')
    .select((columns) => [columns.fn.min('retry_at').as('retry'), columns.fn.min('lease_until').as('lease')])
    .where('state', 'in', ['waiting', 'running'])
    .executeTakeFirst();
  const times = [row?.retry, row?.lease].filter((time) => time !== null && time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times.map(Number));
}
