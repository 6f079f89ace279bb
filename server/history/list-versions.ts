// Lists the versions of a component: those that match, page by page, and how many there are of which.

import * as z from 'zod/mini';
import type { historyEndpoints } from '#contract/history.ts';
import { typeRegistry } from '#core/component.ts';
import { partsOf } from '../comma-list.ts';
import { findComponentRow } from '../db/components.ts';
import {
  type ComponentOf,
  countMatching,
  countVersions as countOf,
  countVersionsBy,
  listVersionRows,
  oldestVersionRow,
  type VersionFilter,
  type VersionRow,
  versionRowsAt,
} from '../db/versions.ts';
import { AppError } from '../errors.ts';
import type { HistoryDeps } from './deps.ts';
import {
  type Component,
  type ComponentRef,
  keyOf,
  toComponent,
  toVersions,
  type Version,
} from './versions.ts';

const pageSize = 50;
const cursor = z.string().check(z.regex(/^[1-9][0-9]{0,9}$/));

export interface VersionPage {
  component: Component | null;
  versions: Version[];
  /** Of the component, and of those as many as match. */
  total: number;
  matching: number;
  next?: string;
}

type Asked = z.output<(typeof historyEndpoints)['history.list']['input']>;
export type ListOf = ComponentRef & Omit<Asked, 'orgId' | 'type' | 'id' | 'fullName'>;

/** Newest first, 50 a page. `next` is the answer's own `next`; `page` is a number from the oldest match. */
export async function listVersions(deps: Pick<HistoryDeps, 'db'>, of: ListOf): Promise<VersionPage> {
  const before = of.next === undefined ? undefined : cursor.safeParse(of.next);
  if (before && !before.success) throw new AppError('invalid_request', { detail: 'next is not valid.' });
  const row = await findComponentRow(deps.db, of);
  if (!row) return { component: null, versions: [], total: 0, matching: 0 };
  const key = keyOf(row);
  const filter = filterOf(of);
  const { rows, more } = await rowsOf(deps, key, filter, of.page, before && Number(before.data));
  const total = await countOf(deps.db, key);
  const matching = isEmpty(filter) ? total : await countMatching(deps.db, key, filter);
  const versions = await toVersions(deps, row, rows);
  const isPart = typeRegistry[row.type].shape === 'child';
  const earlierIn = isPart ? (await oldestVersionRow(deps.db, key))?.earlier_in : undefined;
  const last = versions.at(-1);
  return {
    component: {
      ...toComponent(row, total),
      ...(earlierIn ? { earlierIn: { type: 'CustomObject', fullName: earlierIn } } : {}),
    },
    versions,
    total,
    matching,
    ...(more && last ? { next: String(last.number) } : {}),
  };
}

async function rowsOf(
  { db }: Pick<HistoryDeps, 'db'>,
  key: ComponentOf,
  filter: VersionFilter,
  page: number | undefined,
  before: number | undefined,
): Promise<{ rows: readonly VersionRow[]; more: boolean }> {
  if (page !== undefined) {
    const rows = await versionRowsAt(db, key, { limit: pageSize, skip: page * pageSize, filter });
    return { rows, more: page > 0 };
  }
  const rows = await listVersionRows(db, key, { limit: pageSize + 1, before, filter });
  return { rows: rows.slice(0, pageSize), more: rows.length > pageSize };
}

function filterOf({ author, from, to, kinds, origin, words }: ListOf): VersionFilter {
  const asked = words?.split(/\s+/).filter(Boolean) ?? [];
  return {
    ...(author === undefined ? {} : { author }),
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(to === undefined ? {} : { to: Date.parse(to) }),
    ...(kinds === undefined ? {} : { kinds: partsOf<VersionRow['kind']>(kinds) }),
    ...(origin === undefined ? {} : { origin }),
    ...(asked.length === 0 ? {} : { words: asked }),
  };
}

function isEmpty(filter: VersionFilter): boolean {
  return Object.keys(filter).length === 0;
}

export interface VersionCounts {
  people: { name: string; versions: number }[];
  kinds: { kind: VersionRow['kind']; versions: number }[];
  origins: { origin: VersionRow['origin']; versions: number }[];
}

/** People by name as a person would look for them; kinds and origins in no order that matters. */
export async function countVersions(
  { db }: Pick<HistoryDeps, 'db'>,
  of: ComponentRef,
): Promise<VersionCounts> {
  const row = await findComponentRow(db, of);
  const counts = row ? await countVersionsBy(db, keyOf(row)) : [];
  const sum = <Name extends string>(nameOf: (count: (typeof counts)[number]) => Name) => {
    const sums = new Map<Name, number>();
    for (const count of counts) sums.set(nameOf(count), (sums.get(nameOf(count)) ?? 0) + count.versions);
    return [...sums];
  };
  return {
    people: sum(({ author }) => author)
      .map(([name, versions]) => ({ name, versions }))
      .sort((one, other) => one.name.localeCompare(other.name)),
    kinds: sum(({ kind }) => kind).map(([kind, versions]) => ({ kind, versions })),
    origins: sum(({ origin }) => origin).map(([origin, versions]) => ({ origin, versions })),
  };
}
