// The services of comparing, bound to the database, history and the door to Salesforce.

import type { ComponentKey } from '#core/component.ts';
import { recordAdminEntry } from '../db/admin-log.ts';
import { type ComponentRow, findComponentRow, putState } from '../db/components.ts';
import { inTransaction } from '../db/engine.ts';
import { findReading } from '../db/history-sources.ts';
import { findLiveRead, keepLiveRead, markLiveReadCommitted } from '../db/live-reads.ts';
import { putOtherIds } from '../db/other-ids.ts';
import { AppError } from '../errors.ts';
import { capture } from '../history/capture.ts';
import type { HistoryDeps } from '../history/deps.ts';
import { putStamps } from '../history/stamps.ts';
import { type Committed, lastCommitted } from '../history/versions.ts';
import { type CommitDeps, createCommitCompare } from './commit.ts';
import { compareVersions } from './compare-versions.ts';
import { createCompareLive, type Known, type Live, type LiveDeps } from './live.ts';

export function createCompareServices(
  history: HistoryDeps,
  open: LiveDeps['open'],
  refused: LiveDeps['refused'],
) {
  const { db, now } = history;
  const last = (orgId: string, key: ComponentKey, earlier?: Committed) =>
    lastCommitted(history, { orgId, ...key }, earlier);
  const live: LiveDeps = {
    open,
    refused,
    known: async (orgId, ref) => {
      const row = await findComponentRow(db, { orgId, ...ref });
      return row && knownOf(row);
    },
    lastCommitted: last,
    expect: compareVersions.expect,
    diff: compareVersions,
    // One commit: each waits for the disk, and the person waits for all of them.
    note: ({ orgId, key, state, at, live: found, read }) =>
      inTransaction(db, async (transaction) => {
        // An import began while Salesforce answered: what was compared with may be half of its history.
        if (await findReading(transaction, orgId)) throw new AppError('history_reading', { retryAfter: 5 });
        const isKnown = await findComponentRow(transaction, { orgId, ...key });
        if (found?.aside && isKnown) await putOtherIds(transaction, { orgId, ...key }, found.otherIds);
        else if (found?.aside) {
          // Known by its ids alone: whose save this version was says nothing of the flow.
          const { id, otherIds } = found;
          await putStamps(transaction, orgId, [{ ...key, id, otherIds }], now());
        } else {
          if (found) await putStamps(transaction, orgId, [stampOf(key, found)], now());
          await putState(transaction, { orgId, ...key }, state, at);
        }
        if (read) await keepLiveRead(transaction, read);
      }),
    now,
  };
  const commit: CommitDeps = {
    find: (wanted) => findLiveRead(db, wanted),
    markCommitted: (read, revision) => markLiveReadCommitted(db, read, revision),
    lastCommitted: last,
    capture: (wanted) => capture(history, wanted),
    noteState: (orgId, key, state, at) => putState(db, { orgId, ...key }, state, at),
    recordCommit: ({ at, subject, orgId, key, revision }) =>
      recordAdminEntry(db, { at, subject, action: 'history.commit', orgId, detail: { ...key, revision } }),
    now,
  };
  const { compare, ended } = createCompareLive(live);
  return { compareLive: compare, commitCompare: createCommitCompare(commit), ended };
}

function knownOf(row: ComponentRow): Known {
  const { last_modified_at: at, last_modified_by_id: userId, last_modified_by_name: name } = row;
  return {
    key: { type: row.type, fullName: row.full_name },
    id: row.salesforce_id ?? undefined,
    seen: at !== null && userId !== null && name !== null ? { at, userId, name } : undefined,
  };
}

function stampOf(key: ComponentKey, { id, otherIds, saved }: Live) {
  return {
    ...key,
    id,
    otherIds,
    lastModifiedAt: saved?.at,
    lastModifiedById: saved?.userId,
    lastModifiedByName: saved?.name,
  };
}
