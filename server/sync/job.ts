// Runs one claimed job to its end: keeps its lease, saves how far it is, and says what becomes of it.

import * as z from 'zod/mini';
import type { JobRow, Lease } from '../db/jobs.ts';
import { describeError } from '../errors.ts';
import type { Log } from '../log.ts';
import { retryDelay } from './retry-delay.ts';

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Where to go on; plain JSON. */
  readonly cursor: unknown;
  /** What could not be done so far, in words. */
  readonly problem?: string | undefined;
}

/** What the work of a job is given. */
export interface JobRun {
  readonly id: string;
  readonly orgId: string;
  /** What the last `save` of this job left, in this or an earlier process. */
  readonly cursor: unknown;
  /** How often it failed in a row, without progress between. */
  readonly failures: number;
  /** Fires at an orderly stop and when the lease was lost; `save` throws from then on. */
  readonly signal: AbortSignal;
  readonly log: Log;
  save(progress: Progress): Promise<void>;
}

export type Work = (run: JobRun) => Promise<void>;

/** The queries of server/db/jobs.ts, bound to a database. */
export interface JobQueue {
  claim(claim: { owner: string; now: number; leaseMs: number }): Promise<JobRow | undefined>;
  renew(lease: Lease, leaseUntil: number): Promise<boolean>;
  isHeld(lease: Lease): Promise<boolean>;
  save(
    lease: Lease,
    progress: { done: number; total: number; cursor: string; problem: string | null; now: number },
  ): Promise<boolean>;
  finish(
    lease: Lease,
    end: { state: 'done' | 'failed'; problem: string | null; now: number },
  ): Promise<boolean>;
  postpone(
    lease: Lease,
    wait: { problem: string; retryAt: number; cursor: string | null; now: number },
  ): Promise<boolean>;
  release(lease: Lease, now: number): Promise<boolean>;
  /** For a job that was halted: nothing of it runs any more. False when another process has it. */
  leave(lease: Lease): Promise<boolean>;
  nextDue(): Promise<number | undefined>;
}

export interface RunDeps {
  readonly queue: JobQueue;
  readonly work: Readonly<Record<JobRow['kind'], Work>>;
  readonly log: Log;
  readonly leaseMs: number;
  /** How soon a job notices that its org was disconnected. */
  readonly noticeMs?: number;
  /** Resolves when nothing of a job that lost its lease can be written any more. */
  seal?(orgId: string): Promise<void>;
  /** Epoch ms. */
  now(): number;
}

const stored = z.object({ failures: z.int(), work: z.optional(z.unknown()) });

/** A cursor that cannot be read starts the work anew: all work can be repeated without harm. */
function readCursor(text: string | null): z.output<typeof stored> {
  const fresh = { failures: 0 };
  if (text === null) return fresh;
  try {
    return stored.safeParse(JSON.parse(text)).data ?? fresh;
  } catch {
    return fresh;
  }
}

/** Work that waits for an answer from outside is not waited for: it changes nothing without its lease. */
const graceMs = 2_000;

/** Rejects a while after the stop; forgets about it when `ended` fires. */
function graceAfter(stop: AbortSignal, ended: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stopped = () => setTimeout(reject, graceMs, stop.reason).unref();
    if (stop.aborted) stopped();
    else stop.addEventListener('abort', stopped, { once: true, signal: ended });
  });
}

/** `stop` asks the job to pause; it is given back for the next process to go on. */
export async function runJob(deps: RunDeps, row: JobRow, owner: string, stop: AbortSignal): Promise<void> {
  const { queue, leaseMs, now } = deps;
  const lease: Lease = { id: row.id, owner };
  const log = deps.log.child({ job: row.id, kind: row.kind, orgId: row.org_id });
  const lost = new AbortController();
  const ended = new AbortController();
  const signal = AbortSignal.any([stop, lost.signal]);
  const cursor = readCursor(row.cursor);
  let { failures } = cursor;
  let latest: unknown = cursor.work;
  let problem = row.problem;

  const held = (kept: boolean) => {
    if (!kept) lost.abort(new Error('The lease of this job was lost.'));
    signal.throwIfAborted();
  };
  const beat = (ask: () => Promise<boolean>) => () => {
    ask().then(
      (kept) => kept || lost.abort(new Error('The lease of this job was lost.')),
      (err: unknown) => log.warn({ err }, 'the lease could not be renewed'),
    );
  };
  const heartbeat = setInterval(
    beat(() => queue.renew(lease, now() + leaseMs)),
    leaseMs / 3,
  );
  const notice = setInterval(
    beat(() => queue.isHeld(lease)),
    deps.noticeMs ?? 500,
  );

  const run: JobRun = {
    id: row.id,
    orgId: row.org_id,
    cursor: cursor.work,
    failures,
    signal,
    log,
    save: async ({ done, total, cursor: work, problem: words }) => {
      signal.throwIfAborted();
      // To say once more where it is, is no progress.
      if (JSON.stringify(work) !== JSON.stringify(latest)) failures = 0;
      latest = work;
      problem = words ?? null;
      held(
        await queue.save(lease, {
          done,
          total,
          cursor: JSON.stringify({ failures, work }),
          problem,
          now: now(),
        }),
      );
    },
  };

  try {
    const working = deps.work[row.kind](run);
    working.catch(() => {});
    await Promise.race([working, graceAfter(signal, ended.signal)]);
    const kept = await queue.finish(lease, { state: 'done', problem, now: now() });
    if (kept) log.info('job done');
    else await leave();
  } catch (error) {
    if (lost.signal.aborted) await leave();
    else if (stop.aborted) await queue.release(lease, now());
    else await settle(error);
  } finally {
    clearInterval(heartbeat);
    clearInterval(notice);
    ended.abort();
  }

  async function leave(): Promise<void> {
    await deps.seal?.(row.org_id);
    if (await queue.leave(lease)) log.info('the org was disconnected; its job ended');
    else log.warn('another process took the job over');
  }

  async function settle(error: unknown): Promise<void> {
    failures += 1;
    const words = describeError(error);
    const delay = retryDelay(error, failures);
    if (delay === undefined) {
      log.error({ err: error }, 'job given up');
      await queue.finish(lease, { state: 'failed', problem: 'Something failed on our side.', now: now() });
      return;
    }
    log.warn({ err: error, failures, delay }, 'job waits');
    await queue.postpone(lease, {
      problem: words,
      retryAt: now() + delay,
      cursor: JSON.stringify({ failures, work: latest }),
      now: now(),
    });
  }
}
