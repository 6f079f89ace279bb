// Finds the object a query names and the columns it means, through relationships.

import { may, type Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { andThen, cell, type Hop, type Lookup, type Maybe } from './soql-cells.ts';
import { pointed, SoqlError } from './soql-error.ts';
import type { FieldPath, SoqlQuery } from './soql-tree.ts';
import type { Column, Table, View } from './table.ts';

export interface QueryContext extends View {
  readonly tables: readonly Table[];
  readonly lookup: Lookup;
}

/** A query, what it is asked of, and the object it names. */
export interface Scope {
  readonly context: QueryContext;
  readonly query: SoqlQuery;
  readonly table: Table;
}

export interface ResolvedField {
  /** As Salesforce spells it. */
  readonly name: string;
  readonly column: Column;
  readonly table: Table;
  readonly hops: readonly Hop[];
}

const append = (suffix: string, what: string) =>
  `If you are attempting to use a custom ${what}, be sure to append the '${suffix}' after the`;
const seeWsdl = 'Please reference your WSDL or the describe call for the appropriate names.';

/** Whether the object exists for this user. */
export function visible(org: Org, table: Table, asker: Person): boolean {
  return table.needs === undefined || may(org, asker, table.needs);
}

export function findTable(context: QueryContext, query: SoqlQuery): Table {
  const wanted = query.object.toLowerCase();
  const table = context.tables.find((each) => each.name.toLowerCase() === wanted);
  if (table && visible(context.org, table, context.asker)) return table;
  const text = `sObject type '${query.object}' is not supported. ${append('__c', 'object')} entity name. ${seeWsdl}`;
  throw new SoqlError('INVALID_TYPE', pointed(query.text, query.objectAt, text));
}

export function resolve({ context, query, table: from }: Scope, field: FieldPath): ResolvedField {
  let table = from;
  const hops: Hop[] = [];
  for (const name of ownPath(query, from, field).slice(0, -1)) {
    const found = Object.entries(table.parents ?? {}).find(
      ([each]) => each.toLowerCase() === name.toLowerCase(),
    );
    const next = found && context.tables.find((each) => each.name === found[1].table);
    if (!found || !next) {
      const text = `Didn't understand relationship '${name}' in field path. ${append('__r', 'relationship')} custom relationship name. ${seeWsdl}`;
      throw invalidField(query, field, text);
    }
    hops.push({ name: found[0], from: table, parent: found[1], table: next });
    table = next;
  }
  const last = field.path.at(-1) ?? '';
  const name = Object.keys(table.columns).find((each) => each.toLowerCase() === last.toLowerCase());
  const column = name === undefined ? undefined : table.columns[name];
  if (name === undefined || !column) {
    const text = `No such column '${last}' on entity '${table.name}'. ${append('__c', 'field')} custom field name. ${seeWsdl}`;
    throw invalidField(query, field, text);
  }
  return { name, column, table, hops };
}

/** Without the object's own name or alias in front. */
function ownPath(query: SoqlQuery, table: Table, field: FieldPath): readonly string[] {
  const first = field.path[0]?.toLowerCase();
  const owns =
    field.path.length > 1 && (first === table.name.toLowerCase() || first === query.alias?.toLowerCase());
  return owns ? field.path.slice(1) : field.path;
}

export function invalidField(query: SoqlQuery, field: FieldPath, text: string): SoqlError {
  return new SoqlError('INVALID_FIELD', pointed(query.text, field.at, text));
}

export function readField(context: QueryContext, field: ResolvedField, source: unknown): Maybe<unknown> {
  return readFrom(context, field, source, 0);
}

function readFrom(
  context: QueryContext,
  field: ResolvedField,
  source: unknown,
  step: number,
): Maybe<unknown> {
  const hop = field.hops[step];
  if (!hop) return cell(field.table, field.name, source, context);
  return andThen(context.lookup.follow(hop, source), (next) =>
    next === undefined ? null : readFrom(context, field, next, step + 1),
  );
}
