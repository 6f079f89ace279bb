// Brings the indexes of all orgs forward while the server answers already, and says how far each is, also where another process reads it.

import { findHistorySource, findReading } from '../db/history-sources.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { HistoryDeps } from './deps.ts';
import { mainRef } from './git-store.ts';
import { readToEnd } from './read-to-end.ts';

/** Commits read of those to read; `total` is 0 until they are counted, and while another process reads them. */
export interface ReadingProgress {
  readonly done: number;
  readonly total: number;
}

export interface Reading {
  /** Undefined when the index of the org has all its history. */
  of(orgId: string): Promise<ReadingProgress | undefined>;
  /** Throws `history_reading` while half a history would be taken for all of it. */
  guard(orgId: string): Promise<void>;
  /** Resolves when nothing that there was at the start is left to read, also after `stop`. */
  readonly finished: Promise<void>;
  stop(): Promise<void>;
}

const logEveryMs = 5_000;
const uncounted: ReadingProgress = { done: 0, total: 0 };

/**
 * An org whose git can't be read (its project was moved away) is logged, and keeps the index it has; half of an import
 * that was begun is never shown. `stillMs`: for how long another process's reading may stand still before it is ended here.
 */
export async function startReading(
  deps: HistoryDeps,
  log: Log,
  { stillMs = 30_000 }: { stillMs?: number } = {},
): Promise<Reading> {
  const { db, now } = deps;
  const pending = new Map<string, ReadingProgress>();
  /** Where other processes are, and since when. */
  const elsewhere = new Map<string, { readonly place: string; readonly since: number }>();
  const takenOver = new Set<Promise<void>>();
  const stopping = new AbortController();
  const { signal } = stopping;
  for (const orgId of deps.git.orgIds()) {
    const indexed = (await findHistorySource(db, orgId))?.indexedTip ?? undefined;
    const main = await deps.git(orgId).readRef(mainRef);
    if (main !== indexed || (await findReading(db, orgId))) pending.set(orgId, uncounted);
  }

  async function read(orgId: string): Promise<void> {
    let logged = now();
    try {
      await readToEnd(deps, orgId, {
        signal,
        onProgress({ commits: done, total }) {
          pending.set(orgId, { done, total });
          if (now() - logged < logEveryMs) return;
          logged = now();
          log.info({ orgId, done, total }, 'history is being read');
        },
      });
    } catch (err) {
      if (!signal.aborted) log.error({ orgId, err }, 'history not indexed');
    } finally {
      pending.delete(orgId);
    }
  }

  /** A process that was killed leaves its note; a slow one is helped, which does no harm. */
  async function watch(orgId: string, to: string): Promise<void> {
    const place = `${to} ${(await findHistorySource(db, orgId))?.indexedTip}`;
    const seen = elsewhere.get(orgId);
    if (seen?.place !== place) elsewhere.set(orgId, { place, since: now() });
    else if (now() - seen.since >= stillMs && !pending.has(orgId) && !signal.aborted) {
      elsewhere.delete(orgId);
      pending.set(orgId, uncounted);
      const run = read(orgId).finally(() => takenOver.delete(run));
      takenOver.add(run);
    }
  }

  async function of(orgId: string): Promise<ReadingProgress | undefined> {
    const own = pending.get(orgId);
    if (own) return own;
    const to = await findReading(db, orgId);
    if (to) await watch(orgId, to);
    else elsewhere.delete(orgId);
    return to ? (pending.get(orgId) ?? uncounted) : undefined;
  }

  const finished = (async () => {
    for (const orgId of [...pending.keys()]) if (!signal.aborted) await read(orgId);
  })();
  return {
    of,
    async guard(orgId) {
      const progress = await of(orgId);
      if (!progress) return;
      const { done, total } = progress;
      const detail = total > 0 ? { detail: `${done} of ${total} commits are read.` } : {};
      throw new AppError('history_reading', { ...detail, retryAfter: 5 });
    },
    finished,
    async stop() {
      stopping.abort();
      await Promise.all([finished, ...takenOver]);
    },
  };
}
