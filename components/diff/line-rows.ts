// The line lenses as rows to draw: differing lines, what surrounds them, folds for what is equal, and notes.

import type { Found } from '#core/diff/found.ts';
import type { RowWindow, WindowRow } from '#core/diff/row-window.ts';
import { joined, listOf, type RowList } from '../ui/row-list.ts';
import type { LineMarks, Side } from './line-marks.ts';
import { blockAt, type Layout, type LineFile } from './line-model.ts';
import { fileNotes, finalNewlineNotes } from './line-notes.ts';

export type LineRow =
  | {
      readonly kind: 'file';
      readonly key: string;
      readonly name: string;
      readonly added: number;
      readonly removed: number;
    }
  | { readonly kind: 'note'; readonly key: string; readonly text: string; readonly tone: 'caution' | 'muted' }
  | { readonly kind: 'fold'; readonly key: string; readonly count: number }
  | { readonly kind: 'newline'; readonly key: string; readonly side: Side | 'both' }
  | LineOfText;

/** The other end of a block of lines that moved. */
export interface MovedTo {
  readonly line: number;
  /** Where the block begins its end of the move is told in words. */
  readonly first: boolean;
}

export interface LineOfText {
  readonly kind: 'line';
  readonly key: string;
  readonly file: number;
  readonly state: 'same' | 'changed' | 'added' | 'removed';
  /** 1-based line numbers of the side or sides that have this line. */
  readonly before?: number;
  readonly after?: number;
  /** Both texts where the line has a counterpart, so that differing words can be marked. */
  readonly left?: string;
  readonly right?: string;
  /** Steps whose changes begin here. */
  readonly steps: readonly number[];
  /** Differs, and means nothing. */
  readonly noise: boolean;
  readonly movedTo?: MovedTo;
  readonly movedFrom?: MovedTo;
}

/** One file that has something to show, with the folds that are open. */
export interface ShownFile {
  readonly file: LineFile;
  readonly marks: LineMarks;
  readonly window: RowWindow;
  readonly head: readonly LineRow[];
  readonly foot: readonly LineRow[];
}

/** @param open keys of the folds that are open, each after its file: `0/12-12` */
export function shownFiles(
  files: readonly LineFile[],
  marks: readonly LineMarks[],
  found: Found,
  layout: Layout,
  open: ReadonlySet<string>,
): readonly ShownFile[] {
  return files.flatMap((file, place): ShownFile[] => {
    const { index } = file;
    const own = new Set(
      [...open].flatMap((key) => (key.startsWith(`${index}/`) ? [key.slice(`${index}/`.length)] : [])),
    );
    const window = own.size > 0 ? file.windows[layout].opened(own) : file.windows[layout];
    const notes = fileNotes(file, found.files[index]?.found);
    const foot = finalNewlineNotes(file);
    const changes = found.files[index]?.changes.length ?? 0;
    const fileMarks = marks[place];
    if (!fileMarks || file.hunks.length + notes.length + foot.length + changes === 0) return [];
    const { added, removed } = file;
    const name = found.files[index]?.name ?? '';
    const head: LineRow = { kind: 'file', key: `file${index}`, name, added, removed };
    // Of equal texts there is nothing to see.
    const nothing = file.hunks.length === 0 && foot.length === 0;
    return [
      { file, marks: fileMarks, window: nothing ? nothingShown : window, head: [head, ...notes], foot },
    ];
  });
}

const nothingShown: RowWindow = {
  length: 0,
  rowsBetween: () => [],
  opened: () => nothingShown,
  rowOfLine: () => -1,
  rowOfHunk: () => -1,
};

export function lineRows(shown: readonly ShownFile[], complete: boolean): RowList<LineRow> {
  return joined(shown.flatMap((one) => [listOf(one.head), windowRows(one, complete), listOf(one.foot)]));
}

/** The row of a step; where its line is folded, the row of the fold. -1 only for a step of no file shown. */
export function rowOfStep(shown: readonly ShownFile[], file: number, step: number): number {
  let row = 0;
  for (const one of shown) {
    if (one.file.index === file) {
      const anchor = one.marks.anchorOf(step);
      const at = anchor ? one.window.rowOfLine(anchor.side, anchor.line) : -1;
      return at < 0 ? row : row + one.head.length + at;
    }
    row += one.head.length + one.window.length + one.foot.length;
  }
  return -1;
}

/** The row of a line, for those who follow a move to its other end. */
export function rowOfLine(shown: readonly ShownFile[], file: number, side: Side, line: number): number {
  let row = 0;
  for (const one of shown) {
    if (one.file.index === file) return row + one.head.length + one.window.rowOfLine(side, line);
    row += one.head.length + one.window.length + one.foot.length;
  }
  return -1;
}

/** Rows are made in pieces of this many, and a few pieces are kept. */
const piece = 64;
const pieces = 16;

function windowRows(one: ShownFile, complete: boolean): RowList<LineRow> {
  const { window } = one;
  const made = new Map<number, readonly LineRow[]>();
  const at = (index: number) => {
    const number = Math.floor(index / piece);
    let rows = made.get(number);
    if (!rows) {
      if (made.size >= pieces) made.delete(made.keys().next().value as number);
      rows = window.rowsBetween(number * piece, (number + 1) * piece).map((row) => drawn(row, one, complete));
      made.set(number, rows);
    }
    return rows[index - number * piece];
  };
  return { length: window.length, at, keyAt: (index) => at(index)?.key ?? index };
}

function drawn(row: WindowRow, { file, marks }: ShownFile, complete: boolean): LineRow {
  const { index } = file;
  if (row.kind === 'fold') return { kind: 'fold', key: `${index}/${row.key}`, count: row.count };
  const before = row.kind === 'added' ? undefined : row.beforeNo;
  const after = row.kind === 'removed' ? undefined : row.afterNo;
  const steps = [...marks.stepsAt('before', before), ...marks.stepsAt('after', after)];
  const sides: readonly (readonly [Side, number | undefined])[] = [
    ['before', before],
    ['after', after],
  ];
  const differs = row.kind !== 'same';
  const noise =
    differs &&
    steps.length === 0 &&
    sides.every(([side, line]) => line === undefined || marks.isNoise(side, line, complete));
  const texts = 'counterpart' in row && row.counterpart !== undefined ? row.counterpart : undefined;
  return {
    kind: 'line',
    key: `${index}${row.kind === 'added' ? `a${after}` : `b${before}`}`,
    file: index,
    state: row.kind,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(row.kind === 'added' ? { left: texts } : { left: row.before }),
    ...(row.kind === 'removed' ? { right: texts } : { right: row.after }),
    steps,
    noise: noise || ('ignored' in row && row.ignored === true),
    ...(differs ? movesOf(file, before, after) : {}),
  };
}

function movesOf(file: LineFile, before: number | undefined, after: number | undefined) {
  const { moves } = file;
  const gone = before === undefined ? undefined : blockAt(moves.before, 'beforeStart', before - 1);
  const come = after === undefined ? undefined : blockAt(moves.after, 'afterStart', after - 1);
  return {
    ...(gone && before !== undefined
      ? {
          movedTo: {
            line: gone.afterStart + before - gone.beforeStart,
            first: before - 1 === gone.beforeStart,
          },
        }
      : {}),
    ...(come && after !== undefined
      ? {
          movedFrom: {
            line: come.beforeStart + after - come.afterStart,
            first: after - 1 === come.afterStart,
          },
        }
      : {}),
  };
}
