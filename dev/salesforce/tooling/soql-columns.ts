// What columns a query has, without its rows: the answer to `columns=true`, which the sf command line asks for.

import { Lookup } from './soql-cells.ts';
import { findTable, type ResolvedField, type Scope } from './soql-fields.ts';
import { parseSoql } from './soql-parse.ts';
import { isAggregate, type ResolvedAggregate, resolveSelection } from './soql-select.ts';
import type { ColumnType, Table, View } from './table.ts';

export interface QueryColumn {
  readonly aggregate: boolean;
  readonly apexType: string;
  readonly booleanType: boolean;
  readonly columnName: string;
  readonly custom: boolean;
  readonly displayName: string;
  readonly foreignKeyName: string | null;
  readonly insertable: boolean;
  /** The columns asked of the related row; empty for a column of the row itself. */
  readonly joinColumns: QueryColumn[];
  readonly numberType: boolean;
  readonly textType: boolean;
  readonly updatable: boolean;
}

export interface QueryColumns {
  readonly columnMetadata: readonly QueryColumn[];
  readonly entityName: string;
  readonly groupBy: boolean;
  readonly idSelected: boolean;
  readonly keyPrefix: string | null;
}

const apexTypes: Readonly<Record<ColumnType, string>> = {
  id: 'Id',
  entity: 'String',
  string: 'String',
  textarea: 'String',
  datetime: 'Datetime',
  boolean: 'Boolean',
  int: 'Integer',
  double: 'Double',
  complex: 'complexvalue',
  base64: 'Blob',
};

/** Refuses what the query itself would be refused for. */
export function columnsOf(view: View, tables: readonly Table[], soql: string): QueryColumns {
  const query = parseSoql(soql);
  const context = { ...view, tables, lookup: new Lookup(view) };
  const scope: Scope = { context, query, table: findTable(context, query) };
  const selection = query.select === 'count' ? undefined : resolveSelection(scope, query.select);
  const columns: QueryColumn[] = [];
  for (const field of selection?.fields ?? []) place(columns, field, 0);
  for (const each of selection?.aggregates ?? []) columns.push(aggregateColumn(each));
  return {
    columnMetadata: columns,
    entityName: scope.table.name,
    groupBy: selection !== undefined && isAggregate(query),
    idSelected: selection?.fields.some((each) => each.name === 'Id' && each.hops.length === 0) ?? false,
    keyPrefix: scope.table.prefix ?? null,
  };
}

/** Fields of one related row stand together under its relationship. */
function place(columns: QueryColumn[], field: ResolvedField, step: number): void {
  const hop = field.hops[step];
  if (!hop) {
    columns.push(plainColumn(field.name, field));
    return;
  }
  let joined = columns.find((each) => each.columnName === hop.name && each.joinColumns.length > 0);
  if (!joined) {
    joined = {
      ...column(hop.name, hop.table.name),
      foreignKeyName: hop.parent.key,
      joinColumns: [],
    };
    columns.push(joined);
  }
  place(joined.joinColumns, field, step + 1);
}

function plainColumn(name: string, { column: { type } }: ResolvedField): QueryColumn {
  return {
    ...column(name, apexTypes[type]),
    booleanType: type === 'boolean',
    numberType: type === 'int' || type === 'double',
    textType: type === 'string' || type === 'textarea' || type === 'entity',
  };
}

function aggregateColumn({ name, field, as }: ResolvedAggregate): QueryColumn {
  const type = name === 'COUNT' || name === 'COUNT_DISTINCT' ? 'Integer' : apexTypes[field.column.type];
  return {
    ...column(as, type),
    aggregate: true,
    displayName: `${name}(${field.name})`,
    numberType: type === 'Integer' || type === 'Double',
  };
}

function column(name: string, apexType: string): QueryColumn {
  return {
    aggregate: false,
    apexType,
    booleanType: false,
    columnName: name,
    custom: name.endsWith('__c'),
    displayName: name,
    foreignKeyName: null,
    insertable: false,
    joinColumns: [],
    numberType: false,
    textType: false,
    updatable: false,
  };
}
