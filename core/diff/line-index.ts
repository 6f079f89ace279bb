// Where the lines of a text begin, so that a line is cut out only when somebody looks at it.

/** Lines by number, 0-based, without their endings. */
export interface LineList {
  readonly count: number;
  line(index: number): string;
}

export interface LineIndex extends LineList {
  /** How the line ends: `''` only for a last line without a newline. */
  ending(index: number): '' | '\n' | '\r\n' | '\r';
}

export function listOf(lines: readonly string[]): LineList {
  return { count: lines.length, line: (index) => lines[index] ?? '' };
}

const lf = 10;
const cr = 13;

/** The lines between two places, which must be at the start of a line or the end of the text. */
export function indexLines(text: string, from = 0, to = text.length): LineIndex {
  const starts = lineStarts(text, from, to);
  const count = starts.length - 1;
  const endOf = (index: number) => {
    const next = starts[index + 1] as number;
    const last = text.charCodeAt(next - 1);
    if (last === lf)
      return next - 1 > (starts[index] as number) && text.charCodeAt(next - 2) === cr ? next - 2 : next - 1;
    return last === cr && next > (starts[index] as number) ? next - 1 : next;
  };
  return {
    count,
    line: (index) =>
      index < 0 || index >= count ? '' : text.substring(starts[index] as number, endOf(index)),
    ending: (index) =>
      index < 0 || index >= count ? '' : (text.substring(endOf(index), starts[index + 1]) as '\n'),
  };
}

/** The start of each line, and then the end of the last. */
function lineStarts(text: string, from: number, to: number): Int32Array {
  let starts = new Int32Array(Math.max(16, (to - from) >> 5));
  let count = 0;
  const add = (at: number) => {
    if (count === starts.length) {
      const larger = new Int32Array(2 * count);
      larger.set(starts);
      starts = larger;
    }
    starts[count++] = at;
  };
  let start = from;
  let newline = find(text, '\n', from, to);
  let lone = findReturn(text, from, to);
  while (start < to) {
    add(start);
    if (lone < newline) {
      start = lone + 1;
      lone = findReturn(text, start, to);
    } else {
      start = Math.min(to, newline + 1);
      newline = find(text, '\n', start, to);
    }
  }
  add(to);
  return starts.subarray(0, count);
}

function find(text: string, what: string, from: number, to: number): number {
  const at = text.indexOf(what, from);
  return at < 0 || at >= to ? to : at;
}

/** The next carriage return that ends a line alone. */
function findReturn(text: string, from: number, to: number): number {
  let at = find(text, '\r', from, to);
  while (at < to && text.charCodeAt(at + 1) === lf) at = find(text, '\r', at + 2, to);
  return at;
}

/** How many lines begin before `to`, which is the start of a line or the end of the text. */
export function countLines(text: string, to = text.length): number {
  let count = 0;
  let last = 0;
  for (let at = find(text, '\n', 0, to); at < to; at = find(text, '\n', last, to)) {
    count++;
    last = at + 1;
  }
  let after = last;
  for (let at = findReturn(text, 0, to); at < to; at = findReturn(text, at + 1, to)) {
    count++;
    after = Math.max(after, at + 1);
  }
  return after < to ? count + 1 : count;
}

/** Where two texts begin and stop to differ, in whole lines. */
export interface Differing {
  /** Start of the first line, the same on both sides. */
  readonly start: number;
  readonly beforeEnd: number;
  readonly afterEnd: number;
}

/** Large pieces are compared at the speed of memory; smaller ones then find the place. */
const largestStep = 1 << 14;

/** @param margin how many equal lines to keep on either side */
export function differingPart(before: string, after: string, margin: number): Differing {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  for (let step = largestStep; step > 0; step >>= 1)
    while (
      head + step <= shorter &&
      before.substring(head, head + step) === after.substring(head, head + step)
    )
      head += step;
  let [beforeEnd, afterEnd] = [before.length, after.length];
  const least = Math.max(before.length, after.length) - shorter + head;
  for (let step = largestStep; step > 0; step >>= 1) {
    while (
      Math.max(beforeEnd, afterEnd) - step >= least &&
      before.substring(beforeEnd - step, beforeEnd) === after.substring(afterEnd - step, afterEnd)
    ) {
      beforeEnd -= step;
      afterEnd -= step;
    }
  }
  const start = earlier(before, head, margin);
  const end = later(before, beforeEnd, margin);
  return { start, beforeEnd: end, afterEnd: after.length - (before.length - end) };
}

/** The start of a line, so many lines before the one that `at` is in. Only line feeds count as endings here. */
function earlier(text: string, at: number, lines: number): number {
  let start = at;
  for (let left = lines; left >= 0 && start > 0; left--)
    start = start < 2 && left < lines ? 0 : text.lastIndexOf('\n', start - (left < lines ? 2 : 1)) + 1;
  return start;
}

function later(text: string, at: number, lines: number): number {
  let end = at;
  for (let left = lines; left >= 0 && end < text.length; left--) {
    const newline = text.indexOf('\n', end);
    if (newline < 0) return text.length;
    end = newline + 1;
  }
  return end;
}
