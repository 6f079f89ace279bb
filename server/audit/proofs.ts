// Makes proofs from the rows: that a leaf is in a tree of some size, and that one size is the beginning of another.

import type { Kysely } from 'kysely';
import { fromHex } from '#core/log/bytes.ts';
import {
  consistencyPath,
  type Frontier,
  hashNode,
  inclusionPath,
  largestPowerBelow,
  type Span,
} from '#core/log/merkle.ts';
import { sha256 } from './hash.ts';
import { frontierOf } from './head.ts';
import { type AuditTables, levelStep } from './tables.ts';

type Reader = Pick<Kysely<AuditTables>, 'selectFrom'>;

/** As it is durable now; empty for a tree that nobody wrote to. */
export async function readHead(db: Reader, tree: string): Promise<Frontier> {
  const row = await db
    .selectFrom('audit_heads')
    .select(['size', 'peaks'])
    .where('tree', '=', tree)
    .executeTakeFirst();
  return frontierOf(row ?? { size: 0, peaks: '' });
}

/** For each index the hashes beside its way to the root of a tree of `size` leaves, from the leaf on. */
export async function inclusionProofs(
  db: Reader,
  tree: string,
  size: number,
  indices: readonly number[],
): Promise<Uint8Array[][]> {
  const paths = indices.map((index) => inclusionPath(index, size));
  const rootOfSpan = await readRoots(db, tree, paths.flat());
  return paths.map((path) => path.map(rootOfSpan));
}

/** The hashes that show the tree of `first` leaves to be the beginning of that of `second`. */
export async function consistencyProof(
  db: Reader,
  tree: string,
  first: number,
  second: number,
): Promise<Uint8Array[]> {
  const path = consistencyPath(first, second);
  return path.map(await readRoots(db, tree, path));
}

/** A complete subtree that has a row: `level` 0 is a leaf. */
interface Stored {
  readonly level: number;
  readonly index: number;
}

/** One query for each level that is needed. */
async function readRoots(
  db: Reader,
  tree: string,
  spans: readonly Span[],
): Promise<(span: Span) => Uint8Array> {
  const wanted = new Map<number, Set<number>>();
  for (const span of spans) {
    for (const { level, index } of partsOf(span)) {
      const indices = wanted.get(level) ?? new Set();
      wanted.set(level, indices.add(index));
    }
  }
  const hashes = new Map<string, Uint8Array>();
  for (const [level, indices] of wanted) {
    for (const some of chunks([...indices], 500)) {
      for (const { index, hash } of await read(db, tree, level, some)) {
        const bytes = fromHex(hash);
        if (bytes) hashes.set(`${level}/${index}`, bytes);
      }
    }
  }
  const find = ({ level, index }: Stored) => {
    const hash = hashes.get(`${level}/${index}`);
    if (!hash) throw new Error(`The audit log ${tree} lacks the hash ${index} of level ${level}.`);
    return hash;
  };
  return (span) => fold(span, find);
}

async function read(db: Reader, tree: string, level: number, indices: readonly number[]) {
  if (level === 0) {
    return db
      .selectFrom('audit_entries')
      .select(['idx as index', 'leaf_hash as hash'])
      .where('tree', '=', tree)
      .where('idx', 'in', indices)
      .execute();
  }
  return db
    .selectFrom('audit_nodes')
    .select(['idx as index', 'hash'])
    .where('tree', '=', tree)
    .where('level', '=', level)
    .where('idx', 'in', indices)
    .execute();
}

function partsOf(span: Span): Stored[] {
  const one = storedAt(span);
  return one ? [one] : halves(span).flatMap(partsOf);
}

function fold(span: Span, find: (stored: Stored) => Uint8Array): Uint8Array {
  const one = storedAt(span);
  if (one) return find(one);
  const [left, right] = halves(span);
  return hashNode(sha256, fold(left, find), fold(right, find));
}

function storedAt({ from, leaves }: Span): Stored | undefined {
  const level = Math.log2(leaves);
  return Number.isInteger(level) && level % levelStep === 0 ? { level, index: from / leaves } : undefined;
}

function halves({ from, leaves }: Span): [Span, Span] {
  const half = largestPowerBelow(leaves);
  return [
    { from, leaves: half },
    { from: from + half, leaves: leaves - half },
  ];
}

function* chunks<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}
