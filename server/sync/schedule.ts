// The worker loop: takes what is due, runs it, sleeps until the next is, and gives its jobs back when stopped.

import { randomUUID } from 'node:crypto';
import { type RunDeps, runJob } from './job.ts';

export interface Worker {
  start(): void;
  /** Resolves when every running job was given back or ended. */
  stop(): Promise<void>;
}

export interface WorkerOptions extends RunDeps {
  /** Jobs at a time in this process. */
  readonly parallel?: number;
  /** The longest sleep: what is queued comes from another process. */
  readonly pollMs?: number;
}

export function createWorker(options: WorkerOptions): Worker {
  const { queue, log, leaseMs, now, parallel = 2, pollMs = 500 } = options;
  const stop = new AbortController();
  const sleepers = new Set<() => void>();
  let loops: Promise<void>[] = [];

  async function loop(owner: string): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        const row = await queue.claim({ owner, now: now(), leaseMs });
        if (row) await runJob(options, row, owner, stop.signal);
        else await sleep(await untilDue());
      } catch (err) {
        log.error({ err }, 'the worker could not reach its queue');
        await sleep(pollMs);
      }
    }
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

  return {
    start() {
      loops = Array.from({ length: parallel }, () => loop(randomUUID()));
    },
    async stop() {
      stop.abort(new Error('The worker is stopping.'));
      for (const wake of [...sleepers]) wake();
      await Promise.all(loops);
    },
  };
}
