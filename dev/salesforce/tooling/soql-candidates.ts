// Which rows a query has to look at: those its ids name, where it names them, else all.

import { shortId } from '../state/ids.ts';
import type { Scope } from './soql-fields.ts';
import { resolve } from './soql-fields.ts';
import type { Condition, Literal } from './soql-tree.ts';

export async function candidates(scope: Scope): Promise<readonly unknown[]> {
  const { context, query, table } = scope;
  const ids = table.find && query.where && namedIds(scope, query.where);
  if (!ids) return table.rows(context);
  const found = [...ids].map((id) => table.find?.(id, context));
  return found.filter((source) => source !== undefined);
}

/** The ids of 15 characters that every found row must be among; undefined when the query names none. */
function namedIds(scope: Scope, where: Condition): ReadonlySet<string> | undefined {
  if (where.kind === 'and') {
    for (const part of where.parts) {
      const ids = namedIds(scope, part);
      if (ids) return ids;
    }
    return undefined;
  }
  if (where.kind !== 'compare' && where.kind !== 'in') return undefined;
  const field = resolve(scope, where.field);
  if (field.hops.length > 0 || field.name !== (scope.table.key ?? 'Id')) return undefined;
  if (where.kind === 'compare') return where.operator === '=' ? idsOf([where.value]) : undefined;
  return where.negated || 'object' in where.values ? undefined : idsOf(where.values);
}

function idsOf(values: readonly Literal[]): ReadonlySet<string> {
  return new Set(values.flatMap((each) => (each.kind === 'text' ? [shortId(each.value) ?? each.value] : [])));
}
