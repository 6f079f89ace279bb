// Gives equal lines equal numbers, so that the search compares numbers only.

import type { LineList } from './line-index.ts';

export interface Interned {
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** Every number is below this. */
  readonly kinds: number;
}

/** @param key what has to be equal for lines to be equal; the line itself when left out */
export function intern(before: LineList, after: LineList, key?: (line: string) => string): Interned {
  const numbers = new Map<string, number>();
  const numberOf = (line: string) => {
    const text = key ? key(line) : line;
    let number = numbers.get(text);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(text, number);
    }
    return number;
  };
  const own = new Int32Array(before.count);
  for (let i = 0; i < own.length; i++) own[i] = numberOf(before.line(i));
  const known = numbers.size;
  const follows = new Int32Array(known);
  for (let i = own.length - 1; i >= 0; i--) follows[own[i] as number] = i + 1;
  const other = new Int32Array(after.count);
  // Most lines follow the line they followed before: one comparison then saves looking the line up.
  let guess = 0;
  for (let j = 0; j < other.length; j++) {
    const line = after.line(j);
    if (guess < own.length && before.line(guess) === line) {
      other[j] = own[guess++] as number;
      continue;
    }
    const number = numberOf(line);
    other[j] = number;
    guess = number < known ? (follows[number] as number) : guess + 1;
  }
  return { before: own, after: other, kinds: numbers.size };
}
