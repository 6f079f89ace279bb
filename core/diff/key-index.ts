// Finds items of another list by what names them, without making a string of each name.

import { areWrittenAlike, type ItemList } from '../metadata/item-list.ts';

/** A name that stands in a text as it is. */
interface Spans {
  readonly text: string;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export interface Partners {
  /** For each item of the left side its place among the right ones, -1 where there is none. */
  readonly places: Int32Array;
  /** 1 where both are written alike. */
  readonly alike: Uint8Array;
}

/**
 * Finds for each item of `left` the one of `right` with the same key. Undefined when a key occurs twice, or must
 * be put together first. `comparable`: the same characters mean the same on both sides.
 */
export function partnersByKey(
  before: ItemList,
  after: ItemList,
  left: Int32Array,
  right: Int32Array,
  comparable: boolean,
): Partners | undefined {
  const ours = keySpans(before, left);
  const theirs = ours && keySpans(after, right);
  if (!ours || !theirs) return undefined;
  let size = 16;
  while (size < right.length * 2) size *= 2;
  const heads = new Int32Array(size).fill(-1);
  const others = new Int32Array(right.length);
  const hashes = new Int32Array(right.length);
  for (let i = 0; i < right.length; i++) {
    const hash = hashOf(theirs, i);
    const slot = hash & (size - 1);
    for (let j = heads[slot] as number; j >= 0; j = others[j] as number)
      if (hashes[j] === hash && areEqual(theirs, i, theirs, j)) return undefined;
    hashes[i] = hash;
    others[i] = heads[slot] as number;
    heads[slot] = i;
  }
  const places = new Int32Array(left.length).fill(-1);
  const alike = new Uint8Array(left.length);
  const taken = new Uint8Array(right.length);
  for (let i = 0; i < left.length; i++) {
    const hash = hashOf(ours, i);
    for (let j = heads[hash & (size - 1)] as number; j >= 0; j = others[j] as number) {
      if (hashes[j] !== hash) continue;
      // Written alike means the same key, which need not be looked at.
      const same = comparable && isAlike(before, left[i] as number, after, right[j] as number);
      if (!same && !areEqual(ours, i, theirs, j)) continue;
      if (taken[j] === 1) return undefined;
      taken[j] = 1;
      places[i] = j;
      alike[i] = same ? 1 : 0;
      break;
    }
  }
  return { places, alike };
}

/** True when it is certain that no two items of a list have the same key. */
export function hasOwnKeys(list: ItemList): boolean {
  const all = Int32Array.from({ length: list.length }, (_, index) => index);
  return partnersByKey(list, list, none, all, false) !== undefined;
}

const none = new Int32Array(0);

/** True when two items are written with the same characters. */
export function isAlike(before: ItemList, one: number, after: ItemList, other: number): boolean {
  const row = before.rows[one] as number;
  return areWrittenAlike(before.root.tape, row, after.root.tape, after.rows[other] as number);
}

function keySpans(list: ItemList, indexes: Int32Array): Spans | undefined {
  const { tape } = list.root;
  const starts = new Int32Array(indexes.length);
  const ends = new Int32Array(indexes.length);
  for (let i = 0; i < indexes.length; i++) {
    const leaf = list.keyLeaf(indexes[i] as number);
    if (leaf < 0) return undefined;
    starts[i] = tape.leafStart(leaf);
    ends[i] = tape.leafEnd(leaf);
  }
  return { text: tape.text, starts, ends };
}

/** A few characters tell most names apart: those before the usual `__c`, and some on the way there. */
function hashOf({ text, starts, ends }: Spans, index: number): number {
  const start = starts[index] as number;
  const end = ends[index] as number;
  const length = end - start;
  let hash = length;
  const stride = (length >> 2) + 1;
  for (let at = start; at < end; at += stride) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  const last = Math.max(start, end - 3);
  for (let at = Math.max(start, end - 8); at < last; at++)
    hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  hash = (Math.imul(hash, 31) + text.charCodeAt(end - 1)) | 0;
  return hash ^ (hash >>> 15);
}

function areEqual(one: Spans, index: number, other: Spans, otherIndex: number): boolean {
  const start = one.starts[index] as number;
  const end = one.ends[index] as number;
  const otherStart = other.starts[otherIndex] as number;
  const otherEnd = other.ends[otherIndex] as number;
  return (
    end - start === otherEnd - otherStart &&
    one.text.slice(start, end) === other.text.slice(otherStart, otherEnd)
  );
}
