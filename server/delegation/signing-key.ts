// The key that signs client assertions, from a file: this process alone may read it, and the file must say so.

import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import process from 'node:process';

/** A key in a file, or one that stays in a key service; signs RS256. */
export interface SigningKey extends KeyFacts {
  /** PKCS #1 v1.5 with SHA-256 over `data`. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

export interface KeyFacts {
  /** SHA-256 of the public key (SPKI), hex. */
  readonly fingerprint: string;
  /** PEM of the public key (SPKI). */
  readonly publicKey: string;
}

/** Throws with a sentence that names `where` unless it is an RSA key that is long enough. */
export function factsOf(key: KeyObject, where: string): KeyFacts {
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
    throw new Error(`The signing key ${where} must be an RSA key of 2048 bits or more.`);
  }
  const spki = key.export({ type: 'spki', format: 'der' });
  return {
    publicKey: key.export({ type: 'spki', format: 'pem' }).toString(),
    fingerprint: createHash('sha256').update(spki).digest('hex'),
  };
}

/** Throws with a sentence that names the file and what to do. */
export function loadSigningKey(file: string): SigningKey {
  const pem = readPrivate(file, 'The signing key', 'Create it: canvasback keys create.');
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new Error(`The signing key ${file} is not a private key in PEM form.`);
  } finally {
    pem.fill(0);
  }
  return {
    ...factsOf(createPublicKey(key), file),
    // Off the main thread: a signature takes about a millisecond.
    sign: (data) =>
      new Promise((resolve, reject) => {
        sign('sha256', data, key, (error, signature) => (error ? reject(error) : resolve(signature)));
      }),
  };
}

/**
 * One descriptor for check and read, so that the file cannot be exchanged in between. Throws with a sentence that begins
 * with `what`; `advice` is for a file that cannot be read.
 */
export function readPrivate(file: string, what: string, advice: string): Buffer {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Error(`${what} ${file} cannot be read (${code}). ${advice}`);
  }
  try {
    const { mode, uid } = fstatSync(handle);
    const open = mode & 0o077;
    if (open) {
      const shown = (mode & 0o777).toString(8).padStart(4, '0');
      throw new Error(`${what} ${file} is open to others (mode ${shown}). Run: chmod 600 ${file}`);
    }
    const own = process.getuid?.();
    if (own !== undefined && uid !== own && uid !== 0) {
      throw new Error(`${what} ${file} belongs to user ${uid}, not to this service's user ${own}.`);
    }
    // Bytes, not a text: they can be wiped.
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}
