// Lets a role that owns nothing use the tables of this schema on PostgreSQL: a log may be read and added to, the rest also changed.

import { type Kysely, sql } from 'kysely';
import { inTransaction } from './engine.ts';

export interface Granted {
  readonly tables: readonly string[];
  /** Of those, the ones that rows are only ever added to. */
  readonly logs: readonly string[];
}

/** As the tables' owner. The role keeps no other right on them; all of it or nothing, and again after each upgrade. */
export async function grantUse(db: Kysely<unknown>, role: string): Promise<Granted> {
  return inTransaction(db, async (transaction) => {
    const tables = await listLogs(transaction);
    const schema = await sql<{ name: string }>`select current_schema() as name`.execute(transaction);
    const to = sql.id(role);
    await sql`grant usage on schema ${sql.id(schema.rows[0]?.name ?? '')} to ${to}`.execute(transaction);
    for (const { name, log } of tables) {
      const rights =
        name === 'schema_migrations' ? 'select' : log ? 'select, insert' : 'select, insert, update, delete';
      await sql`revoke all on ${sql.id(name)} from ${to}`.execute(transaction);
      await sql`grant ${sql.raw(rights)} on ${sql.id(name)} to ${to}`.execute(transaction);
    }
    await sql`grant usage on all sequences in schema ${sql.id(schema.rows[0]?.name ?? '')} to ${to}`.execute(
      transaction,
    );
    return {
      tables: tables.map(({ name }) => name),
      logs: tables.filter(({ log }) => log).map(({ name }) => name),
    };
  });
}

/** Every table of this schema, and whether a trigger keeps its rows as they are: see append-only.ts. */
async function listLogs(db: Kysely<unknown>): Promise<{ name: string; log: boolean }[]> {
  const { rows } = await sql<{ name: string; log: boolean }>`
    select relname as name, exists (select 1 from pg_trigger where tgrelid = pg_class.oid
      and tgname = relname || '_append_only') as log
    from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace order by relname`.execute(
    db,
  );
  return rows;
}
