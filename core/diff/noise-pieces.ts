// Finds what is written in one document only: tags with the text after them, whatever their order.

import { Tally } from './noise-tally.ts';

/** A tag, the text after it, and the blank space before it. */
export interface Piece {
  readonly blank: string;
  readonly content: string;
  readonly start: number;
  /** How deep it is nested. */
  readonly depth: number;
  count: number;
}

export interface Leftover {
  readonly before: Piece[];
  readonly after: Piece[];
}

/** Undefined when both are written with the same pieces. */
export function leftoversOf(
  before: string,
  after: string,
  head: number,
  otherHead: number,
): Leftover | undefined {
  const tally = new Tally();
  // Comments and CDATA may hold what looks like tags: such documents are read from one end to the other.
  const plain = !before.includes('<!') && !after.includes('<!');
  const one: Side = { text: before, by: 1, at: head, depth: 0 };
  const other: Side = { text: after, by: -1, at: otherHead, depth: 0 };
  if (plain) together(one, other, tally);
  count(one, before.length, tally);
  count(other, after.length, tally);
  return tally.leftover(before, after);
}

const chunk = 1024;
/** How far to look for a place from which both go on alike: not far, and once more further. */
const nearby = 30;
const further = 200;
const mostMisses = 3;
const mostDifferences = 400;
const telling = 160;

interface Side {
  readonly text: string;
  readonly by: 1 | -1;
  at: number;
  depth: number;
}

/** Passes over what both have in common, for as long as they are found to go on alike after a difference. */
function together(one: Side, other: Side, tally: Tally): void {
  let misses = 0;
  for (let found = 0; found < mostDifferences && misses < mostMisses; found++) {
    const same = commonLength(one.text, other.text, one.at, other.at);
    const stop = pieceStart(one.text, one.at, one.at + same);
    const deeper = depthGained(one.text, one.at, stop);
    one.depth += deeper;
    other.depth += deeper;
    other.at += stop - one.at;
    one.at = stop;
    const meeting = meetingOf(one, other, nearby) ?? meetingOf(one, other, further);
    misses = meeting ? 0 : misses + 1;
    const until = meeting?.at ?? startsFrom(one, further).at(-1) ?? one.at;
    const otherUntil = meeting?.otherAt ?? startsFrom(other, further).at(-1) ?? other.at;
    if (until === one.at && otherUntil === other.at) break;
    count(one, until, tally);
    count(other, otherUntil, tally);
  }
}

/** The next pieces from which both go on alike. */
function meetingOf(one: Side, other: Side, ahead: number): { at: number; otherAt: number } | undefined {
  const places = new Map<string, number>();
  for (const place of startsFrom(other, ahead).reverse()) places.set(sample(other, place), place);
  for (const at of startsFrom(one, ahead)) {
    const otherAt = places.get(sample(one, at));
    if (otherAt !== undefined) return { at, otherAt };
  }
  return undefined;
}

const sample = ({ text }: Side, place: number) => text.slice(place, place + telling);

/** How many elements more are open after a part of a document than before it. */
function depthGained(text: string, from: number, to: number): number {
  let gained = 0;
  // What is looked for may be far behind the end of the part.
  const part = text.slice(from, to);
  for (let at = part.indexOf('<'); at >= 0; at = part.indexOf('<', at + 1)) {
    const next = part.charCodeAt(at + 1);
    if (next !== 0x3f) gained += next === 0x2f ? -1 : 1;
  }
  for (let at = part.indexOf('/>'); at >= 0; at = part.indexOf('/>', at + 1)) gained--;
  return gained;
}

function commonLength(one: string, other: string, from: number, otherFrom: number): number {
  const longest = Math.min(one.length - from, other.length - otherFrom);
  let same = 0;
  for (let step = chunk; step > 0; step >>= 1) {
    while (
      same + step <= longest &&
      one.slice(from + same, from + same + step) === other.slice(otherFrom + same, otherFrom + same + step)
    )
      same += step;
  }
  return same;
}

/** Where the last piece begins that is seen to begin before `until`; the text has no comments. */
function pieceStart(text: string, from: number, until: number): number {
  const lt = text.lastIndexOf('<', until - 2);
  if (lt <= from) return from;
  let start = lt;
  while (start > from && isBlank(text.charCodeAt(start - 1))) start--;
  if (start === from) return from;
  if (text.charCodeAt(start - 1) !== 0x3e) return lt;
  // Blank space between two tags of one element is its text.
  const tag = text.lastIndexOf('<', start - 1);
  const isOpen = isOpening(text, tag, start - 1);
  return isOpen && text.charCodeAt(lt + 1) === 0x2f ? lt : start;
}

function startsFrom({ text, at: from }: Side, ahead: number): number[] {
  const starts: number[] = [];
  for (let at = from; at < text.length && starts.length < ahead; ) {
    starts.push(at);
    at = pieceEnd(text, at, text.length);
  }
  return starts;
}

/** Counts the pieces up to a place where one of them ends. */
function count(side: Side, to: number, tally: Tally): void {
  const { text, by } = side;
  for (let at = side.at; at < to; ) {
    const start = at;
    const end = pieceEnd(text, start, to);
    let one = 0x811c9dc5;
    let two = 0;
    /** The tag's place, and what it begins with. */
    let tag = 0;
    let close = 0;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      one = Math.imul(one ^ code, 0x01000193);
      two = (Math.imul(two, 0x01000bdf) + code) | 0;
      if (code === 0x3c && tag === 0) tag = at + 1;
      else if (code === 0x3e && close === 0) close = at;
    }
    const first = tag === 0 ? 0x21 : text.charCodeAt(tag);
    if (first === 0x2f) side.depth--;
    tally.add(one, two, by, start, end, side.depth);
    if (isOpening(text, tag - 1, close) && tag > 0) side.depth++;
  }
  side.at = Math.max(side.at, to);
}

function isOpening(text: string, lt: number, gt: number): boolean {
  const next = text.charCodeAt(lt + 1);
  return next !== 0x2f && next !== 0x3f && next !== 0x21 && text.charCodeAt(gt - 1) !== 0x2f;
}

/** From the blank space before a tag to the text after it, which is part of the piece unless it is blank. */
function pieceEnd(text: string, start: number, to: number): number {
  let at = start;
  while (at < to && isBlank(text.charCodeAt(at))) at++;
  if (at >= to) return to;
  let isOpen = false;
  const isCharacterData = text.startsWith('<![', at);
  if (text.charCodeAt(at) === 0x3c && !isCharacterData) {
    const isComment = text.startsWith('<!--', at);
    const gt = isComment ? text.indexOf('-->', at + 4) + 2 : text.indexOf('>', at);
    if (gt < at || gt >= to) return to;
    isOpen = isOpening(text, at, gt);
    at = gt + 1;
    let next = at;
    while (next < to && isBlank(text.charCodeAt(next))) next++;
    const isTag = text.charCodeAt(next) === 0x3c && !text.startsWith('<![', next);
    if (next >= to || (isTag && !(isOpen && text.charCodeAt(next + 1) === 0x2f))) return at;
  }
  for (;;) {
    const lt = text.indexOf('<', at);
    if (lt < 0 || lt >= to) return to;
    if (!text.startsWith('<![', lt)) return lt;
    const end = text.indexOf(']]>', lt);
    if (end < 0) return to;
    at = end + 3;
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}
