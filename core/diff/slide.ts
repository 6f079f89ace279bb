// Moves added or removed blocks up or down where the text allows it, to where a person would say they begin.

import type { Hunk } from './change.ts';

/** Only hunks that add or only remove can slide; the edit stays equally long and right. */
export function slideHunks(
  hunks: readonly Hunk[],
  before: readonly string[],
  after: readonly string[],
): readonly Hunk[] {
  return hunks.map((hunk, index) => {
    const added = hunk.beforeCount === 0;
    if (!added && hunk.afterCount > 0) return hunk;
    const previous = hunks[index - 1];
    const next = hunks[index + 1];
    const lines = added ? after : before;
    const start = added ? hunk.afterStart : hunk.beforeStart;
    const count = added ? hunk.afterCount : hunk.beforeCount;
    const floor = previous ? end(previous, added) + 1 : 0;
    const ceiling = next ? (added ? next.afterStart : next.beforeStart) - 1 : lines.length;
    const by = bestStart(lines, start, count, floor, ceiling) - start;
    return by === 0
      ? hunk
      : { ...hunk, beforeStart: hunk.beforeStart + by, afterStart: hunk.afterStart + by };
  });
}

function end(hunk: Hunk, after: boolean): number {
  return after ? hunk.afterStart + hunk.afterCount : hunk.beforeStart + hunk.beforeCount;
}

/** Sliding further than this never helps a reader, and would cost time on long runs of equal lines. */
const furthest = 200;

function bestStart(
  lines: readonly string[],
  start: number,
  count: number,
  floor: number,
  ceiling: number,
): number {
  let first = start;
  while (first > floor && start - first < furthest && lines[first - 1] === lines[first + count - 1]) first--;
  let last = start;
  while (last + count < ceiling && last - start < furthest && lines[last] === lines[last + count]) last++;
  let best = last;
  let lowest = Number.POSITIVE_INFINITY;
  for (let at = last; at >= first; at--) {
    const cost = awkwardness(lines, at, count);
    if (cost < lowest) {
      lowest = cost;
      best = at;
    }
  }
  return best;
}

/** Low when the block starts where something starts: little indented, no closing bracket, after a blank line. */
function awkwardness(lines: readonly string[], start: number, count: number): number {
  const head = lines[start] ?? '';
  const tail = lines[start + count - 1] ?? '';
  const text = head.trimStart();
  let cost = text === '' ? 30 : Math.min(20, head.length - text.length);
  if (/^(?:[})\]]|<\/|-->|\*\/)/.test(text)) cost += 40;
  if (start > 0 && (lines[start - 1] ?? '').trim() === '') cost -= 3;
  if (tail.trim() === '') cost -= 1;
  return cost;
}
