// Finds blocks of lines that were taken out in one place and put in at another, perhaps with another indent.

import type { Hunk, MovedBlock } from './change.ts';
import type { LineList } from './line-index.ts';

/** A block is told when it has so many characters that are not blank, or some fewer in several lines. */
const manyCharacters = 40;
const someCharacters = 20;
const severalLines = 3;

/** The changed lines of one side, hunk after hunk. */
interface Changed {
  /** The number of the line in its text. */
  readonly at: Int32Array;
  readonly hunk: Int32Array;
  readonly lines: LineList;
}

/** Blocks found around lines that were removed once and added once. Swapping the sides swaps the blocks. */
export function movedBlocks(
  before: LineList,
  after: LineList,
  hunks: readonly Hunk[],
  key: (line: string) => string = (line) => line,
): readonly MovedBlock[] {
  const counted = hunks.filter((hunk) => !hunk.ignored);
  const removed = changed(before, counted, 'beforeStart', 'beforeCount');
  const added = changed(after, counted, 'afterStart', 'afterCount');
  const seeds = partners(removed, added, key);
  if (!seeds) return [];
  const blocks = longestBlocks(removed, added, seeds, key);
  return chosen(blocks, removed, added, key);
}

function changed(
  lines: LineList,
  hunks: readonly Hunk[],
  start: 'beforeStart' | 'afterStart',
  count: 'beforeCount' | 'afterCount',
): Changed {
  const total = hunks.reduce((sum, hunk) => sum + hunk[count], 0);
  const at = new Int32Array(total);
  const numbers = new Int32Array(total);
  let next = 0;
  hunks.forEach((hunk, index) => {
    for (let offset = 0; offset < hunk[count]; offset++) {
      numbers[next] = index;
      at[next++] = hunk[start] + offset;
    }
  });
  return { at, hunk: numbers, lines };
}

const several = -1;

/** For each removed line that is removed only once the only added line that equals it but for its indent, or -1. */
function partners(removed: Changed, added: Changed, key: (line: string) => string): Int32Array | undefined {
  if (removed.at.length === 0 || added.at.length === 0) return undefined;
  const places = new Map<string, number>();
  for (let i = 0; i < removed.at.length; i++) {
    const text = key(removed.lines.line(removed.at[i] as number)).trimStart();
    places.set(text, places.has(text) ? several : i);
  }
  places.delete('');
  const none = -1;
  const tooMany = -2;
  const found = new Int32Array(removed.at.length).fill(none);
  let any = false;
  for (let j = 0; j < added.at.length; j++) {
    const i = places.get(key(added.lines.line(added.at[j] as number)).trimStart());
    if (i === undefined || i === several) continue;
    found[i] = found[i] === none ? j : tooMany;
    any = true;
  }
  return any ? found : undefined;
}

/** A run of equal lines: indexes into the changed lines of both sides, ends not included. */
interface Block {
  readonly removed: number;
  readonly added: number;
  readonly seed: number;
  readonly count: number;
  readonly weight: number;
}

function longestBlocks(
  removed: Changed,
  added: Changed,
  seeds: Int32Array,
  key: (line: string) => string,
): Block[] {
  const text = (side: Changed, index: number) => key(side.lines.line(side.at[index] as number)).trimStart();
  const equal = (i: number, j: number) => text(removed, i) === text(added, j);
  const joined = (side: Changed, index: number) =>
    index > 0 && index < side.at.length && side.hunk[index] === side.hunk[index - 1];
  const blocks: Block[] = [];
  /** Where the last block on each diagonal ends: its other seeds would only find it again. */
  const done = new Map<number, number>();
  for (let i = 0; i < seeds.length; i++) {
    const j = seeds[i] as number;
    // What stays in its hunk has not gone anywhere.
    if (j < 0 || removed.hunk[i] === added.hunk[j] || i < (done.get(i - j) ?? 0)) continue;
    let start = 0;
    while (joined(removed, i - start) && joined(added, j - start) && equal(i - start - 1, j - start - 1))
      start++;
    let end = 1;
    while (joined(removed, i + end) && joined(added, j + end) && equal(i + end, j + end)) end++;
    done.set(i - j, i + end);
    let weight = 0;
    for (let at = i - start; at < i + end; at++) weight += inked(text(removed, at));
    blocks.push({ removed: i - start, added: j - start, seed: start, count: start + end, weight });
  }
  return blocks;
}

function inked(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 32) count++;
  return count;
}

/** Heavier blocks first; the others keep what those leave of them around the line they were found by. */
function chosen(
  blocks: Block[],
  removed: Changed,
  added: Changed,
  key: (line: string) => string,
): readonly MovedBlock[] {
  const nearer = ({ removed: i, added: j }: Block) =>
    Math.min(removed.at[i] as number, added.at[j] as number);
  const farther = ({ removed: i, added: j }: Block) =>
    Math.max(removed.at[i] as number, added.at[j] as number);
  // No side decides, so that both directions choose the same.
  blocks.sort(
    (one, other) =>
      other.weight - one.weight ||
      other.count - one.count ||
      nearer(one) - nearer(other) ||
      farther(one) - farther(other),
  );
  const takenRemoved = new Uint8Array(removed.at.length);
  const takenAdded = new Uint8Array(added.at.length);
  const moves: MovedBlock[] = [];
  for (const block of blocks) {
    const isFree = (offset: number) =>
      takenRemoved[block.removed + offset] === 0 && takenAdded[block.added + offset] === 0;
    let start = block.seed;
    while (start > 0 && isFree(start - 1)) start--;
    let end = block.seed + 1;
    while (end < block.count && isFree(end)) end++;
    let weight = 0;
    let reindented = false;
    for (let offset = start; offset < end; offset++) {
      const line = key(removed.lines.line(removed.at[block.removed + offset] as number));
      weight += inked(line);
      reindented ||= line !== key(added.lines.line(added.at[block.added + offset] as number));
    }
    const count = end - start;
    if (weight < (count >= severalLines ? someCharacters : manyCharacters)) continue;
    takenRemoved.fill(1, block.removed + start, block.removed + end);
    takenAdded.fill(1, block.added + start, block.added + end);
    moves.push({
      beforeStart: removed.at[block.removed + start] as number,
      afterStart: added.at[block.added + start] as number,
      count,
      reindented,
    });
  }
  return moves.sort((one, other) => one.beforeStart - other.beforeStart);
}
