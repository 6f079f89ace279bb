// Names the differences of two texts that mean the same: line endings, order, blank space, spelling.

import type { Change } from './change.ts';
import { endingInWords, endsOf } from './line-endings.ts';
import { layoutOf } from './noise-layout.ts';
import type { Spelling } from './noise-left-out.ts';
import { type Leftover, leftoversOf } from './noise-pieces.ts';
import { spellings } from './noise-spelling.ts';

/** What any text can differ in without saying anything else. */
export function textNoise(before: string, after: string): readonly Change[] {
  if (before === after || before === '' || after === '') return [];
  const noise: Change[] = [];
  const differs = (what: string, old: string, now: string) => {
    if (old !== now) noise.push(formatting(what, old, now));
  };
  const [one, other] = [endsOf(before), endsOf(after)];
  differs('byte order mark', mark(before), mark(after));
  if (one.ending !== 'none' && other.ending !== 'none') {
    const [ending, otherEnding] = [endingInWords(before), endingInWords(after)];
    differs('line endings', ending, otherEnding);
    // As many of each kind, but at the ends of other lines.
    if (one.ending === 'mixed' && ending === otherEnding && plain(before) === plain(after))
      noise.push(formatting('line endings in other places'));
  }
  differs('final newline', one.finalNewline ? 'yes' : 'no', other.finalNewline ? 'yes' : 'no');
  return noise;
}

const mark = (text: string) => (text.startsWith('\uFEFF') ? 'yes' : 'no');

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
  const noise = [...textNoise(before, after)];
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
