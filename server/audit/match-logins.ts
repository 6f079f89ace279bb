// Pairs login rows with the attempts that may have made them: as many pairs as there can be, each row and each attempt once.

export interface Spanned {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

export interface Pairing<Row, Attempt> {
  /** Those first that few attempts may have made. */
  readonly rows: readonly Row[];
  readonly attempts: readonly Attempt[];
  /** Whether the attempt, by anything but its time, may have made the row. */
  fits(row: Row, attempt: Attempt): boolean;
  /** How far the time of a row may lie outside of its attempt's. */
  readonly skewMs: number;
}

/**
 * The attempt of each row that has one, by their places. A pair is given up for another where that explains more rows
 * (augmenting paths), so a row is left over only when no choice of pairs at all explains it as well. Of rows that
 * cannot all be explained, the later in the list are left over.
 */
export function matchLogins<Row extends { readonly at: number }, Attempt extends Spanned>(
  pairing: Pairing<Row, Attempt>,
): Map<number, number> {
  const { rows } = pairing;
  const candidatesOf = finder(pairing);
  const candidates = rows.map((row) => candidatesOf(row));
  const attemptOf = new Map<number, number>();
  const rowOf = new Map<number, number>();
  for (const place of rows.keys()) augment(place, candidates, attemptOf, rowOf);
  return attemptOf;
}

/** Places of the attempts that may have made a row, those that end first before the others. */
function finder<Row extends { readonly at: number }, Attempt extends Spanned>({
  attempts,
  fits,
  skewMs,
}: Pairing<Row, Attempt>): (row: Row) => number[] {
  const sorted = attempts
    .map((attempt, place) => ({ attempt, place }))
    .sort((one, other) => one.attempt.from - other.attempt.from);
  const longest = attempts.reduce((most, { from, to }) => Math.max(most, to - from), 0);
  return (row) => {
    const found: { place: number; to: number }[] = [];
    const last = row.at + skewMs;
    for (let index = firstFrom(sorted, row.at - skewMs - longest); index < sorted.length; index += 1) {
      const { attempt, place } = sorted[index] as (typeof sorted)[number];
      if (attempt.from > last) break;
      if (attempt.to + skewMs >= row.at && fits(row, attempt)) found.push({ place, to: attempt.to });
    }
    return found.sort((one, other) => one.to - other.to).map(({ place }) => place);
  };
}

function firstFrom(sorted: readonly { readonly attempt: Spanned }[], from: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.attempt.from ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Finds the shortest chain of exchanged pairs that ends at a free attempt, and carries it out. */
function augment(
  start: number,
  candidates: readonly (readonly number[])[],
  attemptOf: Map<number, number>,
  rowOf: Map<number, number>,
): void {
  /** By which row each attempt was reached. */
  const reachedBy = new Map<number, number>();
  const queue = [start];
  for (let next = 0; next < queue.length; next += 1) {
    const row = queue[next] as number;
    for (const attempt of candidates[row] ?? []) {
      if (reachedBy.has(attempt)) continue;
      reachedBy.set(attempt, row);
      const holder = rowOf.get(attempt);
      if (holder !== undefined) queue.push(holder);
      else {
        carryOut(attempt, reachedBy, attemptOf, rowOf);
        return;
      }
    }
  }
}

function carryOut(
  free: number,
  reachedBy: ReadonlyMap<number, number>,
  attemptOf: Map<number, number>,
  rowOf: Map<number, number>,
): void {
  let attempt: number | undefined = free;
  while (attempt !== undefined) {
    const row = reachedBy.get(attempt) as number;
    const before = attemptOf.get(row);
    attemptOf.set(row, attempt);
    rowOf.set(attempt, row);
    attempt = before;
  }
}
