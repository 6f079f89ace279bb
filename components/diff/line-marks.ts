// Which change each line belongs to, and which lines mean nothing: the gutter of the line lenses.

import type { Change, Hunk, LineRange } from '#core/diff/change.ts';
import { type LineFile, lastUpTo } from './line-model.ts';
import type { Step } from './steps.ts';

export type Side = 'before' | 'after';

/** Where a change is told; 1-based. */
export interface Anchor {
  readonly side: Side;
  readonly line: number;
}

/** So many changes are placed before the page gets a turn. */
const inATurn = 3000;

/** The marks of one file, for the changes found so far. */
export class LineMarks {
  private readonly file: LineFile;
  private readonly starts = { before: new Map<number, number[]>(), after: new Map<number, number[]>() };
  private readonly anchors = new Map<number, Anchor>();
  /** One more where changes begin to touch hunks, one less where they cease to. */
  private readonly touches: Int32Array;
  private touched: Uint8Array | undefined;
  private taken = 0;
  private noise = { before: new Set<number>(), after: new Set<number>() };
  private noiseTaken = 0;

  constructor(file: LineFile) {
    this.file = file;
    this.touches = new Int32Array(file.hunks.length + 1);
  }

  /** False when there is more to take in than fits into one turn. */
  catchUp(steps: readonly Step[], noise: readonly Change[]): boolean {
    const until = Math.min(steps.length, this.taken + inATurn);
    if (until > this.taken) this.touched = undefined;
    for (; this.taken < until; this.taken++) {
      const step = steps[this.taken];
      if (step?.file === this.file.index) this.place(step.change, this.taken);
    }
    for (; this.noiseTaken < noise.length; this.noiseTaken++) {
      const { beforeLines, afterLines } = noise[this.noiseTaken] as Change;
      addLines(this.noise.before, beforeLines);
      addLines(this.noise.after, afterLines);
    }
    return this.taken === steps.length;
  }

  /** The steps whose changes begin at a line. */
  stepsAt(side: Side, line: number | undefined): readonly number[] {
    return (line !== undefined && this.starts[side].get(line)) || none;
  }

  /** Undefined for a change without lines: it is told at the file. */
  anchorOf(step: number): Anchor | undefined {
    return this.anchors.get(step);
  }

  /** Whether a line that differs means nothing; a hunk that no change touches is the layout of the text. */
  isNoise(side: Side, line: number, hunkless: boolean): boolean {
    if (this.noise[side].has(line)) return true;
    if (!hunkless) return false;
    const hunk = this.hunkAt(side, line - 1);
    return hunk >= 0 && this.touchedHunks()[hunk] === 0;
  }

  private place(change: Change, step: number): void {
    const { beforeLines, afterLines, kind } = change;
    const before = this.reach('before', beforeLines);
    const after = this.reach('after', afterLines);
    for (const reach of [before, after]) {
      if (!reach) continue;
      this.touches[reach.from] = (this.touches[reach.from] as number) + 1;
      this.touches[reach.to + 1] = (this.touches[reach.to + 1] as number) - 1;
    }
    // Of a change in place the old line comes first; of a move what counts is where it is now.
    const first = kind === 'moved' ? (after ?? before) : (before ?? after);
    const side = first ? first.side : afterLines && kind !== 'removed' ? 'after' : 'before';
    const range = side === 'after' ? afterLines : beforeLines;
    const line = first?.line ?? range?.start ?? afterLines?.start;
    if (line === undefined) return;
    const anchor: Anchor = { side: range || first ? side : 'after', line };
    this.anchors.set(step, anchor);
    const there = this.starts[anchor.side].get(line);
    if (there) there.push(step);
    else this.starts[anchor.side].set(line, [step]);
  }

  /** The hunks that differ within a range of lines, and the first line of it that does. */
  private reach(side: Side, range: LineRange | undefined) {
    if (!range) return undefined;
    const { hunks } = this.file;
    let from = this.hunkBefore(side, range.start - 1);
    if (from < 0 || !reaches(hunks[from] as Hunk, side, range)) from += 1;
    const to = this.hunkBefore(side, range.end - 1);
    if (from > to || !reaches(hunks[from] as Hunk, side, range)) return undefined;
    return { from, to, side, line: Math.max(range.start, startOf(hunks[from] as Hunk, side) + 1) };
  }

  private hunkBefore(side: Side, line: number): number {
    const { hunks } = this.file;
    return lastUpTo(hunks.length, (at) => startOf(hunks[at] as Hunk, side), line);
  }

  private hunkAt(side: Side, line: number): number {
    const at = this.hunkBefore(side, line);
    const hunk = this.file.hunks[at];
    return hunk && line < startOf(hunk, side) + countOf(hunk, side) ? at : -1;
  }

  private touchedHunks(): Uint8Array {
    if (this.touched) return this.touched;
    const touched = new Uint8Array(this.file.hunks.length);
    let open = 0;
    for (let at = 0; at < touched.length; at++) {
      open += this.touches[at] as number;
      touched[at] = open > 0 ? 1 : 0;
    }
    this.touched = touched;
    return touched;
  }
}

const known = new WeakMap<LineFile, LineMarks>();

/** The one set of marks of a file: whoever comes back to it finds its changes placed. */
export function marksOf(file: LineFile): LineMarks {
  const marks = known.get(file) ?? new LineMarks(file);
  known.set(file, marks);
  return marks;
}

const none: readonly number[] = [];

const startOf = (hunk: Hunk, side: Side) => (side === 'before' ? hunk.beforeStart : hunk.afterStart);
const countOf = (hunk: Hunk, side: Side) => (side === 'before' ? hunk.beforeCount : hunk.afterCount);

function reaches(hunk: Hunk, side: Side, { start, end }: LineRange): boolean {
  const first = startOf(hunk, side);
  return first < end && first + countOf(hunk, side) > start - 1;
}

function addLines(lines: Set<number>, range: LineRange | undefined): void {
  if (range) for (let line = range.start; line <= range.end; line++) lines.add(line);
}
