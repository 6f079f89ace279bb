// Decides which items of two lists are the same item: by key, then by equality, then by occurrence.

import type { Canon } from '../metadata/canonical.ts';
import type { ListRule } from '../metadata/identity.ts';
import { longestRising } from './anchors.ts';
import { diffSequences } from './sequence.ts';

/** One item of either list or of both; an index is -1 where the item is missing. */
export interface Entry {
  readonly before: number;
  readonly after: number;
  /** True when the list is ordered and this item changed its place among those that stayed. */
  readonly moved: boolean;
}

/** True when what is on both sides has one order. */
export function isRising(entries: readonly Entry[]): boolean {
  let last = -1;
  for (const { before, after } of entries) {
    if (before < 0 || after < 0) continue;
    if (before < last) return false;
    last = before;
  }
  return true;
}

interface Pair {
  readonly before: number;
  readonly after: number;
}

/** Entries in the order a reader meets them. Without `rule` items have no identity and keep their order. */
export function pairItems(
  before: readonly Canon[],
  after: readonly Canon[],
  rule: ListRule | undefined,
): readonly Entry[] {
  const keyed = rule !== undefined && rule.keys.length > 0;
  const pairs = keyed ? byKey(before, after) : bySequence(before, after, rule?.likely);
  const moved = rule && !rule.ordered ? new Set<Pair>() : outOfOrder(pairs);
  return inReadingOrder(pairs, moved, before.length, after.length);
}

function byKey(before: readonly Canon[], after: readonly Canon[]): Pair[] {
  const pairs: Pair[] = [];
  const groups = indexesBy(after, (item) => item.key);
  for (const [key, mine] of indexesBy(before, (item) => item.key)) {
    const theirs = groups.get(key);
    if (!theirs) continue;
    if (mine.length === 1 && theirs.length === 1) {
      pairs.push({ before: mine[0] as number, after: theirs[0] as number });
    } else for (const pair of byEquality(before, after, mine, theirs)) pairs.push(pair);
  }
  return pairs;
}

function indexesBy<K>(items: readonly Canon[], by: (item: Canon) => K): Map<K, number[]> {
  const groups = new Map<K, number[]>();
  for (let i = 0; i < items.length; i++) {
    const key = by(items[i] as Canon);
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  }
  return groups;
}

/** Items that share a key: equal ones first, then what is left in the order it comes. */
function byEquality(
  before: readonly Canon[],
  after: readonly Canon[],
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
      const id = (after[index] as Canon)[which];
      const group = waiting.get(id);
      if (group) group.push(index);
      else waiting.set(id, [index]);
    }
    const taken = new Set<number>();
    left = left.filter((index) => {
      const match = waiting.get((before[index] as Canon)[which])?.pop();
      if (match === undefined) return true;
      taken.add(match);
      pairs.push({ before: index, after: match });
      return false;
    });
    right = right.filter((index) => !taken.has(index));
  }
  left.forEach((index, place) => {
    const match = right[place];
    if (
      match !== undefined &&
      mayPair(before[index] as Canon, after[match] as Canon, mine.length, theirs.length)
    ) {
      pairs.push({ before: index, after: match });
    }
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
    while (a < hunk.beforeStart) pairs.push({ before: a++, after: b++ });
    for (; a < hunk.beforeStart + hunk.beforeCount; a++) {
      left.push(a);
      gapOf.set(a, gap);
    }
    for (; b < hunk.afterStart + hunk.afterCount; b++) {
      right.push(b);
      gapOf.set(-1 - b, gap);
    }
  });
  while (a < before.length && b < after.length) pairs.push({ before: a++, after: b++ });

  const take = (alike: (one: number, other: number) => boolean) => {
    for (let i = 0; i < left.length; i++) {
      const one = left[i] as number;
      const place = right.findIndex((other) => alike(one, other));
      if (place < 0) continue;
      pairs.push({ before: one, after: right[place] as number });
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

function inReadingOrder(
  pairs: readonly Pair[],
  moved: ReadonlySet<Pair>,
  beforeCount: number,
  afterCount: number,
): readonly Entry[] {
  const ofBefore = new Int32Array(beforeCount).fill(-1);
  const isPaired = new Uint8Array(afterCount);
  const entries: { entry: Entry; place: number }[] = [];
  for (const pair of pairs) {
    ofBefore[pair.before] = pair.after;
    isPaired[pair.after] = 1;
    entries.push({ entry: { ...pair, moved: moved.has(pair) }, place: pair.after });
  }
  let place = -0.5;
  for (let i = 0; i < beforeCount; i++) {
    const match = ofBefore[i] as number;
    if (match >= 0) place = match + 0.5;
    else entries.push({ entry: { before: i, after: -1, moved: false }, place });
  }
  for (let i = 0; i < afterCount; i++) {
    if (isPaired[i] === 0) entries.push({ entry: { before: -1, after: i, moved: false }, place: i });
  }
  return entries.sort((one, two) => one.place - two.place).map(({ entry }) => entry);
}
