// Prints a file's difference for people: changes in words for metadata, unified hunks for text.

import process from 'node:process';
import type { Change, FileDiff } from '../core/diff/change.ts';
import { noiseInWords } from '../core/diff/noise-words.ts';
import { alignLines, foldRows, inlineRows, type Row } from '../core/diff/rows.ts';
import { diffLines, splitLines } from '../core/diff/text.ts';

type Paint = (text: string) => string;

interface Palette {
  readonly added: Paint;
  readonly removed: Paint;
  readonly place: Paint;
  readonly dim: Paint;
}

/** Colours on a terminal only, and never when NO_COLOR is set. */
export function palette(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Palette {
  const on = (stream.isTTY === true || (env.FORCE_COLOR ?? '0') !== '0') && !env.NO_COLOR;
  const paint = (code: number): Paint => (on ? (text) => `\u001b[${code}m${text}\u001b[0m` : (text) => text);
  return { added: paint(32), removed: paint(31), place: paint(36), dim: paint(2) };
}

export interface Printable {
  readonly diff: FileDiff;
  readonly summary: string;
  readonly before: string;
  readonly after: string;
}

export function inText(title: string, { diff, summary, before, after }: Printable, colours: Palette): string {
  const out = [colours.place(title)];
  const { changes, noise, fallback } = diff;
  if (fallback) {
    const which = { before: 'the old version', after: 'the new version', both: 'both versions' }[
      fallback.side
    ];
    out.push(
      `Compared as lines: ${which} is not well-formed (line ${fallback.line}, column ${fallback.column}: ${fallback.message})`.replace(
        'versions is',
        'versions are',
      ),
    );
  }
  const count = changes.length === 1 ? '1 change' : `${changes.length} changes`;
  out.push(changes.length > 1 ? `${count}: ${summary}` : summary);
  if (diff.by === 'structure') out.push(...changes.flatMap((change) => changeLines(change, colours)));
  else out.push(...unified(before, after, diff, colours));
  if (noise.length > 0)
    out.push(
      colours.dim(`Not counted: ${noiseInWords(noise)}`),
      ...noise.map((one) => colours.dim(`  ${oneLine(one)}`)),
    );
  if (!diff.exact && diff.by === 'structure')
    out.push(colours.dim('There is no table for everything in this type: the order of its lists counts.'));
  return `${out.join('\n')}\n`;
}

const signs = { added: '+', removed: '-', changed: '~', moved: '>', renamed: '=' } as const;

function changeLines(change: Change, colours: Palette): string[] {
  const { kind, where, before = '', after = '' } = change;
  const paint =
    kind === 'added' ? colours.added : kind === 'removed' ? colours.removed : (text: string) => text;
  const place = colours.dim(lineNumbers(change));
  if (kind !== 'changed' || !/\n/.test(before + after))
    return [`${paint(`${signs[kind]} ${oneLine(change)}`)}${place}`];
  const [old, now] = [splitLines(before).lines, splitLines(after).lines];
  return [
    `${signs.changed} ${where}${place}`,
    ...rowLines(inlineRows(alignLines(old, now, diffLines(old, now).hunks)), colours).map(
      (line) => `    ${line}`,
    ),
  ];
}

function oneLine({ where, before, after }: Change): string {
  const old = before?.replace(/\s+/g, ' ');
  const now = after?.replace(/\s+/g, ' ');
  if (old !== undefined && now !== undefined) return `${where} ${old || '(empty)'} → ${now || '(empty)'}`;
  const value = now ?? old;
  return value ? `${where}: ${value}` : where;
}

function lineNumbers({ beforeLines, afterLines }: Change): string {
  const old = beforeLines?.start;
  const now = afterLines?.start;
  if (old === undefined && now === undefined) return '';
  if (old === undefined || now === undefined || old === now) return `  (line ${now ?? old})`;
  return `  (line ${old} → ${now})`;
}

function unified(before: string, after: string, diff: FileDiff, colours: Palette): string[] {
  const rows = inlineRows(alignLines(splitLines(before).lines, splitLines(after).lines, diff.text.hunks));
  return foldRows(rows).flatMap((piece) =>
    piece.kind === 'fold'
      ? [colours.place(`@@ ${piece.rows.length} lines the same @@`)]
      : rowLines(piece.rows, colours),
  );
}

function rowLines(rows: readonly Row[], colours: Palette): string[] {
  return rows.map((row) => {
    if (row.kind === 'added') return colours.added(`+${row.after}`);
    return row.kind === 'removed' ? colours.removed(`-${row.before}`) : ` ${row.before}`;
  });
}

/** A reader such as `head` may stop reading; that is no error of ours. */
export function writeOut(text: string): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.stdout.write(text);
}
