// Versions can be found by who, when, what kind and words, and know what they were renamed from; made again from git.

import type { Kysely } from 'kysely';

interface Changed {
  versions: { org_id: string };
  history_sources: { indexed_tip: string | null };
}

export async function up(db: Kysely<unknown>): Promise<void> {
  const tables = db as Kysely<Changed>;
  await tables.deleteFrom('versions').execute();
  await db.schema
    .alterTable('versions')
    .addColumn('search', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  for (const name of ['renamed_from', 'renamed_to']) {
    await db.schema.alterTable('versions').addColumn(name, 'text').execute();
  }
  await db.schema.alterTable('components').addColumn('renamed_from', 'text').execute();
  await db.schema
    .createIndex('versions_commit')
    .on('versions')
    .columns(['org_id', 'type', 'full_name', 'commit_id'])
    .execute();
  await db.schema
    .createIndex('versions_filter')
    .on('versions')
    .columns(['org_id', 'type', 'full_name', 'author_name', 'kind', 'origin', 'at', 'seq'])
    .execute();
  await tables.updateTable('history_sources').set({ indexed_tip: null }).execute();
}
