// The answer to too many requests: which limit, what is left of it, and when to come back, in words and in headers.

import { AppError } from '../errors.ts';

/** One limit as it stands for the caller. */
export interface Budget {
  /** `read`, `org`, `refusals`: the name in the headers. */
  readonly name: string;
  readonly points: number;
  /** Length of the window. */
  readonly seconds: number;
  readonly left: number;
  /** Seconds until it is whole again, or open again. */
  readonly reset: number;
}

/** https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ */
export function limitHeaders(budgets: readonly Budget[]): Record<string, string> {
  return {
    'ratelimit-policy': budgets
      .map(({ name, points, seconds }) => `"${name}";q=${points};w=${seconds}`)
      .join(', '),
    ratelimit: budgets.map(({ name, left, reset }) => `"${name}";r=${left};t=${reset}`).join(', '),
  };
}

export class RateLimited extends AppError {
  readonly headers: Readonly<Record<string, string>>;

  constructor(sentence: string, budget: Budget) {
    const retryAfter = Math.max(1, budget.reset);
    super('rate_limited', { detail: `${sentence} Try again in ${inWords(retryAfter)}.`, retryAfter });
    this.headers = limitHeaders([budget]);
  }
}

/** Never less than it is: `40 seconds`, `3 minutes`, `6 hours`. */
export function inWords(seconds: number): string {
  const [count, unit] =
    seconds < 100
      ? [seconds, 'second']
      : seconds < 6000
        ? [Math.ceil(seconds / 60), 'minute']
        : [Math.ceil(seconds / 3600), 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
