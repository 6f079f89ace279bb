// Finds what changed inside a line, in whole words or parts of names, for highlights.

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
  /** The differing part was too long to be looked into, and is marked as one. */
  readonly exact?: false;
}

const token = /[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu;
/** `HTMLParser2__c` has five: people change one part of a name. */
const namePart = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|_+|./gsu;
const isName = /^[\p{L}\p{N}_]+$/u;
/** Characters of both lines that are looked into, without what the lines begin and end with. */
const longest = 50_000;
/** Lines that share less are marked as a whole: scattered marks tell nothing. */
const leastAlike = 0.25;

export function wordDiff(before: string, after: string): WordDiff {
  if (before === after) return { before: [], after: [], alike: 1 };
  const { head, tail } = commonEnds(before, after);
  const [old, now] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  const exact = old.length + now.length <= longest;
  const spans = exact ? changedSpans(old, now) : { before: wholeLine(old), after: wholeLine(now) };
  const total = inked(before, 0, before.length) + inked(after, 0, after.length);
  const changed = spanned(spans.before, old) + spanned(spans.after, now);
  const alike = total === 0 ? 0 : 1 - changed / total;
  const told = { alike, ...(exact ? {} : { exact }) };
  if (alike < leastAlike) return { before: wholeLine(before), after: wholeLine(after), ...told };
  return { before: joined(spans.before, old, head), after: joined(spans.after, now, head), ...told };
}

/** What both lines begin and end with, up to where a word, a blank space or a character would be cut. */
function commonEnds(before: string, after: string): { head: number; tail: number } {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  while (head > 0 && !(isBreak(before, head) && isBreak(after, head))) head--;
  let tail = 0;
  const most = shorter - head;
  while (
    tail < most &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  while (tail > 0 && !(isBreak(before, before.length - tail) && isBreak(after, after.length - tail))) tail--;
  return { head, tail };
}

/** Whether a line can be cut before a character: one of the two beside the cut is a sign of ASCII. */
function isBreak(line: string, at: number): boolean {
  return isSign(line.charCodeAt(at - 1)) || isSign(line.charCodeAt(at));
}

function isSign(code: number): boolean {
  return (
    (code > 32 && code < 48) ||
    (code > 57 && code < 65) ||
    (code > 90 && code < 97 && code !== 95) ||
    (code > 122 && code < 127)
  );
}

interface Tokens {
  readonly ids: Int32Array;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

function tokens(line: string, numbers: Map<string, number>): Tokens {
  const ids: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: word, index } of line.matchAll(token)) {
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    ids.push(number);
    starts.push(index);
    ends.push(index + word.length);
  }
  return { ids: Int32Array.from(ids), starts, ends };
}

function changedSpans(before: string, after: string): { before: Span[]; after: Span[] } {
  const numbers = new Map<string, number>();
  const old = tokens(before, numbers);
  const now = tokens(after, numbers);
  const spans = { before: [] as Span[], after: [] as Span[] };
  const mark = (side: 'before' | 'after', start: number, end: number) => {
    if (end > start) spans[side].push({ start, end });
  };
  /** Blank space between two words that are neighbours on both sides. */
  const gap = (i: number, j: number) => {
    const [from, to] = [old.ends[i - 1] ?? 0, old.starts[i] ?? before.length];
    const [otherFrom, otherTo] = [now.ends[j - 1] ?? 0, now.starts[j] ?? after.length];
    if (before.slice(from, to) === after.slice(otherFrom, otherTo)) return;
    mark('before', from, to);
    mark('after', otherFrom, otherTo);
  };
  let i = 0;
  let j = 0;
  let neighbours = true;
  const same = (until: number) => {
    for (; i < until; i++, j++) {
      if (neighbours) gap(i, j);
      neighbours = true;
    }
  };
  const { hunks } = diffSequences(old.ids, now.ids, numbers.size);
  for (const { beforeStart, beforeCount: n, afterStart, afterCount: m } of hunks) {
    same(beforeStart);
    const from = { before: old.starts[i] ?? 0, after: now.starts[afterStart] ?? 0 };
    const to = { before: old.ends[i + n - 1] ?? 0, after: now.ends[j + m - 1] ?? 0 };
    const inner =
      n === 1 && m === 1
        ? commonParts(before.slice(from.before, to.before), after.slice(from.after, to.after))
        : none;
    if (n > 0) mark('before', from.before + inner.head, to.before - inner.tail);
    if (m > 0) mark('after', from.after + inner.head, to.after - inner.tail);
    i += n;
    j += m;
    neighbours = false;
  }
  same(old.ids.length);
  if (neighbours) gap(i, j);
  return spans;
}

const none = { head: 0, tail: 0 };

/** What two names begin and end with, in whole parts: nothing when that is less than half of the longer one. */
function commonParts(before: string, after: string): { head: number; tail: number } {
  if (!isName.test(before) || !isName.test(after)) return none;
  const old = before.match(namePart) ?? [];
  const now = after.match(namePart) ?? [];
  const shorter = Math.min(old.length, now.length);
  let first = 0;
  let head = 0;
  while (first < shorter && old[first] === now[first]) head += (old[first++] as string).length;
  let last = 0;
  let tail = 0;
  while (last < shorter - first && old.at(-1 - last) === now.at(-1 - last))
    tail += (old.at(-1 - last++) as string).length;
  return head + tail >= Math.max(before.length, after.length) / 2 ? { head, tail } : none;
}

function wholeLine(line: string): readonly Span[] {
  const end = line.trimEnd().length;
  const start = end - line.trimEnd().trimStart().length;
  return line.length === 0 ? [] : start < end ? [{ start, end }] : [{ start: 0, end: line.length }];
}

function spanned(spans: readonly Span[], line: string): number {
  return spans.reduce((sum, { start, end }) => sum + inked(line, start, end), 0);
}

/** How many characters are not blank. */
function inked(line: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    const code = line.charCodeAt(at);
    if (code > 32 && code !== 160) count++;
  }
  return count;
}

/** Spans with only blanks between them are one. They are told from the start of the whole line. */
function joined(spans: readonly Span[], line: string, offset: number): readonly Span[] {
  const all: Span[] = [];
  for (const { start, end } of spans) {
    const last = all.at(-1);
    if (last && line.slice(last.end - offset, start).trim() === '')
      all[all.length - 1] = { start: last.start, end: end + offset };
    else all.push({ start: start + offset, end: end + offset });
  }
  return all;
}
