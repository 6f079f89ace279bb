// Brings an org's index forward to what its git holds; git is the truth, the index can always be made again.

import { forgetPlaces } from '../db/components.ts';
import { indexLock, inTransaction, lock, refreshStatistics } from '../db/engine.ts';
import { findHistorySource, moveIndexedTip } from '../db/history-sources.ts';
import { deleteVersionRows } from '../db/versions.ts';
import type { HistoryDeps } from './deps.ts';
import { mainRef } from './git-store.ts';
import { type IndexOptions, type IndexProgress, IndexRun, Overtaken } from './index-run.ts';
import { readOrder, type Segment } from './order.ts';
import type { Refused } from './tree-state.ts';

export interface IndexResult extends IndexProgress {
  /** What of the project's configuration could not be used, in words. */
  readonly problems: readonly string[];
  readonly refused: readonly Refused[];
}

const attempts = 20;
/** At once, from which on the database looks at them anew. */
const manyVersions = 1_000;

/** One at a time for each org; calls wait for each other. */
export function bringIndexForward(
  deps: HistoryDeps,
  orgId: string,
  options: IndexOptions = {},
): Promise<IndexResult> {
  return deps.git(orgId).exclusive(() => bringForward(deps, orgId, options));
}

/** A commit that was just written on top of `parent`. */
export interface Captured {
  readonly id: string;
  readonly parent: string | null;
}

function justThat({ id, parent }: Captured): Segment {
  const before = parent ?? undefined;
  return { origin: 'captured', tip: id, after: before, start: before, end: id, ownTrees: true };
}

/** The same for a caller that is inside `exclusive` already. */
export async function bringForward(
  deps: HistoryDeps,
  orgId: string,
  options: IndexOptions = {},
  captured?: Captured,
): Promise<IndexResult> {
  const store = deps.git(orgId);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const position = (await findHistorySource(deps.db, orgId))?.indexedTip ?? null;
      const main = captured?.id ?? (await store.readRef(mainRef)) ?? null;
      const segments =
        main === position
          ? []
          : captured && captured.parent === position
            ? [justThat(captured)]
            : await readOrder(store);
      const run = new IndexRun(deps, orgId, segments, options);
      if (main !== position) {
        if (position !== null && !(await run.goTo(position))) await clearIndex(deps, orgId);
        await run.walk();
      }
      if (run.progress.versions >= manyVersions) await refreshStatistics(deps.db, ['versions', 'components']);
      const { problems, state } = run.walker;
      return { ...run.progress, problems, refused: state.refused };
    } catch (error) {
      if (!(error instanceof Overtaken) || attempt === attempts) throw error;
    }
  }
}

/** Makes the index anew. Stamps and states of components stay. */
export function reindex(deps: HistoryDeps, orgId: string, options: IndexOptions = {}): Promise<IndexResult> {
  return deps.git(orgId).exclusive(async () => {
    await clearIndex(deps, orgId);
    return bringForward(deps, orgId, options);
  });
}

/** Forgets every version of an org; inside `exclusive`. */
export async function clearIndex({ db, now }: HistoryDeps, orgId: string): Promise<void> {
  await inTransaction(db, async (transaction) => {
    // Or the tip could move between the look at it and the deletion.
    await lock(transaction, indexLock(orgId));
    const before = (await findHistorySource(transaction, orgId))?.indexedTip ?? null;
    await deleteVersionRows(transaction, orgId);
    await forgetPlaces(transaction, orgId);
    await moveIndexedTip(transaction, orgId, before, null, now());
  });
}
