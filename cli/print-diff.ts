// Prints a file's difference for people: changes in words for metadata, unified hunks for text.

import type { Change, Fallback, FileDiff } from '../core/diff/change.ts';
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

export function inText(title: string, printable: Printable, colours: Palette): string {
  const { diff, summary, before, after } = printable;
  const { changes, noise, fallback } = diff;
  const told = diff.by === 'structure' ? changes.flatMap((change) => changeLines(change, colours)) : [];
  const out = [
    colours.place(title),
    ...(fallback ? [fallbackInWords(fallback)] : []),
    ...headline(diff, summary),
    ...(diff.by === 'structure' ? told : unified(before, after, diff, colours)),
    ...noiseLines(noise, colours),
  ];
  if (!diff.exact && diff.by === 'structure') {
    out.push(colours.dim('Not every list of this type is in a table: the order of the others counts.'));
  }
  return `${out.join('\n')}\n`;
}

/** One change of a metadata file is told once, by its own line. */
function headline({ by, changes }: FileDiff, summary: string): string[] {
  if (by === 'structure' && changes.length === 1) return [];
  return [visible(changes.length > 1 ? `${changes.length} changes: ${summary}` : summary)];
}

function fallbackInWords({ side, line, column, message }: Fallback): string {
  const which = { before: 'the old version is', after: 'the new version is', both: 'both versions are' }[
    side
  ];
  return `Compared as lines: ${which} not well-formed (line ${line}, column ${column}: ${visible(message)})`;
}

function noiseLines(noise: readonly Change[], colours: Palette): string[] {
  if (noise.length === 0) return [];
  return [
    colours.dim(`Not counted: ${noiseInWords(noise)}`),
    ...noise.map((one) => colours.dim(`  ${oneLine(one)}`)),
  ];
}

/** A file must not be able to drive the terminal it is shown on. */
function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD');
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
    `${signs.changed} ${visible(where)}${place}`,
    ...rowLines(inlineRows(alignLines(old, now, diffLines(old, now).hunks)), colours).map(
      (line) => `    ${line}`,
    ),
  ];
}

function oneLine({ where, before, after }: Change): string {
  const old = before?.replace(/\s+/g, ' ');
  const now = after?.replace(/\s+/g, ' ');
  if (old !== undefined && now !== undefined) {
    // Blank space alone: quotes show where it is.
    if (old === now) return visible(`${where} ${JSON.stringify(before)} → ${JSON.stringify(after)}`);
    return visible(`${where} ${old || '(empty)'} → ${now || '(empty)'}`);
  }
  const value = now ?? old;
  return visible(value ? `${where}: ${value}` : where);
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
    if (row.kind === 'added') return colours.added(`+${visible(row.after)}`);
    return row.kind === 'removed' ? colours.removed(`-${visible(row.before)}`) : ` ${visible(row.before)}`;
  });
}
