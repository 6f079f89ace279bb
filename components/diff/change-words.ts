// How each kind of change is told without colour: a sign and a word.

import type { Change, ComponentDiff } from '#core/diff/change.ts';
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

/** The whole difference as plain text, one line for each change, for a mail or a ticket. */
export function diffAsText(title: string, diff: ComponentDiff): string {
  const lines = [title, diff.summary, ''];
  for (const file of diff.files) {
    if (diff.files.length > 1 && file.changes.length > 0) lines.push(file.name);
    for (const change of file.changes) {
      lines.push(`${signs[change.kind]} ${words[change.kind]}: ${change.where}${valuesAsText(change)}`);
    }
  }
  const noise = noiseInWords(diff.files.flatMap((file) => file.noise));
  if (noise) lines.push(`(${noise}, not counted)`);
  return `${lines.join('\n')}\n`;
}

function valuesAsText({ before, after }: Change): string {
  if (before !== undefined && after !== undefined) return `: ${before} → ${after}`;
  const value = after ?? before;
  return value === undefined || value === '' ? '' : `: ${value}`;
}
