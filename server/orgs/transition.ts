// Reads the state of a person's connection from the database, and records each change of it in the administrative log.

import { recordAdminEntry } from '../db/admin-log.ts';
import { findAttempt } from '../db/connect-attempts.ts';
import type { Database } from '../db/database.ts';
import { findLink } from '../db/links.ts';
import { findOrgByHost, type OrgRow } from '../db/orgs.ts';
import { type Actor, type ConnectionEvent, type ConnectionState, nextState } from './connection.ts';

export interface Place {
  /** Auth0 subject. */
  readonly subject: string;
  readonly apiHost: string;
}

/** `row`: the org at that address, where the caller has it already. */
export async function connectionState(
  db: Database,
  { subject, apiHost }: Place,
  now: number,
  row?: OrgRow | undefined,
): Promise<ConnectionState> {
  const org = row ?? (await findOrgByHost(db, apiHost));
  const link = org && (await findLink(db, { orgId: org.org_id, subject }));
  if (link && org.state !== 'replaced') return org.state === 'blocked' ? 'blocked' : link.state;
  const attempt = await findAttempt(db, { subject, apiHost }, now);
  if (!attempt) return link ? 'disconnected' : 'invited';
  return attempt.used_at === null ? 'signing_in' : 'probing';
}

export interface Happened extends Place {
  readonly orgId?: string | undefined;
  readonly from: ConnectionState;
  readonly event: ConnectionEvent;
  readonly by: Actor;
  /** Auth0 subject of who caused it, when it is not the person. */
  readonly actor?: string | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
  /** In words; never a secret. */
  readonly reason?: string | undefined;
}

/** Throws `forbidden` for what the table does not have. A state that stays is no entry. */
export async function recordTransition(db: Database, happened: Happened): Promise<ConnectionState> {
  const { subject, apiHost, orgId, from, event, by, actor, at, reason } = happened;
  const to = nextState(from, event, by);
  if (to === from) return to;
  await recordAdminEntry(db, {
    at,
    subject: actor ?? subject,
    action: 'connection.change',
    ...(orgId === undefined ? {} : { orgId }),
    detail: { person: subject, from, to, event, by, apiHost, ...(reason === undefined ? {} : { reason }) },
  });
  return to;
}
