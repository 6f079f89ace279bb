// Brings the indexes of all orgs forward while the server answers already, and says how far each is.

import { findHistorySource } from '../db/history-sources.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { HistoryDeps } from './deps.ts';
import { mainRef } from './git-store.ts';
import { bringIndexForward } from './indexing.ts';

/** Commits read of those to read; `total` is 0 until they are counted. */
export interface ReadingProgress {
  readonly done: number;
  readonly total: number;
}

export interface Reading {
  /** Undefined when the index of the org has all its history. */
  of(orgId: string): ReadingProgress | undefined;
  /** Throws `history_reading` while half a history would be taken for all of it. */
  guard(orgId: string): void;
  /** Resolves when nothing is left to read, also after `stop`. */
  readonly finished: Promise<void>;
  stop(): Promise<void>;
}

const logEveryMs = 5_000;

/** An org whose git can't be read (its project was moved away) is logged, and keeps the index it has. */
export async function startReading(deps: HistoryDeps, log: Log): Promise<Reading> {
  const pending = new Map<string, ReadingProgress>();
  for (const orgId of deps.git.orgIds()) {
    const indexed = (await findHistorySource(deps.db, orgId))?.indexedTip ?? undefined;
    if ((await deps.git(orgId).readRef(mainRef)) !== indexed) pending.set(orgId, { done: 0, total: 0 });
  }
  let stopped = false;

  async function read(orgId: string): Promise<void> {
    let logged = deps.now();
    try {
      await bringIndexForward(deps, orgId, {
        onProgress({ commits: done, total }) {
          if (stopped) throw new Stopped();
          pending.set(orgId, { done, total });
          if (deps.now() - logged < logEveryMs) return;
          logged = deps.now();
          log.info({ orgId, done, total }, 'history is being read');
        },
      });
    } catch (err) {
      if (!(err instanceof Stopped)) log.error({ orgId, err }, 'history not indexed');
    } finally {
      pending.delete(orgId);
    }
  }

  const finished = (async () => {
    for (const orgId of [...pending.keys()]) if (!stopped) await read(orgId);
  })();
  return {
    of: (orgId) => pending.get(orgId),
    guard(orgId) {
      const progress = pending.get(orgId);
      if (!progress) return;
      const { done, total } = progress;
      const detail = total > 0 ? { detail: `${done} of ${total} commits are read.` } : {};
      throw new AppError('history_reading', { ...detail, retryAfter: 5 });
    },
    finished,
    async stop() {
      stopped = true;
      await finished;
    },
  };
}

/** Ends a run between two commits; what it saved stays. */
class Stopped extends Error {}
