// Copies every row of one database into a new one, on whichever engine each is.

import { type Kysely, sql, type Transaction } from 'kysely';
import { engineOf } from './engine.ts';

type Anything = Record<string, Record<string, unknown>>;

/** Cannot be copied as it is; the message says why and what to do. */
export class CopyRefused extends Error {}

/** Both are open, so both have the newest schema. All rows or none; answers with their number by table. */
export async function copyDatabase<T>(from: Kysely<T>, to: Kysely<T>): Promise<Record<string, number>> {
  const source = from as unknown as Kysely<Anything>;
  const target = to as unknown as Kysely<Anything>;
  const tables = inOrder(await tablesOf(source));
  return target.transaction().execute(async (transaction) => {
    for (const { name } of tables) {
      const row = await transaction.selectFrom(name).selectAll().limit(1).executeTakeFirst();
      if (row) {
        throw new CopyRefused(
          `The target has rows already (in ${name}). Copy into a new database, or a new schema.`,
        );
      }
    }
    const copied: Record<string, number> = {};
    for (const table of tables) copied[table.name] = await copyTable(source, transaction, table);
    await continueSequences(transaction, tables);
    return copied;
  });
}

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[];
  readonly numbered: string | undefined;
  /** Tables whose rows must be there first. */
  readonly needs: readonly string[];
}

const ourList = 'schema_migrations';

async function tablesOf(db: Kysely<Anything>): Promise<Table[]> {
  const sqlite = engineOf(db) === 'sqlite';
  const keys = await (sqlite ? sqliteKeys : postgresKeys).execute(db);
  const needs = await (sqlite ? sqliteNeeds : postgresNeeds).execute(db);
  const here = sqlite
    ? undefined
    : (await sql<{ name: string }>`select current_schema() as name`.execute(db)).rows[0];
  return (await db.introspection.getTables())
    .filter(({ name, schema }) => name !== ourList && (sqlite || schema === here?.name))
    .map(({ name, columns }) => ({
      name,
      columns: columns.map((column) => column.name),
      key: keys.rows.filter((row) => row.table === name).map((row) => row.column),
      numbered: columns.find((column) => column.isAutoIncrementing)?.name,
      needs: needs.rows.filter((row) => row.table === name).map((row) => row.needs),
    }));
}

const sqliteKeys = sql<{ table: string; column: string }>`
  select m.name as "table", c.name as "column" from sqlite_master m join pragma_table_info(m.name) c
  where m.type = 'table' and c.pk > 0 order by m.name, c.pk`;
const postgresKeys = sql<{ table: string; column: string }>`
  select c.relname as "table", a.attname as "column" from pg_constraint k join pg_class c on c.oid = k.conrelid
    cross join unnest(k.conkey) with ordinality as part(num, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = part.num
  where k.contype = 'p' and c.relnamespace = current_schema()::regnamespace order by c.relname, part.place`;
const sqliteNeeds = sql<{ table: string; needs: string }>`
  select m.name as "table", f."table" as needs from sqlite_master m join pragma_foreign_key_list(m.name) f
  where m.type = 'table'`;
const postgresNeeds = sql<{ table: string; needs: string }>`
  select c.relname as "table", r.relname as needs from pg_constraint k join pg_class c on c.oid = k.conrelid
    join pg_class r on r.oid = k.confrelid
  where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace`;

/** Those that others need come first. */
function inOrder(tables: readonly Table[]): Table[] {
  const placed: Table[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const ready = left.filter(({ needs }) =>
      needs.every((name) => placed.some((table) => table.name === name)),
    );
    if (ready.length === 0)
      throw new Error(`Tables need each other: ${left.map(({ name }) => name).join(', ')}.`);
    placed.push(...ready);
    left = left.filter((table) => !ready.includes(table));
  }
  return placed;
}

/** A statement may carry a limited number of values: fewest on SQLite, 32,766. */
const valuesAtOnce = 5_000;

async function copyTable(from: Kysely<Anything>, to: Transaction<Anything>, table: Table): Promise<number> {
  const { name, columns, key } = table;
  if (key.length === 0) throw new Error(`${name} has no primary key to go by.`);
  const atOnce = Math.max(1, Math.floor(valuesAtOnce / columns.length));
  const place = sql.join(key.map((column) => sql.ref(column)));
  let last: readonly unknown[] | undefined;
  for (let copied = 0; ; ) {
    let rows = from
      .selectFrom(name)
      .select([...columns])
      .limit(atOnce);
    for (const column of key) rows = rows.orderBy(column);
    if (last) rows = rows.where(sql<boolean>`(${place}) > (${sql.join([...last])})`);
    const page = await rows.execute();
    if (page.length > 0) await to.insertInto(name).values(page).execute();
    copied += page.length;
    const end = page.at(-1);
    if (!end || page.length < atOnce) return copied;
    last = key.map((column) => end[column]);
  }
}

/** PostgreSQL's numbering knows nothing of rows that came with their number; SQLite's does. */
async function continueSequences(to: Transaction<Anything>, tables: readonly Table[]): Promise<void> {
  if (engineOf(to) === 'sqlite') return;
  for (const { name, numbered } of tables) {
    if (!numbered) continue;
    const { rows } = await sql<{
      last: number | null;
    }>`select max(${sql.ref(numbered)}) as last from ${sql.table(name)}`.execute(to);
    const last = rows[0]?.last ?? 0;
    await sql`select setval(pg_get_serial_sequence(${name}, ${numbered}), ${Math.max(last, 1)}::bigint, ${last > 0})`.execute(
      to,
    );
  }
}
