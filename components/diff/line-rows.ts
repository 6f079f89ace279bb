// Two texts as rows to draw: differing lines, what surrounds them, and folds for what is equal.

import type { ComponentSource } from '#core/component.ts';
import type { Change, Hunk } from '#core/diff/change.ts';
import type { FileSoFar } from '#core/diff/found.ts';
import { alignLines, foldRows, type Row } from '#core/diff/rows.ts';
import { lineCounts } from '#core/diff/text.ts';
import type { PackedLines } from '../../utils/diff-messages.ts';
import { linesOf } from './file-lines.ts';

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
  | LineOfText;

export interface LineOfText {
  readonly kind: 'line';
  readonly key: string;
  readonly file: number;
  readonly state: Row['kind'];
  /** 1-based line numbers of the side or sides that have this line. */
  readonly before?: number;
  readonly after?: number;
  /** Both texts where the line has a counterpart, so that differing words can be marked. */
  readonly left?: string;
  readonly right?: string;
}

/** The lines of one changed file, aligned; costly for long files, so made once for each difference. */
export interface AlignedFile {
  readonly index: number;
  readonly file: FileSoFar;
  readonly hunks: readonly Hunk[];
  readonly rows: readonly Row[];
}

export function alignFiles(
  files: readonly FileSoFar[],
  lines: readonly PackedLines[],
  before: ComponentSource | null,
  after: ComponentSource | null,
): readonly AlignedFile[] {
  return files.flatMap((file, index) => {
    const hunks = unpack(lines[index]);
    if (hunks.length === 0) return [];
    const rows = alignLines(linesOf(before, file), linesOf(after, file), hunks);
    return [{ index, file, hunks, rows }];
  });
}

function unpack(lines: PackedLines | undefined): Hunk[] {
  const hunks: Hunk[] = [];
  const packed = lines?.hunks ?? [];
  for (let at = 0; at < packed.length; at += 4) {
    const [beforeStart = 0, beforeCount = 0, afterStart = 0, afterCount = 0] = packed.slice(at, at + 4);
    hunks.push({ beforeStart, beforeCount, afterStart, afterCount });
  }
  return hunks;
}

/** @param open keys of the folds that are open */
export function lineRows(
  files: readonly AlignedFile[],
  side: 'inline' | 'split',
  open: ReadonlySet<string>,
): readonly LineRow[] {
  return files.flatMap(({ index, file, hunks, rows }) => {
    const out: LineRow[] = [{ kind: 'file', key: `file${index}`, name: file.name, ...lineCounts(hunks) }];
    if (file.found?.fallback) {
      const { line, column, message } = file.found.fallback;
      const text = `Compared as lines: line ${line}, column ${column}: ${message}`;
      out.push({ kind: 'note', key: `note${index}`, text });
    }
    for (const piece of foldRows(rows)) {
      const key = `fold${index}-${keyOf(piece.rows[0])}`;
      if (piece.kind === 'fold' && !open.has(key)) out.push({ kind: 'fold', key, count: piece.rows.length });
      else for (const line of (side === 'inline' ? inline : split)(piece.rows, index)) out.push(line);
    }
    return out;
  });
}

/** The row where a change starts, or the first differing row of its file when it has no lines. */
export function rowOfChange(rows: readonly LineRow[], file: number, change: Change): number {
  const { afterLines, beforeLines } = change;
  return rows.findIndex((row) => {
    if (row.kind !== 'line' || row.file !== file || row.state === 'same') return false;
    if (afterLines && change.kind !== 'removed')
      return row.after !== undefined && row.after >= afterLines.start;
    if (beforeLines) return row.before !== undefined && row.before >= beforeLines.start;
    return true;
  });
}

function keyOf(row: Row | undefined): string {
  if (!row) return 'end';
  return 'beforeNo' in row ? `b${row.beforeNo}` : `a${row.afterNo}`;
}

function split(rows: readonly Row[], file: number): LineOfText[] {
  return rows.map((row) => {
    const base = { kind: 'line' as const, key: `${file}${keyOf(row)}`, file, state: row.kind };
    switch (row.kind) {
      case 'removed':
        return { ...base, before: row.beforeNo, left: row.before };
      case 'added':
        return { ...base, after: row.afterNo, right: row.after };
      default:
        return { ...base, before: row.beforeNo, after: row.afterNo, left: row.before, right: row.after };
    }
  });
}

/** What was removed from a run comes before what was added to it; each keeps its counterpart's text. */
function inline(rows: readonly Row[], file: number): LineOfText[] {
  const out: LineOfText[] = [];
  let added: LineOfText[] = [];
  for (const line of split(rows, file)) {
    const { before, after, ...rest } = line;
    if (line.state === 'same') {
      for (const one of added) out.push(one);
      added = [];
      out.push(line);
    } else {
      if (before !== undefined) out.push({ ...rest, key: `${line.key}-`, before, state: 'removed' });
      if (after !== undefined) added.push({ ...rest, key: `${line.key}+`, after, state: 'added' });
    }
  }
  return [...out, ...added];
}
