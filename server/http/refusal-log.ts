// The operator's log of what was refused before anybody was known: a line a minute for each address and reason, with a count.

import type { Log } from '../log.ts';
import { addressKey } from './address-key.ts';

export interface RefusalLog {
  /** `reason` is one of our own sentences, never what the client sent. */
  note(address: string, reason: string): void;
  /** Writes what was counted since the last time. */
  flush(): void;
  /** Writes it, and counts no more. */
  stop(): void;
}

export const refusalLogMs = 60_000;
/** Addresses beyond these share a line: a flood from everywhere must not fill the memory. */
const mostLines = 2000;

interface Count {
  readonly address: string;
  readonly reason: string;
  readonly since: number;
  count: number;
}

export function createRefusalLog(log: Log, now: () => number, everyMs = refusalLogMs): RefusalLog {
  const operator = log.child({ log: 'operator' });
  let counts = new Map<string, Count>();
  const flush = () => {
    const lines = counts;
    counts = new Map();
    for (const { address, reason, since, count } of lines.values()) {
      operator.warn(
        { address, reason, count, since: new Date(since).toISOString() },
        'refused before sign-in',
      );
    }
  };
  const timer = setInterval(flush, everyMs);
  timer.unref();
  return {
    note(from, reason) {
      const network = addressKey(from);
      const address = counts.has(`${network} ${reason}`) || counts.size < mostLines ? network : 'others';
      const key = `${address} ${reason}`;
      const known = counts.get(key);
      if (known) known.count += 1;
      else counts.set(key, { address, reason, since: now(), count: 1 });
    },
    flush,
    stop() {
      clearInterval(timer);
      flush();
    },
  };
}
