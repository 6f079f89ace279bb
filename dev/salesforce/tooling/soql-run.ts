// Answers a SOQL query over a set of tables, with Salesforce's refusals.

import type { QueryContext } from './soql-fields.ts';
import { cellValue, findTable, type ResolvedField, readField, resolveAll } from './soql-fields.ts';
import { SoqlError } from './soql-lex.ts';
import { parseSoql, type SoqlQuery } from './soql-parse.ts';
import { compareValues } from './soql-values.ts';
import { compileCondition, type Test } from './soql-where.ts';
import type { Row, Table } from './table.ts';

export type { QueryContext };
export type ResultRow = Record<string, unknown>;

export interface QueryResult {
  readonly entity: string;
  readonly total: number;
  readonly records: readonly ResultRow[];
}

export async function runQuery(context: QueryContext, soql: string): Promise<QueryResult> {
  return runParsed(context, parseSoql(soql));
}

export async function runParsed(context: QueryContext, query: SoqlQuery): Promise<QueryResult> {
  const table = findTable(context, query.object);
  const fields = query.fields === 'count' ? [] : await resolveAll(context, query, table, query.fields);
  const order = await resolveAll(
    context,
    query,
    table,
    query.orderBy.map((each) => each.field),
  );
  const test: Test | undefined = query.where
    ? await compileCondition({ context, query, table, runParsed }, query.where)
    : undefined;
  let rows: Row[] = [];
  for (const row of await table.rows(context.org, context.asker)) {
    if (!test || (await test(row))) rows.push(row);
  }
  if (query.fields === 'count') return { entity: table.name, total: rows.length, records: [] };
  if (order.length > 0) rows = await sortRows(rows, order, query);
  rows = rows.slice(query.offset, query.limit === undefined ? undefined : query.offset + query.limit);
  if (
    rows.length > 1 &&
    fields.some((field) => field.hops.length === 0 && table.oneRow?.includes(field.names[0] ?? ''))
  ) {
    throw new SoqlError(
      'MALFORMED_QUERY',
      `When retrieving results with Metadata or FullName fields, the query qualifications must specify no more than one row for retrieval. Result size: ${rows.length}`,
    );
  }
  const records: ResultRow[] = [];
  for (const row of rows) records.push(await project(context, table, row, fields));
  return { entity: table.name, total: rows.length, records };
}

async function project(
  context: QueryContext,
  table: Table,
  row: Row,
  fields: readonly ResolvedField[],
): Promise<ResultRow> {
  const record: ResultRow = { attributes: attributes(context, table, row) };
  for (const field of fields) {
    let target = record;
    let at: Row | undefined = row;
    for (const [index, hop] of field.hops.entries()) {
      const name = field.names[index] ?? '';
      at = at && hop.rows.get(String(await cellValue(at[hop.key])));
      if (!at) {
        target[name] = null;
        break;
      }
      target[name] ??= { attributes: attributes(context, hop.table, at) };
      target = target[name] as ResultRow;
    }
    const column = field.names.at(-1) ?? '';
    if (at) target[column] = await cellValue(at[column]);
  }
  return record;
}

function attributes(context: QueryContext, table: Table, row: Row): ResultRow {
  return { type: table.name, url: `${context.base}/${table.name}/${String(row.Id)}` };
}

async function sortRows(rows: Row[], order: readonly ResolvedField[], query: SoqlQuery): Promise<Row[]> {
  const keyed: { row: Row; keys: unknown[] }[] = [];
  for (const row of rows) {
    const keys: unknown[] = [];
    for (const field of order) keys.push(await readField(row, field));
    keyed.push({ row, keys });
  }
  keyed.sort((one, other) => {
    for (const [index, by] of query.orderBy.entries()) {
      const left = one.keys[index];
      const right = other.keys[index];
      if (left === right) continue;
      if (left === null || right === null) return (left === null) === by.nullsLast ? 1 : -1;
      const sign = compareValues(left, right);
      if (sign !== 0) return by.descending ? -sign : sign;
    }
    return 0;
  });
  return keyed.map((each) => each.row);
}
