// Moves added or removed blocks up or down where the text allows it, to where a person would say they begin.

import type { Hunk } from './change.ts';
import type { LineList } from './line-index.ts';

/** One side: its lines, and numbers that are equal where lines are. */
export interface Side {
  readonly lines: LineList;
  readonly ids: Int32Array;
}

/** Only hunks that add or only remove can slide; the edit stays equally long and right. */
export function slideHunks(hunks: readonly Hunk[], before: Side, after: Side): Hunk[] {
  const slid: Hunk[] = [];
  hunks.forEach((hunk, index) => {
    const added = hunk.beforeCount === 0;
    if (!added && hunk.afterCount > 0) {
      slid.push(hunk);
      return;
    }
    const previous = slid[index - 1];
    const next = hunks[index + 1];
    const side = added ? after : before;
    const start = added ? hunk.afterStart : hunk.beforeStart;
    const count = added ? hunk.afterCount : hunk.beforeCount;
    const floor = previous ? end(previous, added) + 1 : 0;
    const ceiling = next ? (added ? next.afterStart : next.beforeStart) - 1 : side.ids.length;
    const by = bestStart(side, start, count, floor, ceiling) - start;
    slid.push(
      by === 0 ? hunk : { ...hunk, beforeStart: hunk.beforeStart + by, afterStart: hunk.afterStart + by },
    );
  });
  return slid;
}

function end(hunk: Hunk, after: boolean): number {
  return after ? hunk.afterStart + hunk.afterCount : hunk.beforeStart + hunk.beforeCount;
}

/** Sliding further than this never helps a reader, and would cost time on long runs of equal lines. */
export const furthestSlide = 200;

function bestStart(side: Side, start: number, count: number, floor: number, ceiling: number): number {
  const { ids } = side;
  let first = start;
  while (first > floor && start - first < furthestSlide && ids[first - 1] === ids[first + count - 1]) first--;
  let last = start;
  while (last + count < ceiling && last - start < furthestSlide && ids[last] === ids[last + count]) last++;
  if (first === last) return start;
  let best = last;
  let lowest = Number.POSITIVE_INFINITY;
  for (let at = last; at >= first; at--) {
    const cost = awkwardness(side.lines, at, count);
    if (cost < lowest) {
      lowest = cost;
      best = at;
    }
  }
  return best;
}

/** Low when the block starts where something starts: little indented, no closing bracket, after a blank line. */
function awkwardness(lines: LineList, start: number, count: number): number {
  const head = lines.line(start);
  const text = head.trimStart();
  let cost = text === '' ? 30 : Math.min(20, head.length - text.length);
  if (/^(?:[})\]]|<\/|-->|\*\/)/.test(text)) cost += 40;
  if (start > 0 && isBlank(lines.line(start - 1))) cost -= 3;
  if (isBlank(lines.line(start + count - 1))) cost -= 1;
  return cost;
}

const isBlank = (line: string) => line.trim() === '';
