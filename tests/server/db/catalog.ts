// What a database is made of, and a row in each of its tables, whatever they are: for tests of migrations.

import { type Kysely, sql } from 'kysely';
import { engineOf } from '../../../server/db/engine.ts';
import { type Column, listTables, type Table } from '../../../server/db/list-tables.ts';

type Anything = Record<string, Record<string, unknown>>;

/** Tables, columns, keys, indexes and triggers, in an order of their own. */
export async function catalogOf(db: Kysely<Anything>): Promise<string[]> {
  const { rows } = await (engineOf(db) === 'sqlite' ? sqliteCatalog : postgresCatalog).execute(db);
  const { rows: here } =
    engineOf(db) === 'sqlite'
      ? { rows: [] }
      : await sql<{ name: string }>`select current_schema() as name`.execute(db);
  return rows.map(({ line }) => line.replaceAll(here[0]?.name ?? ' ', 'here')).sort();
}

const sqliteCatalog = sql<{ line: string }>`
  select type || ' ' || name || ': ' || coalesce(sql, '') as line from sqlite_master where name not like 'sqlite_stat%'`;

const postgresCatalog = sql<{ line: string }>`
  select format('column %s.%s %s %s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
      a.attnotnull, coalesce(l.collname, ''), a.attidentity, pg_get_expr(d.adbin, d.adrelid)) as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
      and c.relnamespace = current_schema()::regnamespace
    left join pg_collation l on l.oid = a.attcollation
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped
  union all select format('index %s', indexdef) from pg_indexes where schemaname = current_schema()
  union all select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    from pg_constraint where connamespace = current_schema()::regnamespace
  union all select format('trigger %s', pg_get_triggerdef(oid)) from pg_trigger
    where not tgisinternal and tgrelid in (select oid from pg_class where relnamespace = current_schema()::regnamespace)
  union all select format('function %s', pg_get_functiondef(oid)) from pg_proc where pronamespace = current_schema()::regnamespace`;

/** Rows by table, the list of migrations left out. */
export async function rowsOf(db: Kysely<Anything>): Promise<Record<string, Record<string, unknown>[]>> {
  const found: Record<string, Record<string, unknown>[]> = {};
  for (const { name } of await listTables(db)) {
    found[name] = await db.selectFrom(name).selectAll().execute();
  }
  return found;
}

/** Columns of one name have one value, so that rows refer to each other as their keys ask. */
function valueFor(table: string, { name, type }: Column): unknown {
  if (/int/i.test(type)) return name === 'seq' ? 1 : 1_700_000_000_000 % 2 ** 31;
  // The log's first form is read when it comes forward.
  if (table === 'audit_entries' && name === 'entry') return '{"purpose":"compare","who":"auth0|zoë"}';
  const named = table === 'tenants' && name === 'id' ? 'tenant_id' : name;
  return `${named} of “Zoë”`;
}

/** Every column filled, and as many passes as it takes for rows to find those that they refer to. */
export async function fillEachTable(db: Kysely<Anything>): Promise<void> {
  let left = await listTables(db);
  while (left.length > 0) {
    const waiting: Table[] = [];
    let problem: unknown;
    for (const table of left) {
      const row = Object.fromEntries(
        table.columns.map((column) => [column.name, valueFor(table.name, column)]),
      );
      try {
        await db.insertInto(table.name).values(row).execute();
      } catch (error) {
        problem = error;
        waiting.push(table);
      }
    }
    if (waiting.length === left.length) throw problem;
    left = waiting;
  }
}
