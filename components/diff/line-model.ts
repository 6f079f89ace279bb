// The lines of both sides, ready to be drawn in windows: made in several turns, so that no page waits for a large file.

import type { Hunk, MovedBlock } from '#core/diff/change.ts';
import { indexLines, type LineIndex } from '#core/diff/line-index.ts';
import type { LineOptions } from '#core/diff/line-options.ts';
import { pairFiles, unmarked } from '#core/diff/pair-files.ts';
import { type RowWindow, rowWindow } from '#core/diff/row-window.ts';
import { lineCounts } from '#core/diff/text.ts';
import { type PackedLines, unpackHunks } from '../../utils/diff-messages.ts';
import type { DiffRun } from '../../utils/diff-run.ts';

export type Layout = 'inline' | 'split';

export interface LineFile {
  /** Place among the files of the comparison. */
  readonly index: number;
  readonly before: LineIndex;
  readonly after: LineIndex;
  readonly hunks: readonly Hunk[];
  readonly added: number;
  readonly removed: number;
  /** In the order of the old text, and of the new one. */
  readonly moves: { readonly before: readonly MovedBlock[]; readonly after: readonly MovedBlock[] };
  readonly told: PackedLines;
  /** All folds closed; `opened` gives the others. */
  readonly windows: Readonly<Record<Layout, RowWindow>>;
}

const models = new WeakMap<DiffRun, Map<string, Promise<readonly LineFile[]>>>();

/** Made once for each choice of what to overlook. */
export function lineFiles(run: DiffRun, options: LineOptions): Promise<readonly LineFile[]> {
  const known = models.get(run) ?? new Map<string, Promise<readonly LineFile[]>>();
  models.set(run, known);
  const key = `${options.whitespace} ${options.blankLines}`;
  const files = known.get(key) ?? make(run, options);
  known.set(key, files);
  files.catch(() => known.delete(key));
  return files;
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

async function make(run: DiffRun, options: LineOptions): Promise<readonly LineFile[]> {
  const { before, after } = run.task;
  const packed = await run.lines(options);
  const files: LineFile[] = [];
  for (const [index, pair] of pairFiles(before, after).entries()) {
    const told = packed[index];
    if (told) files.push(await makeFile(index, pair.before?.text ?? '', pair.after?.text ?? '', told));
  }
  return files;
}

async function makeFile(index: number, left: string, right: string, told: PackedLines): Promise<LineFile> {
  const before = indexLines(unmarked(left));
  await turn();
  const after = indexLines(unmarked(right));
  await turn();
  const hunks = unpackHunks(told);
  const moves = movesOf(told);
  await turn();
  const inline = rowWindow(before, after, hunks, { layout: 'inline' });
  await turn();
  const split = rowWindow(before, after, hunks, { layout: 'split' });
  return { index, before, after, hunks, ...lineCounts(hunks), moves, told, windows: { inline, split } };
}

function movesOf({ moves: packed }: PackedLines): LineFile['moves'] {
  const before: MovedBlock[] = [];
  for (let at = 0; at < packed.length; at += 4) {
    const number = (place: number) => packed[at + place] as number;
    before.push({
      beforeStart: number(0),
      afterStart: number(1),
      count: number(2),
      reindented: number(3) === 1,
    });
  }
  return { before, after: [...before].sort((one, other) => one.afterStart - other.afterStart) };
}

/** The block that a line (0-based) is in. */
export function blockAt(
  blocks: readonly MovedBlock[],
  side: 'beforeStart' | 'afterStart',
  line: number,
): MovedBlock | undefined {
  const block = blocks[lastUpTo(blocks.length, (at) => (blocks[at] as MovedBlock)[side], line)];
  return block && line < block[side] + block.count ? block : undefined;
}

/** Index of the last of rising numbers that is not above the limit, or -1. */
export function lastUpTo(length: number, numberAt: (index: number) => number, limit: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (numberAt(mid) <= limit) low = mid + 1;
    else high = mid;
  }
  return low - 1;
}
