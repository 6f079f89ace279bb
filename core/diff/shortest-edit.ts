// Divides two sequences until each part is solved: by search, by table, by anchors, within a budget that keeps it near linear.

import { type AnchorKind, type Anchors, createAnchors, type Range } from './anchors.ts';
import { createTable, tableSize } from './common-table.ts';
import { createMyers, type Split } from './myers.ts';

/** What a comparison cost, for tests that hold it to its budget. */
export interface Effort {
  /** Diagonals of the search, and items that anchors were looked for among. */
  steps: number;
}

/** The range without what it begins and ends with on both sides. */
export function trim(a: Int32Array, b: Int32Array, { a0, a1, b0, b1 }: Range): Range {
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

interface Waiting extends Piece {
  /** Which anchors to look for when a search gives up here. */
  readonly look: AnchorKind | 'none';
  /** How large the range was that was searched for them last; a much smaller one is worth another look. */
  readonly searched: number;
}

const unknown = Number.POSITIVE_INFINITY;

/** Steps for each item: of searches, of tables, of a last search, and what each piece gets when these are used up. */
const searchSteps = 16;
const tableSteps = 20;
const lastSteps = 24;
const poorCap = 16;
const largestTable = 2_000_000;

export interface Solved {
  readonly marksA: Uint8Array;
  readonly marksB: Uint8Array;
  readonly changed: number;
  /** False when a budget ran out, so that the edit may not be the shortest. */
  readonly exact: boolean;
}

/** A range to solve; `edits` is how long its edit is at most, if that is known: then it is searched for that far. */
interface Piece extends Range {
  readonly edits: number;
}

/**
 * An edit that is not known to be shortest tells how far to search for one that is. Where that is not far, it is done;
 * else for one piece of the edit after the other.
 */
export function shortestEdit(a: Int32Array, b: Int32Array, kinds: number, effort: Effort): Solved {
  const whole = { a0: 0, a1: a.length, b0: 0, b1: b.length };
  const first = solve(a, b, kinds, effort, [{ ...whole, edits: unknown }]);
  if (first.exact) return first;
  if (first.changed ** 2 / 4 <= lastSteps * (a.length + b.length))
    return solve(a, b, kinds, effort, [{ ...whole, edits: first.changed }]);
  const pieces = piecesOf(first);
  const isSmall = ({ a0, a1, b0, b1 }: Piece) => a1 - a0 + b1 - b0 <= 2 * pieceSize;
  const again = solve(a, b, kinds, effort, pieces.filter(isSmall));
  let changed = 0;
  for (const piece of pieces) {
    const { a0, a1, b0, b1, edits } = piece;
    const now = marked(again.marksA, a0, a1) + marked(again.marksB, b0, b1);
    const better = isSmall(piece) && now < edits;
    changed += better ? now : edits;
    if (better) continue;
    // Anchors are where people look for them: another edit of the same length would read no better.
    again.marksA.set(first.marksA.subarray(a0, a1), a0);
    again.marksB.set(first.marksB.subarray(b0, b1), b0);
  }
  return { ...again, changed, exact: false };
}

function marked(marks: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) count += marks[i] as number;
  return count;
}

/** So many items are solved together: more would cost more for each of them. */
const pieceSize = 800;

/** Cuts an edit where it keeps an item; what has no change in it is left out. */
function piecesOf({ marksA, marksB }: Solved): Piece[] {
  const pieces: Piece[] = [];
  let [a0, b0, i, j, edits] = [0, 0, 0, 0, 0];
  const cut = () => {
    if (edits > 0) pieces.push({ a0, a1: i, b0, b1: j, edits });
    [a0, b0, edits] = [i, j, 0];
  };
  while (i < marksA.length || j < marksB.length) {
    if (marksA[i] === 1) {
      i++;
      edits++;
    } else if (marksB[j] === 1) {
      j++;
      edits++;
    } else {
      i++;
      j++;
      if (i - a0 + j - b0 >= pieceSize) cut();
    }
  }
  cut();
  return pieces;
}

function solve(
  a: Int32Array,
  b: Int32Array,
  kinds: number,
  effort: Effort,
  pieces: readonly Piece[],
): Solved {
  let exact = true;
  let changed = 0;
  const marksA = new Uint8Array(a.length);
  const marksB = new Uint8Array(b.length);
  const mark = (side: 'a' | 'b', from: number, to: number) => {
    changed += to - from;
    (side === 'a' ? marksA : marksB).fill(1, from, to);
  };
  const total = a.length + b.length;
  let searchBudget = searchSteps * total + 20_000;
  let tableBudget = tableSteps * total + 20_000;
  const known = pieces.reduce((most, { edits }) => (edits === unknown ? most : Math.max(most, edits)), 0);
  const search = createMyers(a, b, Math.max(capOf(total, unknown), known));
  let solveByTable: ReturnType<typeof createTable> | undefined;
  let anchorsIn: ReturnType<typeof createAnchors> | undefined;
  const waiting = pieces.map((piece): Waiting => ({ ...piece, look: 'apart', searched: unknown }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const range = trim(a, b, next);
    const { a0, a1, b0, b1 } = range;
    if (a0 === a1 || b0 === b1) {
      mark('a', a0, a1);
      mark('b', b0, b1);
      continue;
    }
    const size = a1 - a0 + b1 - b0;
    const table = tableSize(range);
    const affordable = table <= tableBudget && table <= largestTable;
    let { edits, look, searched } = next;
    let middle: Split | undefined;
    if (edits !== unknown ? edits * edits < 2 * table || !affordable : true) {
      const cap =
        edits !== unknown
          ? (edits >> 1) + 1
          : searchBudget > 0
            ? capOf(size, affordable ? table : unknown)
            : poorCap;
      middle = search(range, cap);
      searchBudget -= middle.steps;
      effort.steps += middle.steps;
    }
    if (!middle?.exact && affordable) {
      tableBudget -= table;
      effort.steps += table;
      solveByTable ??= createTable(a, b, kinds);
      solveByTable(range, mark);
      continue;
    }
    if (!middle) throw new Error('a range was neither searched nor tabled');
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
          pushGaps(waiting, range, anchors, { edits: unknown, look, searched });
          continue;
        }
      }
    }
    edits = middle.exact ? (middle.edits + 1) >> 1 : unknown;
    waiting.push(
      { a0, a1: middle.x, b0, b1: middle.y, edits, look, searched },
      { a0: middle.x, a1, b0: middle.y, b1, edits, look, searched },
    );
  }
  return { marksA, marksB, changed, exact };
}

const leastCap = 24;

/** How many edits each end may search: the search costs at most a few steps for each item, or as much as a table. */
function capOf(size: number, table: number): number {
  return Math.max(leastCap, Math.ceil(Math.sqrt(Math.min(2 * size, table))));
}

/** Adds the ranges between anchors. */
function pushGaps(
  waiting: Waiting[],
  { a0, a1, b0, b1 }: Range,
  anchors: Anchors,
  rest: Pick<Waiting, 'edits' | 'look' | 'searched'>,
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
