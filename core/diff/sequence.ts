// Finds a shortest edit between two sequences of numbers, within a budget that keeps it near linear.

import { type AnchorKind, type Anchors, createAnchors, type Range } from './anchors.ts';
import type { Hunk, TextDiff } from './change.ts';
import { createMyers } from './myers.ts';

/** What a comparison cost, for tests that hold it to its budget. */
export interface Effort {
  /** Diagonals of the search, and items that anchors were looked for among. */
  steps: number;
}

/**
 * Equal numbers are equal items. Never slower than a small multiple of the lengths; see `exact`.
 *
 * @param kinds every item is at least 0 and below this; numbers of any kind when left out
 */
export function diffSequences(
  before: Int32Array,
  after: Int32Array,
  kinds?: number,
  effort: Effort = { steps: 0 },
): TextDiff {
  if (kinds === undefined) return diffSequences(...numbered(before, after), effort);
  const beforeMarks = new Uint8Array(before.length);
  const afterMarks = new Uint8Array(after.length);
  const outer = trim(before, after, { a0: 0, a1: before.length, b0: 0, b1: after.length });
  const inA = counted(before, outer.a0, outer.a1, kinds);
  const inB = counted(after, outer.b0, outer.b1, kinds);
  const a = counterparts(before, outer.a0, outer.a1, inB, beforeMarks);
  const b = counterparts(after, outer.b0, outer.b1, inA, afterMarks);
  let changed = 0;
  const solved = solve(a.items, b.items, kinds, effort, (side, from, to) => {
    changed += to - from;
    const [marks, at] = side === 'a' ? [beforeMarks, a.at] : [afterMarks, b.at];
    for (let i = from; i < to; i++) marks[at[i] as number] = 1;
  });
  // Without a full search the edit is still known to be shortest where the numbers of each kind allow no shorter one.
  const exact = solved || changed === surplus(inA, inB);
  return { hunks: hunksOf(beforeMarks, afterMarks, outer), exact };
}

/** The same sequences in numbers from 0 up. */
function numbered(before: Int32Array, after: Int32Array): [Int32Array, Int32Array, number] {
  const numbers = new Map<number, number>();
  const renumber = (items: Int32Array) =>
    items.map((item) => {
      const number = numbers.get(item) ?? numbers.size;
      if (number === numbers.size) numbers.set(item, number);
      return number;
    });
  return [renumber(before), renumber(after), numbers.size];
}

function counted(items: Int32Array, from: number, to: number, kinds: number): Int32Array {
  const counts = new Int32Array(from < to ? kinds : 0);
  for (let i = from; i < to; i++) counts[items[i] as number] = (counts[items[i] as number] as number) + 1;
  return counts;
}

/** How many items at least have no counterpart, among those of kinds that both sides have. */
function surplus(inA: Int32Array, inB: Int32Array): number {
  let sum = 0;
  for (let kind = 0; kind < inA.length; kind++) {
    const [one, other] = [inA[kind] as number, inB[kind] ?? 0];
    if (one > 0 && other > 0) sum += Math.abs(one - other);
  }
  return sum;
}

/** Items with no counterpart at all are changed for sure: they are marked and left out of the search. */
function counterparts(
  own: Int32Array,
  from: number,
  to: number,
  inOther: Int32Array,
  marks: Uint8Array,
): { items: Int32Array; at: Int32Array } {
  const items = new Int32Array(to - from);
  const at = new Int32Array(to - from);
  let count = 0;
  for (let i = from; i < to; i++) {
    const item = own[i] as number;
    if (item < inOther.length && inOther[item] !== 0) {
      items[count] = item;
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
  /** Which anchors to look for when a search gives up here. */
  readonly look: AnchorKind | 'none';
  /** How large the range was that was searched for them last; a much smaller one is worth another look. */
  readonly searched: number;
}

/** Edits each end may search in a range of so many items: the whole costs a few steps for each of them. */
const capOf = (size: number) => Math.max(leastCap, Math.ceil(2 * Math.sqrt(size)));
const leastCap = 48;
/** When the budget is used up, each piece gets this much: it bounds the steps for each item. */
const poorCap = 16;

/** Marks what differs; false when a budget ran out, so that the edit may not be the shortest. */
function solve(
  a: Int32Array,
  b: Int32Array,
  kinds: number,
  effort: Effort,
  mark: (side: 'a' | 'b', from: number, to: number) => void,
): boolean {
  let exact = true;
  let budget = 24 * (a.length + b.length) + 100_000;
  const split = createMyers(a, b, capOf(a.length + b.length));
  let anchorsIn: ReturnType<typeof createAnchors> | undefined;
  const waiting: Waiting[] = [
    { a0: 0, a1: a.length, b0: 0, b1: b.length, look: 'apart', searched: Number.POSITIVE_INFINITY },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const range = trim(a, b, next);
    const { a0, a1, b0, b1 } = range;
    if (a0 === a1 || b0 === b1) {
      mark('a', a0, a1);
      mark('b', b0, b1);
      continue;
    }
    const size = a1 - a0 + b1 - b0;
    const middle = split(range, budget > 0 ? capOf(size) : poorCap);
    budget -= middle.steps;
    effort.steps += middle.steps;
    let { look, searched } = next;
    if (!middle.exact) {
      exact = false;
      if (size <= searched / 2) look = 'apart';
      if (look !== 'none') {
        anchorsIn ??= createAnchors(a, b, kinds);
        const anchors = anchorsIn(range, look);
        effort.steps += size;
        look = anchors.kind === 'apart' ? 'rising' : 'none';
        searched = size;
        if (anchors.a.length > 0) {
          pushGaps(waiting, range, anchors, { look, searched });
          continue;
        }
      }
    }
    waiting.push(
      { a0, a1: middle.x, b0, b1: middle.y, look, searched },
      { a0: middle.x, a1, b0: middle.y, b1, look, searched },
    );
  }
  return exact;
}

/** Adds the ranges between anchors. */
function pushGaps(
  waiting: Waiting[],
  { a0, a1, b0, b1 }: Range,
  anchors: Anchors,
  rest: Pick<Waiting, 'look' | 'searched'>,
): void {
  let [fromA, fromB] = [a0, b0];
  for (let index = 0; index <= anchors.a.length; index++) {
    const toA = anchors.a[index] ?? a1;
    const toB = anchors.b[index] ?? b1;
    if (toA > fromA || toB > fromB) waiting.push({ a0: fromA, a1: toA, b0: fromB, b1: toB, ...rest });
    fromA = toA + 1;
    fromB = toB + 1;
  }
}

function hunksOf(beforeMarks: Uint8Array, afterMarks: Uint8Array, { a0, a1, b0, b1 }: Range): Hunk[] {
  const hunks: Hunk[] = [];
  let i = a0;
  let j = b0;
  while (i < a1 || j < b1) {
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
