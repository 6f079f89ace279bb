// Copies every row of one database into a new one, on whichever engine each is.

import { type Kysely, sql, type Transaction } from 'kysely';
import { engineOf } from './engine.ts';
import { listTables, type Table } from './list-tables.ts';

type Anything = Record<string, Record<string, unknown>>;

/** Cannot be copied as it is; the message says why and what to do. */
export class CopyRefused extends Error {}

/** Both are open, so both have the newest schema. All rows or none; answers with their number by table. */
export async function copyDatabase<T>(from: Kysely<T>, to: Kysely<T>): Promise<Record<string, number>> {
  const source = from as unknown as Kysely<Anything>;
  const target = to as unknown as Kysely<Anything>;
  const tables = inOrder(await listTables(source));
  return target.transaction().execute(async (transaction) => {
    await refuseRows(transaction, tables);
    const copied: Record<string, number> = {};
    for (const table of tables) copied[table.name] = await copyTable(source, transaction, table);
    await continueSequences(transaction, tables);
    return copied;
  });
}

/** Throws `CopyRefused` where a copy would. */
export async function refuseFilled<T>(to: Kysely<T>): Promise<void> {
  const target = to as unknown as Kysely<Anything>;
  await refuseRows(target, await listTables(target));
}

async function refuseRows(target: Kysely<Anything>, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) {
    const row = await target.selectFrom(name).selectAll().limit(1).executeTakeFirst();
    if (row) {
      throw new CopyRefused(
        `The target has rows already (in ${name}). Copy into a new database, or a new schema.`,
      );
    }
  }
}

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
  const names = columns.map((column) => column.name);
  const place = sql.join(key.map((column) => sql.ref(column)));
  let last: readonly unknown[] | undefined;
  for (let copied = 0; ; ) {
    let rows = from.selectFrom(name).select(names).limit(atOnce);
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
  for (const { name, columns } of tables) {
    const numbered = columns.find((column) => column.numbered)?.name;
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
