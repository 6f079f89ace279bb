// Pairs the items of two lists whose order means nothing, without looking into those that are written alike.

import { sameScope } from '../metadata/canonical-root.ts';
import type { ItemList } from '../metadata/item-list.ts';
import { isAlike, partnersByKey } from './key-index.ts';
import { isRising } from './order.ts';
import { byEquality, type Entry, indexesBy } from './pairing.ts';
import { inReadingOrder } from './reading-order.ts';

export interface Settled {
  /** What is not written alike on both sides, in the order a reader meets it. */
  readonly open: readonly Entry[];
  /** True when the items of both sides stand in another order. */
  readonly reordered: boolean;
}

/** How far apart two lists may drift before an item is looked for by its key. */
const reach = 4;
/** So many items in a row that are not found close by: the lists are in another order altogether. */
const mostMisses = 64;

/** The pairs are those that `pairItems` would find; see there. */
export function settleItems(before: ItemList, after: ItemList): Settled {
  const partner = new Int32Array(before.length).fill(-1);
  const otherPartner = new Int32Array(after.length).fill(-1);
  const settled = new Uint8Array(after.length);
  const pair = (one: number, other: number, alike: boolean) => {
    partner[one] = other;
    otherPartner[other] = one;
    if (alike) settled[other] = 1;
  };
  const comparable = sameScope(before.root.scope, after.root.scope);
  if (comparable) settleInOrder(before, after, pair);
  const left = openOnes(partner);
  const right = openOnes(otherPartner);
  if (left.length > 0 && right.length > 0) {
    const found = partnersByKey(before, after, left, right, comparable);
    found?.places.forEach((place, i) => {
      if (place >= 0) pair(left[i] as number, right[place] as number, found.alike[i] === 1);
    });
    if (!found)
      for (const { before: one, after: other } of byKey(before, after, left, right))
        pair(one, other, comparable && isAlike(before, one, after, other));
  }
  const open = inReadingOrder(partner, after.length, (index) =>
    settled[index] === 1 ? undefined : { before: otherPartner[index] as number, after: index, moved: false },
  );
  return { open, reordered: !isRising(partner) };
}

/** Goes through both lists side by side, over what was added, removed or changed in between. */
function settleInOrder(
  before: ItemList,
  after: ItemList,
  pair: (one: number, other: number, alike: boolean) => void,
): void {
  const { length } = before;
  const { length: otherLength } = after;
  let one = 0;
  let other = 0;
  let misses = 0;
  while (one < length && other < otherLength && misses < mostMisses) {
    if (isAlike(before, one, after, other)) {
      pair(one++, other++, true);
      misses = 0;
      continue;
    }
    let found = 0;
    for (let by = 1; by <= reach && found === 0; by++) {
      if (other + by < otherLength && isAlike(before, one, after, other + by)) {
        other += by;
        found = by;
      } else if (one + by < length && isAlike(before, one + by, after, other)) {
        one += by;
        found = by;
      }
    }
    if (found > 0) continue;
    misses++;
    one++;
    other++;
  }
}

function openOnes(partner: Int32Array): Int32Array {
  const open = new Int32Array(partner.length);
  let count = 0;
  for (let i = 0; i < partner.length; i++) if (partner[i] === -1) open[count++] = i;
  return open.subarray(0, count);
}

interface Pair {
  readonly before: number;
  readonly after: number;
}

/** Pairs items by key; those that share one by equality, then as they come. */
function byKey(before: ItemList, after: ItemList, left: Int32Array, right: Int32Array): Pair[] {
  const pairs: Pair[] = [];
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const index of right) {
    const key = after.keyAt(index);
    if (places.has(key)) repeated.add(key);
    else places.set(key, index);
  }
  const taken = new Uint8Array(after.length);
  for (const index of left) {
    const key = before.keyAt(index);
    const place = places.get(key);
    if (place === undefined) continue;
    if (taken[place] === 1) repeated.add(key);
    taken[place] = 1;
    pairs.push({ before: index, after: place });
  }
  if (repeated.size === 0) return pairs;
  const single = pairs.filter((pair) => !repeated.has(before.keyAt(pair.before)));
  const groups = indexesBy(right, (index) => after.keyAt(index), repeated);
  for (const [key, mine] of indexesBy(left, (index) => before.keyAt(index), repeated)) {
    const canon = (index: number) => before.at(index);
    for (const pair of byEquality(canon, (index) => after.at(index), mine, groups.get(key) ?? []))
      single.push(pair);
  }
  return single;
}
