// The rows of a line view without making them all: only those of the part that is looked at, folds included.

import type { Hunk } from './change.ts';
import type { LineList } from './line-index.ts';
import { createStretches, type Layout, type Stretch, type Stretches } from './row-stretches.ts';
import type { Row } from './rows.ts';

/** Unchanged rows that are not shown. Line numbers are 1-based: the first that each side hides. */
export interface FoldRow {
  readonly kind: 'fold';
  /** The same in either layout and whatever else is open. */
  readonly key: string;
  readonly count: number;
  readonly beforeNo: number;
  readonly afterNo: number;
}

export type WindowRow = Row | FoldRow;

export interface RowWindow {
  /** How many rows there are to show, each fold counted as one. */
  readonly length: number;
  /** Rows `from` to `to`, which is not included; costs as much as it returns. */
  rowsBetween(from: number, to: number): readonly WindowRow[];
  /** The same with just these folds open; costs a little for each hunk. */
  opened(keys: ReadonlySet<string>): RowWindow;
  /** The row that shows a line (1-based), or the fold that hides it; -1 where there is no such line. */
  rowOfLine(side: 'before' | 'after', lineNo: number): number;
  /** The first row of a hunk; -1 where there is no such hunk. */
  rowOfHunk(index: number): number;
}

export interface WindowOptions {
  readonly layout?: Layout;
  /** Unchanged rows to show around each change. */
  readonly context?: number;
  /** Keys of the folds that are open. */
  readonly open?: ReadonlySet<string>;
}

export function rowWindow(
  before: LineList,
  after: LineList,
  hunks: readonly Hunk[],
  { layout = 'split', context = 3, open = new Set() }: WindowOptions = {},
): RowWindow {
  const stretches = createStretches(before, after, hunks, layout);
  return windowOf(stretches, before, after, foldsOf(stretches, context), open);
}

/** A fold, open or not, in rows counted as if none was closed; `to` is not included. */
interface Fold {
  readonly from: number;
  readonly to: number;
  readonly row: FoldRow;
}

function foldsOf({ all, rowCount }: Stretches, context: number): readonly Fold[] {
  const folds: Fold[] = [];
  for (let index = 0; index < all.length; ) {
    const { row: start, quiet } = all[index] as Stretch;
    let next = index + 1;
    while (quiet && all[next]?.quiet) next++;
    const end = all[next]?.row ?? rowCount;
    if (quiet) {
      const from = start === 0 ? 0 : Math.min(end, start + context);
      const to = end === rowCount ? end : Math.max(from, end - context);
      if (to - from > 1) folds.push({ from, to, row: foldRow(all, from, to) });
    }
    index = next;
  }
  return folds;
}

function foldRow(all: readonly Stretch[], from: number, to: number): FoldRow {
  const stretch = all[stretchAt(all, from)] as Stretch;
  const offset = from - stretch.row;
  const next = all[stretchAt(all, from) + 1];
  // A stretch that one side lacks does not count that side's lines up.
  const numberOn = (side: 'before' | 'after') =>
    Math.min(stretch[side] + offset, next?.[side] ?? Number.POSITIVE_INFINITY) + 1;
  const [beforeNo, afterNo] = [numberOn('before'), numberOn('after')];
  return { kind: 'fold', key: `${beforeNo}-${afterNo}`, count: to - from, beforeNo, afterNo };
}

function windowOf(
  stretches: Stretches,
  before: LineList,
  after: LineList,
  folds: readonly Fold[],
  open: ReadonlySet<string>,
): RowWindow {
  const { all } = stretches;
  const closed = folds.filter(({ row }) => !open.has(row.key));
  /** The row each closed fold is shown in. */
  const shownAt: number[] = [];
  let hidden = 0;
  for (const { from, to } of closed) {
    shownAt.push(from - hidden);
    hidden += to - from - 1;
  }
  const length = stretches.rowCount - hidden;
  /** How many closed folds are shown before a row. */
  const foldsBefore = (row: number) => firstAbove(shownAt, row - 1);
  /** A row shown after so many folds, counted as if none was closed. */
  const unfolded = (row: number, folded: number) => {
    const last = closed[folded - 1];
    return last ? row - (shownAt[folded - 1] as number) - 1 + last.to : row;
  };
  const shown = (row: number): number => {
    const folded = firstAbove(closed, row, ({ from }) => from);
    const last = closed[folded - 1];
    if (!last) return row;
    const at = shownAt[folded - 1] as number;
    return row < last.to ? at : at + 1 + row - last.to;
  };

  return {
    length,
    rowsBetween: (start, end) => {
      const rows: WindowRow[] = [];
      const until = Math.min(end, length);
      for (let row = Math.max(0, start); row < until; ) {
        const folded = foldsBefore(row);
        const fold = closed[folded];
        if (fold && shownAt[folded] === row) {
          rows.push(fold.row);
          row++;
          continue;
        }
        const from = unfolded(row, folded);
        const stop = Math.min(until, fold ? (shownAt[folded] as number) : until);
        const stretch = all[stretchAt(all, from)] as Stretch;
        const to = Math.min(from + stop - row, stretch.row + stretch.count);
        stretches.add(rows as Row[], stretch, from - stretch.row, to - stretch.row);
        row += to - from;
      }
      return rows;
    },
    opened: (keys) => windowOf(stretches, before, after, folds, keys),
    rowOfLine: (side, lineNo) => {
      const { count } = side === 'before' ? before : after;
      return lineNo < 1 || lineNo > count ? -1 : shown(stretches.rowOf(side, lineNo - 1));
    },
    rowOfHunk: (index) => {
      const row = stretches.hunkRows[index];
      return row === undefined ? -1 : shown(row);
    },
  };
}

function stretchAt(all: readonly Stretch[], row: number): number {
  return firstAbove(all, row, (stretch) => stretch.row) - 1;
}

/** Index of the first of rising values that is above one. */
function firstAbove(values: readonly number[], limit: number): number;
function firstAbove<T>(values: readonly T[], limit: number, of: (value: T) => number): number;
function firstAbove<T>(values: readonly T[], limit: number, of?: (value: T) => number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    const value = values[mid] as T;
    if ((of ? of(value) : (value as number)) <= limit) low = mid + 1;
    else high = mid;
  }
  return low;
}
