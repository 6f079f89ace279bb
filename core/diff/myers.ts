// Myers' middle point: where a shortest edit crosses the middle, searched from both ends within a cap.

import type { Range } from './anchors.ts';

export interface Split {
  readonly x: number;
  readonly y: number;
  /** False when the cap was reached: the point is on a good path, perhaps not on a shortest one. */
  readonly exact: boolean;
}

/**
 * `cap`: how many edits each end may search, at most `mostCap`. The ranges asked for must be trimmed and not
 * empty.
 */
export function createMyers(
  a: Int32Array,
  b: Int32Array,
  mostCap: number,
): (range: Range, cap: number) => Split {
  const offset = Math.min(mostCap, Math.ceil((a.length + b.length) / 2)) + 2;
  const forward = new Int32Array(2 * offset + 1);
  const backward = new Int32Array(2 * offset + 1);

  return ({ a0, a1, b0, b1 }, cap) => {
    const n = a1 - a0;
    const m = b1 - b0;
    const delta = n - m;
    const odd = (delta & 1) !== 0;
    const limit = Math.min(cap, Math.ceil((n + m) / 2));
    let high = 0;
    for (let d = 0; d <= limit; d++) {
      const low = lowest(d, m);
      high = highest(d, n);
      for (let k = low; k <= high; k += 2) {
        let x = reach(forward, offset, d, k, n, m);
        let y = x - k;
        while (x < n && y < m && a[a0 + x] === b[b0 + y]) {
          x++;
          y++;
        }
        forward[offset + k] = x;
        const other = delta - k;
        if (!odd || x > n || y > m || other < lowest(d - 1, m) || other > highest(d - 1, n)) continue;
        if (x >= n - (backward[offset + other] as number)) return { x: a0 + x, y: b0 + y, exact: true };
      }
      for (let k = low; k <= high; k += 2) {
        let x = reach(backward, offset, d, k, n, m);
        let y = x - k;
        while (x < n && y < m && a[a1 - 1 - x] === b[b1 - 1 - y]) {
          x++;
          y++;
        }
        backward[offset + k] = x;
        const other = delta - k;
        if (odd || x > n || y > m || other < low || other > high) continue;
        const reached = forward[offset + other] as number;
        if (reached > n || reached - other > m || reached < n - x) continue;
        return { x: a0 + reached, y: b0 + reached - other, exact: true };
      }
    }
    let best = { x: 0, y: 0 };
    for (let k = lowest(limit, m); k <= high; k += 2) {
      const x = forward[offset + k] as number;
      const y = x - k;
      if (x <= n && y <= m && x + y > best.x + best.y) best = { x, y };
    }
    return { x: a0 + best.x, y: b0 + best.y, exact: false };
  };
}

/** The diagonals a search of `d` edits can be on: within the grid, and of the same parity as `d`. */
function lowest(d: number, m: number): number {
  return d <= m ? -d : -m + ((d - m) & 1);
}

function highest(d: number, n: number): number {
  return d <= n ? d : n - ((d - n) & 1);
}

/** The furthest x on diagonal `k` with `d` edits, from its neighbours with one edit less. */
function reach(row: Int32Array, offset: number, d: number, k: number, n: number, m: number): number {
  if (d === 0) return 0;
  const left = k - 1 >= lowest(d - 1, m) ? (row[offset + k - 1] as number) + 1 : -1;
  const above = k + 1 <= highest(d - 1, n) ? (row[offset + k + 1] as number) : -1;
  return Math.max(left, above);
}
