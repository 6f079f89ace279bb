// Makes rows that were deleted or changed disappear from the disk as well, not from tables alone.

import { sql } from 'kysely';
import type { Database } from './database.ts';
import { engineOf } from './engine.ts';

/**
 * Writes what is left of a history's tables anew, without the rows of before. What PostgreSQL keeps for replicas and
 * backups (its write-ahead log) goes by its own rules.
 */
export async function scrubHistory(db: Database): Promise<void> {
  if (engineOf(db) === 'postgres') {
    await sql`vacuum (full) versions, live_reads`.execute(db);
    return;
  }
  await sql`vacuum`.execute(db);
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
}
