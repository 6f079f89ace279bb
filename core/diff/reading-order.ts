// Puts what became of two lists' items in the order a reader meets them: that of the list after.

import type { Entry } from './pairing.ts';

/**
 * `partner`: for each item of the list before its place in the one after, -1 where it is gone. `entryAt`: what is to
 * be told of an item of the list after, if anything. What went stands behind what it stood behind before.
 */
export function inReadingOrder(
  partner: Int32Array,
  afterCount: number,
  entryAt: (index: number) => Entry | undefined,
): Entry[] {
  const gone = new Map<number, Entry[]>();
  let place = -1;
  for (let i = 0; i < partner.length; i++) {
    if (partner[i] !== -1) {
      place = partner[i] as number;
      continue;
    }
    const entry: Entry = { before: i, after: -1, moved: false };
    const others = gone.get(place);
    if (others) others.push(entry);
    else gone.set(place, [entry]);
  }
  const entries: Entry[] = [...(gone.get(-1) ?? [])];
  for (let i = 0; i < afterCount; i++) {
    const entry = entryAt(i);
    if (entry) entries.push(entry);
    const others = gone.size === 0 ? undefined : gone.get(i);
    if (others) for (const one of others) entries.push(one);
  }
  return entries;
}
