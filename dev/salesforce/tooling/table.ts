// What a queryable object is: its columns, its relationships, its rows.

import type { Org } from '../state/org.ts';
import type { Permission, Person } from '../state/people.ts';

export type ColumnType =
  | 'id'
  /** An object's name, or the id of a custom one: a text that is compared as an id where it is one. */
  | 'entity'
  | 'string'
  | 'textarea'
  | 'datetime'
  | 'boolean'
  | 'int'
  | 'double'
  | 'complex'
  /** Content given by address, not in the row. */
  | 'base64';

/** Who asks, and of which org; `base` is `/services/data/v66.0/tooling`, or without `/tooling`. */
export interface View {
  readonly org: Org;
  readonly asker: Person;
  readonly base: string;
}

/** One column: its type and how a cell is read; nothing is read before a query asks for it. */
export interface Column<S = unknown> {
  readonly type: ColumnType;
  /** The cell, or a promise of it; undefined counts as null. */
  read(source: S, view: View): unknown;
  readonly filterable?: boolean;
  readonly sortable?: boolean;
}

export interface Parent {
  /** Name of the object the relationship leads to. */
  readonly table: string;
  /** The column that holds its id. */
  readonly key: string;
}

/** `S` is what stands behind a row: a component, a person; cells are read from it. */
export interface Table<S = unknown> {
  readonly name: string;
  readonly label?: string;
  readonly columns: Readonly<Record<string, Column<S>>>;
  /** Columns that a query may ask for only when it finds one row at most. */
  readonly oneRow?: readonly string[];
  readonly parents?: Readonly<Record<string, Parent>>;
  /** Without it the object doesn't exist for the user. */
  readonly needs?: Permission;
  /** Key prefix of the rows' ids. */
  readonly prefix?: string;
  /** The column that rows are addressed by; Id when left out. */
  readonly key?: string;
  /** Tables that are no database tables: no OR, no comparison but =, no further pages. */
  readonly reified?: {
    /** A query must compare one of these with a value. */
    readonly filters?: readonly string[];
  };
  rows(view: View): readonly S[] | Promise<readonly S[]>;
  /** The content that a base64 column gives by address. */
  bytes?(source: S, view: View): Promise<Buffer | undefined>;
  /** The row of an id of 15 characters, without reading all rows. */
  find?(id15: string, view: View): S | undefined;
}

/** Gives a table a place among tables of other kinds. */
export function tableOf<S>(table: Table<S>): Table {
  return table;
}

export function column<S>(type: ColumnType, read: (source: S, view: View) => unknown): Column<S> {
  return type === 'complex' || type === 'base64' || type === 'textarea'
    ? { type, read, filterable: false, sortable: false }
    : { type, read };
}

export interface Stamped {
  readonly created: { readonly at: number; readonly userId: string };
  readonly modified: { readonly at: number; readonly userId: string };
}

export const stampColumns: Readonly<Record<string, Column<Stamped>>> = {
  CreatedDate: column('datetime', (made) => restDate(made.created.at)),
  CreatedById: column('id', (made) => made.created.userId),
  LastModifiedDate: column('datetime', (made) => restDate(made.modified.at)),
  LastModifiedById: column('id', (made) => made.modified.userId),
  SystemModstamp: column('datetime', (made) => restDate(made.modified.at)),
};

export const stampParents = {
  CreatedBy: { table: 'User', key: 'CreatedById' },
  LastModifiedBy: { table: 'User', key: 'LastModifiedById' },
} as const;

/** Dates as REST writes them; SOAP writes Z instead of the offset. */
export function restDate(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}
