// Makes rows that were deleted or changed disappear from the disk as well, not from tables alone.

import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { engineOf } from './engine.ts';
import { olderTransactionsEnd } from './older-transactions.ts';
import { hearNotices } from './postgres.ts';

/** Rows are gone from the tables, and may still lie in a file. */
export class StillOnDisk extends Error {
  override readonly name = 'StillOnDisk';
}

export interface ScrubOptions {
  /** Milliseconds for which transactions of others, older than the deletion, are waited for (PostgreSQL). */
  readonly patience?: number;
  /** Hears once that it waits for some, with their process ids. */
  readonly waiting?: ((pids: readonly number[]) => void) | undefined;
}

const minute = 60_000;

/**
 * Writes what is left of the tables anew, without the rows of before; call it when the deletion is committed. Throws
 * `StillOnDisk` where a file still has them. What PostgreSQL keeps for replicas and backups (its write-ahead log) goes by
 * its own rules.
 */
export function scrubTables<Tables>(
  db: Kysely<Tables>,
  tables: readonly (keyof Tables & string)[],
  options: ScrubOptions = {},
): Promise<void> {
  return engineOf(db) === 'postgres' ? scrubPostgres(db, tables, options) : scrubSqlite(db);
}

async function scrubSqlite<Tables>(db: Kysely<Tables>): Promise<void> {
  await sql`vacuum`.execute(db);
  const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db);
  if (rows[0]?.busy === 0) return;
  throw new StillOnDisk(
    'What was erased is gone from the tables, and may still lie in the write-ahead file beside the database: another process is reading from it. It is gone from there when the services that use the database are restarted.',
  );
}

async function scrubPostgres<Tables>(
  db: Kysely<Tables>,
  tables: readonly (keyof Tables & string)[],
  { patience = minute, waiting }: ScrubOptions,
): Promise<void> {
  const until = Date.now() + patience;
  let tell = waiting;
  const tellOnce = (pids: readonly number[]) => {
    tell?.(pids);
    tell = undefined;
  };
  for (let pause = 1_000; ; pause *= 2) {
    const older = await olderTransactionsEnd(db, until, tellOnce);
    const kept = await writeAnew(db, tables);
    if (kept === 0) return;
    if (Date.now() + pause >= until) throw new StillOnDisk(await stillInFiles(db, tables, older));
    await sleep(pause);
  }
}

/** How many deleted rows PostgreSQL wrote anew with the others, since something might still look at them. */
async function writeAnew<Tables>(
  db: Kysely<Tables>,
  tables: readonly (keyof Tables & string)[],
): Promise<number> {
  const names = sql.join(tables.map((table) => sql.table(table)));
  const heard = await hearNotices(() => sql`vacuum (full, verbose) ${names}`.execute(db));
  // “12 dead row versions cannot be removed yet.”, in the server's language.
  const kept = heard.flatMap(({ detail }) => /\d+/.exec(detail ?? '')?.[0] ?? []).map(Number);
  if (kept.length === tables.length) return kept.reduce((sum, each) => sum + each, 0);
  const said = heard.map(({ message }) => message).join('; ') || 'nothing';
  throw new Error(
    `PostgreSQL did not write ${tables.join(', ')} anew, so what was deleted may still lie in their files. It said: ${said}`,
  );
}

async function stillInFiles<Tables>(
  db: Kysely<Tables>,
  tables: readonly (keyof Tables & string)[],
  older: readonly number[],
): Promise<string> {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  const names = tables.map((table) => `"${rows[0]?.schema}"."${table}"`).join(', ');
  const who =
    older.length > 0
      ? `a transaction on this server is older than the deletion (process ${older.join(', ')} in pg_stat_activity)`
      : 'a transaction or a replica of this server might still look at them';
  return `What was erased is gone from the tables, and still lies in their files: ${who}. When that has ended, run as the tables’ owner: VACUUM FULL ${names}`;
}
