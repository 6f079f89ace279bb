// Finds what changed inside a line, in whole words, for highlights.

import { diffSequences } from './sequence.ts';

/** Characters of a line: `start` counts, `end` does not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface WordDiff {
  readonly before: readonly Span[];
  readonly after: readonly Span[];
  /** Part of the words both lines share, 0 to 1, blank space aside. */
  readonly alike: number;
}

const token = /[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu;
const longest = 20_000;

/** Changed spans of both lines. Lines that share little are marked as a whole: scattered marks tell nothing. */
export function wordDiff(before: string, after: string): WordDiff {
  if (before === after) return { before: [], after: [], alike: 1 };
  const whole = { before: wholeLine(before), after: wholeLine(after), alike: 0 };
  if (before.length + after.length > longest) return whole;
  const numbers = new Map<string, number>();
  const old = tokens(before, numbers);
  const now = tokens(after, numbers);
  const { hunks } = diffSequences(old.ids, now.ids);
  let changed = 0;
  const spans = { before: [] as Span[], after: [] as Span[] };
  for (const hunk of hunks) {
    changed += mark(spans.before, before, old.starts, hunk.beforeStart, hunk.beforeCount);
    changed += mark(spans.after, after, now.starts, hunk.afterStart, hunk.afterCount);
  }
  const total = inked(before) + inked(after);
  const alike = total === 0 ? 0 : 1 - changed / total;
  if (alike < 0.25) return { ...whole, alike };
  return { before: joinedSpans(spans.before, before), after: joinedSpans(spans.after, after), alike };
}

function wholeLine(line: string): readonly Span[] {
  const end = line.trimEnd().length;
  const start = end - line.trimEnd().trimStart().length;
  return line.length === 0 ? [] : start < end ? [{ start, end }] : [{ start: 0, end: line.length }];
}

function tokens(line: string, numbers: Map<string, number>): { ids: Int32Array; starts: number[] } {
  const ids: number[] = [];
  const starts: number[] = [];
  for (const { 0: word, index } of line.matchAll(token)) {
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    ids.push(number);
    starts.push(index);
  }
  starts.push(line.length);
  return { ids: Int32Array.from(ids), starts };
}

/** Adds the span of `count` tokens; answers how many of its characters are not blank. */
function mark(spans: Span[], line: string, starts: readonly number[], at: number, count: number): number {
  if (count === 0) return 0;
  const start = starts[at] ?? line.length;
  const end = starts[at + count] ?? line.length;
  spans.push({ start, end });
  return inked(line.slice(start, end));
}

function inked(text: string): number {
  return text.replace(/\s+/g, '').length;
}

/** Spans with only blanks between them are one. */
function joinedSpans(spans: readonly Span[], line: string): readonly Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last && line.slice(last.end, span.start).trim() === '')
      joined[joined.length - 1] = { start: last.start, end: span.end };
    else joined.push(span);
  }
  return joined;
}
