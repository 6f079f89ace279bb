// Which Salesforce user is whose: written only after a mint proved the user within the person's own probe.

import type { SalesforceUser } from '../policy.ts';
import type { DelegationDatabase } from './database.ts';

export async function findLink(
  db: DelegationDatabase,
  orgId: string,
  subject: string,
): Promise<SalesforceUser | undefined> {
  const row = await db
    .selectFrom('person_links')
    .select(['user_id', 'username'])
    .where('org_id', '=', orgId)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row && { userId: row.user_id, username: row.username };
}

export interface NewLink {
  readonly orgId: string;
  readonly subject: string;
  readonly userId: string;
  readonly username: string;
  readonly at: number;
}

export async function saveLink(
  db: DelegationDatabase,
  { orgId, subject, userId, username, at }: NewLink,
): Promise<void> {
  await db
    .insertInto('person_links')
    .values({ org_id: orgId, subject, user_id: userId, username, linked_at: at })
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'subject']).doUpdateSet({ user_id: userId, username, linked_at: at }),
    )
    .execute();
}
