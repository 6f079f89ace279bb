// The Merkle tree of RFC 6962: hashes of leaves and nodes, a tree that grows leaf by leaf, and the check of its proofs.

import { joined, sameBytes } from './bytes.ts';

/** SHA-256, from whatever the platform has. 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** The zero and the one keep leaves and inner nodes apart. */
const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);

export const hashLeaf = (sha256: Sha256, data: Uint8Array) => sha256(joined(leafMark, data));
export const hashNode = (sha256: Sha256, left: Uint8Array, right: Uint8Array) =>
  sha256(joined(nodeMark, left, right));

/** The roots of the complete subtrees that a tree of `size` leaves consists of, the largest first. */
export interface Frontier {
  readonly size: number;
  readonly peaks: readonly Uint8Array[];
}

export const emptyFrontier: Frontier = { size: 0, peaks: [] };

/** `completed` hears of each subtree of 2^level leaves that the leaf completes; `index` counts those of its level. */
export function appendLeaf(
  sha256: Sha256,
  { size, peaks }: Frontier,
  leaf: Uint8Array,
  completed?: (level: number, index: number, hash: Uint8Array) => void,
): Frontier {
  const grown = [...peaks];
  let hash = leaf;
  let level = 0;
  // Below 2^53 by division: bit operations end at 2^31.
  for (let index = size; index % 2 === 1; index = Math.floor(index / 2)) {
    const left = grown.pop();
    if (!left) throw new Error('The frontier does not fit its size.');
    hash = hashNode(sha256, left, hash);
    level += 1;
    completed?.(level, Math.floor(size / 2 ** level), hash);
  }
  grown.push(hash);
  return { size: size + 1, peaks: grown };
}

export function rootOf(sha256: Sha256, { peaks }: Frontier): Uint8Array {
  const last = peaks.at(-1);
  if (!last) return sha256(new Uint8Array());
  return peaks.slice(0, -1).reduceRight((right, left) => hashNode(sha256, left, right), last);
}

/** A run of leaves whose root a proof needs: `from` is its first. */
export interface Span {
  readonly from: number;
  readonly leaves: number;
}

/** RFC 6962, 2.1.1: the runs of leaves whose roots lead from a leaf to the root, the nearest first. */
export function inclusionPath(index: number, size: number): Span[] {
  return pathWithin({ from: 0, leaves: size }, index);
}

function pathWithin({ from, leaves }: Span, index: number): Span[] {
  if (leaves <= 1) return [];
  const half = largestPowerBelow(leaves);
  const left = { from, leaves: half };
  const right = { from: from + half, leaves: leaves - half };
  return index < half ? [...pathWithin(left, index), right] : [...pathWithin(right, index - half), left];
}

/** RFC 6962, 2.1.2: the runs whose roots show that a tree of `first` leaves is the beginning of one of `second`. */
export function consistencyPath(first: number, second: number): Span[] {
  if (first === 0 || first >= second) return [];
  return growthWithin({ from: 0, leaves: second }, first, true);
}

function growthWithin({ from, leaves }: Span, first: number, known: boolean): Span[] {
  if (first === leaves) return known ? [] : [{ from, leaves }];
  const half = largestPowerBelow(leaves);
  const left = { from, leaves: half };
  const right = { from: from + half, leaves: leaves - half };
  return first <= half
    ? [...growthWithin(left, first, known), right]
    : [...growthWithin(right, first - half, false), left];
}

/** The largest power of two that is smaller than `count`, which is 2 or more. */
export function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  /** Hash of the leaf. */
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** RFC 9162, 2.1.3.2. */
export function verifyInclusion(sha256: Sha256, { index, size, leaf, proof, root }: Inclusion): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes(leaf, ...proof)) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const beside of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = hashNode(sha256, beside, hash);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = hashNode(sha256, hash, beside);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && sameBytes(hash, root);
}

export interface Consistency {
  readonly first: number;
  readonly firstRoot: Uint8Array;
  readonly second: number;
  readonly secondRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** RFC 9162, 2.1.4.2; an empty tree is the beginning of every tree. */
export function verifyConsistency(sha256: Sha256, given: Consistency): boolean {
  const { first, firstRoot, second, secondRoot, proof } = given;
  if (!isCount(first) || !isCount(second) || first > second || !areHashes(...proof)) return false;
  if (first === second) return proof.length === 0 && sameBytes(firstRoot, secondRoot);
  if (first === 0) return proof.length === 0 && sameBytes(firstRoot, sha256(new Uint8Array()));
  let node = first - 1;
  let last = second - 1;
  while (node % 2 === 1) {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  // A first tree that is complete is a node of the second: its root begins the proof by itself.
  const [start, ...path] = node === 0 ? [firstRoot, ...proof] : proof;
  if (!start) return false;
  let before = start;
  let after = start;
  for (const beside of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      before = hashNode(sha256, beside, before);
      after = hashNode(sha256, beside, after);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      after = hashNode(sha256, after, beside);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && sameBytes(before, firstRoot) && sameBytes(after, secondRoot);
}

/** Of another length, two could be cut elsewhere and hash to the same. */
const areHashes = (...given: readonly Uint8Array[]) => given.every(({ length }) => length === 32);

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
