// Reads an org's history to its end in the sight of every process, and ends what another one left half read.

import { endReading, findReading, noteReading } from '../db/history-sources.ts';
import type { HistoryDeps } from './deps.ts';
import { mainRef } from './git-store.ts';
import type { IndexOptions } from './index-run.ts';
import { bringIndexForward } from './indexing.ts';

export interface ReadToEnd {
  /** Ends it between two commits; what was saved stays, and so does the note that there is more. */
  readonly signal: AbortSignal;
  readonly onProgress?: IndexOptions['onProgress'];
}

/** Only while no other process reads this history, or none has got on with it for a while: its note is taken over. */
export async function readToEnd(
  deps: HistoryDeps,
  orgId: string,
  { signal, onProgress }: ReadToEnd,
): Promise<void> {
  const { db, now } = deps;
  const found = await findReading(db, orgId);
  const main = await deps.git(orgId).readRef(mainRef);
  const noted = found ?? main;
  if (!found && main) await noteReading(db, orgId, main, { at: now(), over: false });
  try {
    await bringIndexForward(deps, orgId, {
      onProgress(progress) {
        signal.throwIfAborted();
        onProgress?.(progress);
      },
    });
  } catch (error) {
    // Where git can't be read the index that there was stands; half of one that was begun elsewhere does not.
    if (!found && main && !signal.aborted) await endReading(db, orgId, main);
    throw error;
  }
  // Also one that the index has not come by: of an import that was killed before it moved the branch.
  if (noted) await endReading(db, orgId, noted);
}
