// DPoP nonces that need no memory: an HMAC of process and time slot, under a key that API and delegation service share.

import { Buffer } from 'node:buffer';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Half a minute: a nonce lives from 30 to 60 seconds, which the replay table has to cover. */
export const nonceSlotMs = 30_000;

export interface Nonces {
  /** The nonce to hand out now. */
  current(): string;
  accepts(nonce: string): boolean;
}

export interface NonceOptions {
  readonly key: Uint8Array;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How many slots are accepted, the current one included. */
  readonly slots?: number;
  /** Accepts only what this very object handed out: a replay table in memory knows no proof from before it. */
  readonly ownOnly?: boolean;
}

const shape = /^([\w-]{12})\.([\w-]{32})$/;

export function createNonces({ key, now, slots = 2, ownOnly = false }: NonceOptions): Nonces {
  if (key.byteLength < 32) throw new Error('The nonce key must have at least 32 bytes.');
  const own = randomBytes(9).toString('base64url');
  const macOf = (origin: string, slot: number) =>
    createHmac('sha256', key)
      .update(`dpop-nonce:${origin}:${slot}`)
      .digest()
      .subarray(0, 24)
      .toString('base64url');
  const slot = () => Math.floor(now() / nonceSlotMs);
  return {
    current: () => `${own}.${macOf(own, slot())}`,
    accepts(nonce) {
      const [, origin = '', mac = ''] = shape.exec(nonce) ?? [];
      if (!mac || (ownOnly && origin !== own)) return false;
      const given = Buffer.from(mac);
      for (let back = 0; back < slots; back += 1) {
        const expected = Buffer.from(macOf(origin, slot() - back));
        if (given.length === expected.length && timingSafeEqual(given, expected)) return true;
      }
      return false;
    },
  };
}

/** Reads the key file that `canvasback keys create` writes: 32 bytes or more as base64url. */
export function readNonceKey(file: string): Uint8Array {
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  if (key.byteLength < 32) throw new Error(`The nonce key ${file} is too short: create it again.`);
  return key;
}
