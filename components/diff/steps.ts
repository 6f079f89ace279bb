// The changes of a difference as one row of steps: the same ones, with the same count, in every lens.

import type { Change } from '#core/diff/change.ts';

export interface Step {
  readonly file: number;
  readonly change: Change;
}

/** The step after or before, round the ends; the first one when none was current. */
export function nextStep(current: number | undefined, by: 1 | -1, count: number): number | undefined {
  if (count === 0) return undefined;
  if (current === undefined) return by === 1 ? 0 : count - 1;
  return (current + by + count) % count;
}
