// What was taken out of an org's history for good, so that it is taken out of whatever comes later, too.

import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('purges')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('org_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('type', 'text')
    .addColumn('full_name', 'text')
    .addColumn('field', 'text')
    .addColumn('forms', 'text')
    .addColumn('marker', 'text')
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'bigint')
    .execute();
  await db.schema.createIndex('purges_by_org').on('purges').column('org_id').execute();
}
