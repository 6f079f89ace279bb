// Links: which Salesforce user of an org is whose, and until when Salesforce has confirmed their access.

import type { Link } from '../parties.ts';
import type { Database } from './database.ts';
import { inTransaction, lock } from './engine.ts';

export interface LinkKey {
  readonly orgId: string;
  /** Auth0 subject. */
  readonly subject: string;
}

export async function findLink(db: Database, { orgId, subject }: LinkKey): Promise<Link | undefined> {
  return await db
    .selectFrom('links')
    .select(['user_id as userId', 'username', 'name', 'standing_until as standingUntil', 'state', 'reason'])
    .where('org_id', '=', orgId)
    .where('subject', '=', subject)
    .executeTakeFirst();
}

export interface NewLink extends LinkKey {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly standing: StandingNote;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Until when (epoch milliseconds) access is confirmed, or why it is not. */
export type StandingNote =
  | { readonly until: number; readonly state: 'connected'; readonly reason: null }
  | { readonly until: null; readonly state: 'locked' | 'revoked'; readonly reason: string };

/** The person who has linked this Salesforce user. */
export async function findLinkedSubject(
  db: Pick<Database, 'selectFrom'>,
  { orgId, userId }: Pick<NewLink, 'orgId' | 'userId'>,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('links')
    .select('subject')
    .where('org_id', '=', orgId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row?.subject;
}

/** False when the Salesforce user is another person's. */
export async function putLink(db: Database, link: NewLink): Promise<boolean> {
  const said = {
    user_id: link.userId,
    username: link.username,
    name: link.name,
    linked_at: link.at,
    standing_until: link.standing.until,
    state: link.standing.state,
    reason: link.standing.reason,
  };
  return inTransaction(db, async (transaction) => {
    await lock(transaction, `links:${link.orgId}`);
    if (((await findLinkedSubject(transaction, link)) ?? link.subject) !== link.subject) return false;
    await transaction
      .insertInto('links')
      .values({ org_id: link.orgId, subject: link.subject, ...said })
      .onConflict((conflict) => conflict.columns(['org_id', 'subject']).doUpdateSet(said))
      .execute();
    return true;
  });
}

export async function setStanding(
  db: Database,
  { orgId, subject }: LinkKey,
  standing: StandingNote,
): Promise<void> {
  await db
    .updateTable('links')
    .set({ standing_until: standing.until, state: standing.state, reason: standing.reason })
    .where('org_id', '=', orgId)
    .where('subject', '=', subject)
    .execute();
}

/** The same Salesforce user by another name. */
export async function renameLink(db: Database, { orgId, subject }: LinkKey, username: string): Promise<void> {
  await db
    .updateTable('links')
    .set({ username })
    .where('org_id', '=', orgId)
    .where('subject', '=', subject)
    .where('username', '!=', username)
    .execute();
}

/** False when there was none. */
export async function removeLink(db: Database, { orgId, subject }: LinkKey): Promise<boolean> {
  const answer = await db
    .deleteFrom('links')
    .where('org_id', '=', orgId)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return answer.numDeletedRows > 0n;
}

/** Everybody who is linked to an org. */
export function listLinked(
  db: Database,
  orgId: string,
): Promise<{ subject: string; state: ConnectedLink['state'] }[]> {
  return db.selectFrom('links').select(['subject', 'state']).where('org_id', '=', orgId).execute();
}

/** The orgs of a tenant in which a person has linked a Salesforce user. */
export function linksOfPerson(
  db: Database,
  { tenantId, subject }: { tenantId: string; subject: string },
): Promise<ConnectedLink[]> {
  return db
    .selectFrom('links')
    .innerJoin('orgs', 'orgs.org_id', 'links.org_id')
    .select([
      'links.org_id as orgId',
      'links.state',
      'links.username',
      'orgs.api_host as apiHost',
      'orgs.state as orgState',
    ])
    .where('orgs.tenant_id', '=', tenantId)
    .where('links.subject', '=', subject)
    .execute();
}

export interface ConnectedLink {
  readonly orgId: string;
  readonly state: 'connected' | 'locked' | 'revoked';
  readonly username: string;
  readonly apiHost: string;
  readonly orgState: 'connected' | 'blocked' | 'replaced';
}
