// Reads SOQL: what is selected, from which object, under which conditions, in which order and how much of it.

import { readCondition } from './soql-condition.ts';
import { notHere } from './soql-error.ts';
import { Reader } from './soql-reader.ts';
import type { Aggregate, FieldPath, OrderBy, Selected, SoqlQuery } from './soql-tree.ts';

export function parseSoql(text: string): SoqlQuery {
  const reader = new Reader(text);
  const query = readQuery(reader);
  if (reader.token.kind !== 'end') {
    if (reader.is('FOR') || reader.is('WITH') || reader.is('USING'))
      throw notHere(`${reader.token.value.toUpperCase()} clauses`);
    reader.unexpected();
  }
  return query;
}

function readQuery(reader: Reader): SoqlQuery {
  reader.word('SELECT');
  const select = readSelected(reader);
  reader.word('FROM');
  const objectAt = reader.token.at;
  const object = reader.objectName();
  const alias = reader.alias();
  if (reader.isSign(',')) throw notHere('several objects after FROM');
  if (reader.is('USING')) throw notHere('USING SCOPE');
  const where = reader.if('WHERE') ? readCondition(reader, () => readQuery(reader)) : undefined;
  if (reader.is('WITH')) throw notHere('WITH clauses');
  const groupBy = readGroupBy(reader);
  const orderBy = readOrderBy(reader);
  const limit = reader.if('LIMIT') ? reader.count() : undefined;
  const offset = reader.if('OFFSET') ? reader.count() : 0;
  return { text: reader.text, select, object, objectAt, alias, where, groupBy, orderBy, limit, offset };
}

function readSelected(reader: Reader): Selected[] | 'count' {
  if (reader.is('COUNT') && reader.after?.value === '(') {
    const count = reader.take();
    reader.take();
    if (reader.ifSign(')')) {
      if (reader.isSign(',')) reader.unexpected();
      return 'count';
    }
    const first = readAggregate(reader, count.value);
    return [first, ...readMore(reader)];
  }
  return [readItem(reader), ...readMore(reader)];
}

function readMore(reader: Reader): Selected[] {
  const items: Selected[] = [];
  while (reader.ifSign(',')) items.push(readItem(reader));
  return items;
}

function readItem(reader: Reader): Selected {
  if (reader.isSign('(')) throw notHere('subqueries in a field list');
  if (reader.is('TYPEOF')) throw notHere('TYPEOF');
  if (reader.after?.value === '(' && reader.token.kind === 'word') {
    const name = reader.take().value;
    reader.take();
    if (name.toUpperCase() === 'FIELDS') return readFields(reader);
    return readAggregate(reader, name);
  }
  return { kind: 'field', field: reader.field(), alias: reader.alias() };
}

function readFields(reader: Reader): Selected {
  const group = reader.token.value.toUpperCase();
  if (group !== 'ALL' && group !== 'STANDARD' && group !== 'CUSTOM') reader.unexpected();
  reader.take();
  reader.sign(')');
  return { kind: 'fields', group };
}

/** From behind the opening bracket. */
function readAggregate(reader: Reader, name: string): Aggregate {
  const upper = name.toUpperCase();
  if (!isAggregate(upper)) throw notHere(`the function ${name}()`);
  const field = reader.field();
  reader.sign(')');
  return { kind: 'aggregate', name: upper, field, alias: reader.alias() };
}

function isAggregate(name: string): name is Aggregate['name'] {
  return /^(COUNT|COUNT_DISTINCT|MAX|MIN|SUM|AVG)$/.test(name);
}

function readGroupBy(reader: Reader): FieldPath[] {
  const fields: FieldPath[] = [];
  if (reader.if('GROUP')) {
    reader.word('BY');
    do {
      fields.push(reader.field());
      if (reader.isSign('(')) throw notHere('functions in GROUP BY');
    } while (reader.ifSign(','));
  }
  if (reader.is('HAVING')) throw notHere('HAVING');
  return fields;
}

function readOrderBy(reader: Reader): OrderBy[] {
  const orderBy: OrderBy[] = [];
  if (!reader.if('ORDER')) return orderBy;
  reader.word('BY');
  do {
    const field = readOrdered(reader);
    const descending = reader.if('DESC') || (reader.if('ASC') && false);
    let nullsLast = false;
    if (reader.if('NULLS')) {
      nullsLast = reader.if('LAST');
      if (!nullsLast) reader.word('FIRST');
    }
    orderBy.push({ field, descending, nullsLast });
  } while (reader.ifSign(','));
  return orderBy;
}

function readOrdered(reader: Reader): FieldPath | Aggregate {
  if (reader.after?.value !== '(') return reader.field();
  const name = reader.take().value;
  reader.take();
  const { alias: _, ...aggregate } = readAggregate(reader, name);
  return { ...aggregate, alias: undefined };
}
