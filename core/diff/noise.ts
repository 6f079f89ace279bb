// Names the differences of two texts that mean the same: line endings, order, blank space, spelling.

import type { Change } from './change.ts';
import { endingInWords, endsOf } from './line-endings.ts';

/** What any text can differ in without saying anything else. */
export function textNoise(before: string, after: string): readonly Change[] {
  if (before === after || before === '' || after === '') return [];
  const noise: Change[] = [];
  const differs = (what: string, old: string, now: string) => {
    if (old !== now) noise.push(formatting(what, old, now));
  };
  const [one, other] = [endsOf(before), endsOf(after)];
  differs('byte order mark', mark(before), mark(after));
  if (one.ending !== 'none' && other.ending !== 'none')
    differs('line endings', endingInWords(before), endingInWords(after));
  differs('final newline', one.finalNewline ? 'yes' : 'no', other.finalNewline ? 'yes' : 'no');
  // As many of each kind, but at the ends of other lines.
  if (noise.length === 0 && one.ending === 'mixed' && plain(before) === plain(after))
    noise.push(formatting('line endings', 'mixed', 'mixed otherwise'));
  return noise;
}

const mark = (text: string) => (text.startsWith('\uFEFF') ? 'yes' : 'no');

/** What a comparison by meaning knows of the formatting. */
export interface Known {
  /** Nothing differs in meaning or on the canvas: whatever else differs must be formatting. */
  readonly same: boolean;
  readonly reordered: boolean;
}

/** The formatting that two metadata documents differ in. */
export function metadataNoise(before: string, after: string, { same, reordered }: Known): readonly Change[] {
  if (before === after) return [];
  const noise = [...textNoise(before, after)];
  const [one, other] = [plain(before), plain(after)];
  const [head, otherHead] = [declaration(one), declaration(other)];
  if (head !== otherHead) noise.push(formatting('XML declaration', head || 'none', otherHead || 'none'));
  const rest = same
    ? explained(one.slice(head.length).trim(), other.slice(otherHead.length).trim())
    : undefined;
  if (rest) noise.push(formatting(rest));
  if (same && noise.length === 0) noise.push(formatting('blank space'));
  if (!same && indentOf(one) !== indentOf(other)) noise.push(formatting('indentation'));
  if (reordered && rest !== order) noise.push(formatting(order));
  return noise;
}

const order = 'order of elements';

function plain(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}

/** What makes two documents with one meaning differ; undefined when nothing does. */
function explained(one: string, other: string): string | undefined {
  if (one === other) return undefined;
  const [tight, otherTight] = [compact(one), compact(other)];
  if (tight === otherTight) return 'blank space';
  if (sortedPieces(tight) === sortedPieces(otherTight)) return order;
  if (characters(tight) === characters(otherTight)) return 'spelling of characters';
  return 'spelling of values';
}

function compact(text: string): string {
  return text.replace(/>\s+</g, '><');
}

/** Entities and CDATA as one spelling. */
function characters(text: string): string {
  return text
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, inner: string) =>
      inner.replace(/&/g, '&amp;').replace(/</g, '&lt;'),
    )
    .replace(/&apos;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&gt;/g, '>')
    .replace(/&#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}));/g, (_, hex?: string, digits?: string) => {
      const code = hex ? Number.parseInt(hex, 16) : Number(digits);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    });
}

function indentOf(text: string): string {
  return /\n([ \t]+)</.exec(text)?.[1] ?? '';
}

function declaration(text: string): string {
  return /^\s*<\?xml[^>]*\?>/.exec(text)?.[0] ?? '';
}

/** The tags with the text after them, whatever their order. */
function sortedPieces(tight: string): string {
  return tight.split(/(?=<)/).sort().join('');
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
