// History sources: where an org's history comes from, and up to which commit it is indexed.

import { sql, type Transaction } from 'kysely';
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

/** A commit that the index is on its way to; until it is there nothing may take it for whole. */
export async function findReading(db: Database, orgId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('history_sources')
    .select('reading_to')
    .where('org_id', '=', orgId)
    .executeTakeFirst();
  return row?.reading_to ?? undefined;
}

/** Says so to every process; `over`: also where the way to another commit is noted. */
export async function noteReading(
  db: Database,
  orgId: string,
  to: string,
  { at, over }: { at: number; over: boolean },
): Promise<void> {
  await db
    .insertInto('history_sources')
    .values({ org_id: orgId, attached_at: at, reading_to: to })
    .onConflict((conflict) => {
      const noted = conflict.column('org_id').doUpdateSet({ reading_to: to });
      return over ? noted : noted.where('history_sources.reading_to', 'is', null);
    })
    .execute();
}

/** Unless another way was noted meanwhile. */
export async function endReading(db: Database, orgId: string, to: string): Promise<void> {
  await db
    .updateTable('history_sources')
    .set({ reading_to: null })
    .where('org_id', '=', orgId)
    .where('reading_to', '=', to)
    .execute();
}

/**
 * Says that the index now reaches `after`, if it reached `before` until now; false when it did not. Where it was on its way
 * to that commit, it is there.
 */
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
    .set({ indexed_tip: after, reading_to: sql<string | null>`nullif(reading_to, ${after})` })
    .where('org_id', '=', orgId)
    .where('indexed_tip', before === null ? 'is' : '=', before)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
