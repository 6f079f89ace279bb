// Turns a WHERE clause into a test of rows, refusing what its columns can't be compared with.

import { shortId } from '../state/ids.ts';
import { invalidField, type QueryContext, type ResolvedField, readField, resolve } from './soql-fields.ts';
import { pointed, SoqlError } from './soql-lex.ts';
import type { Condition, FieldPath, Literal, SoqlQuery } from './soql-parse.ts';
import { compareTo } from './soql-values.ts';
import type { ColumnType, Row, Table } from './table.ts';

export type Test = (row: Row) => Promise<boolean>;

/** What a condition is read against; `runParsed` answers its semi-joins. */
export interface Scope {
  readonly context: QueryContext;
  readonly query: SoqlQuery;
  readonly table: Table;
  runParsed(
    context: QueryContext,
    query: SoqlQuery,
  ): Promise<{ records: readonly Record<string, unknown>[] }>;
}

export async function compileCondition(scope: Scope, where: Condition): Promise<Test> {
  const { context, query, table } = scope;
  if (where.kind === 'and' || where.kind === 'or') {
    const tests: Test[] = [];
    for (const part of where.parts) tests.push(await compileCondition(scope, part));
    const stopAt = where.kind === 'or';
    return async (row) => {
      for (const test of tests) if ((await test(row)) === stopAt) return stopAt;
      return !stopAt;
    };
  }
  if (where.kind === 'not') {
    const test = await compileCondition(scope, where.part);
    return async (row) => !(await test(row));
  }
  const field = await resolve(context, query, table, where.field);
  if (!field.filtered) {
    throw invalidField(
      query,
      where.field,
      `field '${field.names.at(-1)}' can not be filtered in a query call`,
    );
  }
  if (where.kind === 'compare') {
    const wanted = literalValue(context, query, where.field, field, where.value);
    return async (row) => compareTo(await readField(row, field), where.operator, wanted, field.type);
  }
  const values = await inValues(scope, where.field, field, where.values);
  return async (row) => {
    const value = await readField(row, field);
    return values.some((each) => compareTo(value, '=', each, field.type)) !== where.negated;
  };
}

async function inValues(
  scope: Scope,
  at: FieldPath,
  field: ResolvedField,
  values: readonly Literal[] | SoqlQuery,
): Promise<unknown[]> {
  const { context, query } = scope;
  if (!('object' in values)) return values.map((each) => literalValue(context, query, at, field, each));
  const result = await scope.runParsed(context, values);
  const column = Object.keys(result.records[0] ?? {}).at(-1) ?? '';
  return result.records.map((record) =>
    field.type === 'id' ? shortId(String(record[column])) : record[column],
  );
}

const kindsOf: Record<ColumnType, readonly Literal['kind'][]> = {
  id: ['text', 'null'],
  string: ['text', 'null'],
  datetime: ['date', 'dateWord', 'null'],
  boolean: ['boolean', 'null'],
  int: ['number', 'null'],
  double: ['number', 'null'],
  complex: [],
};

function literalValue(
  context: QueryContext,
  query: SoqlQuery,
  at: FieldPath,
  field: ResolvedField,
  literal: Literal,
): unknown {
  const name = field.names.at(-1);
  if (!kindsOf[field.type].includes(literal.kind)) {
    const quoted =
      literal.kind === 'text' ? 'should not be enclosed in quotes' : 'should be enclosed in quotes';
    throw invalidField(
      query,
      at,
      `value of filter criterion for field '${name}' must be of type ${field.type} and ${quoted}`,
    );
  }
  if (field.type === 'id' && literal.kind === 'text') {
    const id = shortId(literal.value);
    if (id === undefined) {
      const text = `invalid ID field: ${literal.value}`;
      throw new SoqlError('INVALID_QUERY_FILTER_OPERATOR', pointed(query.text, at.at, text));
    }
    return id;
  }
  if (literal.kind === 'date') return Date.parse(literal.value);
  if (literal.kind === 'dateWord') {
    const today = Math.floor(context.org.now() / 86_400_000) * 86_400_000;
    const back =
      literal.value === 'TODAY' ? 0 : literal.value === 'YESTERDAY' ? 1 : Number(literal.value.split(':')[1]);
    return today - back * 86_400_000;
  }
  return literal.value;
}
