// Finds items that occur once on either side, in the longest run that keeps their order (patience anchors).

/** A stretch of both sequences; ends are not included. */
export interface Range {
  readonly a0: number;
  readonly a1: number;
  readonly b0: number;
  readonly b1: number;
}

export interface Anchor {
  readonly a: number;
  readonly b: number;
}

export function uniqueAnchors(a: Int32Array, b: Int32Array, { a0, a1, b0, b1 }: Range): readonly Anchor[] {
  const inA = uniquePlaces(a, a0, a1);
  const inB = uniquePlaces(b, b0, b1);
  const pairs: Anchor[] = [];
  for (const [item, at] of inA) {
    const other = inB.get(item);
    if (at >= 0 && other !== undefined && other >= 0) pairs.push({ a: at, b: other });
  }
  pairs.sort((one, two) => one.a - two.a);
  return longestRising(pairs.map((pair) => pair.b)).map((index) => pairs[index] as Anchor);
}

/** Item to its only place, or -1 when it occurs more than once. */
function uniquePlaces(items: Int32Array, from: number, to: number): Map<number, number> {
  const places = new Map<number, number>();
  for (let i = from; i < to; i++) {
    const item = items[i] as number;
    places.set(item, places.has(item) ? -1 : i);
  }
  return places;
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
