// What Node has for the log's hashes and signatures.

import { createPublicKey, hash, verify } from 'node:crypto';
import type { VerifyTools } from '#core/log/trust-keys.ts';

const encoder = new TextEncoder();

export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

/** RFC 8410: the 12 bytes that come before the 32 of an Ed25519 key in its SPKI form. */
const spkiStart = Buffer.from('302a300506032b6570032100', 'hex');

export const logTools: VerifyTools = {
  sha256,
  utf8: (text) => encoder.encode(text),
  verify({ publicKey }, text, signature) {
    const key = createPublicKey({ key: Buffer.concat([spkiStart, publicKey]), format: 'der', type: 'spki' });
    return verify(null, text, key, signature);
  },
};
