// A version lists its files by name instead of having two; the index is made again from git, with the types known now.

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`DELETE FROM versions`.execute(db);
  await db.schema.alterTable('versions').dropColumn('content_oid').execute();
  await db.schema.alterTable('versions').dropColumn('meta_oid').execute();
  await db.schema
    .alterTable('versions')
    .addColumn('files', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute();
  await sql`UPDATE history_sources SET indexed_tip = NULL`.execute(db);
}
