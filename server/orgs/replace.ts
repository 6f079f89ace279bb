// Another org answers at a connected org's address: everybody's connection ends, the row keeps its history.

import { recordAdminEntry } from '../db/admin-log.ts';
import { listLinked } from '../db/links.ts';
import { findOrg, freeAddress, moveOrgState, type OrgRow } from '../db/orgs.ts';
import type { OrgsDeps } from './deps.ts';
import { recordTransition } from './transition.ts';

/** Salesforce said so; an owner may connect the new org. Said twice, it is recorded once. */
export async function markReplaced({ db, now }: Pick<OrgsDeps, 'db' | 'now'>, orgId: string): Promise<void> {
  const row = await findOrg(db, orgId);
  if (!row || row.state === 'replaced') return;
  const at = now();
  for (const { subject, state } of await listLinked(db, orgId)) {
    const from = row.state === 'blocked' ? 'blocked' : state;
    const happened = { subject, apiHost: row.api_host, orgId, from, at } as const;
    await recordTransition(db, { ...happened, event: 'org_replaced', by: 'salesforce' });
  }
  await moveOrgState(db, orgId, { from: row.state, to: 'replaced', reason: null });
}

/** The new org takes the address over. `by`: the owner who connects it. */
export async function replaceOrg(deps: OrgsDeps, row: OrgRow, by: string): Promise<void> {
  const { db, now } = deps;
  const { org_id: orgId, api_host: apiHost } = row;
  await markReplaced(deps, orgId);
  await deps.stopJobs(orgId);
  await freeAddress(db, orgId);
  await recordAdminEntry(db, { at: now(), subject: by, action: 'org.replace', orgId, detail: { apiHost } });
}
