// How the lines of a text end, so that a view can show what a comparison of lines leaves out.

import type { LineEnds } from './change.ts';

/** How many lines end in which way. */
export interface EndingCounts {
  readonly LF: number;
  readonly CRLF: number;
  readonly CR: number;
}

export function endingCounts(text: string): EndingCounts {
  const newlines = occurrences(text, '\n');
  const returns = occurrences(text, '\r');
  const pairs = returns > 0 && newlines > 0 ? occurrences(text, '\r\n') : 0;
  return { LF: newlines - pairs, CRLF: pairs, CR: returns - pairs };
}

function occurrences(text: string, what: string): number {
  let count = 0;
  for (let at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + what.length)) count++;
  return count;
}

export function endsOf(text: string): LineEnds {
  return { ending: endingOf(text), finalNewline: text === '' || /[\r\n]$/.test(text.slice(-1)) };
}

function endingOf(text: string): LineEnds['ending'] {
  if (!text.includes('\r')) return text.includes('\n') ? 'LF' : 'none';
  const counts = endingCounts(text);
  const [only, ...others] = (['LF', 'CRLF', 'CR'] as const).filter((ending) => counts[ending] > 0);
  return only === undefined ? 'none' : others.length > 0 ? 'mixed' : only;
}

/** `CRLF`, or for mixed endings how many of each: `mixed (3 CRLF, 1 LF)`. */
export function endingInWords(text: string): string {
  const ending = endingOf(text);
  if (ending !== 'mixed') return ending;
  const counts = endingCounts(text);
  const parts = (['CRLF', 'LF', 'CR'] as const).filter((one) => counts[one] > 0);
  return `mixed (${parts.map((one) => `${counts[one]} ${one}`).join(', ')})`;
}
