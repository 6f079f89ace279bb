// Orders rows and groups by several keys, nulls first unless the query says otherwise.

import type { OrderBy } from './soql-tree.ts';
import { compareValues } from './soql-values.ts';

/** A sorted copy; `keysOf` gives one key for each part of ORDER BY. */
export async function sorted<T>(
  items: readonly T[],
  order: readonly OrderBy[],
  keysOf: (item: T) => Promise<readonly unknown[]>,
): Promise<T[]> {
  const keyed: { item: T; keys: readonly unknown[] }[] = [];
  for (const item of items) keyed.push({ item, keys: await keysOf(item) });
  keyed.sort((one, other) => {
    for (const [index, by] of order.entries()) {
      const left = one.keys[index] ?? null;
      const right = other.keys[index] ?? null;
      if (left === right) continue;
      if (left === null || right === null) return (left === null) === by.nullsLast ? 1 : -1;
      const sign = compareValues(left, right);
      if (sign !== 0) return by.descending ? -sign : sign;
    }
    return 0;
  });
  return keyed.map((each) => each.item);
}
