// What tables that are no database tables refuse: EntityDefinition, FieldDefinition and their like.

import { SoqlError } from './soql-error.ts';
import { resolve, type Scope } from './soql-fields.ts';
import { isAggregate } from './soql-select.ts';
import type { Condition } from './soql-tree.ts';

/** Throws when the query asks of a reified table what only a database table answers. */
export function refuseOfReified(scope: Scope): void {
  const { query, table } = scope;
  if (!table.reified) return;
  if (isAggregate(query) || query.select === 'count') {
    throw new SoqlError(
      'EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION',
      'The requested operation is not yet supported by this SObject storage type, contact salesforce.com support for more information.',
    );
  }
  const found = new Set<string>();
  if (query.where) walk(scope, query.where, found);
  const { filters } = table.reified;
  if (filters && !filters.some((name) => found.has(name))) {
    throw new SoqlError(
      'MALFORMED_QUERY',
      `${table.name}: a filter on a reified column is required [${filters.join(',')}]`,
    );
  }
}

function walk(scope: Scope, condition: Condition, found: Set<string>): void {
  if (condition.kind === 'or') throw new SoqlError('MALFORMED_QUERY', 'Disjunctions not supported');
  if (condition.kind === 'and') {
    for (const part of condition.parts) walk(scope, part, found);
    return;
  }
  if (
    condition.kind === 'not' ||
    (condition.kind === 'compare' && condition.operator === '!=') ||
    isNotIn(condition)
  ) {
    throw new SoqlError('MALFORMED_QUERY', 'Only equals comparisons permitted');
  }
  const field = resolve(scope, condition.field);
  const [hop] = field.hops;
  // A filter on EntityDefinition.QualifiedApiName is one on EntityDefinitionId.
  found.add(hop ? hop.parent.key : field.name);
}

function isNotIn(condition: Condition): boolean {
  return condition.kind === 'in' && condition.negated;
}
