// Access tokens that were ended before their time; a row lives as long as its token could.

import type { Database } from './database.ts';

/** Times are epoch ms. Revoking twice is one row. */
export async function revokeToken(db: Database, jti: string, expiresAt: number, now: number): Promise<void> {
  await db.deleteFrom('revoked_tokens').where('expires_at', '<=', now).execute();
  await db
    .insertInto('revoked_tokens')
    .values({ jti, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('jti').doNothing())
    .execute();
}

export async function isRevoked(db: Database, jti: string): Promise<boolean> {
  const row = await db.selectFrom('revoked_tokens').select('jti').where('jti', '=', jti).executeTakeFirst();
  return row !== undefined;
}
