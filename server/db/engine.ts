// What the two engines do differently when several connections write: locks by name, and transactions begun again.

import { type Kysely, PostgresAdapter, sql, type Transaction } from 'kysely';

export type Engine = 'sqlite' | 'postgres';

export function engineOf<T>(db: Pick<Kysely<T>, 'getExecutor'>): Engine {
  return db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite';
}

/**
 * Until the transaction ends, no other transaction holds the lock of that name. SQLite has one writer at a time and
 * needs none. Take it first: what was read before it may be old.
 */
export async function lock<T>(transaction: Transaction<T>, name: string): Promise<void> {
  if (engineOf(transaction) === 'sqlite') return;
  // The schema keeps two installations in one database apart.
  await sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || ':' || ${name}, 0))`.execute(
    transaction,
  );
}

/** Held by whatever writes several rows of what an org holds. */
export const indexLock = (orgId: string) => `index:${orgId}`;

/**
 * After many rows came at once: PostgreSQL would plan by what it knew before, and read all versions of a component
 * for one page, until it looks by itself a minute later.
 */
export async function refreshStatistics<T>(
  db: Kysely<T>,
  tables: readonly (keyof T & string)[],
): Promise<void> {
  if (engineOf(db) === 'sqlite') return;
  await sql`analyze ${sql.join(tables.map((table) => sql.table(table)))}`.execute(db);
}

/** PostgreSQL ended one of several transactions that waited for each other, or could not put them in order. */
const again = new Set(['40001', '40P01']);
const attempts = 5;

/** All of `work` or nothing. It may run more than once, so it changes nothing but the database. */
export async function inTransaction<T, R>(
  db: Kysely<T>,
  work: (transaction: Transaction<T>) => Promise<R>,
): Promise<R> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (attempt === attempts || !again.has(String((error as { code?: unknown } | null)?.code))) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt));
    }
  }
}
