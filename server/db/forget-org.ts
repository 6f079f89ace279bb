// Deletes what the database holds of an org; the administrative log keeps what was done.

import type { Database } from './database.ts';
import { indexLock, inTransaction, lock } from './engine.ts';

/** Tables whose rows are an org's, those that others refer to last. */
export const orgTables = [
  'jobs',
  'live_reads',
  'other_ids',
  'versions',
  'components',
  'history_sources',
  'purges',
  'reconciliations',
  'login_names',
  'login_rows',
  'login_alarms',
  'redaction_keys',
  'people',
  'links',
  'orgs',
] as const;

/** All of it or nothing. */
export async function forgetOrg(db: Database, org: { orgId: string; apiHost: string }): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await lock(transaction, indexLock(org.orgId));
    for (const table of orgTables) {
      await transaction.deleteFrom(table).where('org_id', '=', org.orgId).execute();
    }
    await transaction.deleteFrom('connect_attempts').where('api_host', '=', org.apiHost).execute();
  });
}
