// Gives every connected org its turn: claims it for this process, runs it, and says when it is next.

import { randomUUID } from 'node:crypto';
import type { Database } from '../db/database.ts';
import {
  addReconciliations,
  claimReconciliation,
  finishReconciliation,
  type ReconciliationRow,
} from '../db/reconciliations.ts';
import type { Log } from '../log.ts';
import { type NotReconciled, notReconciled } from './state.ts';

export interface ReconcilerOptions {
  readonly db: Database;
  /** Ends the run itself when it goes well; throws what keeps it from judging. */
  run(row: ReconciliationRow, of: { owner: string; signal: AbortSignal; nextAt: number }): Promise<void>;
  readonly everyMs: number;
  readonly pollMs?: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

export interface Reconciler {
  start(): void;
  stop(): Promise<void>;
  /** One turn now: false when it is nobody's. */
  turn(): Promise<boolean>;
}

/** Longer than a job of this purpose may last. */
const leaseMs = 6 * 60_000;
/** What passes by itself is tried again sooner than in a whole cycle. */
const soonMs = 2 * 60_000;

export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { db, everyMs, pollMs = 1000, now, log } = options;
  const owner = randomUUID();
  const stop = new AbortController();
  let loop: Promise<void> | undefined;
  let wake = () => {};

  async function turn(): Promise<boolean> {
    await addReconciliations(db, now());
    const row = await claimReconciliation(db, { owner, now: now(), leaseMs });
    if (!row) return false;
    const nextAt = now() + everyMs;
    try {
      await options.run(row, { owner, signal: stop.signal, nextAt });
    } catch (error) {
      await fail(row, error, nextAt);
    }
    return true;
  }

  async function fail({ org_id: orgId }: ReconciliationRow, error: unknown, nextAt: number): Promise<void> {
    const lease = { orgId, owner };
    if (stop.signal.aborted) {
      // For the next process to take at once; the state stays what it was.
      await finishReconciliation(db, lease, { next_at: now() });
      return;
    }
    const because: NotReconciled = notReconciled(error);
    const level = because.reason === 'failed' ? 'error' : 'warn';
    log[level]({ err: error, orgId, reason: because.reason }, 'the login history could not be reconciled');
    const next_at = because.passes ? Math.min(nextAt, now() + soonMs) : nextAt;
    const { reason, detail } = because;
    await finishReconciliation(db, lease, { state: 'not_reconciled', reason, detail, next_at });
  }

  async function work(): Promise<void> {
    while (!stop.signal.aborted) {
      const worked = await turn().catch((err: unknown) => {
        log.error({ err }, 'reconciliations could not be looked for');
        return false;
      });
      if (!worked && !stop.signal.aborted) await pause();
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    turn,
    start() {
      loop = work();
    },
    async stop() {
      stop.abort(new Error('The worker is stopping.'));
      wake();
      await loop;
    },
  };
}
