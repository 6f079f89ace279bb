// The end of a sign-in that came to nothing: refused, failed, or too old; each end is in the administrative log.

import { type ConnectAttempt, dropAttempt, takeExpired } from '../db/connect-attempts.ts';
import { findLink } from '../db/links.ts';
import { findOrgByHost } from '../db/orgs.ts';
import type { Actor, ConnectionState } from './connection.ts';
import type { OrgsDeps } from './deps.ts';
import { recordTransition } from './transition.ts';

type Deps = Pick<OrgsDeps, 'db' | 'now'>;

/** Forgets the attempts that are older than their ten minutes. */
export async function expireAttempts(deps: Deps): Promise<void> {
  for (const attempt of await takeExpired(deps.db, deps.now())) {
    await recordEnd(deps, attempt, 'clock', 'Salesforce’s answer did not come within ten minutes.');
  }
}

export async function endAttempt(
  deps: Deps,
  attempt: ConnectAttempt,
  by: Actor,
  reason: string | undefined,
): Promise<void> {
  await dropAttempt(deps.db, attempt.state);
  await recordEnd(deps, attempt, by, reason);
}

async function recordEnd(
  { db, now }: Deps,
  { subject, api_host: apiHost, used_at: usedAt }: ConnectAttempt,
  by: Actor,
  reason: string | undefined,
): Promise<void> {
  const row = await findOrgByHost(db, apiHost);
  const link = row && (await findLink(db, { orgId: row.org_id, subject }));
  const open: ConnectionState = usedAt === null ? 'signing_in' : 'probing';
  const kept = link && row && row.state !== 'replaced';
  const from = kept ? (row.state === 'blocked' ? 'blocked' : link.state) : open;
  const orgId = row?.org_id;
  await recordTransition(db, {
    subject,
    apiHost,
    orgId,
    from,
    event: 'sign_in_failed',
    by,
    at: now(),
    reason,
  });
}
