// A longest common subsequence by a table of bits, 30 cells a step: exact where much differs in a range that is not large.

import type { Range } from './anchors.ts';

/** Cells in one number: sums of two stay below 2^31, where numbers are fast. */
const wordBits = 30;
const full = 2 ** wordBits - 1;

/** How many numbers the table of a range has. */
export function tableSize({ a0, a1, b0, b1 }: Range): number {
  return (a1 - a0) * Math.ceil((b1 - b0) / wordBits);
}

/**
 * Tells of each item without a counterpart. A bit of a row is 0 where the common length grows from the column
 * before; a row follows from the one above by one addition (Hyyrö, "Bit-parallel LCS-length computation revisited",
 * 2004).
 *
 * @param kinds every item is at least 0 and below this
 */
export function createTable(
  a: Int32Array,
  b: Int32Array,
  kinds: number,
): (range: Range, mark: (side: 'a' | 'b', from: number, to: number) => void) => void {
  /** Which mask an item of `b` has in the current range, from 1 up. */
  const maskOf = new Int32Array(kinds);
  let rows = new Int32Array(0);
  let masks = new Int32Array(0);

  return ({ a0, a1, b0, b1 }, mark) => {
    const words = Math.ceil((b1 - b0) / wordBits);
    let used = 0;
    for (let j = b0; j < b1; j++) if (maskOf[b[j] as number] === 0) maskOf[b[j] as number] = ++used;
    if (masks.length < (used + 1) * words) masks = new Int32Array(2 * (used + 1) * words);
    else masks.fill(0, 0, (used + 1) * words);
    for (let j = b0; j < b1; j++) {
      const column = j - b0;
      const word = (column / wordBits) | 0;
      const at = (maskOf[b[j] as number] as number) * words + word;
      masks[at] = (masks[at] as number) | (1 << (column - word * wordBits));
    }
    const size = (a1 - a0 + 1) * words;
    if (rows.length < size) rows = new Int32Array(2 * size);
    rows.fill(full, 0, words);
    for (let i = a0; i < a1; i++) {
      const above = (i - a0) * words;
      const own = above + words;
      const mask = (maskOf[a[i] as number] as number) * words;
      let carry = 0;
      for (let word = 0; word < words; word++) {
        const old = rows[above + word] as number;
        const hits = old & (masks[mask + word] as number);
        const sum = old + hits + carry;
        carry = sum >>> wordBits;
        rows[own + word] = (sum & full) | (old - hits);
      }
    }
    for (let j = b0; j < b1; j++) maskOf[b[j] as number] = 0;
    const grows = (row: number, column: number) => {
      const word = (column / wordBits) | 0;
      return (((rows[row * words + word] as number) >>> (column - word * wordBits)) & 1) === 0;
    };
    let row = a1 - a0;
    let column = b1 - b0;
    while (row > 0 && column > 0) {
      if (!grows(row, column - 1)) {
        column--;
        mark('b', b0 + column, b0 + column + 1);
      } else if (row > 1 && grows(row - 1, column - 1)) {
        row--;
        mark('a', a0 + row, a0 + row + 1);
      } else {
        row--;
        column--;
      }
    }
    mark('a', a0, a0 + row);
    mark('b', b0, b0 + column);
  };
}
