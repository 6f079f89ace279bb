// Records what Salesforce says of components without reading their content.

import type { Transaction } from 'kysely';
import { putStamp, type Stamp } from '../db/components.ts';
import { indexLock, inTransaction, lock } from '../db/engine.ts';
import { erasedIds, erasedPerson, putPerson } from '../db/people.ts';
import type { Tables } from '../db/tables.ts';
import type { HistoryDeps } from './deps.ts';
import { isSafeName } from './project.ts';

export type { Stamp };

/** All of them or none. A component that history doesn't know yet becomes known, without versions. */
export async function recordStamps(
  deps: Pick<HistoryDeps, 'db' | 'now'>,
  orgId: string,
  stamps: readonly Stamp[],
): Promise<void> {
  const at = deps.now();
  await inTransaction(deps.db, (transaction) => putStamps(transaction, orgId, stamps, at));
}

/** The same as a part of somebody’s transaction. */
export async function putStamps(
  transaction: Transaction<Tables>,
  orgId: string,
  stamps: readonly Stamp[],
  at: number,
): Promise<void> {
  await lock(transaction, indexLock(orgId));
  // What no path could have is never kept, and an index could not hold a name without end.
  const named = new Map(
    stamps.map(({ lastModifiedById: id, lastModifiedByName: name }) => [id, name] as const),
  );
  for (const [userId, name] of named)
    if (userId && name) await putPerson(transaction, { orgId, userId, name });
  const erased = await erasedIds(transaction, orgId);
  for (const stamp of stamps.filter(isSafeName)) {
    const isErased = stamp.lastModifiedById !== undefined && erased.has(stamp.lastModifiedById);
    await putStamp(transaction, orgId, isErased ? { ...stamp, lastModifiedByName: erasedPerson } : stamp, at);
  }
}
