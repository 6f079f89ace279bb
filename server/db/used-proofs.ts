// A replay table that outlives the process and that several servers share: a proof is used once, wherever it arrives.

import type { Kysely } from 'kysely';
import type { ReplayTable } from '../identity/replay.ts';

export interface UsedProofs {
  /** `until` in epoch milliseconds. */
  used_proofs: { key: string; until: number };
}

const sweepMs = 30_000;

export function createProofTable(db: Kysely<UsedProofs>, now: () => number): ReplayTable {
  let sweptAt = Number.NEGATIVE_INFINITY;
  return {
    async claim(key, until) {
      const time = now();
      if (time - sweptAt >= sweepMs) {
        sweptAt = time;
        await db.deleteFrom('used_proofs').where('until', '<=', time).execute();
      }
      // A row past its time that was not swept yet still refuses: such a proof is too old in any case.
      const answer = await db
        .insertInto('used_proofs')
        .values({ key, until })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .executeTakeFirst();
      return (answer.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
  };
}
