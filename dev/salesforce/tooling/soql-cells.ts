// Reads cells, at once where they are at hand, and finds the rows that relationships lead to.

import { shortId } from '../state/ids.ts';
import type { Parent, Table, View } from './table.ts';

export type Maybe<T> = T | Promise<T>;

/** Goes on with a value that may still be on its way; thousands of rows at hand need no turn of the event loop each. */
export function andThen<T, R>(value: Maybe<T>, next: (value: T) => Maybe<R>): Maybe<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** One step over a relationship. */
export interface Hop {
  /** As Salesforce spells the relationship. */
  readonly name: string;
  readonly from: Table;
  readonly parent: Parent;
  readonly table: Table;
}

export function cell(table: Table, column: string, source: unknown, view: View): unknown {
  return table.columns[column]?.read(source, view) ?? null;
}

/** Finds rows by id for one query; a table that can't look up is read once. */
export class Lookup {
  readonly #view: View;
  readonly #read = new Map<Table, Promise<ReadonlyMap<string, unknown>>>();

  constructor(view: View) {
    this.#view = view;
  }

  find(table: Table, id: string): Maybe<unknown> {
    const key = shortId(id) ?? id;
    if (table.find) return table.find(key, this.#view);
    let rows = this.#read.get(table);
    if (!rows) {
      rows = this.#index(table);
      this.#read.set(table, rows);
    }
    return rows.then((known) => known.get(key));
  }

  /** The row a relationship leads to; undefined where it leads nowhere. */
  follow(hop: Hop, source: unknown): Maybe<unknown> {
    return andThen(cell(hop.from, hop.parent.key, source, this.#view), (id) =>
      id === null || id === undefined ? undefined : this.find(hop.table, String(id)),
    );
  }

  async #index(table: Table): Promise<ReadonlyMap<string, unknown>> {
    const known = new Map<string, unknown>();
    for (const source of await table.rows(this.#view)) {
      const id = String(await cell(table, table.key ?? 'Id', source, this.#view));
      known.set(shortId(id) ?? id, source);
    }
    return known;
  }
}
