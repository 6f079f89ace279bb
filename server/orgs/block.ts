// An org for which Salesforce gives no token to anybody, and the end of that: each is recorded once, whoever met it.

import { recordAdminEntry } from '../db/admin-log.ts';
import type { Database } from '../db/database.ts';
import { moveOrgState } from '../db/orgs.ts';

interface Deps {
  readonly db: Database;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** `by`: Auth0 subject of whose request met it, or `worker`. */
export async function blockOrg(
  { db, now }: Deps,
  { orgId, by, reason }: { orgId: string; by: string; reason: string },
): Promise<void> {
  if (!(await moveOrgState(db, orgId, { from: 'connected', to: 'blocked', reason }))) return;
  await recordAdminEntry(db, { at: now(), subject: by, action: 'org.block', orgId, detail: { reason } });
}

/** Salesforce gave a token for the org. */
export async function unblockOrg({ db, now }: Deps, { orgId, by }: { orgId: string; by: string }) {
  if (!(await moveOrgState(db, orgId, { from: 'blocked', to: 'connected', reason: null }))) return;
  await recordAdminEntry(db, { at: now(), subject: by, action: 'org.unblock', orgId });
}
