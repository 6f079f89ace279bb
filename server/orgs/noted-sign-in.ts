// Notes each sign-in at Salesforce before its code is redeemed: the org's login history tells of it, and it is no thief's.

import { randomUUID } from 'node:crypto';
import type { Database } from '../db/database.ts';
import { beginSignIn, endSignIn } from '../db/sign-ins.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';

interface Deps {
  readonly db: Database;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

export async function notedSignIn<User extends { readonly userId: string }>(
  { db, now, log }: Deps,
  { apiHost, clientId }: { apiHost: string; clientId: string },
  redeem: () => Promise<User>,
): Promise<User> {
  const id = randomUUID();
  await beginSignIn(db, { id, apiHost, clientId, at: now() });
  const end = (outcome: 'granted' | 'refused' | 'unknown', userId?: string) =>
    // Without it, what came of the sign-in counts as unknown.
    endSignIn(db, id, { outcome, userId, at: now() }).catch((err: unknown) =>
      log.error({ err }, 'what came of a sign-in could not be noted'),
    );
  try {
    const user = await redeem();
    await end('granted', user.userId);
    return user;
  } catch (error) {
    await end(error instanceof AppError && error.code === 'connect_denied' ? 'refused' : 'unknown');
    throw error;
  }
}
