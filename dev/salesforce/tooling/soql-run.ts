// Answers a SOQL query over a set of tables, with Salesforce's refusals.

import { candidates } from './soql-candidates.ts';
import { cell, Lookup } from './soql-cells.ts';
import { malformed, SoqlError } from './soql-error.ts';
import {
  findTable,
  type QueryContext,
  type ResolvedField,
  readField,
  resolve,
  type Scope,
} from './soql-fields.ts';
import { aggregate, groupRows } from './soql-group.ts';
import { parseSoql } from './soql-parse.ts';
import { refuseOfReified } from './soql-reified.ts';
import { isAggregate, resolveSelection, type Selection } from './soql-select.ts';
import { sorted } from './soql-sort.ts';
import type { Aggregate, FieldPath, SoqlQuery } from './soql-tree.ts';
import { compileCondition } from './soql-where.ts';
import type { Table, View } from './table.ts';

export type ResultRow = Record<string, unknown>;

export interface QueryResult {
  readonly entity: string;
  readonly total: number;
  /** False when the answer can only be had in one part. */
  readonly pages: boolean;
  /** The records from one place to another; cells are read now. */
  records(from: number, to: number): Promise<ResultRow[]>;
}

export async function runQuery(view: View, tables: readonly Table[], soql: string): Promise<QueryResult> {
  const context: QueryContext = { ...view, tables, lookup: new Lookup(view) };
  const query = parseSoql(soql);
  const scope: Scope = { context, query, table: findTable(context, query) };
  if (query.offset > 2000) {
    throw new SoqlError('NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
  }
  refuseOfReified(scope);
  const selection = query.select === 'count' ? undefined : resolveSelection(scope, query.select);
  if (selection && isAggregate(query)) return groupedResult(scope, selection);
  const found = await findRows(scope);
  const { table } = scope;
  if (!selection)
    return { entity: table.name, total: cut(query, found).length, pages: false, records: async () => [] };
  const sources = cut(query, await orderRows(scope, found));
  refuseManyRows(scope, selection, sources.length);
  return {
    entity: table.name,
    total: sources.length,
    pages: !table.reified,
    records: async (from, to) => {
      const records: ResultRow[] = [];
      for (const source of sources.slice(from, to))
        records.push(await project(scope, source, selection.fields));
      return records;
    },
  };
}

async function findRows(scope: Scope): Promise<readonly unknown[]> {
  const { where } = scope.query;
  if (!where) return candidates(scope);
  const test = await compileCondition(scope, where, semiJoin);
  const rows: unknown[] = [];
  for (const source of await candidates(scope)) {
    const passes = test(source);
    if (passes instanceof Promise ? await passes : passes) rows.push(source);
  }
  return rows;
}

/** Salesforce wants both sides to be ids of one kind. */
async function semiJoin(outer: Scope, left: ResolvedField, query: SoqlQuery): Promise<readonly unknown[]> {
  const scope: Scope = { context: outer.context, query, table: findTable(outer.context, query) };
  const [item, ...more] = query.select === 'count' ? [] : query.select;
  if (item?.kind !== 'field' || more.length > 0) {
    throw malformed(query.text, query.objectAt, 'Semi join sub-selects must select exactly one field');
  }
  const right = resolve(scope, item.field);
  const [one, other] = [target(left), target(right)];
  if (one !== undefined && other !== undefined && one !== other) {
    const text = `The selected field '${right.name}' in the subquery and the left operand field in the where expression in the outer query '${left.name}' should point to the same object type`;
    throw malformed(query.text, item.field.at, text);
  }
  const values: unknown[] = [];
  for (const source of await findRows(scope)) values.push(await readField(scope.context, right, source));
  return values;
}

/** The object whose ids a column holds, where it is known. */
function target({ name, column, table }: ResolvedField): string | undefined {
  if (column.type !== 'id') return undefined;
  if (name === 'Id') return table.name;
  return Object.values(table.parents ?? {}).find((parent) => parent.key === name)?.table;
}

function cut<T>(query: SoqlQuery, rows: readonly T[]): readonly T[] {
  return rows.slice(query.offset, query.limit === undefined ? undefined : query.offset + query.limit);
}

async function orderRows(scope: Scope, rows: readonly unknown[]): Promise<readonly unknown[]> {
  const { orderBy, text } = scope.query;
  if (orderBy.length === 0) return rows;
  const fields = orderBy.map(({ field }) => {
    if (isCall(field)) throw malformed(text, field.field.at, `unexpected token: '('`);
    return sortable(scope, field);
  });
  return sorted(rows, orderBy, async (source) => {
    const keys: unknown[] = [];
    for (const field of fields) keys.push(await readField(scope.context, field, source));
    return keys;
  });
}

function isCall(field: FieldPath | Aggregate): field is Aggregate {
  return 'kind' in field;
}

function sortable(scope: Scope, at: FieldPath): ResolvedField {
  const field = resolve(scope, at);
  if (field.column.sortable === false) {
    throw malformed(scope.query.text, at.at, `field '${field.name}' can not be sorted in a query call`);
  }
  return field;
}

function refuseManyRows({ table }: Scope, selection: Selection, count: number): void {
  const single = selection.fields.some(
    (field) => field.hops.length === 0 && table.oneRow?.includes(field.name),
  );
  if (count <= 1 || !single) return;
  throw new SoqlError(
    'MALFORMED_QUERY',
    `When retrieving results with Metadata or FullName fields, the query qualifications must specify no more than one row for retrieval. Result size: ${count}`,
  );
}

async function groupedResult(scope: Scope, selection: Selection): Promise<QueryResult> {
  const { context, query } = scope;
  const by = query.groupBy.map((each) => resolve(scope, each));
  const groups = await groupRows(context, await findRows(scope), by);
  const rows: { record: ResultRow; sources: readonly unknown[] }[] = [];
  for (const group of groups) {
    const record: ResultRow = { attributes: { type: 'AggregateResult' } };
    for (const [as, field] of selection.grouped) {
      record[as] =
        group.keys[by.findIndex((each) => each.name === field.name && each.table === field.table)] ?? null;
    }
    for (const each of selection.aggregates) record[each.as] = await aggregate(context, each, group.sources);
    rows.push({ record, sources: group.sources });
  }
  const ordered = await sorted(rows, query.orderBy, async ({ sources }) => {
    const keys: unknown[] = [];
    for (const { field } of query.orderBy) {
      const call = isCall(field) ? { name: field.name, field: resolve(scope, field.field) } : undefined;
      const plain = call ? undefined : readField(context, sortable(scope, field as FieldPath), sources[0]);
      keys.push(call ? await aggregate(context, call, sources) : await plain);
    }
    return keys;
  });
  const records = cut(query, ordered).map((each) => each.record);
  return {
    entity: 'AggregateResult',
    total: records.length,
    pages: false,
    records: async (from, to) => records.slice(from, to),
  };
}

async function project(scope: Scope, source: unknown, fields: readonly ResolvedField[]): Promise<ResultRow> {
  const { context, table } = scope;
  const record: ResultRow = { attributes: await attributes(context, table, source) };
  for (const field of fields) {
    let target = record;
    let at: unknown = source;
    for (const hop of field.hops) {
      at = await context.lookup.follow(hop, at);
      if (at === undefined) {
        target[hop.name] = null;
        break;
      }
      target[hop.name] ??= { attributes: await attributes(context, hop.table, at) };
      target = target[hop.name] as ResultRow;
    }
    if (at !== undefined) target[field.name] = (await cell(field.table, field.name, at, context)) ?? null;
  }
  return record;
}

async function attributes(view: View, table: Table, source: unknown): Promise<ResultRow> {
  const key = await cell(table, table.key ?? 'Id', source, view);
  return { type: table.name, url: `${view.base}/sobjects/${table.name}/${String(key)}` };
}
