// Which Salesforce user is whose: written only after a mint proved the user within the person's own probe.

import { inTransaction, lock } from '../../db/engine.ts';
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

/** The person who has linked this Salesforce user. */
export async function findLinkedSubject(
  db: Pick<DelegationDatabase, 'selectFrom'>,
  orgId: string,
  userId: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('person_links')
    .select('subject')
    .where('org_id', '=', orgId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row?.subject;
}

export interface NewLink {
  readonly orgId: string;
  readonly subject: string;
  readonly userId: string;
  readonly username: string;
  readonly at: number;
}

/** False when the Salesforce user is another person's. */
export async function saveLink(
  db: DelegationDatabase,
  { orgId, subject, userId, username, at }: NewLink,
): Promise<boolean> {
  return inTransaction(db, async (transaction) => {
    await lock(transaction, `links:${orgId}`);
    if (((await findLinkedSubject(transaction, orgId, userId)) ?? subject) !== subject) return false;
    await transaction
      .insertInto('person_links')
      .values({ org_id: orgId, subject, user_id: userId, username, linked_at: at })
      .onConflict((conflict) =>
        conflict.columns(['org_id', 'subject']).doUpdateSet({ user_id: userId, username, linked_at: at }),
      )
      .execute();
    return true;
  });
}

export async function removeLink(db: DelegationDatabase, orgId: string, subject: string): Promise<void> {
  await db.deleteFrom('person_links').where('org_id', '=', orgId).where('subject', '=', subject).execute();
}

/** In every org. */
export async function removeLinksOf(db: DelegationDatabase, subject: string): Promise<void> {
  await db.deleteFrom('person_links').where('subject', '=', subject).execute();
}

/** The same user by another name. */
export async function renameLinked(
  db: DelegationDatabase,
  { orgId, subject, userId, username }: Omit<NewLink, 'at'>,
): Promise<void> {
  await db
    .updateTable('person_links')
    .set({ username })
    .where('org_id', '=', orgId)
    .where('subject', '=', subject)
    .where('user_id', '=', userId)
    .execute();
}
