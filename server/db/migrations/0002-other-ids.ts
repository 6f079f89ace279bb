// Setup’s addresses name a flow by the id of one of its versions: ids beside a component’s own that lead to it.

import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('other_ids')
    .addColumn('org_id', 'text', (column) => column.notNull())
    .addColumn('id15', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('full_name', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('other_ids_key', ['org_id', 'id15'])
    .addForeignKeyConstraint(
      'other_ids_component',
      ['org_id', 'type', 'full_name'],
      'components',
      ['org_id', 'type', 'full_name'],
      (key) => key.onDelete('cascade'),
    )
    .execute();
}
