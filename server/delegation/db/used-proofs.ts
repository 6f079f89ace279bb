// The delegation service's own replay table: a proof stays used across a restart.

import type { ReplayTable } from '../../identity/replay.ts';
import type { DelegationDatabase } from './database.ts';

const sweepMs = 30_000;

export function createProofTable(db: DelegationDatabase, now: () => number): ReplayTable {
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
