// Rows of the line views: both texts side by side or in one column, long unchanged runs folded.

import type { Hunk } from './change.ts';
import { listOf } from './line-index.ts';
import { partnersIn } from './line-pairs.ts';

/** One row of the side-by-side view. Line numbers are 1-based. */
export type Row =
  | {
      readonly kind: 'same';
      readonly beforeNo: number;
      readonly afterNo: number;
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly kind: 'changed';
      readonly beforeNo: number;
      readonly afterNo: number;
      readonly before: string;
      readonly after: string;
    }
  | RemovedRow
  | AddedRow;

export interface RemovedRow {
  readonly kind: 'removed';
  readonly beforeNo: number;
  readonly before: string;
  /** What it became, in the inline view: for marks on words. */
  readonly counterpart?: string;
  /** A blank line that was to be ignored. */
  readonly ignored?: true;
}

export interface AddedRow {
  readonly kind: 'added';
  readonly afterNo: number;
  readonly after: string;
  /** What it was, in the inline view: for marks on words. */
  readonly counterpart?: string;
  /** A blank line that was to be ignored. */
  readonly ignored?: true;
}

/** Rows of two texts' lines; within a hunk, lines that resemble each other stand side by side as `changed`. */
export function alignLines(
  before: readonly string[],
  after: readonly string[],
  hunks: readonly Hunk[],
): Row[] {
  const rows: Row[] = [];
  const [old, now] = [listOf(before), listOf(after)];
  let i = 0;
  let j = 0;
  const same = (until: number) => {
    for (; i < until; i++, j++)
      rows.push({ kind: 'same', beforeNo: i + 1, afterNo: j + 1, before: old.line(i), after: now.line(j) });
  };
  for (const hunk of hunks) {
    same(hunk.beforeStart);
    const partners = partnersIn(hunk, old, now);
    const mark = hunk.ignored ? { ignored: hunk.ignored } : {};
    const added = (until: number) => {
      for (; j < until; j++) rows.push({ kind: 'added', afterNo: j + 1, after: now.line(j), ...mark });
    };
    for (const partner of partners) {
      if (partner < 0) rows.push({ kind: 'removed', beforeNo: i + 1, before: old.line(i), ...mark });
      else {
        added(hunk.afterStart + partner);
        rows.push({
          kind: 'changed',
          beforeNo: i + 1,
          afterNo: j + 1,
          before: old.line(i),
          after: now.line(j),
        });
        j++;
      }
      i++;
    }
    added(hunk.afterStart + hunk.afterCount);
  }
  same(before.length);
  return rows;
}

/** The rows of the inline view: what was removed from a run comes before what was added to it. */
export function inlineRows(rows: readonly Row[]): Row[] {
  const inline: Row[] = [];
  let added: Row[] = [];
  const flush = () => {
    for (const row of added) inline.push(row);
    added = [];
  };
  for (const row of rows) {
    if (row.kind === 'added') added.push(row);
    else if (row.kind === 'changed') {
      const { beforeNo, afterNo, before, after } = row;
      inline.push({ kind: 'removed', beforeNo, before, counterpart: after });
      added.push({ kind: 'added', afterNo, after, counterpart: before });
    } else {
      if (row.kind === 'same') flush();
      inline.push(row);
    }
  }
  flush();
  return inline;
}

export type Piece =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'fold'; readonly rows: readonly Row[] };

/** Runs of unchanged rows, but for `context` rows around each change, become folds (of two rows at least). */
export function foldRows(rows: readonly Row[], context = 3): Piece[] {
  const pieces: Piece[] = [];
  let shown: Row[] = [];
  const flush = () => {
    if (shown.length > 0) pieces.push({ kind: 'rows', rows: shown });
    shown = [];
  };
  for (let i = 0; i < rows.length; ) {
    let end = i;
    while (end < rows.length && isQuiet(rows[end])) end++;
    const from = i === 0 ? i : Math.min(end, i + context);
    const to = end === rows.length ? end : Math.max(from, end - context);
    if (to - from > 1) {
      for (const row of rows.slice(i, from)) shown.push(row);
      flush();
      pieces.push({ kind: 'fold', rows: rows.slice(from, to) });
      for (const row of rows.slice(to, end)) shown.push(row);
    } else for (const row of rows.slice(i, end)) shown.push(row);
    for (i = end; i < rows.length && !isQuiet(rows[i]); i++) shown.push(rows[i] as Row);
  }
  flush();
  return pieces;
}

function isQuiet(row: Row | undefined): boolean {
  return row?.kind === 'same' || (row !== undefined && row.kind !== 'changed' && row.ignored === true);
}
