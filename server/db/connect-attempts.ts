// Sign-ins under way at Salesforce: each belongs to one person and one key, lives ten minutes and is finished once.

import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export type ConnectAttempt = Selectable<Tables['connect_attempts']>;

/** Removes the attempts that are too old, and answers with them. */
export function takeExpired(db: Database, now: number): Promise<ConnectAttempt[]> {
  return db.deleteFrom('connect_attempts').where('expires_at', '<=', now).returningAll().execute();
}

export async function addAttempt(db: Database, attempt: Omit<ConnectAttempt, 'used_at'>): Promise<void> {
  await db.insertInto('connect_attempts').values(attempt).execute();
}

/** The newest attempt of a person at an org's address that is not over. */
export function findAttempt(
  db: Database,
  { subject, apiHost }: { subject: string; apiHost: string },
  now: number,
): Promise<ConnectAttempt | undefined> {
  return db
    .selectFrom('connect_attempts')
    .selectAll()
    .where('subject', '=', subject)
    .where('api_host', '=', apiHost)
    .where('expires_at', '>', now)
    .orderBy('expires_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** An attempt is over, well or badly. */
export async function dropAttempt(db: Database, state: string): Promise<void> {
  await db.deleteFrom('connect_attempts').where('state', '=', state).execute();
}

export interface AttemptOf {
  readonly state: string;
  /** Auth0 subject. */
  readonly subject: string;
  /** Thumbprint of the key the attempt was begun with. */
  readonly jkt: string;
}

/** Takes the attempt, once; undefined when it is unknown, too old, used, or another person's or key's. */
export function takeAttempt(
  db: Database,
  { state, subject, jkt }: AttemptOf,
  now: number,
): Promise<ConnectAttempt | undefined> {
  return db
    .updateTable('connect_attempts')
    .set({ used_at: now })
    .where('state', '=', state)
    .where('subject', '=', subject)
    .where('jkt', '=', jkt)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
}
