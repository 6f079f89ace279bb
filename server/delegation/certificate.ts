// The certificate of the signing key, as an admin uploads it to the Salesforce app: read once, and only if it is that key's.

import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { AppCertificate } from './protocol.ts';
import type { SigningKey } from './signing-key.ts';

/** Where `canvasback keys create` puts it. */
export function besideKey(file: string): string {
  return join(dirname(file), `${basename(file).replace(/\.[^.]*$/, '')}.crt`);
}

/** Throws with a sentence when the file is a certificate of another key; without a file there is the public key alone. */
export function readCertificate(
  file: string | undefined,
  { publicKey, fingerprint }: Pick<SigningKey, 'publicKey' | 'fingerprint'>,
): AppCertificate {
  if (file === undefined || !existsSync(file)) return { publicKey, fingerprint };
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(readFileSync(file));
  } catch {
    throw new Error(`${file} is not a certificate in PEM form. Make it: canvasback keys create.`);
  }
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  if (createHash('sha256').update(spki).digest('hex') !== fingerprint) {
    throw new Error(`The certificate ${file} belongs to another key than the signing key.`);
  }
  return {
    certificate: certificate.toString(),
    publicKey,
    fingerprint,
    endsAt: certificate.validToDate.toISOString(),
  };
}
