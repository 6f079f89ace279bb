// Why Salesforce gives no token for an org, in words, for everybody of the account.

import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('orgs').addColumn('block_reason', 'text').execute();
}
