// What is public of a signing key, as an admin uploads it to the Salesforce app.

import type { KeyRow } from '../db/signing-keys.ts';
import type { AppCertificate } from '../protocol.ts';

export function publicPartOf({ certificate, publicKey, fingerprint, endsAt }: KeyRow): AppCertificate {
  return {
    ...(certificate === undefined ? {} : { certificate }),
    publicKey,
    fingerprint,
    ...(endsAt === undefined ? {} : { endsAt: new Date(endsAt).toISOString() }),
  };
}
