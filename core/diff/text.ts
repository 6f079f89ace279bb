// Compares two texts line by line.

import type { Hunk, TextDiff } from './change.ts';
import { diffSequences } from './sequence.ts';
import { slideHunks } from './slide.ts';

export interface Lines {
  readonly lines: readonly string[];
  /** What ends most lines. */
  readonly ending: 'CRLF' | 'LF' | 'CR' | 'none';
  readonly finalNewline: boolean;
}

/** Lines without their endings; a final newline starts no line of its own. */
export function splitLines(text: string): Lines {
  if (text === '') return { lines: [], ending: 'none', finalNewline: true };
  const hasReturns = text.includes('\r');
  const lines = hasReturns ? text.split(/\r\n|\n|\r/) : text.split('\n');
  const finalNewline = lines.at(-1) === '';
  if (finalNewline) lines.pop();
  return { lines, ending: hasReturns ? mainEnding(text) : text.includes('\n') ? 'LF' : 'none', finalNewline };
}

function mainEnding(text: string): Lines['ending'] {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const crlf = count(/\r\n/g);
  const lf = count(/\n/g) - crlf;
  const cr = count(/\r/g) - crlf;
  if (crlf >= lf && crlf >= cr) return 'CRLF';
  return lf >= cr ? 'LF' : 'CR';
}

/** Line hunks of two texts. Line endings and a missing final newline are no difference here. */
export function diffText(before: string, after: string): TextDiff {
  if (before === after) return { hunks: [], exact: true };
  return diffLines(splitLines(before).lines, splitLines(after).lines);
}

export function diffLines(before: readonly string[], after: readonly string[]): TextDiff {
  const numbers = new Map<string, number>();
  const a = intern(before, numbers);
  const b = intern(after, numbers);
  const { hunks, exact } = diffSequences(a, b);
  return { hunks: slideHunks(hunks, before, after), exact };
}

function intern(lines: readonly string[], numbers: Map<string, number>): Int32Array {
  const interned = new Int32Array(lines.length);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string;
    let number = numbers.get(line);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(line, number);
    }
    interned[i] = number;
  }
  return interned;
}

/** How many lines the hunks add and remove. */
export function lineCounts(hunks: readonly Hunk[]): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  for (const hunk of hunks) {
    added += hunk.afterCount;
    removed += hunk.beforeCount;
  }
  return { added, removed };
}
