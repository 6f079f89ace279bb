// How long a stopped job waits: longer each time, longest where only a person can help.

import { AppError } from '../errors.ts';

/** Faults of ours in a row, without progress between them, after which a job is given up. */
export const maxFaults = 10;

interface Pace {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** Salesforce or the delegation service will answer again by itself. */
const passing: Pace = { firstMs: 2_000, mostMs: 5 * 60_000 };
/** A refusal: someone has to change something first. */
const standing: Pace = { firstMs: 30_000, mostMs: 60 * 60_000 };

/** Milliseconds until the next attempt, or undefined to give up. `failures` counts this one. */
export function retryDelay(error: unknown, failures: number): number | undefined {
  const known = error instanceof AppError;
  if (!known && failures >= maxFaults) return undefined;
  const { firstMs, mostMs } = known && !error.entry.retry ? standing : passing;
  const grown = Math.min(firstMs * 2 ** Math.min(failures - 1, 20), mostMs);
  return known && error.retryAfter ? Math.max(grown, error.retryAfter * 1000) : grown;
}
