// Tells whether elements stand in another order, which means nothing where this is asked.

import type { Canon } from '../metadata/canonical.ts';

/** Of two elements that mean the same: whether their parts stand in another order. */
export function standsOtherwise(before: Canon, after: Canon): boolean {
  return before.children.some((child, index) => {
    const other = after.children[index];
    return other === undefined || child.full !== other.full || standsOtherwise(child, other);
  });
}

/** So many elements of one tag, one behind the other; one alone may leave out how many it is. */
interface Run {
  readonly tag: string;
  readonly count?: number;
}

type Sizes = ReadonlyMap<string, { readonly length: number }>;

/** Whether the tags that are on both sides come in one order. */
export function inOneOrder(
  before: readonly Run[],
  after: readonly Run[],
  ours: Sizes,
  theirs: Sizes,
): boolean {
  const shared = [...ours.keys()].filter((tag) => theirs.has(tag));
  let next = 0;
  for (const tag of theirs.keys()) if (ours.has(tag) && tag !== shared[next++]) return false;
  // As many of each: they may still be mixed in another way.
  const alike =
    shared.length === ours.size &&
    shared.length === theirs.size &&
    shared.every((tag) => ours.get(tag)?.length === theirs.get(tag)?.length);
  return (
    !alike ||
    before.every(({ tag, count }, index) => tag === after[index]?.tag && count === after[index]?.count)
  );
}

/** True when places come in one order; -1 is none. */
export function isRising(places: Iterable<number>): boolean {
  let last = -1;
  for (const place of places) {
    if (place < 0) continue;
    if (place < last) return false;
    last = place;
  }
  return true;
}
