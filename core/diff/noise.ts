// Names the differences of two texts that mean the same: line endings, order, blank space, spelling.

import type { Change } from './change.ts';
import { layoutOf } from './noise-layout.ts';
import type { Spelling } from './noise-left-out.ts';
import { type Leftover, leftoversOf } from './noise-pieces.ts';
import { spellings } from './noise-spelling.ts';
import type { Lines } from './text.ts';

/** What any text can differ in without saying anything else. */
export function textNoise(before: string, after: string, one: Lines, other: Lines): readonly Change[] {
  if (before === after || before === '' || after === '') return [];
  return ends(before, after, one.finalNewline, other.finalNewline);
}

function ends(before: string, after: string, newline: boolean, otherNewline: boolean): Change[] {
  const noise: Change[] = [];
  const differs = (what: string, old: string, now: string) => {
    if (old !== now) noise.push(formatting(what, old, now));
  };
  differs('byte order mark', mark(before), mark(after));
  const [ending, otherEnding] = [endingOf(before), endingOf(after)];
  if (ending !== 'none' && otherEnding !== 'none') {
    differs('line endings', ending, otherEnding);
    // Both have endings of several kinds, in other places.
    if (ending === 'mixed' && otherEnding === 'mixed' && plain(before) === plain(after))
      noise.push(formatting('line endings', ending, otherEnding));
  }
  differs('final newline', newline ? 'yes' : 'no', otherNewline ? 'yes' : 'no');
  return noise;
}

const mark = (text: string) => (text.startsWith('\uFEFF') ? 'yes' : 'no');

function endingOf(text: string): 'LF' | 'CRLF' | 'CR' | 'mixed' | 'none' {
  if (!text.includes('\r')) return text.includes('\n') ? 'LF' : 'none';
  const kinds = [
    /\r\n/.test(text) && 'CRLF',
    /(?<!\r)\n/.test(text) && 'LF',
    /\r(?!\n)/.test(text) && 'CR',
  ].filter((kind) => kind !== false);
  return kinds.length === 1 ? (kinds[0] as 'CRLF') : 'mixed';
}

/** What a comparison by meaning knows of the formatting. */
export interface Known {
  /** Nothing differs in meaning or on the canvas: whatever else differs must be formatting. */
  readonly same: boolean;
  readonly reordered: boolean;
}

/** The formatting that two metadata documents differ in, beside whatever they differ in by meaning. */
export function metadataNoise(before: string, after: string, known: Known): readonly Change[] {
  if (before === after) return [];
  if (before < after) return differences(before, after, known);
  // Both directions say the same.
  return differences(after, before, known).map((one) => ({ ...one, before: one.after, after: one.before }));
}

function differences(before: string, after: string, { same, reordered }: Known): readonly Change[] {
  const noise = ends(before, after, /[\r\n]$/.test(before), /[\r\n]$/.test(after));
  const [one, other] = [plain(before), plain(after)];
  const [head, otherHead] = [declaration(one), declaration(other)];
  if (head !== otherHead) noise.push(formatting('XML declaration', head || 'none', otherHead || 'none'));
  // Where one declaration is missing, so is the line break after it.
  const skipped = (text: string, from: number) =>
    head === otherHead ? from : from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
  const left = leftoversOf(one, other, skipped(one, head.length), skipped(other, otherHead.length));
  if (left) noise.push(...layout(left, same), ...spelling(spellings(left, one, other, same)));
  if (reordered) noise.push(formatting('order of elements'));
  if (same && noise.length === 0) noise.push(formatting('blank space'));
  return noise;
}

function plain(text: string): string {
  const marked = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return marked.includes('\r') ? marked.replace(/\r\n?/g, '\n') : marked;
}

function declaration(text: string): string {
  return /^\s*<\?xml[^>]*\?>/.exec(text)?.[0] ?? '';
}

function layout(left: Leftover, same: boolean): Change[] {
  return layoutOf(left, same).map(({ what, before, after }) => formatting(what, before, after));
}

function spelling(found: readonly Spelling[]): Change[] {
  return found.map(({ what, before, after }) => formatting(what, before, after));
}

function formatting(what: string, before?: string, after?: string): Change {
  return {
    kind: 'changed',
    lane: 'noise',
    path: [{ tag: '#formatting', key: what }],
    where: `Formatting: ${what}`,
    before,
    after,
  };
}
