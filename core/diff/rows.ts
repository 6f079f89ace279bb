// Builds the rows of the line views: both sides aligned, and unchanged runs folded.

import type { Hunk } from './change.ts';

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
  | { readonly kind: 'removed'; readonly beforeNo: number; readonly before: string }
  | { readonly kind: 'added'; readonly afterNo: number; readonly after: string };

/** Rows of two texts' lines; within a hunk, lines that resemble each other stand side by side as `changed`. */
export function alignLines(
  before: readonly string[],
  after: readonly string[],
  hunks: readonly Hunk[],
): Row[] {
  const rows: Row[] = [];
  let i = 0;
  let j = 0;
  const same = (until: number) => {
    for (; i < until; i++, j++) {
      rows.push({
        kind: 'same',
        beforeNo: i + 1,
        afterNo: j + 1,
        before: before[i] ?? '',
        after: after[j] ?? '',
      });
    }
  };
  for (const hunk of hunks) {
    same(hunk.beforeStart);
    const partners = partnersIn(hunk, before, after);
    const beforeEnd = i + hunk.beforeCount;
    const afterEnd = j + hunk.afterCount;
    for (let place = 0; place < hunk.beforeCount; place++, i++) {
      const partner = partners[place] ?? -1;
      if (partner < 0) {
        rows.push({ kind: 'removed', beforeNo: i + 1, before: before[i] ?? '' });
        continue;
      }
      for (; j < hunk.afterStart + partner; j++)
        rows.push({ kind: 'added', afterNo: j + 1, after: after[j] ?? '' });
      rows.push({
        kind: 'changed',
        beforeNo: i + 1,
        afterNo: j + 1,
        before: before[i] ?? '',
        after: after[j] ?? '',
      });
      j++;
    }
    for (; j < afterEnd; j++) rows.push({ kind: 'added', afterNo: j + 1, after: after[j] ?? '' });
    i = beforeEnd;
  }
  same(before.length);
  return rows;
}

/** The rows of the inline view: what was removed from a run comes before what was added to it. */
export function inlineRows(rows: readonly Row[]): Row[] {
  const inline: Row[] = [];
  let added: Row[] = [];
  for (const row of rows) {
    if (row.kind === 'added') added.push(row);
    else if (row.kind === 'changed') {
      inline.push({ kind: 'removed', beforeNo: row.beforeNo, before: row.before });
      added.push({ kind: 'added', afterNo: row.afterNo, after: row.after });
    } else {
      if (row.kind === 'same') {
        for (const one of added) inline.push(one);
        added = [];
      }
      inline.push(row);
    }
  }
  return [...inline, ...added];
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
    while (end < rows.length && rows[end]?.kind === 'same') end++;
    const from = i === 0 ? i : Math.min(end, i + context);
    const to = end === rows.length ? end : Math.max(from, end - context);
    if (to - from > 1) {
      for (const row of rows.slice(i, from)) shown.push(row);
      flush();
      pieces.push({ kind: 'fold', rows: rows.slice(from, to) });
      for (const row of rows.slice(to, end)) shown.push(row);
    } else for (const row of rows.slice(i, end)) shown.push(row);
    for (i = end; i < rows.length && rows[i]?.kind !== 'same'; i++) shown.push(rows[i] as Row);
  }
  flush();
  return pieces;
}

/** Larger hunks pair lines in turn: comparing each with each would take too long. */
const largestTable = 4000;

/** For each removed line of a hunk, the added line beside it (counted from the hunk's start), or -1. */
function partnersIn(hunk: Hunk, before: readonly string[], after: readonly string[]): Int32Array {
  const { beforeStart, beforeCount: n, afterStart, afterCount: m } = hunk;
  const partners = new Int32Array(n).fill(-1);
  if (n === 0 || m === 0) return partners;
  if (n * m > largestTable) return partners.map((_, place) => (place < m ? place : -1));
  const bags = Array.from({ length: m }, (_, j) => wordsOf(after[afterStart + j] ?? ''));
  const width = m + 1;
  const best = new Float64Array((n + 1) * width);
  const alike = new Float64Array(n * m);
  for (let i = n - 1; i >= 0; i--) {
    const bag = wordsOf(before[beforeStart + i] ?? '');
    for (let j = m - 1; j >= 0; j--) {
      const score = likeness(bag, bags[j] ?? new Map());
      alike[i * m + j] = score;
      const paired = score > 0.3 ? score + (best[(i + 1) * width + j + 1] as number) : 0;
      best[i * width + j] = Math.max(
        paired,
        best[(i + 1) * width + j] as number,
        best[i * width + j + 1] as number,
      );
    }
  }
  for (let i = 0, j = 0; i < n && j < m; ) {
    const here = best[i * width + j] as number;
    if (here === best[(i + 1) * width + j]) i++;
    else if (here === best[i * width + j + 1]) j++;
    else partners[i++] = j++;
  }
  return n === 1 && m === 1 ? Int32Array.of(0) : partners;
}

function wordsOf(line: string): Map<string, number> {
  const words = new Map<string, number>();
  for (const [word] of line.matchAll(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu))
    words.set(word, (words.get(word) ?? 0) + 1);
  return words;
}

function likeness(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let shared = 0;
  let total = 0;
  for (const [word, count] of one) {
    shared += word.length * Math.min(count, other.get(word) ?? 0);
    total += word.length * count;
  }
  for (const [word, count] of other) total += word.length * count;
  return total === 0 ? 0 : (2 * shared) / total;
}
