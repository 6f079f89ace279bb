// Compares two texts line by line.

import type { Hunk, IgnoredLines, LineEnds, TextDiff } from './change.ts';
import { intern } from './intern.ts';
import { endsOf } from './line-endings.ts';
import { countLines, differingPart, indexLines, type LineList, listOf } from './line-index.ts';
import { exactLines, isBlankLine, keyOfLine, type LineOptions } from './line-options.ts';
import { movedBlocks } from './moves.ts';
import { diffSequences } from './sequence.ts';
import { furthestSlide, slideHunks } from './slide.ts';

export interface Lines extends LineEnds {
  readonly lines: readonly string[];
}

/** Lines without their endings; a final newline starts no line of its own. */
export function splitLines(text: string): Lines {
  if (text === '') return { lines: [], ending: 'none', finalNewline: true };
  const ends = endsOf(text);
  const lines = text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n');
  if (ends.finalNewline) lines.pop();
  return { lines, ...ends };
}

/** What to overlook, and whether to look for moved blocks. */
export interface TextOptions extends Partial<LineOptions> {
  readonly moves?: boolean;
}

/**
 * Line hunks of two texts. Line endings and a missing final newline are no difference here: `ends` tells of them.
 */
export function diffText(before: string, after: string, options: TextOptions = {}): TextDiff {
  const ends = { before: endsOf(before), after: endsOf(after) };
  if (before === after) return { hunks: [], exact: true, ends };
  // What both texts begin and end with is the same however it is compared; a margin is left for blocks to slide in.
  const part = differingPart(before, after, furthestSlide);
  const skipped = countLines(before, part.start);
  const diff = compare(
    indexLines(before, part.start, part.beforeEnd),
    indexLines(after, part.start, part.afterEnd),
    options,
  );
  return { ...(skipped === 0 ? diff : shifted(diff, skipped)), ends };
}

export function diffLines(
  before: readonly string[],
  after: readonly string[],
  options: TextOptions = {},
): TextDiff {
  return compare(listOf(before), listOf(after), options);
}

function compare(before: LineList, after: LineList, options: TextOptions): TextDiff {
  const { whitespace, blankLines } = { ...exactLines, ...options };
  const ignoresBlank = blankLines === 'ignore';
  const { hunks: found, exact, moves } = search(before, after, whitespace, options.moves === true);
  const hunks = ignoresBlank
    ? found.map((hunk) =>
        (hunk.beforeCount === 0 || hunk.afterCount === 0) &&
        isBlankRun(before, hunk.beforeStart, hunk.beforeCount, whitespace) &&
        isBlankRun(after, hunk.afterStart, hunk.afterCount, whitespace)
          ? { ...hunk, ignored: true as const }
          : hunk,
      )
    : found;
  return {
    hunks,
    exact,
    ...(moves ? { moves } : {}),
    ...(ignoresBlank || whitespace !== 'exact' ? { ignored: ignoredIn(before, after, hunks) } : {}),
  };
}

function search(
  before: LineList,
  after: LineList,
  whitespace: LineOptions['whitespace'],
  withMoves: boolean,
): TextDiff {
  const [n, m] = [before.count, after.count];
  if (n === 0 || m === 0) {
    const whole = { beforeStart: 0, beforeCount: n, afterStart: 0, afterCount: m };
    return { hunks: n + m === 0 ? [] : [whole], exact: true, ...(withMoves ? { moves: [] } : {}) };
  }
  const key = keyOfLine(whitespace);
  const ids = intern(before, after, key);
  const old = { lines: before, ids: ids.before };
  const now = { lines: after, ids: ids.after };
  const { hunks, exact } = diffSequences(ids.before, ids.after, ids.kinds);
  const slid = slideHunks(hunks, old, now);
  return { hunks: slid, exact, ...(withMoves ? { moves: movedBlocks(old, now, slid, ids.kinds, key) } : {}) };
}

function isBlankRun(
  lines: LineList,
  start: number,
  count: number,
  whitespace: LineOptions['whitespace'],
): boolean {
  for (let at = start; at < start + count; at++) if (!isBlankLine(lines.line(at), whitespace)) return false;
  return true;
}

function ignoredIn(before: LineList, after: LineList, hunks: readonly Hunk[]): IgnoredLines {
  let whitespace = 0;
  let blankLines = 0;
  let i = 0;
  let j = 0;
  const same = (until: number) => {
    for (; i < until; i++, j++) if (before.line(i) !== after.line(j)) whitespace++;
  };
  for (const hunk of hunks) {
    same(hunk.beforeStart);
    i += hunk.beforeCount;
    j += hunk.afterCount;
    if (hunk.ignored) blankLines += hunk.beforeCount + hunk.afterCount;
  }
  same(before.count);
  return { whitespace, blankLines };
}

function shifted(diff: TextDiff, by: number): TextDiff {
  const shift = <T extends { readonly beforeStart: number; readonly afterStart: number }>(one: T): T => ({
    ...one,
    beforeStart: one.beforeStart + by,
    afterStart: one.afterStart + by,
  });
  return { ...diff, hunks: diff.hunks.map(shift), ...(diff.moves ? { moves: diff.moves.map(shift) } : {}) };
}

/** How many lines the hunks add and remove. */
export function lineCounts(hunks: readonly Hunk[]): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  for (const hunk of hunks) {
    if (hunk.ignored) continue;
    added += hunk.afterCount;
    removed += hunk.beforeCount;
  }
  return { added, removed };
}
