// Access tokens that were ended before their time; a row lives as long as its token could.

import type { Kysely } from 'kysely';

export interface RevokedTokens {
  /** `expires_at` in epoch milliseconds. */
  revoked_tokens: { jti: string; expires_at: number };
}

/** Times are epoch ms. Revoking twice is one row. */
export async function revokeToken(
  db: Kysely<RevokedTokens>,
  jti: string,
  expiresAt: number,
  now: number,
): Promise<void> {
  await db.deleteFrom('revoked_tokens').where('expires_at', '<=', now).execute();
  await db
    .insertInto('revoked_tokens')
    .values({ jti, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('jti').doNothing())
    .execute();
}

export async function isRevoked(db: Kysely<RevokedTokens>, jti: string): Promise<boolean> {
  const row = await db.selectFrom('revoked_tokens').select('jti').where('jti', '=', jti).executeTakeFirst();
  return row !== undefined;
}
