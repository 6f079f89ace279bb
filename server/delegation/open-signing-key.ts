// Opens a signing key wherever it is kept: in a file, or in AWS KMS.

import { isKmsArn, openKmsKey } from './kms-key.ts';
import { loadSigningKey, type SigningKey } from './signing-key.ts';

/** `location` is a file, or the ARN of a key in KMS. */
export async function openSigningKey(location: string): Promise<SigningKey> {
  return isKmsArn(location) ? openKmsKey(location) : loadSigningKey(location);
}
