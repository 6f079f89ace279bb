// Finds the columns a query names, through relationships, and reads them from rows.

import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { visible } from './data-tables.ts';
import { pointed, SoqlError } from './soql-lex.ts';
import type { FieldPath, SoqlQuery } from './soql-parse.ts';
import type { Cell, ColumnType, Row, Table } from './table.ts';

export interface QueryContext {
  readonly org: Org;
  readonly asker: Person;
  readonly tables: readonly Table[];
  /** `/services/data/v66.0/tooling/sobjects`: what a record's address begins with. */
  readonly base: string;
}

export interface ResolvedField {
  /** Relationship names as Salesforce spells them, then the column. */
  readonly names: readonly string[];
  readonly type: ColumnType;
  readonly hops: readonly { table: Table; key: string; rows: ReadonlyMap<string, Row> }[];
  readonly filtered: boolean;
}

export function findTable(context: QueryContext, name: string): Table {
  const table = context.tables.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (table && visible(context.org, table, context.asker)) return table;
  throw new SoqlError(
    'INVALID_TYPE',
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

export async function resolveAll(
  context: QueryContext,
  query: SoqlQuery,
  table: Table,
  fields: readonly FieldPath[],
) {
  const resolved: ResolvedField[] = [];
  for (const field of fields) resolved.push(await resolve(context, query, table, field));
  return resolved;
}

export async function resolve(
  context: QueryContext,
  query: SoqlQuery,
  from: Table,
  field: FieldPath,
): Promise<ResolvedField> {
  let table = from;
  const hops: ResolvedField['hops'][number][] = [];
  const names: string[] = [];
  const path = field.path[0]?.toLowerCase() === from.name.toLowerCase() ? field.path.slice(1) : field.path;
  for (const name of path.slice(0, -1)) {
    const found = Object.entries(table.parents ?? {}).find(
      ([each]) => each.toLowerCase() === name.toLowerCase(),
    );
    const next = found && context.tables.find((each) => each.name === found[1].table);
    if (!found || !next) {
      throw invalidField(
        query,
        field,
        `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
      );
    }
    const rows = new Map(
      (await next.rows(context.org, context.asker)).map((row) => [String(row.Id), row] as const),
    );
    hops.push({ table: next, key: found[1].key, rows });
    names.push(found[0]);
    table = next;
  }
  const last = path.at(-1) ?? '';
  const column = Object.keys(table.columns).find((each) => each.toLowerCase() === last.toLowerCase());
  const type = column === undefined ? undefined : table.columns[column];
  if (column === undefined || type === undefined) {
    throw invalidField(
      query,
      field,
      `No such column '${last}' on entity '${table.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }
  names.push(column);
  return { names, type, hops, filtered: !table.unfiltered?.includes(column) };
}

export function invalidField(query: SoqlQuery, field: FieldPath, text: string): SoqlError {
  return new SoqlError('INVALID_FIELD', pointed(query.text, field.at, text));
}

export async function cellValue(cell: Cell): Promise<unknown> {
  return (typeof cell === 'function' ? await cell() : cell) ?? null;
}

export async function readField(row: Row, field: ResolvedField): Promise<unknown> {
  let at: Row | undefined = row;
  for (const hop of field.hops) {
    const id: unknown = await cellValue(at[hop.key]);
    at = hop.rows.get(String(id));
    if (!at) return null;
  }
  return cellValue(at[field.names.at(-1) ?? '']);
}
