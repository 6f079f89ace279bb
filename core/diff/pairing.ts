// Decides which items of two lists are the same item: by key, then by equality, then by occurrence.

import type { Canon } from '../metadata/canonical.ts';
import type { ListRule } from '../metadata/identity.ts';
import { longestRising } from './anchors.ts';
import { inReadingOrder } from './reading-order.ts';
import { diffSequences } from './sequence.ts';

/** One item of either list or of both; an index is -1 where the item is missing. */
export interface Entry {
  readonly before: number;
  readonly after: number;
  /** True when the list is ordered and this item changed its place among those that stayed. */
  readonly moved: boolean;
}

/** An entry of both lists, as long as nothing says that it moved. */
type Pair = Entry;

/** Entries in the order a reader meets them. Without `rule` items have no identity and keep their order. */
export function pairItems(
  before: readonly Canon[],
  after: readonly Canon[],
  rule: ListRule | undefined,
): readonly Entry[] {
  const keyed = rule !== undefined && rule.keys.length > 0;
  const pairs = keyed ? byKey(before, after) : bySequence(before, after, rule?.likely);
  const moved = rule && !rule.ordered ? new Set<Pair>() : outOfOrder(pairs);
  const partner = new Int32Array(before.length).fill(-1);
  const ofAfter: (Pair | undefined)[] = new Array(after.length);
  for (const pair of pairs) {
    partner[pair.before] = pair.after;
    ofAfter[pair.after] = pair;
  }
  return inReadingOrder(partner, after.length, (index) => {
    const pair = ofAfter[index];
    if (!pair) return { before: -1, after: index, moved: false };
    return moved.has(pair) ? { ...pair, moved: true } : pair;
  });
}

function byKey(before: readonly Canon[], after: readonly Canon[]): Pair[] {
  const mine = indexesBy(before.keys(), (index) => (before[index] as Canon).key);
  const theirs = indexesBy(after.keys(), (index) => (after[index] as Canon).key);
  const pairs: Pair[] = [];
  for (const [key, group] of mine) {
    const others = theirs.get(key);
    if (!others) continue;
    const [one, ...more] = group;
    const [other, ...otherMore] = others;
    if (one !== undefined && other !== undefined && more.length === 0 && otherMore.length === 0)
      pairs.push({ before: one, after: other, moved: false });
    else
      for (const pair of byEquality(
        (index) => before[index] as Canon,
        (index) => after[index] as Canon,
        group,
        others,
      ))
        pairs.push(pair);
  }
  return pairs;
}

/** Indexes by key, those of some keys only if they are given. */
export function indexesBy(
  indexes: Iterable<number>,
  keyOf: (index: number) => string,
  only?: ReadonlySet<string>,
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const index of indexes) {
    const key = keyOf(index);
    if (only && !only.has(key)) continue;
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  return groups;
}

/** Items that share a key: equal ones first, then what is left in the order it comes. */
export function byEquality(
  before: (index: number) => Canon,
  after: (index: number) => Canon,
  mine: readonly number[],
  theirs: readonly number[],
): Pair[] {
  const pairs: Pair[] = [];
  let left = mine;
  let right = theirs;
  for (const which of ['full', 'id'] as const) {
    const waiting = new Map<number, number[]>();
    for (let i = right.length - 1; i >= 0; i--) {
      const index = right[i] as number;
      const id = after(index)[which];
      const group = waiting.get(id);
      if (group) group.push(index);
      else waiting.set(id, [index]);
    }
    const taken = new Set<number>();
    left = left.filter((index) => {
      const match = waiting.get(before(index)[which])?.pop();
      if (match === undefined) return true;
      taken.add(match);
      pairs.push({ before: index, after: match, moved: false });
      return false;
    });
    right = right.filter((index) => !taken.has(index));
  }
  left.forEach((index, place) => {
    const match = right[place];
    if (match !== undefined && mayPair(before(index), after(match), mine.length, theirs.length))
      pairs.push({ before: index, after: match, moved: false });
  });
  return pairs;
}

/** Two plain values in a list of several are two values; a lone one that differs has changed. */
function mayPair(one: Canon, other: Canon, count: number, otherCount: number): boolean {
  return (count === 1 && otherCount === 1) || one.children.length > 0 || other.children.length > 0;
}

/** No identity: what is equal in sequence, then equal elsewhere, then alike between the same neighbours. */
function bySequence(before: readonly Canon[], after: readonly Canon[], likely: string | undefined): Pair[] {
  const { hunks } = diffSequences(idsOf(before), idsOf(after));
  const pairs: Pair[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const gapOf = new Map<number, number>();
  let a = 0;
  let b = 0;
  hunks.forEach((hunk, gap) => {
    while (a < hunk.beforeStart) pairs.push({ before: a++, after: b++, moved: false });
    for (; a < hunk.beforeStart + hunk.beforeCount; a++) {
      left.push(a);
      gapOf.set(a, gap);
    }
    for (; b < hunk.afterStart + hunk.afterCount; b++) {
      right.push(b);
      gapOf.set(-1 - b, gap);
    }
  });
  while (a < before.length && b < after.length) pairs.push({ before: a++, after: b++, moved: false });

  const take = (alike: (one: number, other: number) => boolean) => {
    for (let i = 0; i < left.length; i++) {
      const one = left[i] as number;
      const place = right.findIndex((other) => alike(one, other));
      if (place < 0) continue;
      pairs.push({ before: one, after: right[place] as number, moved: false });
      right.splice(place, 1);
      left.splice(i--, 1);
    }
  };
  const sameGap = (one: number, other: number) => gapOf.get(one) === gapOf.get(-1 - other);
  const item = (one: number) => before[one] as Canon;
  const counterpart = (other: number) => after[other] as Canon;
  if (left.length * right.length > 250_000) return pairs;
  take((one, other) => item(one).id === counterpart(other).id);
  const part = (canon: Canon) => canon.children.find((child) => child.tag === likely)?.id;
  if (likely) {
    const alike = (one: number, other: number) =>
      part(item(one)) !== undefined && part(item(one)) === part(counterpart(other));
    take((one, other) => sameGap(one, other) && alike(one, other));
    take(alike);
  }
  take((one, other) => sameGap(one, other) && sharesMuch(item(one), counterpart(other)));
  // As many as before, and nothing to tell them by but their number: a layout's columns.
  if (!likely && before.length === after.length)
    take((one, other) => one === other && item(one).children.length * counterpart(other).children.length > 0);
  return pairs;
}

function sharesMuch(one: Canon, other: Canon): boolean {
  if (one.children.length === 0 || other.children.length === 0) return false;
  const ids = new Set(one.children.map((child) => child.id));
  const shared = other.children.filter((child) => ids.has(child.id)).length;
  return shared * 3 >= Math.max(one.children.length, other.children.length);
}

function idsOf(items: readonly Canon[]): Int32Array {
  return Int32Array.from(items, (item) => item.id);
}

/** The fewest pairs that, taken away, leave both sides in one order. */
function outOfOrder(pairs: Pair[]): Set<Pair> {
  pairs.sort((one, two) => one.before - two.before);
  const moved = new Set(pairs);
  for (const index of longestRising(pairs.map((pair) => pair.after))) moved.delete(pairs[index] as Pair);
  return moved;
}
