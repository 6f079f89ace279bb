// How far each org's login history is reconciled, when it is its turn again, and who is at it.

import type { Selectable, Updateable } from 'kysely';
import * as z from 'zod/mini';
import type { Database } from './database.ts';
import { engineOf, inTransaction } from './engine.ts';
import type { Tables } from './tables.ts';

const login = z.object({
  at: z.int(),
  userId: z.string(),
  address: z.string(),
  application: z.string(),
  status: z.string(),
});

/** What the last run that could judge saw within its window. */
export const reconcileSummary = z.object({
  rows: z.int(),
  explained: z.int(),
  merged: z.int(),
  missing: z.int(),
  others: z.int(),
  /** Whether anybody has said where our calls leave from. */
  egressDeclared: z.boolean(),
  addresses: z.array(z.object({ address: z.string(), logins: z.int() })),
  /** Logins that failed and that nobody here tried. */
  failures: z.object({ logins: z.int(), last: z.array(login) }),
});
export type ReconcileSummary = z.output<typeof reconcileSummary>;

export type ReconciliationRow = Selectable<Tables['reconciliations']>;

/** Every connected org has its turn; one that is connected anew begins anew. */
export async function addReconciliations(db: Database, now: number): Promise<void> {
  const orgs = await db
    .selectFrom('orgs')
    .select(['org_id', 'connected_at'])
    .where('state', '=', 'connected')
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('reconciliations')
            .select('reconciliations.org_id')
            .whereRef('reconciliations.org_id', '=', 'orgs.org_id'),
        ),
      ),
    )
    .execute();
  for (const { org_id, connected_at } of orgs) {
    await db
      .insertInto('reconciliations')
      .values({ org_id, judge_from: connected_at, state: 'waiting', next_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

export function findReconciliation(db: Database, orgId: string): Promise<ReconciliationRow | undefined> {
  return db.selectFrom('reconciliations').selectAll().where('org_id', '=', orgId).executeTakeFirst();
}

/** The org whose turn has been the longest, for this owner alone; orgs that are not connected are left out. */
export function claimReconciliation(
  db: Database,
  { owner, now, leaseMs }: { owner: string; now: number; leaseMs: number },
): Promise<ReconciliationRow | undefined> {
  return inTransaction(db, async (transaction) => {
    const due = await transaction
      .selectFrom('reconciliations')
      .innerJoin('orgs', 'orgs.org_id', 'reconciliations.org_id')
      .select('reconciliations.org_id')
      .where('orgs.state', '=', 'connected')
      .where('next_at', '<=', now)
      .where((where) => where.or([where('lease_until', 'is', null), where('lease_until', '<=', now)]))
      .orderBy('next_at')
      .limit(1)
      .$if(engineOf(transaction) === 'postgres', (rows) => rows.forUpdate('reconciliations').skipLocked())
      .executeTakeFirst();
    if (!due) return undefined;
    return transaction
      .updateTable('reconciliations')
      .set({ lease_owner: owner, lease_until: now + leaseMs, run_at: now })
      .where('org_id', '=', due.org_id)
      .returningAll()
      .executeTakeFirst();
  });
}

/** Ends a run. False, and nothing changed, where the org is gone or another has taken it over. */
export async function finishReconciliation(
  db: Pick<Database, 'updateTable'>,
  { orgId, owner }: { orgId: string; owner: string },
  end: Pick<Updateable<Tables['reconciliations']>, 'until' | 'state' | 'reason' | 'detail' | 'summary'> & {
    next_at: number;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('reconciliations')
    .set({ ...end, lease_owner: null, lease_until: null })
    .where('org_id', '=', orgId)
    .where('lease_owner', '=', owner)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Its turn comes at that time, if it would come later otherwise. */
export async function hurryReconciliation(db: Database, orgId: string, at: number): Promise<void> {
  await db
    .updateTable('reconciliations')
    .set({ next_at: at })
    .where('org_id', '=', orgId)
    .where('next_at', '>', at)
    .execute();
}
