// Versions: one row for each commit that changed a component.

import type { ExpressionBuilder, Insertable, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { ComponentKey } from '#core/component.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export type VersionRow = Selectable<Tables['versions']>;
/** `search` follows from the others. */
export type NewVersionRow = Omit<Insertable<Tables['versions']>, 'search'>;

export interface ComponentOf extends ComponentKey {
  readonly orgId: string;
}

/** What a version must be; nothing asked, nothing left out. */
export interface VersionFilter {
  readonly author?: string | undefined;
  /** Epoch milliseconds, the first that counts. */
  readonly from?: number | undefined;
  /** Epoch milliseconds, the first that counts no more. */
  readonly to?: number | undefined;
  readonly kinds?: readonly VersionRow['kind'][] | undefined;
  readonly origin?: VersionRow['origin'] | undefined;
  /** Each is somewhere in author, summary or message, in whatever case. */
  readonly words?: readonly string[] | undefined;
}

function ofComponent(db: Database, { orgId, type, fullName }: ComponentOf) {
  return db
    .selectFrom('versions')
    .where('org_id', '=', orgId)
    .where('type', '=', type)
    .where('full_name', '=', fullName);
}

function matches(filter: VersionFilter) {
  return (row: ExpressionBuilder<Tables, 'versions'>) => {
    const { author, from, to, kinds, origin, words = [] } = filter;
    return row.and([
      ...(author === undefined ? [] : [row('author_name', '=', author)]),
      ...(from === undefined ? [] : [row('at', '>=', from)]),
      ...(to === undefined ? [] : [row('at', '<', to)]),
      ...(kinds === undefined ? [] : [row('kind', 'in', kinds)]),
      ...(origin === undefined ? [] : [row('origin', '=', origin)]),
      ...words.map((word) => {
        const literal = forSearch(word).replace(/[!%_]/g, '!$&');
        return sql<boolean>`${row.ref('search')} like ${`%${literal}%`} escape '!'`;
      }),
    ]);
  };
}

/** One spelling for what is searched and what is searched for. */
function forSearch(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** Newest first, at most `limit`, those older than version number `before`. */
export function listVersionRows(
  db: Database,
  of: ComponentOf,
  page: { limit: number; before?: number | undefined; filter?: VersionFilter | undefined },
): Promise<VersionRow[]> {
  const rows = ofComponent(db, of)
    .selectAll()
    .where(matches(page.filter ?? {}))
    .orderBy('seq', 'desc')
    .limit(page.limit);
  return (page.before === undefined ? rows : rows.where('seq', '<', page.before)).execute();
}

/** Newest first too, but counted from the oldest match: what was once at a place stays there. */
export async function versionRowsAt(
  db: Database,
  of: ComponentOf,
  page: { limit: number; skip: number; filter: VersionFilter },
): Promise<VersionRow[]> {
  const places = ofComponent(db, of)
    .select('seq')
    .where(matches(page.filter))
    .orderBy('seq')
    .limit(page.limit)
    .offset(page.skip);
  return ofComponent(db, of).selectAll().where('seq', 'in', places).orderBy('seq', 'desc').execute();
}

export async function countMatching(db: Database, of: ComponentOf, filter: VersionFilter): Promise<number> {
  const { count } = await ofComponent(db, of)
    .select((row) => row.fn.countAll<number>().as('count'))
    .where(matches(filter))
    .executeTakeFirstOrThrow();
  return Number(count);
}

export interface VersionCount {
  readonly author: string;
  readonly kind: VersionRow['kind'];
  readonly origin: VersionRow['origin'];
  readonly versions: number;
}

/** How many versions there are of each author, kind and origin. */
export async function countVersionsBy(db: Database, of: ComponentOf): Promise<VersionCount[]> {
  const rows = await ofComponent(db, of)
    .select(['author_name', 'kind', 'origin', (row) => row.fn.countAll<number>().as('versions')])
    .groupBy(['author_name', 'kind', 'origin'])
    .execute();
  return rows.map(({ author_name, kind, origin, versions }) => {
    return { author: author_name, kind, origin, versions: Number(versions) };
  });
}

/** Commits of versions by their number; a number that there is none of is not in it. */
export async function commitsAt(
  db: Database,
  of: ComponentOf,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (numbers.length === 0) return new Map();
  const rows = await ofComponent(db, of).select(['seq', 'commit_id']).where('seq', 'in', numbers).execute();
  return new Map(rows.map(({ seq, commit_id }) => [seq, commit_id]));
}

export function newestVersionRow(db: Database, of: ComponentOf): Promise<VersionRow | undefined> {
  return ofComponent(db, of).selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst();
}

export function findVersionRow(
  db: Database,
  of: ComponentOf,
  commit: string,
): Promise<VersionRow | undefined> {
  return ofComponent(db, of).selectAll().where('commit_id', '=', commit).executeTakeFirst();
}

/** Of whichever component, what a commit made. */
export function versionsOfCommit(db: Database, orgId: string, commit: string): Promise<VersionRow[]> {
  return db
    .selectFrom('versions')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('commit_id', '=', commit)
    .orderBy('type')
    .orderBy('full_name')
    .execute();
}

export function findVersionBefore(
  db: Database,
  of: ComponentOf,
  seq: number,
): Promise<VersionRow | undefined> {
  return ofComponent(db, of)
    .selectAll()
    .where('seq', '=', seq - 1)
    .executeTakeFirst();
}

export async function oldestVersionRow(db: Database, of: ComponentOf): Promise<VersionRow | undefined> {
  return await ofComponent(db, of).selectAll().where('seq', '=', 1).executeTakeFirst();
}

/** Versions are numbered without gaps, so the newest number is their count. */
export async function countVersions(db: Database, of: ComponentOf): Promise<number> {
  const newest = await ofComponent(db, of).select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return newest?.seq ?? 0;
}

/** Where words are looked for. */
export function searchOf(row: Pick<VersionRow, 'author_name' | 'summary' | 'message'>): string {
  return forSearch([row.author_name, row.summary, row.message].join('\n'));
}

/** A statement may carry a limited number of values. */
const rowsAtOnce = 100;

export async function insertVersionRows(db: Database, rows: readonly NewVersionRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await db
      .insertInto('versions')
      .values(
        rows.slice(at, at + rowsAtOnce).map((row) => {
          return { ...row, search: searchOf(row) };
        }),
      )
      .execute();
  }
}

export async function deleteVersionRows(db: Database, orgId: string): Promise<void> {
  await db.deleteFrom('versions').where('org_id', '=', orgId).execute();
}
