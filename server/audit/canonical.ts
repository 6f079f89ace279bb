// JSON with one spelling only, so that a hash of it means the same everywhere.

import { createHash } from 'node:crypto';

export type Canonical =
  | string
  | number
  | boolean
  | null
  | Canonical[]
  | { [key: string]: Canonical | undefined };

/** RFC 8785 for what the log holds: sorted keys, whole numbers, no undefined. */
export function canonicalJson(value: Canonical): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new Error('The audit log holds whole numbers only.');
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const member = value[key];
      return member === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(member)}`];
    });
  return `{${members.join(',')}}`;
}

/** Leaf hash of RFC 6962: the zero byte keeps leaves and inner nodes apart. */
export function leafHash(entry: string): string {
  return createHash('sha256').update(Uint8Array.of(0)).update(entry, 'utf8').digest('hex');
}

export const emptyChain = '0'.repeat(64);

export function chainHash(previous: string, leaf: string): string {
  return createHash('sha256').update(previous, 'hex').update(leaf, 'hex').digest('hex');
}
