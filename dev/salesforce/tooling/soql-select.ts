// What a field list asks for: columns, all columns by FIELDS(), or aggregates.

import { malformed, SoqlError } from './soql-error.ts';
import { type ResolvedField, resolve, type Scope } from './soql-fields.ts';
import type { Aggregate, Selected } from './soql-tree.ts';

export interface ResolvedAggregate {
  readonly name: Aggregate['name'];
  readonly field: ResolvedField;
  /** What the answer calls it. */
  readonly as: string;
}

export interface Selection {
  readonly fields: readonly ResolvedField[];
  readonly aggregates: readonly ResolvedAggregate[];
  /** Selected fields of an aggregate query by what the answer calls them. */
  readonly grouped: ReadonlyMap<string, ResolvedField>;
}

export function isAggregate(query: Scope['query']): boolean {
  return (
    query.groupBy.length > 0 ||
    (query.select !== 'count' && query.select.some((each) => each.kind === 'aggregate'))
  );
}

export function resolveSelection(scope: Scope, items: readonly Selected[]): Selection {
  const { query, table } = scope;
  const grouping = isAggregate(query);
  const fields: ResolvedField[] = [];
  const aggregates: ResolvedAggregate[] = [];
  const grouped = new Map<string, ResolvedField>();
  const taken = new Set<string>();
  const add = (field: ResolvedField) => {
    const path = pathOf(field);
    if (taken.has(path)) throw new SoqlError('INVALID_FIELD', `duplicate field selected: ${path}`);
    taken.add(path);
    fields.push(field);
  };
  for (const item of items) {
    if (item.kind === 'fields') {
      if (item.group !== 'STANDARD' && !(query.limit !== undefined && query.limit <= 200)) {
        throw new SoqlError('MALFORMED_QUERY', 'The SOQL FIELDS function must have a LIMIT of at most 200');
      }
      for (const [name, column] of Object.entries(table.columns)) {
        const custom = name.endsWith('__c');
        if (item.group === 'ALL' || custom === (item.group === 'CUSTOM'))
          add({ name, column, table, hops: [] });
      }
    } else if (item.kind === 'aggregate') {
      const field = resolve(scope, item.field);
      aggregates.push({ name: item.name, field, as: item.alias ?? `expr${aggregates.length}` });
    } else {
      if (item.alias !== undefined && !grouping) {
        throw new SoqlError('MALFORMED_QUERY', 'only aggregate expressions use field aliasing');
      }
      const field = resolve(scope, item.field);
      add(field);
      grouped.set(item.alias ?? field.name, field);
    }
  }
  if (grouping) refuseUngrouped(scope, fields, aggregates);
  return { fields, aggregates, grouped };
}

function refuseUngrouped(
  scope: Scope,
  fields: readonly ResolvedField[],
  aggregates: readonly ResolvedAggregate[],
): void {
  const { query } = scope;
  const by = new Set(query.groupBy.map((each) => pathOf(resolve(scope, each))));
  for (const field of fields) {
    if (by.has(pathOf(field))) continue;
    const at = query.text.indexOf(field.name);
    throw malformed(query.text, Math.max(at, 0), `Field must be grouped or aggregated: ${pathOf(field)}`);
  }
  for (const { field } of aggregates) {
    if (!by.has(pathOf(field))) continue;
    throw new SoqlError('MALFORMED_QUERY', `Grouped field should not be aggregated: ${pathOf(field)}`);
  }
}

/** `LastModifiedBy.Name`, as Salesforce spells it. */
export function pathOf(field: ResolvedField): string {
  return [...field.hops.map((hop) => hop.name), field.name].join('.');
}
