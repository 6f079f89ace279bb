// Shuts out whoever fails too often, for longer each time; who has been quiet for a day starts anew.

import { RateLimiterRes } from 'rate-limiter-flexible';
import type { LimitStore } from './rate-limit.ts';

export interface GrowingBlockOptions {
  /** What is counted: `refusals`, `connect`. */
  readonly name: string;
  /** Failures within `seconds` that are still let through. */
  readonly points: number;
  readonly seconds: number;
  /** The first block; each further one is five times as long, six hours at most. */
  readonly blockSeconds: number;
}

export interface Shut {
  readonly seconds: number;
  /** Set for the one failure that began the block: which block it is, from 1. */
  readonly began?: number;
}

export interface GrowingBlock {
  /** Undefined while the key is open. */
  look(key: string): Promise<Shut | undefined>;
  /** Counts a failure; answers what look does. */
  count(key: string): Promise<Shut | undefined>;
  /** After a success: nothing is held against the key. */
  forgive(key: string): Promise<void>;
}

const growth = 5;
const longestSeconds = 6 * 3600;
const quietSeconds = 24 * 3600;

/** How long the nth block is. */
export function blockSeconds(first: number, nth: number): number {
  return Math.min(first * growth ** (nth - 1), longestSeconds);
}

export function createGrowingBlock(store: LimitStore, options: GrowingBlockOptions): GrowingBlock {
  const { name, points, seconds, blockSeconds: first } = options;
  const failures = store({ keyPrefix: name, points, duration: seconds });
  const blocks = store({ keyPrefix: `${name}-blocks`, points: 1000, duration: quietSeconds });
  const shutBy = ({ msBeforeNext }: RateLimiterRes): Shut => ({
    seconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
  });

  async function begin(key: string): Promise<Shut> {
    const nth = ((await blocks.get(key))?.consumedPoints ?? 0) + 1;
    const length = blockSeconds(first, nth);
    await blocks.set(key, nth, length + quietSeconds);
    await failures.block(key, length);
    return { seconds: length, began: nth };
  }

  return {
    async look(key) {
      const found = await failures.get(key);
      return found && found.consumedPoints > points ? shutBy(found) : undefined;
    },
    async count(key) {
      try {
        await failures.consume(key);
        return undefined;
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        // One more than allowed is reached once in a window, by one request of all that come at once.
        return refused.consumedPoints === points + 1 ? begin(key) : shutBy(refused);
      }
    },
    async forgive(key) {
      await Promise.all([failures.delete(key), blocks.delete(key)]);
    },
  };
}
