// Each org has a key for its markers; the index is made again from git, without secrets in its sentences.

import type { Kysely } from 'kysely';

interface Changed {
  versions: { org_id: string };
  live_reads: { id: string };
  history_sources: { indexed_tip: string | null };
}

export async function up(db: Kysely<unknown>): Promise<void> {
  const tables = db as Kysely<Changed>;
  await db.schema
    .createTable('redaction_keys')
    .addColumn('org_id', 'text', (column) => column.primaryKey())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .execute();
  await tables.deleteFrom('versions').execute();
  // A reading of before may hold what is taken out now.
  await tables.deleteFrom('live_reads').execute();
  await tables.updateTable('history_sources').set({ indexed_tip: null }).execute();
}
