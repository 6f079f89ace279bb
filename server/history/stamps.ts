// Records what Salesforce says of components without reading their content.

import { putStamp, type Stamp } from '../db/components.ts';
import type { HistoryDeps } from './deps.ts';

export type { Stamp };

/** All of them or none. A component that history doesn't know yet becomes known, without versions. */
export async function recordStamps(
  deps: Pick<HistoryDeps, 'db' | 'now'>,
  orgId: string,
  stamps: readonly Stamp[],
): Promise<void> {
  const at = deps.now();
  await deps.db.transaction().execute(async (transaction) => {
    for (const stamp of stamps) await putStamp(transaction, orgId, stamp, at);
  });
}
