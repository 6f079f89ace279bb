// Myers' middle point: where a shortest edit crosses the middle, searched from both ends within a cap.

import type { Range } from './anchors.ts';

export interface Split {
  readonly x: number;
  readonly y: number;
  /** False when the cap was reached: the point is on a good path, perhaps not on a shortest one. */
  readonly exact: boolean;
  /** Length of the edit, when exact; the two parts have half of it each. */
  readonly edits: number;
  /** How many diagonals were looked at: what the search cost. */
  readonly steps: number;
}

/** Behind every start and every end: no path comes from there. */
const nowhere = -1;
const beyond = 0x7fffffff;

/**
 * `cap`: how many edits each end may search, at most `mostCap`. The ranges asked for must be trimmed and not
 * empty. A diagonal is `x - y`; each row keeps the furthest `x` of its diagonals, around the one it starts from.
 */
export function createMyers(
  a: Int32Array,
  b: Int32Array,
  mostCap: number,
): (range: Range, cap: number) => Split {
  const middle = Math.min(mostCap, a.length + b.length) + 2;
  const ahead = new Int32Array(2 * middle + 1);
  const back = new Int32Array(2 * middle + 1);

  return ({ a0, a1, b0, b1 }, cap) => {
    const lowest = a0 - b1;
    const highest = a1 - b0;
    const start = a0 - b0;
    const end = a1 - b1;
    const fromStart = middle - start;
    const fromEnd = middle - end;
    const odd = ((start - end) & 1) !== 0;
    let [low, high, endLow, endHigh] = [start, start, end, end];
    let steps = 0;
    ahead[middle] = a0;
    back[middle] = a1;
    for (let edits = 1; edits <= cap; edits++) {
      if (low > lowest) ahead[--low - 1 + fromStart] = nowhere;
      else low++;
      if (high < highest) ahead[++high + 1 + fromStart] = nowhere;
      else high--;
      for (let k = high; k >= low; k -= 2) {
        const left = ahead[k - 1 + fromStart] as number;
        const above = ahead[k + 1 + fromStart] as number;
        let x = left >= above ? left + 1 : above;
        let y = x - k;
        while (x < a1 && y < b1 && a[x] === b[y]) {
          x++;
          y++;
        }
        ahead[k + fromStart] = x;
        if (odd && k >= endLow && k <= endHigh && x >= (back[k + fromEnd] as number) && x <= a1 && y <= b1)
          return { x, y, exact: true, edits: 2 * edits - 1, steps };
      }
      steps += (high - low + 2) >> 1;
      // Diagonals that left the range can only lead further out of it.
      while (high > low && (ahead[high + fromStart] as number) > a1) high -= 2;
      while (low < high && (ahead[low + fromStart] as number) - low > b1) low += 2;

      if (endLow > lowest) back[--endLow - 1 + fromEnd] = beyond;
      else endLow++;
      if (endHigh < highest) back[++endHigh + 1 + fromEnd] = beyond;
      else endHigh--;
      for (let k = endHigh; k >= endLow; k -= 2) {
        const left = back[k - 1 + fromEnd] as number;
        const below = back[k + 1 + fromEnd] as number;
        let x = left < below ? left : below - 1;
        let y = x - k;
        while (x > a0 && y > b0 && a[x - 1] === b[y - 1]) {
          x--;
          y--;
        }
        back[k + fromEnd] = x;
        if (!odd && k >= low && k <= high && x <= (ahead[k + fromStart] as number) && x >= a0 && y >= b0)
          return { x, y, exact: true, edits: 2 * edits, steps };
      }
      steps += (endHigh - endLow + 2) >> 1;
      while (endHigh > endLow && (back[endHigh + fromEnd] as number) - endHigh < b0) endHigh -= 2;
      while (endLow < endHigh && (back[endLow + fromEnd] as number) < a0) endLow += 2;
    }
    return furthest();

    /** The point reached with most items passed, from either end. */
    function furthest(): Split {
      let [x, y] = [a0, b0];
      let gained = 0;
      for (let k = low; k <= high; k += 2) {
        const at = ahead[k + fromStart] as number;
        const passed = at - a0 + (at - k - b0);
        if (at <= a1 && at - k <= b1 && passed > gained) [x, y, gained] = [at, at - k, passed];
      }
      for (let k = endLow; k <= endHigh; k += 2) {
        const at = back[k + fromEnd] as number;
        const passed = a1 - at + (b1 - (at - k));
        if (at >= a0 && at - k >= b0 && passed > gained) [x, y, gained] = [at, at - k, passed];
      }
      return { x, y, exact: false, edits: 0, steps };
    }
  };
}
