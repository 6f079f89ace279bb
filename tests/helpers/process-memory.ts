// Searches the memory of a running process for bytes: what it could write, page by page, through /proc.

import { Buffer } from 'node:buffer';
import { createPrivateKey } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

const chunkBytes = 16 * 1_048_576;

/** Names of the needles that lie in the process's memory, and how much of it was read. Linux, own children or root. */
export async function findInMemory(
  pid: number,
  needles: ReadonlyMap<string, Buffer>,
): Promise<{ found: string[]; readBytes: number }> {
  const longest = Math.max(...[...needles.values()].map(({ length }) => length));
  const found = new Set<string>();
  let readBytes = 0;
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const chunk = Buffer.alloc(chunkBytes);
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from, to, mode = '', name = ''] =
        /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ \S+\s*(.*)$/.exec(line) ?? [];
      // What cannot be written holds the programs; the kernel's own pages cannot be read.
      if (!from || !to || !mode.startsWith('rw') || /^\[v/.test(name)) continue;
      const end = Number.parseInt(to, 16);
      for (let at = Number.parseInt(from, 16); at < end; at += chunkBytes - longest) {
        const count = readPart(memory, chunk, Math.min(chunkBytes, end - at), at);
        readBytes += count;
        const part = chunk.subarray(0, count);
        for (const [what, bytes] of needles) if (part.includes(bytes)) found.add(what);
        // Connections of this process go on meanwhile.
        await setImmediate();
        if (at + chunkBytes >= end) break;
      }
    }
  } finally {
    closeSync(memory);
  }
  return { found: [...found].sort(), readBytes };
}

/** Pages that were never touched cannot be read. */
function readPart(memory: number, into: Buffer, length: number, at: number): number {
  try {
    return readSync(memory, into, 0, length, at);
  } catch {
    return 0;
  }
}

/** Every form in which a private key could lie in memory: its text, its DER, its numbers in both byte orders. */
export function keyNeedles(pem: string): Map<string, Buffer> {
  const key = createPrivateKey(pem);
  const jwk = key.export({ format: 'jwk' });
  const lines = pem.trim().split('\n');
  const needles = new Map<string, Buffer>();
  // The first lines hold the public modulus.
  needles.set('PEM', Buffer.from(lines[Math.floor(lines.length / 2)] ?? ''));
  needles.set('PEM, near its end', Buffer.from(lines[lines.length - 3] ?? ''));
  const numbers = { d: jwk.d, p: jwk.p, q: jwk.q };
  for (const [name, value = ''] of Object.entries(numbers)) {
    const bytes = Buffer.from(value, 'base64url');
    needles.set(`${name}, big-endian`, bytes);
    needles.set(`${name}, little-endian`, Buffer.from(bytes).reverse());
    needles.set(`${name}, base64url`, Buffer.from(value));
  }
  const der = key.export({ type: 'pkcs1', format: 'der' });
  const d = der.indexOf(Buffer.from(jwk.d ?? '', 'base64url'));
  // Across the border of d and p, tag and length included.
  needles.set('DER', Buffer.from(der.subarray(d + 128, d + 128 + 256)));
  return needles;
}
