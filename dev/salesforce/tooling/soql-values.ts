// How SOQL compares values: texts without regard to case, ids by their 15 characters, dates by instant.

import type { ColumnType } from './table.ts';

export function compareValues(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const one = String(left).toLowerCase();
  const other = String(right).toLowerCase();
  return one < other ? -1 : one > other ? 1 : 0;
}

export function compareTo(value: unknown, operator: string, wanted: unknown, type: ColumnType): boolean {
  if (operator === 'LIKE') return like(String(value ?? ''), String(wanted));
  const left = normal(value, type);
  const right = typeof wanted === 'string' && type === 'string' ? wanted.toLowerCase() : wanted;
  if (operator === '=') return left === right;
  if (operator === '!=') return left !== right;
  if (left === null || right === null) return false;
  const sign = typeof left === 'number' ? left - Number(right) : compareValues(left, right);
  return { '<': sign < 0, '<=': sign <= 0, '>': sign > 0, '>=': sign >= 0 }[operator] ?? false;
}

function normal(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'id') return String(value).slice(0, 15);
  if (type === 'datetime') return Date.parse(String(value));
  return type === 'string' ? String(value).toLowerCase() : value;
}

function like(value: string, pattern: string): boolean {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const letter = pattern[at] ?? '';
    if (letter === '\\') {
      at += 1;
      source += literally(pattern[at] ?? '');
    } else source += letter === '%' ? '.*' : letter === '_' ? '.' : literally(letter);
  }
  return new RegExp(`^${source}$`, 'is').test(value);
}

function literally(letter: string): string {
  return letter.replace(/[.*+?^${}()|[\]\\]/, '\\$&');
}
