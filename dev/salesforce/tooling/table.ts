// What a queryable object is: its columns, its relationships, its rows.

import type { Org } from '../state/org.ts';
import type { Permission, Person } from '../state/people.ts';

export type ColumnType = 'id' | 'string' | 'datetime' | 'boolean' | 'int' | 'double' | 'complex';

/** A cell's value, or how to get it: contents are only read when a query asks for them. */
export type Cell = string | number | boolean | null | undefined | (() => Promise<unknown>);
export type Row = Readonly<Record<string, Cell>>;

/** Marks a cell that is only read when a query asks for it. */
export function lazily(read: () => Promise<unknown>): Cell {
  return read;
}

export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Columns that no condition may use. */
  readonly unfiltered?: readonly string[];
  /** Columns that a query may ask for only when it finds one row at most. */
  readonly oneRow?: readonly string[];
  /** Relationship name → the object it leads to and the column holding its id. */
  readonly parents?: Readonly<Record<string, { readonly table: string; readonly key: string }>>;
  /** Without it the object doesn't exist for the user. */
  readonly needs?: Permission;
  /** Key prefix of the rows' ids. */
  readonly prefix?: string;
  rows(org: Org, asker: Person): readonly Row[] | Promise<readonly Row[]>;
}

export const stampColumns = {
  CreatedDate: 'datetime',
  CreatedById: 'id',
  LastModifiedDate: 'datetime',
  LastModifiedById: 'id',
  SystemModstamp: 'datetime',
} as const;

export const stampParents = {
  CreatedBy: { table: 'User', key: 'CreatedById' },
  LastModifiedBy: { table: 'User', key: 'LastModifiedById' },
} as const;

/** Dates as REST writes them; SOAP writes Z instead of the offset. */
export function restDate(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}

export function stampCells(made: {
  created: { at: number; userId: string };
  modified: { at: number; userId: string };
}): Row {
  return {
    CreatedDate: restDate(made.created.at),
    CreatedById: made.created.userId,
    LastModifiedDate: restDate(made.modified.at),
    LastModifiedById: made.modified.userId,
    SystemModstamp: restDate(made.modified.at),
  };
}
