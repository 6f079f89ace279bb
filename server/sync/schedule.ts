// The worker loop: takes what is due, runs it, sleeps until the next is, and gives its jobs back when stopped.

import { randomUUID } from 'node:crypto';
import type { JobRow } from '../db/jobs.ts';
import { type RunDeps, runJob } from './job.ts';

export interface Worker {
  start(): void;
  /** Looks at the queue now. */
  wake(): void;
  /** Ends what runs here for an org, for good; resolves when it has, with how many there were. */
  cancel(orgId: string): Promise<number>;
  /** Resolves when every running job was given back or ended. */
  stop(): Promise<void>;
}

export interface WorkerOptions extends RunDeps {
  /** Jobs at a time in this process. */
  readonly parallel?: number;
  /** The longest sleep; another process may have queued something. */
  readonly pollMs?: number;
}

export function createWorker(options: WorkerOptions): Worker {
  const { queue, log, leaseMs, now, parallel = 2, pollMs = 5_000 } = options;
  const stop = new AbortController();
  const running = new Map<AbortController, { orgId: string; done: Promise<void> }>();
  const sleepers = new Set<() => void>();
  let loops: Promise<void>[] = [];

  async function loop(owner: string): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        const row = await queue.claim({ owner, now: now(), leaseMs });
        if (row) await run(row, owner);
        else await sleep(await untilDue());
      } catch (err) {
        log.error({ err }, 'the worker could not reach its queue');
        await sleep(pollMs);
      }
    }
  }

  async function run(row: JobRow, owner: string): Promise<void> {
    const own = new AbortController();
    const done = runJob(options, row, owner, AbortSignal.any([stop.signal, own.signal]));
    running.set(own, { orgId: row.org_id, done });
    await done.finally(() => running.delete(own));
  }

  async function untilDue(): Promise<number> {
    const due = await queue.nextDue();
    return due === undefined ? pollMs : Math.min(pollMs, Math.max(due - now(), 50));
  }

  function sleep(ms: number): Promise<void> {
    if (stop.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      sleepers.add(wake);
    });
  }

  const wake = () => {
    for (const sleeper of [...sleepers]) sleeper();
  };

  return {
    start() {
      loops = Array.from({ length: parallel }, () => loop(randomUUID()));
    },
    wake,
    async cancel(orgId) {
      const meant = [...running].filter(([, job]) => job.orgId === orgId);
      for (const [own] of meant) own.abort(new Error('The org was disconnected.'));
      await Promise.allSettled(meant.map(([, { done }]) => done));
      return meant.length;
    },
    async stop() {
      stop.abort(new Error('The server is stopping.'));
      wake();
      await Promise.all(loops);
    },
  };
}
