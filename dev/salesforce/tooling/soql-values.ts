// How SOQL compares values: texts without regard to case, ids by their 15 characters, dates by instant.

import { shortId } from '../state/ids.ts';
import type { Span } from './soql-dates.ts';
import { plainWildcard } from './soql-lex.ts';
import type { ColumnType } from './table.ts';

/** What a condition compares with: a value made comparable by `comparable`, or a span of time. */
export type Wanted = string | number | boolean | null | Span;

export function compareValues(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const one = String(left).toLowerCase();
  const other = String(right).toLowerCase();
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A cell's value or a literal's, so that equal ones are the same. */
export function comparable(value: unknown, type: ColumnType): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (type === 'id') return String(value).slice(0, 15);
  if (type === 'entity') return shortId(String(value)) ?? String(value).toLowerCase();
  if (type === 'datetime') return typeof value === 'number' ? value : Date.parse(String(value));
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  return String(value).toLowerCase();
}

/** A test of a cell's comparable value. */
export function comparison(
  operator: string,
  wanted: Wanted,
): (value: string | number | boolean | null) => boolean {
  if (typeof wanted === 'object' && wanted !== null) return spanComparison(operator, wanted);
  if (operator === '=') return (value) => value === wanted;
  if (operator === '!=') return (value) => value !== wanted;
  if (wanted === null) return () => false;
  const sign = (value: string | number | boolean) =>
    typeof value === 'number' && typeof wanted === 'number' ? value - wanted : compareValues(value, wanted);
  if (operator === '<') return (value) => value !== null && sign(value) < 0;
  if (operator === '<=') return (value) => value !== null && sign(value) <= 0;
  if (operator === '>') return (value) => value !== null && sign(value) > 0;
  return (value) => value !== null && sign(value) >= 0;
}

function spanComparison(operator: string, { from, to }: Span): (value: unknown) => boolean {
  const inside = (value: unknown) => typeof value === 'number' && value >= from && value < to;
  if (operator === '=') return inside;
  if (operator === '!=') return (value) => !inside(value);
  if (operator === '<') return (value) => typeof value === 'number' && value < from;
  if (operator === '<=') return (value) => typeof value === 'number' && value < to;
  if (operator === '>') return (value) => typeof value === 'number' && value >= to;
  return (value) => typeof value === 'number' && value >= from;
}

/** The test of a LIKE pattern: % any text, _ one letter, unless marked as plain. */
export function likeTest(pattern: string): (value: unknown) => boolean {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const letter = pattern[at] ?? '';
    if (letter === plainWildcard) {
      at += 1;
      source += pattern[at];
    } else source += letter === '%' ? '.*' : letter === '_' ? '.' : literally(letter);
  }
  const test = new RegExp(`^${source}$`, 'is');
  return (value) => test.test(String(value ?? ''));
}

function literally(letter: string): string {
  return letter.replace(/[.*+?^${}()|[\]\\/-]/, '\\$&');
}
