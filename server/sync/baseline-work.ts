// The baseline's work, bound to history and the door to Salesforce.

import type { ComponentKey } from '#core/component.ts';
import { countVersions } from '../db/versions.ts';
import { capture } from '../history/capture.ts';
import type { HistoryDeps } from '../history/deps.ts';
import { recordStamps } from '../history/stamps.ts';
import { untilIndexed } from '../history/until-indexed.ts';
import { batchOf } from '../salesforce/readers/read-live.ts';
import { type BaselineDeps, runBaseline } from './baseline.ts';
import type { Work } from './job.ts';

export function createBaselineWork(history: HistoryDeps, open: BaselineDeps['open']): Work {
  const has = async (orgId: string, key: ComponentKey) =>
    (await countVersions(history.db, { orgId, ...key })) > 0;
  return (run) => {
    const deps: BaselineDeps = {
      open,
      recordStamps: (orgId, stamps) => recordStamps(history, orgId, stamps),
      async hasHistory(orgId, key) {
        if (await has(orgId, key)) return true;
        // An import may have begun since the job did: then its first version may be yet to come.
        await untilIndexed(history, orgId, run.signal);
        return has(orgId, key);
      },
      capture: (wanted) => capture(history, wanted),
      batchOf,
    };
    return runBaseline(deps, run);
  };
}
