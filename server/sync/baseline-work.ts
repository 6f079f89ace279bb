// The baseline's work, bound to history and the door to Salesforce.

import { countVersions } from '../db/versions.ts';
import { capture } from '../history/capture.ts';
import type { HistoryDeps } from '../history/deps.ts';
import { recordStamps } from '../history/stamps.ts';
import { batchOf } from '../salesforce/readers/read-live.ts';
import { type BaselineDeps, runBaseline } from './baseline.ts';
import type { Work } from './job.ts';

export function createBaselineWork(history: HistoryDeps, open: BaselineDeps['open']): Work {
  const deps: BaselineDeps = {
    open,
    recordStamps: (orgId, stamps) => recordStamps(history, orgId, stamps),
    hasHistory: async (orgId, key) => (await countVersions(history.db, { orgId, ...key })) > 0,
    capture: (wanted) => capture(history, wanted),
    batchOf,
  };
  return (run) => runBaseline(deps, run);
}
