// Waits until the index has all of an org's history; the API reads it at its start, and where nobody does, this process does.

import { setTimeout } from 'node:timers/promises';
import { findHistorySource } from '../db/history-sources.ts';
import type { HistoryDeps } from './deps.ts';
import { mainRef } from './git-store.ts';
import { bringIndexForward } from './indexing.ts';

export interface Patience {
  readonly lookMs?: number;
  /** For how long the index may stand still before it is brought forward here. */
  readonly stillMs?: number;
}

/** Without all history, what differs from it would be taken for a first version. */
export async function untilIndexed(
  deps: HistoryDeps,
  orgId: string,
  signal: AbortSignal,
  { lookMs = 500, stillMs = 10_000 }: Patience = {},
): Promise<void> {
  let seen: string | null | undefined;
  let since = deps.now();
  for (;;) {
    signal.throwIfAborted();
    const indexed = (await findHistorySource(deps.db, orgId))?.indexedTip ?? null;
    if (((await deps.git(orgId).readRef(mainRef)) ?? null) === indexed) return;
    if (indexed !== seen) [seen, since] = [indexed, deps.now()];
    if (deps.now() - since >= stillMs) {
      // Two at once do no harm: the one that is overtaken goes on from where the other is.
      await bringIndexForward(deps, orgId, { onProgress: () => signal.throwIfAborted() });
      return;
    }
    await setTimeout(lookMs, undefined, { signal });
  }
}
