// A part's first version says in which object's file it lay before; the index is made again from git, older layouts included.

import type { Kysely } from 'kysely';

interface Changed {
  versions: { org_id: string };
  history_sources: { indexed_tip: string | null };
}

export async function up(db: Kysely<unknown>): Promise<void> {
  const tables = db as Kysely<Changed>;
  await tables.deleteFrom('versions').execute();
  await db.schema.alterTable('versions').addColumn('earlier_in', 'text').execute();
  await tables.updateTable('history_sources').set({ indexed_tip: null }).execute();
}
