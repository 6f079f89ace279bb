// Finds the shortest edit between two sequences of numbers, within a budget that keeps it near linear.

import { type Range, uniqueAnchors } from './anchors.ts';
import type { Hunk, TextDiff } from './change.ts';
import { createMyers } from './myers.ts';

/** Equal numbers are equal items. Never slower than a small multiple of the lengths; see `exact`. */
export function diffSequences(before: Int32Array, after: Int32Array): TextDiff {
  const beforeMarks = new Uint8Array(before.length);
  const afterMarks = new Uint8Array(after.length);
  const outer = trim(before, after, { a0: 0, a1: before.length, b0: 0, b1: after.length });
  const a = counterparts(before, outer.a0, outer.a1, after, outer.b0, outer.b1, beforeMarks);
  const b = counterparts(after, outer.b0, outer.b1, before, outer.a0, outer.a1, afterMarks);
  const exact = solve(a.items, b.items, (inA, index) => {
    if (inA) beforeMarks[a.at[index] as number] = 1;
    else afterMarks[b.at[index] as number] = 1;
  });
  return { hunks: hunksOf(beforeMarks, afterMarks), exact };
}

/** Items with no counterpart at all are changed for sure: they are marked and left out of the search. */
function counterparts(
  own: Int32Array,
  from: number,
  to: number,
  other: Int32Array,
  otherFrom: number,
  otherTo: number,
  marks: Uint8Array,
): { items: Int32Array; at: Int32Array } {
  const present = new Set<number>();
  for (let i = otherFrom; i < otherTo; i++) present.add(other[i] as number);
  const items = new Int32Array(to - from);
  const at = new Int32Array(to - from);
  let count = 0;
  for (let i = from; i < to; i++) {
    if (present.has(own[i] as number)) {
      items[count] = own[i] as number;
      at[count++] = i;
    } else marks[i] = 1;
  }
  return { items: items.subarray(0, count), at: at.subarray(0, count) };
}

function trim(a: Int32Array, b: Int32Array, { a0, a1, b0, b1 }: Range): Range {
  while (a0 < a1 && b0 < b1 && a[a0] === b[b0]) {
    a0++;
    b0++;
  }
  while (a0 < a1 && b0 < b1 && a[a1 - 1] === b[b1 - 1]) {
    a1--;
    b1--;
  }
  return { a0, a1, b0, b1 };
}

interface Waiting extends Range {
  /** How large the range was that had no anchors; looking again pays off only in a much smaller one. */
  readonly searched?: number;
}

/** Marks what differs; false when a budget ran out, so that the edit may not be the shortest. */
function solve(a: Int32Array, b: Int32Array, mark: (inA: boolean, index: number) => void): boolean {
  let exact = true;
  let cap = Math.max(256, Math.ceil(2 * Math.sqrt(a.length + b.length)));
  let budget = 12 * (a.length + b.length) + 1_000_000;
  const middle = createMyers(a, b, cap);
  const waiting: Waiting[] = [{ a0: 0, a1: a.length, b0: 0, b1: b.length }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const range = trim(a, b, next);
    const { a0, a1, b0, b1 } = range;
    if (a0 === a1 || b0 === b1) {
      for (let i = a0; i < a1; i++) mark(true, i);
      for (let i = b0; i < b1; i++) mark(false, i);
      continue;
    }
    let searched = next.searched;
    const split = middle(range, cap);
    if (!split.exact) {
      exact = false;
      budget -= cap * cap;
      if (budget < 0) cap = 32;
      const size = a1 - a0 + b1 - b0;
      if (searched === undefined || size <= searched / 2) {
        searched = size;
        const anchors = uniqueAnchors(a, b, range);
        if (anchors.length > 0) {
          for (const gap of gaps(range, anchors)) waiting.push(gap);
          continue;
        }
      }
    }
    waiting.push(
      { a0, a1: split.x, b0, b1: split.y, searched },
      { a0: split.x, a1, b0: split.y, b1, searched },
    );
  }
  return exact;
}

/** The ranges between anchors, each of which is a pair of equal items. */
function gaps(range: Range, anchors: readonly { a: number; b: number }[]): Range[] {
  const between: Range[] = [];
  let { a0, b0 } = range;
  for (const anchor of anchors) {
    if (anchor.a > a0 || anchor.b > b0) between.push({ a0, a1: anchor.a, b0, b1: anchor.b });
    a0 = anchor.a + 1;
    b0 = anchor.b + 1;
  }
  if (range.a1 > a0 || range.b1 > b0) between.push({ a0, a1: range.a1, b0, b1: range.b1 });
  return between;
}

function hunksOf(beforeMarks: Uint8Array, afterMarks: Uint8Array): Hunk[] {
  const hunks: Hunk[] = [];
  let i = 0;
  let j = 0;
  while (i < beforeMarks.length || j < afterMarks.length) {
    if (beforeMarks[i] !== 1 && afterMarks[j] !== 1) {
      i++;
      j++;
      continue;
    }
    const beforeStart = i;
    const afterStart = j;
    while (beforeMarks[i] === 1) i++;
    while (afterMarks[j] === 1) j++;
    hunks.push({ beforeStart, beforeCount: i - beforeStart, afterStart, afterCount: j - afterStart });
  }
  return hunks;
}
