// Trees for tests, made the slow way that RFC 6962 writes down, sharing nothing with core/log/merkle.ts.

import { createHash } from 'node:crypto';

export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
export const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
export const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

export const leafHash = (data: Uint8Array) => sha256(Buffer.concat([Buffer.of(0), data]));
const nodeHash = (left: Uint8Array, right: Uint8Array) => sha256(Buffer.concat([Buffer.of(1), left, right]));

/** The largest power of two below the number of leaves. */
const split = (count: number) => 2 ** Math.floor(Math.log2(count - 1));

/** MTH of section 2.1, over hashes of leaves. */
export function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (!only) return sha256(new Uint8Array());
  if (leaves.length === 1) return only;
  const half = split(leaves.length);
  return nodeHash(treeHash(leaves.slice(0, half)), treeHash(leaves.slice(half)));
}

/** PATH of section 2.1.1. */
export function auditPath(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length <= 1) return [];
  const half = split(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half
    ? [...auditPath(index, left), treeHash(right)]
    : [...auditPath(index - half, right), treeHash(left)];
}

/** PROOF of section 2.1.2. */
export function consistency(
  first: number,
  leaves: readonly Uint8Array[],
  complete = true,
): readonly Uint8Array[] {
  if (first === leaves.length) return complete ? [] : [treeHash(leaves)];
  const half = split(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return first <= half
    ? [...consistency(first, left, complete), treeHash(right)]
    : [...consistency(first - half, right, false), treeHash(left)];
}
