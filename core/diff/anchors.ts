// Finds items that can only be each other's counterparts, to divide what is too much for a search (patience, histogram).

/** A stretch of both sequences; ends are not included. */
export interface Range {
  readonly a0: number;
  readonly a1: number;
  readonly b0: number;
  readonly b1: number;
}

/**
 * `apart`: only pairs that no other pair crosses, so that nothing speaks against them. `rising`: the longest run of
 * pairs in one order; what crosses it has moved.
 */
export type AnchorKind = 'apart' | 'rising';

export interface Anchors {
  readonly kind: AnchorKind;
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** Items that occur more often than this tell too little. */
const mostOccurrences = 32;

/**
 * Pairs that nothing crosses, if they are wanted and there are any, else the longest run of pairs.
 *
 * @param kinds every item is at least 0 and below this
 */
export function createAnchors(
  a: Int32Array,
  b: Int32Array,
  kinds: number,
): (range: Range, wanted: AnchorKind) => Anchors {
  const inA = new Int32Array(kinds);
  const inB = new Int32Array(kinds);
  /** The last place in `b` that is not paired yet, and for each place the one before it with the same item. */
  const last = new Int32Array(kinds);
  const earlier = new Int32Array(b.length);

  return ({ a0, a1, b0, b1 }, wanted) => {
    for (let i = a0; i < a1; i++) inA[a[i] as number] = (inA[a[i] as number] as number) + 1;
    for (let j = b0; j < b1; j++) {
      const item = b[j] as number;
      inB[item] = (inB[item] as number) + 1;
    }
    let fewest = mostOccurrences + 1;
    for (let i = a0; i < a1 && fewest > 1; i++) {
      const item = a[i] as number;
      if (inA[item] === inB[item] && (inA[item] as number) < fewest) fewest = inA[item] as number;
    }
    const pairsA: number[] = [];
    const pairsB: number[] = [];
    if (fewest <= mostOccurrences) {
      for (let j = b0; j < b1; j++) {
        const item = b[j] as number;
        earlier[j] = last[item] as number;
        last[item] = j;
      }
      // Items that occur as often on both sides are paired in their order; going backward takes the last ones first.
      for (let i = a1 - 1; i >= a0; i--) {
        const item = a[i] as number;
        if (inA[item] !== fewest || inB[item] !== fewest) continue;
        const j = last[item] as number;
        pairsA.push(i);
        pairsB.push(j);
        last[item] = earlier[j] as number;
      }
      pairsA.reverse();
      pairsB.reverse();
    }
    for (let i = a0; i < a1; i++) inA[a[i] as number] = 0;
    for (let j = b0; j < b1; j++) {
      const item = b[j] as number;
      inB[item] = 0;
      last[item] = 0;
    }
    const apart = wanted === 'apart' ? uncrossed(pairsB) : [];
    const chosen = apart.length > 0 ? apart : longestRising(pairsB);
    return {
      kind: apart.length > 0 ? 'apart' : 'rising',
      a: chosen.map((index) => pairsA[index] as number),
      b: chosen.map((index) => pairsB[index] as number),
    };
  };
}

/** Indexes of the values that are above all before them and below all after them. */
function uncrossed(values: readonly number[]): number[] {
  const lowest = new Int32Array(values.length + 1);
  lowest[values.length] = 0x7fffffff;
  for (let i = values.length - 1; i >= 0; i--)
    lowest[i] = Math.min(values[i] as number, lowest[i + 1] as number);
  const found: number[] = [];
  let highest = -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value > highest && value < (lowest[i + 1] as number)) found.push(i);
    highest = Math.max(highest, value);
  }
  return found;
}

/** Indexes of a longest strictly rising subsequence, in O(n log n). */
export function longestRising(values: readonly number[]): number[] {
  const ends: number[] = [];
  const previous = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if ((values[ends[mid] as number] as number) < value) low = mid + 1;
      else high = mid;
    }
    previous[i] = low > 0 ? (ends[low - 1] as number) : -1;
    ends[low] = i;
  }
  const run: number[] = [];
  for (let i = ends.at(-1) ?? -1; i >= 0; i = previous[i] as number) run.push(i);
  return run.reverse();
}
