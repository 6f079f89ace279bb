// Makes a table that rows are only ever added to, whatever a statement says; for migrations.

import { type Kysely, sql } from 'kysely';
import { engineOf } from './engine.ts';

/** `words` is what a refused statement is told. */
export async function makeAppendOnly(db: Kysely<unknown>, table: string, words: string): Promise<void> {
  await refuse(db, table, words, ['UPDATE', 'DELETE']);
}

/** Rows may go and never change; a role that is granted use of the tables may only add them: see grants.ts. */
export async function makeUnchangeable(db: Kysely<unknown>, table: string, words: string): Promise<void> {
  await refuse(db, table, words, ['UPDATE']);
}

type Event = 'UPDATE' | 'DELETE';

async function refuse(
  db: Kysely<unknown>,
  table: string,
  words: string,
  events: readonly Event[],
): Promise<void> {
  if (engineOf(db) === 'postgres') await onPostgres(db, table, words, events);
  else await onSqlite(db, table, words, events);
}

async function onSqlite(
  db: Kysely<unknown>,
  table: string,
  words: string,
  events: readonly Event[],
): Promise<void> {
  for (const event of events) {
    await sql`CREATE TRIGGER ${sql.raw(`${table}_no_${event.toLowerCase()}`)}
      BEFORE ${sql.raw(event)} ON ${sql.raw(table)}
      BEGIN SELECT RAISE(ABORT, ${sql.lit(words)}); END`.execute(db);
  }
}

async function onPostgres(
  db: Kysely<unknown>,
  table: string,
  words: string,
  events: readonly Event[],
): Promise<void> {
  const name = sql.id(`${table}_append_only`);
  await sql`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql
    AS ${sql.lit(`BEGIN RAISE EXCEPTION '${words}'; END`)}`.execute(db);
  const refused = sql.raw([...events, 'TRUNCATE'].join(' OR '));
  await sql`CREATE TRIGGER ${name} BEFORE ${refused} ON ${sql.id(table)}
    FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`.execute(db);
}

/** Lifts it inside a migration that must change rows; `makeAppendOnly` follows in the same one. */
export async function allowChanges(db: Kysely<unknown>, table: string): Promise<void> {
  if (engineOf(db) === 'postgres') {
    await sql`DROP FUNCTION ${sql.id(`${table}_append_only`)}() CASCADE`.execute(db);
    return;
  }
  for (const event of ['update', 'delete']) {
    await sql`DROP TRIGGER ${sql.raw(`${table}_no_${event}`)}`.execute(db);
  }
}
