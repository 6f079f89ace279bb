// Tells whether elements stand in another order, which means nothing where this is asked.

import type { Canon } from '../metadata/canonical.ts';

/** Of two elements that mean the same: whether their parts stand in another order. */
export function standsOtherwise(before: Canon, after: Canon): boolean {
  return before.children.some((child, index) => {
    const other = after.children[index];
    return other === undefined || child.full !== other.full || standsOtherwise(child, other);
  });
}

/** Whether the tags that are on both sides come in one order. */
export function inOneOrder(
  before: readonly Canon[],
  after: readonly Canon[],
  ours: ReadonlyMap<string, readonly Canon[]>,
  theirs: ReadonlyMap<string, readonly Canon[]>,
): boolean {
  const shared = [...ours.keys()].filter((tag) => theirs.has(tag));
  let next = 0;
  for (const tag of theirs.keys()) if (ours.has(tag) && tag !== shared[next++]) return false;
  // As many of each: they may still be mixed in another way.
  const alike =
    shared.length === ours.size &&
    shared.length === theirs.size &&
    shared.every((tag) => ours.get(tag)?.length === theirs.get(tag)?.length);
  return !alike || before.every(({ tag }, index) => tag === after[index]?.tag);
}
