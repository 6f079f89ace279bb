// Names of Salesforce users lie in a table of their own, where they can be erased; versions know whose they are by id.

import type { Kysely } from 'kysely';

interface Changed {
  versions: { org_id: string };
  history_sources: { indexed_tip: string | null };
}

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('people')
    .addColumn('org_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('erased_at', 'bigint')
    .addPrimaryKeyConstraint('people_key', ['org_id', 'user_id'])
    .execute();
  const tables = db as Kysely<Changed>;
  await tables.deleteFrom('versions').execute();
  await db.schema.alterTable('versions').addColumn('author_id', 'text').execute();
  await db.schema
    .createIndex('versions_by_author_id')
    .on('versions')
    .columns(['org_id', 'author_id'])
    .execute();
  await tables.updateTable('history_sources').set({ indexed_tip: null }).execute();
}
