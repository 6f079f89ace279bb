// History sources: where an org's history comes from, and up to which commit it is indexed.

import type { Transaction } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export interface HistorySource {
  /** The attached project's directory; null when the history is ours alone. */
  readonly dir: string | null;
  readonly rev: string | null;
  readonly indexedTip: string | null;
}

export async function findHistorySource(db: Database, orgId: string): Promise<HistorySource | undefined> {
  return await db
    .selectFrom('history_sources')
    .select(['dir', 'rev', 'indexed_tip as indexedTip'])
    .where('org_id', '=', orgId)
    .executeTakeFirst();
}

/** Remembers the attached project; the index stays where it is. */
export async function putHistorySource(
  db: Database,
  orgId: string,
  source: { dir: string | null; rev: string | null; at: number },
): Promise<void> {
  const { dir, rev, at } = source;
  await db
    .insertInto('history_sources')
    .values({ org_id: orgId, dir, rev, attached_at: at })
    .onConflict((conflict) => conflict.column('org_id').doUpdateSet({ dir, rev, attached_at: at }))
    .execute();
}

/** Says that the index now reaches `after`, if it reached `before` until now; false when it did not. */
export async function moveIndexedTip(
  db: Transaction<Tables>,
  orgId: string,
  before: string | null,
  after: string | null,
  at: number,
): Promise<boolean> {
  await db
    .insertInto('history_sources')
    .values({ org_id: orgId, attached_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const result = await db
    .updateTable('history_sources')
    .set({ indexed_tip: after })
    .where('org_id', '=', orgId)
    .where('indexed_tip', before === null ? 'is' : '=', before)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
