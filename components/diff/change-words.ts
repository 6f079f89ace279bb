// How each kind of change is told without colour: a sign and a word.

import type { Change } from '#core/diff/change.ts';
import type { Found } from '#core/diff/found.ts';
import { noiseInWords } from '#core/diff/noise-words.ts';

export const signs: Record<Change['kind'], string> = {
  added: '+',
  removed: '−',
  changed: '±',
  moved: '↕',
  renamed: '⇄',
};

export const words: Record<Change['kind'], string> = {
  added: 'Added',
  removed: 'Removed',
  changed: 'Changed',
  moved: 'Moved',
  renamed: 'Renamed',
};

/** So many lines are written before the page gets a turn. */
const linesInATurn = 2000;

/** The whole difference as plain text, one line for each change, for a mail or a ticket. */
export async function diffAsText(title: string, found: Found): Promise<string> {
  const summary = found.outcome?.summary ?? `Not complete: ${found.changeCount} changes so far`;
  const lines = [title, summary, ''];
  for (const file of found.files) {
    if (found.files.length > 1 && file.changes.length > 0) lines.push(file.name);
    for (const change of file.changes) {
      lines.push(`${signs[change.kind]} ${words[change.kind]}: ${change.where}${valuesAsText(change)}`);
      if (lines.length % linesInATurn === 0) await new Promise((resolve) => setTimeout(resolve));
    }
  }
  const noise = noiseInWords(found.files.flatMap((file) => file.noise));
  if (noise) lines.push(`(${noise}, not counted)`);
  return `${lines.join('\n')}\n`;
}

function valuesAsText({ before, after }: Change): string {
  if (before !== undefined && after !== undefined) return `: ${before} → ${after}`;
  const value = after ?? before;
  return value === undefined || value === '' ? '' : `: ${value}`;
}
