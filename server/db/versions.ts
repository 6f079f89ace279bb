// Versions: one row for each commit that changed a component.

import type { Insertable, Selectable } from 'kysely';
import type { ComponentKey } from '#core/component.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export type VersionRow = Selectable<Tables['versions']>;
export type NewVersionRow = Insertable<Tables['versions']>;

export interface ComponentOf extends ComponentKey {
  readonly orgId: string;
}

function ofComponent(db: Database, { orgId, type, fullName }: ComponentOf) {
  return db
    .selectFrom('versions')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('type', '=', type)
    .where('full_name', '=', fullName);
}

/** Newest first, at most `limit`, those older than version number `before`. */
export function listVersionRows(
  db: Database,
  of: ComponentOf,
  page: { limit: number; before?: number | undefined },
): Promise<VersionRow[]> {
  const rows = ofComponent(db, of).orderBy('seq', 'desc').limit(page.limit);
  return (page.before === undefined ? rows : rows.where('seq', '<', page.before)).execute();
}

export function newestVersionRow(db: Database, of: ComponentOf): Promise<VersionRow | undefined> {
  return ofComponent(db, of).orderBy('seq', 'desc').limit(1).executeTakeFirst();
}

export function findVersionRow(
  db: Database,
  of: ComponentOf,
  commit: string,
): Promise<VersionRow | undefined> {
  return ofComponent(db, of).where('commit_id', '=', commit).executeTakeFirst();
}

export async function oldestVersionRow(db: Database, of: ComponentOf): Promise<VersionRow | undefined> {
  return await ofComponent(db, of).where('seq', '=', 1).executeTakeFirst();
}

/** Versions are numbered without gaps, so the newest number is their count. */
export async function countVersions(db: Database, of: ComponentOf): Promise<number> {
  return (await newestVersionRow(db, of))?.seq ?? 0;
}

/** A statement may carry a limited number of values. */
const rowsAtOnce = 100;

export async function insertVersionRows(db: Database, rows: readonly NewVersionRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await db
      .insertInto('versions')
      .values(rows.slice(at, at + rowsAtOnce))
      .execute();
  }
}

export async function deleteVersionRows(db: Database, orgId: string): Promise<void> {
  await db.deleteFrom('versions').where('org_id', '=', orgId).execute();
}
