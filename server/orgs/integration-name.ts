// The org's integration user by another name: the delegation service found it, here it is shown and recorded.

import { recordAdminEntry } from '../db/admin-log.ts';
import { renameIntegrationUser } from '../db/orgs.ts';
import type { OrgsDeps } from './deps.ts';

/** `username`: as the delegation service calls the user; `by`: Auth0 subject of whose request it came with. */
export async function noteIntegrationName(
  { db, now }: Pick<OrgsDeps, 'db' | 'now'>,
  { orgId, username, by }: { orgId: string; username: string | undefined; by: string },
): Promise<void> {
  const before = username === undefined ? undefined : await renameIntegrationUser(db, orgId, username);
  if (before === undefined || username === undefined) return;
  const detail = { before, username };
  await recordAdminEntry(db, { at: now(), subject: by, action: 'org.integration_renamed', orgId, detail });
}
