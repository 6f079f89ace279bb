// Brings a schema forward: every migration the database lacks, in order, in one transaction.

import { type Kysely, sql, type Transaction } from 'kysely';
import { bytewiseText } from './bytewise-text.ts';
import { engineOf } from './engine.ts';
import { DatabaseUnusable } from './unusable.ts';

export interface Migration {
  /** Sorts in the order of application and never changes: `0001-first`. */
  readonly name: string;
  up(db: Kysely<unknown>): Promise<void>;
}

interface Applied {
  schema_migrations: { name: string; position: number };
}

/**
 * `name` is how the database is called in errors. A database that lacks nothing is only read, so a role without the
 * right to make tables can open it.
 */
export async function migrateForward<T>(
  db: Kysely<T>,
  wanted: readonly Migration[],
  name: string,
): Promise<void> {
  const own = db as unknown as Kysely<Applied>;
  const known = await own.transaction().execute((transaction) => appliedTo(transaction));
  checkKnown(known, wanted, name);
  if (known.length === wanted.length) return;
  await own.transaction().execute(async (transaction) => {
    const inside = await prepare(transaction);
    const applied = await appliedTo(transaction);
    // Another process may have been first.
    checkKnown(applied, wanted, name);
    if (applied.length === 0) await createList(inside);
    for (const [position, migration] of wanted.entries()) {
      if (position < applied.length) continue;
      await migration.up(inside as unknown as Kysely<unknown>);
      await inside.insertInto('schema_migrations').values({ name: migration.name, position }).execute();
    }
  });
}

/** What a database has of what is wanted, without changing it. Throws `DatabaseUnusable` for a newer one. */
export async function missingMigrations<T>(
  db: Kysely<T>,
  wanted: readonly Migration[],
  name: string,
): Promise<readonly Migration[]> {
  const own = db as unknown as Kysely<Applied>;
  const applied = await own.transaction().execute((transaction) => appliedTo(transaction));
  checkKnown(applied, wanted, name);
  return wanted.slice(applied.length);
}

/** On PostgreSQL one process migrates, the others wait; SQLite's lock on writing does the same. */
async function prepare(transaction: Transaction<Applied>): Promise<Kysely<Applied>> {
  if (engineOf(transaction) === 'sqlite') return transaction;
  await sql`select pg_advisory_xact_lock(hashtextextended('canvasback:migrate:' || current_setting('search_path'), 0))`.execute(
    transaction,
  );
  const { rows } = await sql<{ there: boolean }>`
    select to_regnamespace(current_setting('search_path')) is not null as there`.execute(transaction);
  if (!rows[0]?.there) {
    await sql`create schema ${sql.id(await searchPath(transaction))}`.execute(transaction);
  }
  return transaction.withPlugin(bytewiseText());
}

async function searchPath(transaction: Transaction<Applied>): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_setting('search_path') as name`.execute(
    transaction,
  );
  return rows[0]?.name ?? '';
}

async function createList(transaction: Kysely<Applied>): Promise<void> {
  await transaction.schema
    .createTable('schema_migrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('position', 'integer', (column) => column.notNull())
    .execute();
}

/** Oldest first; none when the database is new. */
async function appliedTo(transaction: Transaction<Applied>): Promise<string[]> {
  const there =
    engineOf(transaction) === 'sqlite'
      ? sql<{ there: number }>`select count(*) as there from sqlite_master where name = 'schema_migrations'`
      : sql<{ there: number }>`select count(to_regclass('schema_migrations')) as there`;
  if (!(await there.execute(transaction)).rows[0]?.there) return [];
  const rows = await transaction.selectFrom('schema_migrations').select('name').orderBy('position').execute();
  return rows.map((row) => row.name);
}

function checkKnown(applied: readonly string[], wanted: readonly Migration[], database: string): void {
  for (const [index, name] of applied.entries()) {
    if (wanted[index]?.name === name) continue;
    throw new DatabaseUnusable(
      database,
      `a newer Canvasback wrote it (it has the change "${name}", unknown here). Start that version again.`,
    );
  }
}
