// Purges: what was taken out of an org's history, known by keyed hashes, never by the text itself.

import type { Insertable, Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export type PurgeRow = Selectable<Tables['purges']>;

/** Oldest first. */
export function listPurges(db: Database, orgId: string): Promise<PurgeRow[]> {
  return db
    .selectFrom('purges')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy('made_at')
    .orderBy('id')
    .execute();
}

/** The same thing purged twice is one row, which then is unfinished again. */
export async function putPurge(db: Database, row: Insertable<Tables['purges']>): Promise<void> {
  const known = (await listPurges(db, row.org_id)).find(
    ({ kind, type, full_name, field, marker }) =>
      kind === row.kind &&
      type === (row.type ?? null) &&
      full_name === (row.full_name ?? null) &&
      field === (row.field ?? null) &&
      marker === (row.marker ?? null),
  );
  if (known) await db.updateTable('purges').set({ finished_at: null }).where('id', '=', known.id).execute();
  else await db.insertInto('purges').values(row).execute();
}

/** All of an org's at once: whoever finishes has applied each. A component may come again, so that is forgotten. */
export async function finishPurges(db: Database, orgId: string, at: number): Promise<void> {
  await db.deleteFrom('purges').where('org_id', '=', orgId).where('kind', '=', 'component').execute();
  await db
    .updateTable('purges')
    .set({ finished_at: at })
    .where('org_id', '=', orgId)
    .where('finished_at', 'is', null)
    .execute();
}
