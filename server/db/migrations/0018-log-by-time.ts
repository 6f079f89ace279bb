// The administrative log is read in the order of time, beside another log; and looked through for one kind of deed.

import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('admin_log_time').on('admin_log').columns(['tenant_id', 'at', 'seq']).execute();
  await db.schema
    .createIndex('admin_log_action')
    .on('admin_log')
    .columns(['action', 'org_id', 'at'])
    .execute();
}
