// Two texts as rows to draw: differing lines, three lines around them, and folds for what is equal.

import type { ComponentSource } from '#core/component.ts';
import type { Change, ComponentDiff, FileDiff, Hunk } from '#core/diff/change.ts';
import { linesOf } from './text-rows.ts';

/** Equal lines kept around a difference. */
const context = 3;
/** A fold must be worth its own line. */
const foldFrom = 4;

export type LineRow =
  | {
      readonly kind: 'file';
      readonly key: string;
      readonly name: string;
      readonly added: number;
      readonly removed: number;
    }
  | { readonly kind: 'note'; readonly key: string; readonly text: string }
  | { readonly kind: 'fold'; readonly key: string; readonly count: number }
  | {
      readonly kind: 'line';
      readonly key: string;
      readonly file: number;
      readonly state: 'same' | 'added' | 'removed' | 'changed';
      /** 1-based line numbers of the side or sides that have this line. */
      readonly before?: number;
      readonly after?: number;
      readonly left?: string;
      readonly right?: string;
    };

type Line = Extract<LineRow, { kind: 'line' }>;

export interface LineRowsOptions {
  readonly side: 'inline' | 'split';
  /** Keys of the folds that are open. */
  readonly open: ReadonlySet<string>;
}

export function lineRows(
  diff: ComponentDiff,
  before: ComponentSource | null,
  after: ComponentSource | null,
  options: LineRowsOptions,
): readonly LineRow[] {
  return diff.files.flatMap((file, index) => {
    if (file.text.hunks.length === 0) return [];
    return fileRows(file, index, textOf(before, file), textOf(after, file), options);
  });
}

/** The row where a change starts, or the first row of its file when it has no lines. */
export function rowOfChange(rows: readonly LineRow[], file: number, change: Change): number {
  const { afterLines, beforeLines } = change;
  return rows.findIndex(
    (row) =>
      row.kind === 'line' &&
      row.file === file &&
      (afterLines && change.kind !== 'removed'
        ? row.after !== undefined && row.after >= afterLines.start && row.state !== 'same'
        : beforeLines
          ? row.before !== undefined && row.before >= beforeLines.start && row.state !== 'same'
          : row.state !== 'same'),
  );
}

function textOf(source: ComponentSource | null, file: FileDiff): readonly string[] {
  return linesOf(source?.files.find((one) => one.name === file.name)?.text ?? '');
}

function fileRows(
  file: FileDiff,
  index: number,
  before: readonly string[],
  after: readonly string[],
  { side, open }: LineRowsOptions,
): LineRow[] {
  const { hunks } = file.text;
  const sum = (count: (hunk: Hunk) => number) => hunks.reduce((all, hunk) => all + count(hunk), 0);
  const rows: LineRow[] = [
    {
      kind: 'file',
      key: `file${index}`,
      name: file.name,
      added: sum((hunk) => hunk.afterCount),
      removed: sum((hunk) => hunk.beforeCount),
    },
  ];
  if (file.fallback) {
    const { line, column, message } = file.fallback;
    rows.push({
      kind: 'note',
      key: `note${index}`,
      text: `Compared as lines: line ${line}, column ${column}: ${message}`,
    });
  }
  let b = 0;
  let a = 0;
  const equal = (count: number, edges: { first: boolean; last: boolean }) => {
    const head = edges.first ? 0 : context;
    const tail = edges.last ? 0 : context;
    const key = `fold${index}-${b}`;
    const folds = count - head - tail >= foldFrom && !open.has(key);
    for (let at = 0; at < count; at += 1) {
      if (folds && at === head) {
        const hidden = count - head - tail;
        rows.push({ kind: 'fold', key, count: hidden });
        at += hidden - 1;
        continue;
      }
      rows.push(sameLine(index, b + at, a + at, before, after));
    }
    b += count;
    a += count;
  };
  for (const hunk of hunks) {
    equal(hunk.beforeStart - b, { first: b === 0 && a === 0, last: false });
    rows.push(...(side === 'inline' ? inlineHunk : splitHunk)(hunk, index, before, after));
    b = hunk.beforeStart + hunk.beforeCount;
    a = hunk.afterStart + hunk.afterCount;
  }
  equal(before.length - b, { first: false, last: true });
  return rows;
}

function sameLine(
  file: number,
  b: number,
  a: number,
  before: readonly string[],
  after: readonly string[],
): Line {
  const left = before[b] ?? '';
  return {
    kind: 'line',
    key: `${file}=${b}`,
    file,
    state: 'same',
    before: b + 1,
    after: a + 1,
    left,
    right: after[a] ?? left,
  };
}

/** All removed lines, then all added ones; each knows its counterpart for the words. */
function inlineHunk(hunk: Hunk, file: number, before: readonly string[], after: readonly string[]): Line[] {
  const pairs = splitHunk(hunk, file, before, after);
  const removed = pairs.filter((row) => row.before !== undefined);
  const added = pairs.filter((row) => row.after !== undefined);
  return [
    ...removed.map(({ after: _, ...row }): Line => ({ ...row, key: `${row.key}-`, state: 'removed' })),
    ...added.map(({ before: _, ...row }): Line => ({ ...row, key: `${row.key}+`, state: 'added' })),
  ];
}

function splitHunk(hunk: Hunk, file: number, before: readonly string[], after: readonly string[]): Line[] {
  return Array.from({ length: Math.max(hunk.beforeCount, hunk.afterCount) }, (_, at): Line => {
    const b = at < hunk.beforeCount ? hunk.beforeStart + at : undefined;
    const a = at < hunk.afterCount ? hunk.afterStart + at : undefined;
    return {
      kind: 'line',
      key: `${file}#${hunk.beforeStart},${hunk.afterStart},${at}`,
      file,
      state: b === undefined ? 'added' : a === undefined ? 'removed' : 'changed',
      ...(b === undefined ? {} : { before: b + 1, left: before[b] ?? '' }),
      ...(a === undefined ? {} : { after: a + 1, right: after[a] ?? '' }),
    };
  });
}
