// What the line lenses say about a file beside its lines: endings, what was overlooked, and why it is compared as lines.

import type { FileFound } from '#core/diff/steps.ts';
import { counted } from '../ui/counted.ts';
import type { LineFile } from './line-model.ts';
import type { LineRow } from './line-rows.ts';

export function fileNotes({ index, told }: LineFile, found: FileFound | undefined): readonly LineRow[] {
  const notes: LineRow[] = [];
  const note = (tone: 'caution' | 'muted', text: string) =>
    notes.push({ kind: 'note', key: `note${index}-${notes.length}`, text, tone });
  if (found?.fallback) {
    const { line, column, message } = found.fallback;
    note('caution', `Compared as lines: line ${line}, column ${column}: ${message}`);
  }
  const endings = endingsInWords(told);
  if (endings) note('muted', endings);
  const ignored = told.ignored && ignoredInWords(told.ignored);
  if (ignored) note('muted', `${ignored}, not shown as different`);
  if (!told.exact)
    note('muted', 'Too different for the shortest difference: some lines could be told shorter');
  return notes;
}

function endingsInWords({ ends }: LineFile['told']): string | undefined {
  if (!ends) return undefined;
  const [before, after] = [ends.before.ending, ends.after.ending];
  if (before === 'none' || after === 'none') return undefined;
  if (before !== after) return `Line endings: ${before} → ${after} (not counted)`;
  return before === 'mixed' ? 'Line endings: mixed in both versions' : undefined;
}

function ignoredInWords({
  whitespace,
  blankLines,
}: {
  readonly whitespace: number;
  readonly blankLines: number;
}): string {
  return [
    ...(whitespace > 0 ? [`${counted(whitespace, 'line')} with other white space`] : []),
    ...(blankLines > 0 ? [counted(blankLines, 'blank line')] : []),
  ].join(' and ');
}

/** Below the last line of whichever side has no newline there. */
export function finalNewlineNotes({ index, told, before, after }: LineFile): readonly LineRow[] {
  const { ends } = told;
  if (!ends) return [];
  const old = before.count > 0 && !ends.before.finalNewline;
  const now = after.count > 0 && !ends.after.finalNewline;
  if (!old && !now) return [];
  const key = `newline${index}`;
  if (old && now) return told.hunks.length > 0 ? [{ kind: 'newline', key, side: 'both' }] : [];
  return [{ kind: 'newline', key, side: old ? 'before' : 'after' }];
}
