// Names the differences of two texts that mean the same: line endings, order, blank space, spelling.

import type { Change } from './change.ts';
import { type Lines, splitLines } from './text.ts';

/** What any text can differ in without saying anything else. */
export function textNoise(before: string, after: string, one: Lines, other: Lines): readonly Change[] {
  if (before === after || before === '' || after === '') return [];
  const noise: Change[] = [];
  const differs = (what: string, old: string, now: string) => {
    if (old !== now) noise.push(formatting(what, old, now));
  };
  differs('byte order mark', mark(before), mark(after));
  if (one.ending !== 'none' && other.ending !== 'none') differs('line endings', one.ending, other.ending);
  differs('final newline', one.finalNewline ? 'yes' : 'no', other.finalNewline ? 'yes' : 'no');
  return noise;
}

const mark = (text: string) => (text.startsWith('\uFEFF') ? 'yes' : 'no');

/** For metadata: `sameMeaning` says that whatever else differs must be formatting too. */
export function metadataNoise(before: string, after: string, sameMeaning: boolean): readonly Change[] {
  if (before === after) return [];
  const noise = [...textNoise(before, after, splitLines(before), splitLines(after))];
  const plain = (text: string) =>
    text
      .replace(/^\uFEFF/, '')
      .replace(/\r\n?/g, '\n')
      .trimEnd();
  let [one, other] = [plain(before), plain(after)];
  const [head, otherHead] = [declaration(one), declaration(other)];
  if (head !== otherHead) noise.push(formatting('XML declaration', head || 'none', otherHead || 'none'));
  [one, other] = [one.slice(head.length), other.slice(otherHead.length)];
  if (!sameMeaning || one === other) return noise;
  const compact = (text: string) => text.replace(/>\s+</g, '><').trim();
  const [tight, otherTight] = [compact(one), compact(other)];
  if (tight === otherTight) return [...noise, formatting('blank space')];
  if (words(tight) === words(otherTight)) return [...noise, formatting('order of elements')];
  return [...noise, formatting('spelling')];
}

function declaration(text: string): string {
  return /^\s*<\?xml[^>]*\?>/.exec(text)?.[0] ?? '';
}

/** The pieces between tags and the tags themselves, whatever their order. */
function words(tight: string): string {
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
