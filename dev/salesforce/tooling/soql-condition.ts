// Reads the conditions of a WHERE clause and the values they compare with.

import { isDateWord } from './soql-dates.ts';
import { malformed, notHere } from './soql-error.ts';
import type { Reader } from './soql-reader.ts';
import type { Condition, Literal, SoqlQuery } from './soql-tree.ts';

/** AND and OR don't mix on one level without brackets, and NOT stands first or in brackets: Salesforce refuses the rest. */
export function readCondition(reader: Reader, subquery: () => SoqlQuery): Condition {
  if (reader.if('NOT')) return { kind: 'not', part: readPart(reader, subquery) };
  const first = readPart(reader, subquery);
  const { at } = reader.token;
  const joiner = reader.is('AND') ? 'AND' : reader.is('OR') ? 'OR' : undefined;
  if (!joiner) return first;
  const parts = [first];
  while (reader.if(joiner)) parts.push(readPart(reader, subquery));
  if (reader.is('AND') || reader.is('OR')) reader.unexpected();
  return joiner === 'AND' ? { kind: 'and', parts } : { kind: 'or', parts, at };
}

function readPart(reader: Reader, subquery: () => SoqlQuery): Condition {
  if (reader.ifSign('(')) {
    const inside = readCondition(reader, subquery);
    reader.sign(')');
    return inside;
  }
  const field = reader.field();
  if (reader.isSign('(')) throw notHere(`the function ${field.path.join('.')}() in a condition`);
  if (reader.if('LIKE')) return { kind: 'compare', field, operator: 'LIKE', value: readLiteral(reader) };
  if (reader.is('INCLUDES') || reader.is('EXCLUDES')) throw notHere(reader.token.value.toUpperCase());
  const negated = reader.if('NOT');
  if (negated || reader.is('IN')) {
    reader.word('IN');
    refuseBind(reader);
    reader.sign('(');
    const values = reader.is('SELECT') ? subquery() : readLiterals(reader);
    reader.sign(')');
    return { kind: 'in', field, negated, values };
  }
  if (reader.token.kind !== 'sign' || '(),:'.includes(reader.token.value)) reader.unexpected();
  const operator = reader.take().value;
  return {
    kind: 'compare',
    field,
    operator: operator === '<>' ? '!=' : operator,
    value: readLiteral(reader),
  };
}

function readLiterals(reader: Reader): Literal[] {
  const values = [readLiteral(reader)];
  while (reader.ifSign(',')) values.push(readLiteral(reader));
  return values;
}

function readLiteral(reader: Reader): Literal {
  refuseBind(reader);
  const literal = literalOf(reader.token.kind, reader.token.value);
  if (!literal) reader.unexpected();
  reader.take();
  return literal;
}

function refuseBind(reader: Reader): void {
  if (reader.isSign(':')) {
    throw malformed(reader.text, reader.token.at, 'Bind variables only allowed in Apex code');
  }
}

function literalOf(kind: string, value: string): Literal | undefined {
  const upper = value.toUpperCase();
  if (kind === 'text' || kind === 'date' || kind === 'datetime') return { kind, value };
  if (kind === 'number') return { kind, value: Number(value) };
  if (kind !== 'word') return undefined;
  if (upper === 'TRUE' || upper === 'FALSE') return { kind: 'boolean', value: upper === 'TRUE' };
  if (upper === 'NULL') return { kind: 'null', value: null };
  return isDateWord(upper) ? { kind: 'dateWord', value: upper } : undefined;
}
