// Decides which removed and which added lines of a hunk stand side by side as one changed line.

import type { Hunk } from './change.ts';
import { bagOf, likeness } from './likeness.ts';
import type { LineList } from './line-index.ts';

/** Larger hunks pair lines in turn: comparing each with each would take too long. */
export const largestHunk = 4000;
/** Lines that have less in common are no two versions of one line. */
const leastLikeness = 0.3;

/** For each removed line of a hunk, the added line beside it (counted from the hunk's start), or -1. */
export function partnersIn(
  hunk: Hunk,
  before: LineList,
  after: LineList,
  largest: number = largestHunk,
): Int32Array {
  const { beforeStart, beforeCount: n, afterStart, afterCount: m } = hunk;
  const partners = new Int32Array(n).fill(-1);
  if (n === 0 || m === 0) return partners;
  if (pairsInTurn(hunk, largest)) return partners.map((_, place) => (place < m ? place : -1));
  const bags = Array.from({ length: m }, (_, j) => bagOf(after.line(afterStart + j)));
  const width = m + 1;
  const best = new Float64Array((n + 1) * width);
  for (let i = n - 1; i >= 0; i--) {
    const bag = bagOf(before.line(beforeStart + i));
    for (let j = m - 1; j >= 0; j--) {
      const score = likeness(bag, bags[j] as ReturnType<typeof bagOf>);
      const paired = score > leastLikeness ? score + (best[(i + 1) * width + j + 1] as number) : 0;
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
  return partners;
}

/** Whether lines are paired by their place alone; so are single lines, however little they resemble each other. */
export function pairsInTurn({ beforeCount, afterCount }: Hunk, largest: number): boolean {
  return beforeCount * afterCount > largest || (beforeCount === 1 && afterCount === 1);
}
