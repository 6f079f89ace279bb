// Makes rows that were deleted or changed disappear from the disk as well, not from tables alone.

import { type Kysely, sql } from 'kysely';
import { engineOf } from './engine.ts';

/** Rows are gone from the tables, and may still lie in the file beside them. */
export class StillOnDisk extends Error {
  constructor() {
    super(
      'What was erased is gone from the tables, and may still lie in the write-ahead file beside the database: another process is reading from it. It is gone from there when the services that use the database are restarted.',
    );
    this.name = 'StillOnDisk';
  }
}

/**
 * Writes what is left of the tables anew, without the rows of before. What PostgreSQL keeps for replicas and backups (its
 * write-ahead log) goes by its own rules, and while a transaction of the server is older than the deletion, what was
 * deleted is written anew as well: nobody is told of that. Throws `StillOnDisk` on SQLite.
 */
export async function scrubTables<Tables>(
  db: Kysely<Tables>,
  tables: readonly (keyof Tables & string)[],
): Promise<void> {
  if (engineOf(db) === 'postgres') {
    await sql`vacuum (full) ${sql.join(tables.map((table) => sql.table(table)))}`.execute(db);
    return;
  }
  await sql`vacuum`.execute(db);
  const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db);
  if (rows[0]?.busy !== 0) throw new StillOnDisk();
}
