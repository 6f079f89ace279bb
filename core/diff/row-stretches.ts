// Where the rows of a view are, hunk by hunk, so that any of them can be made without those before it.

import type { Hunk } from './change.ts';
import type { LineList } from './line-index.ts';
import { largestHunk, pairsInTurn, partnersIn } from './line-pairs.ts';
import type { Row } from './rows.ts';

/** `inline`: in one column, what was removed before what was added. `split`: side by side. */
export type Layout = 'inline' | 'split';

/** A stretch of rows: a hunk, or unchanged lines. Lines and rows are 0-based. */
export interface Stretch {
  readonly row: number;
  readonly count: number;
  readonly before: number;
  readonly after: number;
  /** Index of its hunk; unchanged lines have none. */
  readonly hunk?: number;
  /** Shows nothing that counts as a difference. */
  readonly quiet: boolean;
}

export interface Stretches {
  readonly all: readonly Stretch[];
  readonly rowCount: number;
  /** The first row of each hunk. */
  readonly hunkRows: Int32Array;
  /** Adds rows `from` to `to` (not included) of a stretch, counted from its start. */
  add(rows: Row[], stretch: Stretch, from: number, to: number): void;
  /** The row of a line (0-based, not after the last), counted from the start of the view. */
  rowOf(side: 'before' | 'after', line: number): number;
}

/** Comparisons of lines that may be made before the first row is shown, so that a page shows it at once. */
const comparisons = 60_000;
/** What taking a line into words costs, in comparisons. */
const lineCost = 8;

/** The largest hunks whose lines are still paired by likeness: all, or only smaller ones where there are many. */
function largestPaired(hunks: readonly Hunk[]): number {
  for (let largest = largestHunk; largest >= 2; largest >>= 1) {
    let cost = 0;
    for (const hunk of hunks) {
      const { beforeCount: n, afterCount: m } = hunk;
      if (n > 0 && m > 0 && !pairsInTurn(hunk, largest)) cost += n * m + lineCost * (n + m);
      if (cost > comparisons) break;
    }
    if (cost <= comparisons) return largest;
  }
  return 0;
}

export function createStretches(
  before: LineList,
  after: LineList,
  hunks: readonly Hunk[],
  layout: Layout,
): Stretches {
  const largest = largestPaired(hunks);
  const found = new Map<number, Int32Array>();
  const partnersOf = (index: number): Int32Array => {
    const known = found.get(index);
    if (known) return known;
    const partners = partnersIn(hunks[index] as Hunk, before, after, largest);
    found.set(index, partners);
    return partners;
  };

  const rowsIn = (index: number): number => {
    const { beforeCount: n, afterCount: m } = hunks[index] as Hunk;
    if (layout === 'inline' || n === 0 || m === 0) return n + m;
    if (pairsInTurn(hunks[index] as Hunk, largest)) return Math.max(n, m);
    return partnersOf(index).reduce((sum, partner) => (partner < 0 ? sum : sum - 1), n + m);
  };

  const all: Stretch[] = [];
  const hunkRows = new Int32Array(hunks.length);
  let [row, line, other] = [0, 0, 0];
  const push = (count: number, quiet: boolean, hunk?: number) => {
    if (count > 0) all.push({ row, count, before: line, after: other, hunk, quiet });
    row += count;
  };
  hunks.forEach((hunk, index) => {
    push(hunk.beforeStart - line, true);
    [line, other] = [hunk.beforeStart, hunk.afterStart];
    hunkRows[index] = row;
    push(rowsIn(index), hunk.ignored === true, index);
    line += hunk.beforeCount;
    other += hunk.afterCount;
  });
  push(before.count - line, true);

  const removedRow = (at: number, hunk: Hunk, partner = -1): Row => ({
    kind: 'removed',
    beforeNo: at + 1,
    before: before.line(at),
    ...(partner >= 0 ? { counterpart: after.line(hunk.afterStart + partner) } : {}),
    ...(hunk.ignored ? { ignored: true } : {}),
  });
  const addedRow = (at: number, hunk: Hunk, partner = -1): Row => ({
    kind: 'added',
    afterNo: at + 1,
    after: after.line(at),
    ...(partner >= 0 ? { counterpart: before.line(hunk.beforeStart + partner) } : {}),
    ...(hunk.ignored ? { ignored: true } : {}),
  });
  const pairRow = (kind: 'same' | 'changed', at: number, to: number): Row => ({
    kind,
    beforeNo: at + 1,
    afterNo: to + 1,
    before: before.line(at),
    after: after.line(to),
  });

  const inTurn = (index: number, place: number, count: number) => {
    if (!pairsInTurn(hunks[index] as Hunk, largest)) return undefined;
    return place < count ? place : -1;
  };

  const inlineRow = (index: number, at: number): Row => {
    const hunk = hunks[index] as Hunk;
    const { beforeCount: n, afterCount: m } = hunk;
    if (at < n) return removedRow(hunk.beforeStart + at, hunk, inTurn(index, at, m) ?? partnersOf(index)[at]);
    const place = at - n;
    return addedRow(
      hunk.afterStart + place,
      hunk,
      inTurn(index, place, n) ?? partnersOf(index).indexOf(place),
    );
  };

  /** Tells of each row of a hunk in the split view which lines it has, counted from the hunk's start, or -1. */
  const eachSplit = (index: number, tell: (place: number, at: number, to: number) => boolean) => {
    const { beforeCount: n, afterCount: m } = hunks[index] as Hunk;
    const partners = partnersOf(index);
    let place = 0;
    let to = 0;
    for (let at = 0; at < n; at++) {
      const partner = partners[at] as number;
      for (; to < partner; to++) if (!tell(place++, -1, to)) return;
      if (!tell(place++, at, partner)) return;
      if (partner >= 0) to++;
    }
    for (; to < m; to++) if (!tell(place++, -1, to)) return;
  };

  return {
    all,
    rowCount: row,
    hunkRows,
    add: (rows, stretch, from, to) => {
      const { hunk: index, before: first, after: second } = stretch;
      if (index === undefined) {
        for (let at = from; at < to; at++) rows.push(pairRow('same', first + at, second + at));
        return;
      }
      const hunk = hunks[index] as Hunk;
      const { beforeCount: n, afterCount: m } = hunk;
      if (layout === 'inline') {
        for (let at = from; at < to; at++) rows.push(inlineRow(index, at));
      } else if (n === 0 || m === 0 || pairsInTurn(hunk, largest)) {
        for (let at = from; at < to; at++) {
          if (at >= n) rows.push(addedRow(second + at, hunk));
          else if (at >= m) rows.push(removedRow(first + at, hunk));
          else rows.push(pairRow('changed', first + at, second + at));
        }
      } else {
        eachSplit(index, (place, at, other) => {
          if (place >= to) return false;
          if (place >= from) {
            if (at < 0) rows.push(addedRow(second + other, hunk));
            else if (other < 0) rows.push(removedRow(first + at, hunk));
            else rows.push(pairRow('changed', first + at, second + other));
          }
          return true;
        });
      }
    },
    rowOf: (side, lineAt) => {
      const stretch = stretchOfLine(all, side, lineAt);
      if (!stretch) return -1;
      const offset = lineAt - stretch[side];
      const { hunk: index } = stretch;
      if (index === undefined) return stretch.row + offset;
      const hunk = hunks[index] as Hunk;
      if (layout === 'inline') return stretch.row + offset + (side === 'after' ? hunk.beforeCount : 0);
      if (hunk.beforeCount === 0 || hunk.afterCount === 0 || pairsInTurn(hunk, largest))
        return stretch.row + offset;
      let found = stretch.row;
      eachSplit(index, (place, at, to) => {
        found = stretch.row + place;
        return (side === 'before' ? at : to) !== offset;
      });
      return found;
    },
  };
}

/** The last stretch that starts at or before a line: those before it have none of this side. */
function stretchOfLine(all: readonly Stretch[], side: 'before' | 'after', line: number): Stretch | undefined {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((all[mid] as Stretch)[side] <= line) low = mid + 1;
    else high = mid;
  }
  return all[low - 1];
}
