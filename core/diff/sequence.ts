// Finds a shortest edit between two sequences of numbers, within a budget that keeps it near linear.

import type { Range } from './anchors.ts';
import type { Hunk, TextDiff } from './change.ts';
import { type Effort, shortestEdit, trim } from './shortest-edit.ts';

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
  const solved = shortestEdit(a.items, b.items, kinds, effort);
  spread(solved.marksA, a.at, beforeMarks);
  spread(solved.marksB, b.at, afterMarks);
  // Without a full search the edit is still known to be shortest where the numbers of each kind allow no shorter one.
  const exact = solved.exact || solved.changed === surplus(inA, inB);
  return { hunks: hunksOf(beforeMarks, afterMarks, outer), exact };
}

function spread(marks: Uint8Array, at: Int32Array, onto: Uint8Array): void {
  for (let i = 0; i < marks.length; i++) if (marks[i] === 1) onto[at[i] as number] = 1;
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
