// The delegation service's own replay table: a proof stays used across a restart.

import type { ReplayTable } from '../../identity/replay.ts';
import type { DelegationDatabase } from './database.ts';

export function createProofTable(db: DelegationDatabase, now: () => number): ReplayTable {
  return {
    async claim(key, until) {
      await db.deleteFrom('used_proofs').where('until', '<=', now()).execute();
      const answer = await db
        .insertInto('used_proofs')
        .values({ key, until })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .executeTakeFirst();
      return (answer.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
  };
}
