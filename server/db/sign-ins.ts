// Sign-ins of people at Salesforce through an app of ours: an org's login history tells of them, and they are no thief's.

import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export type SignInRow = Selectable<Tables['sign_ins']>;

/** An org is asked about its last week. */
const keptMs = 8 * 86_400_000;

/** Before the code is redeemed. Forgets what is too old to be asked about. */
export async function beginSignIn(
  db: Database,
  { id, apiHost, clientId, at }: { id: string; apiHost: string; clientId: string; at: number },
): Promise<void> {
  await db
    .deleteFrom('sign_ins')
    .where('begun_at', '<', at - keptMs)
    .execute();
  await db
    .insertInto('sign_ins')
    .values({ id, api_host: apiHost, client_id: clientId, begun_at: at, outcome: 'unknown' })
    .execute();
}

export async function endSignIn(
  db: Database,
  id: string,
  { outcome, userId, at }: { outcome: SignInRow['outcome']; userId: string | undefined; at: number },
): Promise<void> {
  await db
    .updateTable('sign_ins')
    .set({ outcome, user_id: userId ?? null, ended_at: at })
    .where('id', '=', id)
    .execute();
}

export function listSignIns(db: Database, apiHost: string, from: number): Promise<SignInRow[]> {
  return db
    .selectFrom('sign_ins')
    .selectAll()
    .where('api_host', '=', apiHost)
    .where('begun_at', '>=', from)
    .execute();
}
