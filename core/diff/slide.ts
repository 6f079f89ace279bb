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
    const previous = slid.at(-1);
    const moved =
      added || hunk.afterCount === 0
        ? slidBetween(hunk, previous, hunks[index + 1], added ? after : before)
        : hunk;
    if (previous && touches(previous, moved)) slid[slid.length - 1] = merged(previous, moved);
    else slid.push(moved);
  });
  return slid;
}

function slidBetween(hunk: Hunk, previous: Hunk | undefined, next: Hunk | undefined, side: Side): Hunk {
  const added = hunk.beforeCount === 0;
  const start = added ? hunk.afterStart : hunk.beforeStart;
  // A neighbour that may slide as well is kept apart; one that stays where it is may be joined.
  const nextStays = next !== undefined && next.beforeCount > 0 && next.afterCount > 0;
  const nextStart = next && (added ? next.afterStart : next.beforeStart);
  const by =
    bestStart(side, {
      start,
      count: added ? hunk.afterCount : hunk.beforeCount,
      floor: previous ? end(previous, added) : 0,
      ceiling: nextStart === undefined ? side.ids.length : nextStays ? nextStart : nextStart - 1,
      joinsAbove: previous !== undefined,
      joinsBelow: nextStays,
    }) - start;
  return by === 0 ? hunk : { ...hunk, beforeStart: hunk.beforeStart + by, afterStart: hunk.afterStart + by };
}

function touches(one: Hunk, other: Hunk): boolean {
  return end(one, false) === other.beforeStart && end(one, true) === other.afterStart;
}

function merged(one: Hunk, other: Hunk): Hunk {
  return {
    ...one,
    beforeCount: one.beforeCount + other.beforeCount,
    afterCount: one.afterCount + other.afterCount,
  };
}

function end(hunk: Hunk, after: boolean): number {
  return after ? hunk.afterStart + hunk.afterCount : hunk.beforeStart + hunk.beforeCount;
}

/** Sliding further than this never helps a reader, and would cost time on long runs of equal lines. */
export const furthestSlide = 200;

/** One hunk less to read is worth a somewhat worse place, but no closing bracket at the start. */
const joining = 15;

interface Slide {
  readonly start: number;
  readonly count: number;
  /** The first line the block may start at, and where it must end at the latest. */
  readonly floor: number;
  readonly ceiling: number;
  /** Whether there it would become one with the hunk above or below. */
  readonly joinsAbove: boolean;
  readonly joinsBelow: boolean;
}

function bestStart(side: Side, { start, count, floor, ceiling, joinsAbove, joinsBelow }: Slide): number {
  const { ids } = side;
  let first = start;
  while (first > floor && start - first < furthestSlide && ids[first - 1] === ids[first + count - 1]) first--;
  let last = start;
  while (last + count < ceiling && last - start < furthestSlide && ids[last] === ids[last + count]) last++;
  if (first === last) return start;
  let best = last;
  let lowest = Number.POSITIVE_INFINITY;
  for (let at = last; at >= first; at--) {
    const joins = (joinsAbove && at === floor) || (joinsBelow && at + count === ceiling);
    const cost = awkwardness(side.lines, at, count) - (joins ? joining : 0);
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
