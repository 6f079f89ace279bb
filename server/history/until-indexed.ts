// Waits until the index has all of an org's history; the API or an import reads it, and where nobody does, this process does.

import { setTimeout } from 'node:timers/promises';
import { findHistorySource, findReading } from '../db/history-sources.ts';
import type { HistoryDeps } from './deps.ts';
import { mainRef } from './git-store.ts';
import { readToEnd } from './read-to-end.ts';

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
  let seen: string | undefined;
  let since = deps.now();
  for (;;) {
    signal.throwIfAborted();
    const indexed = (await findHistorySource(deps.db, orgId))?.indexedTip ?? null;
    const main = (await deps.git(orgId).readRef(mainRef)) ?? null;
    const to = await findReading(deps.db, orgId);
    if (main === indexed && !to) return;
    const place = `${to} ${indexed}`;
    if (place !== seen) [seen, since] = [place, deps.now()];
    if (deps.now() - since >= stillMs) {
      // Two at once do no harm: the one that is overtaken goes on from where the other is.
      await readToEnd(deps, orgId, { signal });
      return;
    }
    await setTimeout(lookMs, undefined, { signal });
  }
}
