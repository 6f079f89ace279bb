// However two texts differ, comparing them takes a bounded number of steps for each line, and the answer is right.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestRising } from '../../../core/diff/anchors.ts';
import type { Hunk } from '../../../core/diff/change.ts';
import { diffSequences } from '../../../core/diff/sequence.ts';
import { diffLines, lineCounts } from '../../../core/diff/text.ts';

/** Measured at most 46; a quadratic search would take tens of thousands. */
const stepsPerItem = 64;
/** `npm run soak` asks for 150,000; thousands of them, so that blocks come out even. */
const count = 1000 * Number(process.env.NEVER_SLOW_THOUSANDS ?? 30);

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const random = randomFrom(7);

const range = (length: number, of: (index: number) => number) => Int32Array.from({ length }, (_, i) => of(i));
const own = range(count, (i) => i);
const shuffledBlocks = (size: number) => {
  const blocks = Array.from({ length: count / size }, (_, block) => ({ block, at: random() }));
  blocks.sort((one, other) => one.at - other.at);
  return Int32Array.from(
    blocks.flatMap(({ block }) => Array.from({ length: size }, (_, i) => block * size + i)),
  );
};
const shuffled = shuffledBlocks(1);
const thousands = shuffledBlocks(1000);
const few = (kinds: number, length = count) => range(length, () => Math.floor(random() * kinds));
/** Few lines are everywhere, most are rare. */
const skewed = () => range(count, () => Math.floor(count ** random()));

/** Checked without a copy of the lines for each hunk. */
function expectRight(before: Int32Array, after: Int32Array, hunks: readonly Hunk[]): void {
  let [i, j, differing] = [0, 0, 0];
  const same = (until: number) => {
    for (; i < until; i++, j++) if (before[i] !== after[j]) differing++;
  };
  for (const hunk of hunks) {
    same(hunk.beforeStart);
    expect(j).toBe(hunk.afterStart);
    i += hunk.beforeCount;
    j += hunk.afterCount;
  }
  same(before.length);
  expect([differing, j]).toEqual([0, after.length]);
}

const changedBy = (hunks: readonly Hunk[]) => {
  const { added, removed } = lineCounts(hunks);
  return added + removed;
};

interface Case {
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly exact?: boolean;
  /** Changed items at most. */
  readonly most?: number;
}

const cases: Readonly<Record<string, Case>> = {
  'entirely different': { before: own, after: own.map((item) => item + count), exact: true, most: 2 * count },
  'the same shuffled': { before: own, after: shuffled, exact: false },
  'the same reversed': { before: own, after: own.slice().reverse(), exact: false },
  'in shuffled blocks of 10': { before: own, after: shuffledBlocks(10), exact: false },
  'in shuffled blocks of 1000': {
    before: own,
    after: thousands,
    most: 2 * (count - 1000 * longestRising([...thousands].filter((_, i) => i % 1000 === 0)).length),
  },
  'each two changed places': { before: own, after: own.map((_, i) => i ^ 1), most: count },
  'halves changed places': {
    before: own,
    after: Int32Array.from([...own.subarray(count / 2), ...own.subarray(0, count / 2)]),
    most: count,
  },
  'two kinds at random': { before: few(2), after: few(2), most: 0.5 * count },
  'ten kinds at random': { before: few(10), after: few(10), most: 1.3 * count },
  'fifty kinds at random': { before: few(50), after: few(50), most: 1.8 * count },
  'a thousand kinds at random': { before: few(1000), after: few(1000) },
  'few common and many rare kinds': { before: skewed(), after: skewed() },
  'all equal, half as many': {
    before: range(count, () => 1),
    after: range(count / 2, () => 1),
    exact: true,
    most: count / 2,
  },
  alternating: { before: range(count, (i) => i % 2), after: range(count, (i) => Number(i % 3 > 0)) },
  'shuffled between equal lines': {
    before: range(count, (i) => (i % 2 ? i : -1)),
    after: range(count, (i) => (i % 2 ? -1 : (shuffled[i] as number))),
  },
  'a short one against a long one': { before: few(5, 300), after: few(5), exact: true },
};

describe.each(Object.entries(cases))('%s', (_, { before, after, exact, most }) => {
  test.each([
    ['there', before, after],
    ['back', after, before],
  ])('%s', (_direction, one, other) => {
    const effort = { steps: 0 };
    const diff = diffSequences(one, other, undefined, effort);
    expect(effort.steps / (one.length + other.length)).toBeLessThan(stepsPerItem);
    expectRight(one, other, diff.hunks);
    if (exact !== undefined) expect(diff.exact).toBe(exact);
    if (most !== undefined) expect(changedBy(diff.hunks)).toBeLessThanOrEqual(most);
  });
});

test('a tenth of the lines edited is found exactly', () => {
  const lines = Array.from(own, (i) => `line ${i}`);
  const edited = lines.flatMap((line, i) =>
    i % 20 === 0 ? [] : i % 20 === 10 ? [line, `new ${i}`] : [line],
  );
  const { hunks, exact } = diffLines(lines, edited);
  expect(exact).toBe(true);
  expect(lineCounts(hunks)).toEqual({ added: count / 20, removed: count / 20 });
});

test('what is in order is kept, whatever is around it: never all replaced', () => {
  // Every tenth line is in order on both sides, the others are shuffled.
  const rest = shuffled.filter((item) => item % 10 !== 0);
  let next = 0;
  const mixed = own.map((item) => (item % 10 === 0 ? item : (rest[next++] as number)));
  const { hunks } = diffSequences(own, mixed);
  expectRight(own, mixed, hunks);
  expect(changedBy(hunks)).toBeLessThanOrEqual(2 * 0.9 * count);
});

test('sequences of some hundred items are right, and shortest whenever they are said to be', () => {
  const items = fc
    .integer({ min: 2, max: 300 })
    .chain((kinds) => fc.array(fc.nat(kinds), { minLength: 200, maxLength: 700, size: 'max' }));
  fc.assert(
    fc.property(items, items, (one, other) => {
      const [before, after] = [Int32Array.from(one), Int32Array.from(other)];
      const there = diffSequences(before, after);
      const back = diffSequences(after, before);
      expectRight(before, after, there.hunks);
      if (there.exact) expect(changedBy(there.hunks)).toBeLessThanOrEqual(changedBy(back.hunks));
      if (back.exact) expect(changedBy(back.hunks)).toBeLessThanOrEqual(changedBy(there.hunks));
      const least = one.length + other.length - 2 * commonLength(one, other);
      if (there.exact) expect(changedBy(there.hunks)).toBe(least);
      else expect(changedBy(there.hunks)).toBeGreaterThan(least - 1);
    }),
    { numRuns: 40 },
  );
});

/** The length of a longest common subsequence, the slow and certain way. */
function commonLength(a: readonly number[], b: readonly number[]): number {
  let row = new Int32Array(b.length + 1);
  for (const item of a) {
    const next = new Int32Array(b.length + 1);
    for (let j = 0; j < b.length; j++)
      next[j + 1] =
        item === b[j] ? (row[j] as number) + 1 : Math.max(row[j + 1] as number, next[j] as number);
    row = next;
  }
  return row[b.length] as number;
}
