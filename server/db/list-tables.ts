// Our own tables with their columns and keys, as the engine's catalog has them; other schemas' are not looked at.

import { type Kysely, sql } from 'kysely';
import { engineOf } from './engine.ts';

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[];
  /** Tables whose rows must be there first. */
  readonly needs: readonly string[];
}

export interface Column {
  readonly name: string;
  /** As the engine calls it. */
  readonly type: string;
  /** The engine gives the next number. */
  readonly numbered: boolean;
}

/** By name; the list of migrations left out. */
export async function listTables<T>(db: Kysely<T>): Promise<Table[]> {
  const { columns, keys, needs } = engineOf(db) === 'sqlite' ? sqlite : postgres;
  const found = (await columns.execute(db)).rows.filter((row) => row.table !== 'schema_migrations');
  const keyColumns = (await keys.execute(db)).rows;
  const needed = (await needs.execute(db)).rows;
  return [...new Set(found.map((row) => row.table))].map((name) => ({
    name,
    columns: found
      .filter((row) => row.table === name)
      .map((row) => ({ name: row.name, type: row.type, numbered: Boolean(row.numbered) })),
    key: keyColumns.filter((row) => row.table === name).map((row) => row.name),
    needs: needed.filter((row) => row.table === name).map((row) => row.needs),
  }));
}

interface Named {
  table: string;
  name: string;
}

const sqlite = {
  columns: sql<Named & { type: string; numbered: number }>`
    select m.name as "table", c.name as name, c.type as type,
      c.pk > 0 and m.sql like '%autoincrement%' as numbered
    from sqlite_master m join pragma_table_info(m.name) c
    where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, c.cid`,
  keys: sql<Named>`select m.name as "table", c.name as name from sqlite_master m
    join pragma_table_info(m.name) c where m.type = 'table' and c.pk > 0 order by m.name, c.pk`,
  needs: sql<{ table: string; needs: string }>`select m.name as "table", f."table" as needs
    from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table'`,
};

const postgres = {
  columns: sql<Named & { type: string; numbered: boolean }>`
    select c.relname as "table", a.attname as name, format_type(a.atttypid, null) as type,
      a.attidentity <> '' as numbered
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
      and a.attnum > 0 and not a.attisdropped order by c.relname, a.attnum`,
  keys: sql<Named>`select c.relname as "table", a.attname as name from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    cross join unnest(k.conkey) with ordinality as part(num, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = part.num
    where k.contype = 'p' and c.relnamespace = current_schema()::regnamespace order by c.relname, part.place`,
  needs: sql<{ table: string; needs: string }>`select c.relname as "table", r.relname as needs
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class r on r.oid = k.confrelid
    where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace`,
};
