// Groups rows and counts, sums and compares within the groups.

import { type QueryContext, type ResolvedField, readField } from './soql-fields.ts';
import type { ResolvedAggregate } from './soql-select.ts';
import { comparable, compareValues } from './soql-values.ts';

export interface Group {
  /** The grouped fields' values, in the order of GROUP BY. */
  readonly keys: readonly unknown[];
  readonly sources: readonly unknown[];
}

/** One group for each set of values; without fields, one group of everything. */
export async function groupRows(
  context: QueryContext,
  sources: readonly unknown[],
  by: readonly ResolvedField[],
): Promise<Group[]> {
  if (by.length === 0) return [{ keys: [], sources }];
  const groups = new Map<string, { keys: unknown[]; sources: unknown[] }>();
  for (const source of sources) {
    const keys: unknown[] = [];
    for (const field of by) keys.push(await readField(context, field, source));
    const name = JSON.stringify(
      keys.map((key, index) => comparable(key, by[index]?.column.type ?? 'string')),
    );
    const group = groups.get(name);
    if (group) group.sources.push(source);
    else groups.set(name, { keys, sources: [source] });
  }
  return [...groups.values()];
}

/** An aggregate's value over a group; nulls don't count. */
export async function aggregate(
  context: QueryContext,
  { name, field }: Pick<ResolvedAggregate, 'name' | 'field'>,
  sources: readonly unknown[],
): Promise<unknown> {
  const values: unknown[] = [];
  for (const source of sources) {
    const value = await readField(context, field, source);
    if (value !== null && value !== undefined) values.push(value);
  }
  if (name === 'COUNT') return values.length;
  if (name === 'COUNT_DISTINCT')
    return new Set(values.map((value) => comparable(value, field.column.type))).size;
  if (values.length === 0) return null;
  if (name === 'MAX' || name === 'MIN') {
    const sign = name === 'MAX' ? 1 : -1;
    return values.reduce((best, value) => (compareValues(value, best) * sign > 0 ? value : best));
  }
  const sum = values.reduce((total: number, value) => total + Number(value), 0);
  return name === 'SUM' ? sum : sum / values.length;
}
