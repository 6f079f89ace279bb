// Finds blocks of lines that were taken out in one place and put in at another, perhaps with another indent.

import type { Hunk, MovedBlock } from './change.ts';
import type { Side } from './slide.ts';

/** A block is told when it has so many characters that are not blank, or some fewer in several lines. */
const manyCharacters = 40;
const someCharacters = 20;
const severalLines = 3;

/** The changed lines of one side, hunk after hunk. */
interface Changed {
  /** The number of the line in its text. */
  readonly at: Int32Array;
  readonly hunk: Int32Array;
  /** Equal where lines are equal but for their indent. */
  readonly text: Int32Array;
  /** Equal where lines are equal. */
  readonly line: Int32Array;
}

/** The distinct changed lines: each is cut out once, however often it occurs. */
interface Texts {
  /** By the number of a line: the number of its text without indent, from 1 up; 0 until it is asked for. */
  readonly ofLine: Int32Array;
  /** How many characters of a text are not blank. */
  readonly weights: number[];
  readonly numbers: Map<string, number>;
  readonly key: (line: string) => string;
}

/**
 * Blocks found around lines that were removed once and added once. Swapping the sides swaps the blocks.
 *
 * @param kinds every line's number is below this
 * @param key what has to be equal for lines to be equal; the line itself when left out
 */
export function movedBlocks(
  before: Side,
  after: Side,
  hunks: readonly Hunk[],
  kinds: number,
  key: (line: string) => string = (line) => line,
): readonly MovedBlock[] {
  if (!hunks.some((hunk) => hunk.beforeCount > 0) || !hunks.some((hunk) => hunk.afterCount > 0)) return [];
  const texts: Texts = { ofLine: new Int32Array(kinds), weights: [0], numbers: new Map(), key };
  const removed = changed(before, hunks, 'beforeStart', 'beforeCount', texts);
  const added = changed(after, hunks, 'afterStart', 'afterCount', texts);
  const blocks = longestBlocks(removed, added, partners(removed, added, texts), texts);
  return chosen(blocks, removed, added, texts);
}

function changed(
  side: Side,
  hunks: readonly Hunk[],
  start: 'beforeStart' | 'afterStart',
  count: 'beforeCount' | 'afterCount',
  texts: Texts,
): Changed {
  const total = hunks.reduce((sum, hunk) => sum + hunk[count], 0);
  const found: Changed = {
    at: new Int32Array(total),
    hunk: new Int32Array(total),
    text: new Int32Array(total),
    line: new Int32Array(total),
  };
  let next = 0;
  hunks.forEach((hunk, index) => {
    for (let at = hunk[start]; at < hunk[start] + hunk[count]; at++) {
      const id = side.ids[at] as number;
      if (texts.ofLine[id] === 0) texts.ofLine[id] = textNumber(side.lines.line(at), texts);
      found.at[next] = at;
      found.hunk[next] = index;
      found.line[next] = id;
      found.text[next++] = texts.ofLine[id] as number;
    }
  });
  return found;
}

function textNumber(line: string, { numbers, weights, key }: Texts): number {
  const text = key(line).trimStart();
  const known = numbers.get(text);
  if (known !== undefined) return known;
  let weight = 0;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 32) weight++;
  numbers.set(text, weights.length);
  weights.push(weight);
  return weights.length - 1;
}

/** For each removed line, if its text is removed once and added once, where it is added, or -1. */
function partners(removed: Changed, added: Changed, { weights }: Texts): Int32Array {
  const inRemoved = new Int32Array(weights.length);
  const inAdded = new Int32Array(weights.length);
  const place = new Int32Array(weights.length);
  for (const text of removed.text) inRemoved[text] = (inRemoved[text] as number) + 1;
  added.text.forEach((text, j) => {
    inAdded[text] = (inAdded[text] as number) + 1;
    place[text] = j;
  });
  return removed.text.map((text) =>
    weights[text] !== 0 && inRemoved[text] === 1 && inAdded[text] === 1 ? (place[text] as number) : -1,
  );
}

/** A run of equal texts: indexes into the changed lines of both sides. */
interface Block {
  readonly removed: number;
  readonly added: number;
  /** The line it was found by, counted from its start. */
  readonly seed: number;
  readonly count: number;
  readonly weight: number;
}

function longestBlocks(removed: Changed, added: Changed, seeds: Int32Array, { weights }: Texts): Block[] {
  const equal = (i: number, j: number) => removed.text[i] === added.text[j];
  /** Whether a line and the one before it are in one hunk. */
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
    for (let at = i - start; at < i + end; at++) weight += weights[removed.text[at] as number] as number;
    blocks.push({ removed: i - start, added: j - start, seed: start, count: start + end, weight });
  }
  return blocks;
}

/** Heavier blocks first; the others keep what those leave of them around the line they were found by. */
function chosen(
  blocks: Block[],
  removed: Changed,
  added: Changed,
  { weights }: Texts,
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
      const i = block.removed + offset;
      weight += weights[removed.text[i] as number] as number;
      reindented ||= removed.line[i] !== added.line[block.added + offset];
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
