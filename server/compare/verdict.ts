// The verdict of a comparison, and its one sentence.

import type { OutputOf } from '#contract/index.ts';
import type { Compared } from './compared.ts';

export type Verdict = OutputOf<'compare.live'>['verdict'];

export interface Judgement {
  readonly verdict: Verdict;
  readonly summary: string;
  readonly changes: number;
  readonly noise: number;
  readonly note?: string;
}

/** `base` is false when nothing was committed or the last commit is a deletion. */
export function judge(diff: Compared, base: boolean): Judgement {
  const { changeCount: changes, noiseCount: noise } = diff;
  const note = noteOf(diff);
  const rest = { changes, noise, ...(note ? { note } : {}) };
  if (!base) return { verdict: 'never_committed', summary: 'Never committed', ...rest };
  if (diff.same) {
    const words = diff.summary.charAt(0).toLowerCase() + diff.summary.slice(1);
    const uncounted = noise === 0 ? '' : `; not counted: ${words}`;
    return { verdict: 'in_sync', summary: `In sync with the last commit${uncounted}`, ...rest };
  }
  return { verdict: 'differs', summary: `${count(changes, 'change')} not committed`, ...rest };
}

/** The component is gone from Salesforce; `committed` is false when history also knows that. */
export function judgeDeleted(committed: boolean): Judgement {
  const summary = committed
    ? 'It no longer exists in Salesforce'
    : 'It no longer exists in Salesforce, and its deletion is committed';
  return { verdict: 'deleted_live', summary, changes: committed ? 1 : 0, noise: 0 };
}

function noteOf(diff: Compared): string | undefined {
  const notes = diff.files.flatMap(({ name, fallback }) =>
    fallback
      ? [
          `${name} was compared as lines: ${fallback.message} (line ${fallback.line}, column ${fallback.column})`,
        ]
      : [],
  );
  return notes.length === 0 ? undefined : notes.join(' ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
