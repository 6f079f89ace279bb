// Turns a WHERE clause into a test of rows, refusing what its columns can't be compared with.

import { shortId } from '../state/ids.ts';
import { andThen, type Maybe } from './soql-cells.ts';
import { spanOf } from './soql-dates.ts';
import { malformed, pointed, SoqlError } from './soql-error.ts';
import { invalidField, type ResolvedField, readField, resolve, type Scope } from './soql-fields.ts';
import { plainWildcard } from './soql-lex.ts';
import type { Condition, FieldPath, Literal, SoqlQuery } from './soql-tree.ts';
import { comparable, comparison, likeTest, type Wanted } from './soql-values.ts';
import type { ColumnType } from './table.ts';

export type Test = (source: unknown) => Maybe<boolean>;
/** Answers a semi-join: the values of its one column. */
export type SemiJoin = (scope: Scope, left: ResolvedField, query: SoqlQuery) => Promise<readonly unknown[]>;

export async function compileCondition(scope: Scope, where: Condition, semiJoin: SemiJoin): Promise<Test> {
  if (where.kind === 'and' || where.kind === 'or') {
    const tests: Test[] = [];
    for (const part of where.parts) {
      if (where.kind === 'or' && part.kind === 'in' && 'object' in part.values) {
        const text = "Semi join sub-selects are not allowed with the 'OR' operator";
        throw malformed(scope.query.text, part.field.at, text);
      }
      tests.push(await compileCondition(scope, part, semiJoin));
    }
    return combined(tests, where.kind === 'or');
  }
  if (where.kind === 'not') {
    const test = await compileCondition(scope, where.part, semiJoin);
    return (source) => andThen(test(source), (found) => !found);
  }
  const { context, query } = scope;
  const field = resolve(scope, where.field);
  if (field.column.filterable === false) {
    throw invalidField(query, where.field, `field '${field.name}' can not be filtered in a query call`);
  }
  const { type } = field.column;
  const cells = (test: (value: string | number | boolean | null) => boolean): Test => {
    return (source) => andThen(readField(context, field, source), (value) => test(comparable(value, type)));
  };
  if (where.kind === 'compare') {
    refuseOperator(scope, where.field, field, where.operator);
    const wanted = literalValue(scope, where.field, field, where.value);
    if (where.operator !== 'LIKE') return cells(comparison(where.operator, wanted));
    const like = likeTest(where.value.kind === 'text' ? where.value.value : '');
    return (source) => andThen(readField(context, field, source), like);
  }
  if ('object' in where.values) {
    const found = await semiJoin(scope, field, where.values);
    return cells(
      oneOf(
        found.map((value) => comparable(value, type)),
        where.negated,
      ),
    );
  }
  const values = where.values.map((each) => literalValue(scope, where.field, field, each));
  return cells(oneOf(values, where.negated));
}

function combined(tests: readonly Test[], stopAt: boolean): Test {
  const from = (index: number, source: unknown): Maybe<boolean> => {
    const test = tests[index];
    if (!test) return !stopAt;
    return andThen(test(source), (found) => (found === stopAt ? stopAt : from(index + 1, source)));
  };
  return (source) => from(0, source);
}

function oneOf(
  values: readonly Wanted[],
  negated: boolean,
): (value: string | number | boolean | null) => boolean {
  const spans = values.filter((each) => typeof each === 'object' && each !== null);
  const plain = new Set<unknown>(values);
  const inSpan = spans.map((span) => comparison('=', span));
  return (value) => (plain.has(value) || inSpan.some((test) => test(value))) !== negated;
}

/** What errors call a type. */
const typeNames: Record<ColumnType, string> = {
  id: 'ID',
  entity: 'string',
  string: 'string',
  textarea: 'string',
  datetime: 'dateTime',
  boolean: 'boolean',
  int: 'int',
  double: 'double',
  complex: 'complexvalue',
  base64: 'base64',
};

const literalsOf: Record<ColumnType, readonly Literal['kind'][]> = {
  id: ['text', 'null'],
  entity: ['text', 'null'],
  string: ['text', 'null'],
  textarea: ['text', 'null'],
  datetime: ['datetime', 'dateWord', 'null'],
  boolean: ['boolean', 'null'],
  int: ['number', 'null'],
  double: ['number', 'null'],
  complex: [],
  base64: [],
};

/** Ids and booleans have no order, and only texts have a likeness. */
function refuseOperator(scope: Scope, at: FieldPath, field: ResolvedField, operator: string): void {
  const { type } = field.column;
  const texts = type === 'string' || type === 'entity' || type === 'textarea';
  const refused =
    operator === 'LIKE' ? !texts : /[<>]/.test(operator) && (type === 'id' || type === 'boolean');
  if (!refused) return;
  const text = `invalid operator on ${typeNames[type].toLowerCase()} field`;
  throw new SoqlError('INVALID_QUERY_FILTER_OPERATOR', pointed(scope.query.text, at.at, text));
}

function literalValue(
  { context, query }: Scope,
  at: FieldPath,
  field: ResolvedField,
  literal: Literal,
): Wanted {
  const { type } = field.column;
  if (!literalsOf[type].includes(literal.kind)) {
    const quoted = literalsOf[type].includes('text')
      ? 'should be enclosed in quotes'
      : 'should not be enclosed in quotes';
    const text = `value of filter criterion for field '${field.name}' must be of type ${typeNames[type]} and ${quoted}`;
    throw invalidField(query, at, text);
  }
  if (literal.kind === 'dateWord') return spanOf(literal.value, context.org.now());
  if (type === 'id' && literal.kind === 'text') {
    const id = shortId(literal.value);
    if (id !== undefined) return id;
    const text = `invalid ID field: ${literal.value}`;
    throw new SoqlError('INVALID_QUERY_FILTER_OPERATOR', pointed(query.text, at.at, text));
  }
  return comparable(plainText(literal), type);
}

/** Outside LIKE an escaped wildcard is that letter. */
function plainText(literal: Literal): unknown {
  return literal.kind === 'text' ? literal.value.replaceAll(plainWildcard, '') : literal.value;
}
