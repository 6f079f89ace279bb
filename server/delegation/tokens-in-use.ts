// The tokens that jobs hold now, in memory only: Salesforce may give two jobs the same one, and the last one out revokes it.

import { createHash } from 'node:crypto';

export interface HeldToken {
  readonly apiHost: string;
  readonly token: string;
}

export interface TokensInUse {
  hold(jobId: string, held: HeldToken): void;
  /** Takes the job's tokens away and answers with those that no other job holds. */
  release(jobId: string): HeldToken[];
  /** Every token, for a stop. */
  releaseAll(): HeldToken[];
}

export function createTokensInUse(): TokensInUse {
  const holders = new Map<string, { held: HeldToken; jobs: Set<string> }>();
  const keyOf = ({ apiHost, token }: HeldToken) =>
    createHash('sha256').update(`${apiHost}\n${token}`).digest('base64url');
  return {
    hold(jobId, held) {
      const key = keyOf(held);
      const known = holders.get(key);
      if (known) known.jobs.add(jobId);
      else holders.set(key, { held, jobs: new Set([jobId]) });
    },
    release(jobId) {
      const free: HeldToken[] = [];
      for (const [key, { held, jobs }] of holders) {
        if (!jobs.delete(jobId) || jobs.size > 0) continue;
        holders.delete(key);
        free.push(held);
      }
      return free;
    },
    releaseAll() {
      const all = [...holders.values()].map(({ held }) => held);
      holders.clear();
      return all;
    },
  };
}
