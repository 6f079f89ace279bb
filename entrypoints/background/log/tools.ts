// What the background has for hashing and verifying: SHA-256 at once, Ed25519 by the browser.

import { sha256 } from '@noble/hashes/sha2.js';
import type { VerifyTools } from '#core/log/trust-keys.ts';

const encoder = new TextEncoder();

export const logTools: VerifyTools = {
  sha256,
  utf8: (text) => encoder.encode(text),
  async verify({ publicKey }, text, signature) {
    // Copies of their own: the browser takes no view of shared memory.
    const [raw, data, given] = [publicKey, text, signature].map((bytes) => new Uint8Array(bytes));
    if (!raw || !data || !given) return false;
    const key = await crypto.subtle
      .importKey('raw', raw, 'Ed25519', false, ['verify'])
      .catch(() => undefined);
    return key !== undefined && (await crypto.subtle.verify('Ed25519', key, given, data));
  },
};
