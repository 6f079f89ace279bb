// Saves one step of indexing, whole or not at all, and only on top of where the index is.

import { type Place, putPlaces } from '../db/components.ts';
import type { Database } from '../db/database.ts';
import { indexLock, inTransaction, lock } from '../db/engine.ts';
import { moveIndexedTip } from '../db/history-sources.ts';
import { insertVersionRows, type NewVersionRow } from '../db/versions.ts';

export interface IndexStep {
  readonly orgId: string;
  /** Commits that the index reaches before and after. */
  readonly before: string | null;
  readonly after: string;
  readonly at: number;
  readonly places: readonly Place[];
  readonly rows: readonly NewVersionRow[];
}

/** False, with nothing changed, when another process moved the index meanwhile. */
export function saveStep(db: Database, step: IndexStep): Promise<boolean> {
  return inTransaction(db, async (transaction) => {
    await lock(transaction, indexLock(step.orgId));
    const moved = await moveIndexedTip(transaction, step.orgId, step.before, step.after, step.at);
    if (!moved) return false;
    await putPlaces(transaction, step.places);
    await insertVersionRows(transaction, step.rows);
    return true;
  });
}
