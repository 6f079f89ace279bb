// Labels, workflow parts and rules have versions of their own; the index is made again from git.

import type { Kysely } from 'kysely';

interface Changed {
  versions: { org_id: string };
  history_sources: { indexed_tip: string | null };
}

export async function up(db: Kysely<unknown>): Promise<void> {
  const tables = db as Kysely<Changed>;
  await tables.deleteFrom('versions').execute();
  await tables.updateTable('history_sources').set({ indexed_tip: null }).execute();
}
