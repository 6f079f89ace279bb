// The certificate that an admin uploads now: of the next key where one waits, since that is the one to come.

import type { DelegationDatabase } from '../db/database.ts';
import { type KeyRow, listKeys } from '../db/signing-keys.ts';
import type { AppCertificate } from '../protocol.ts';

export async function certificateOf(db: DelegationDatabase): Promise<AppCertificate> {
  const rows = await listKeys(db, { hosts: [''], states: ['in_use', 'next'] });
  const row = rows.find(({ state }) => state === 'next') ?? rows[0];
  if (!row) throw new Error('No signing key is recorded.');
  return publicPartOf(row);
}

export function publicPartOf({ certificate, publicKey, fingerprint, endsAt }: KeyRow): AppCertificate {
  return {
    ...(certificate === undefined ? {} : { certificate }),
    publicKey,
    fingerprint,
    ...(endsAt === undefined ? {} : { endsAt: new Date(endsAt).toISOString() }),
  };
}
