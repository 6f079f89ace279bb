// The signal that asks a process to stop, heard from its first moment on, and the limit of how long it may take.

import process from 'node:process';
import type { Log } from './log.ts';

const stopMs = 5_000;

/**
 * Resolves with SIGTERM or SIGINT. Called before a service starts: one that has just said that it works may be stopped in
 * the same moment, and without a listener the signal would kill it. `tooLong` is told before it is ended by force.
 */
export function waitForStop(tooLong: () => void): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => resolve(signal));
  }
  promise.then(() => {
    setTimeout(() => {
      tooLong();
      process.exit(1);
    }, stopMs).unref();
  });
  return promise;
}

/** Ends the process once `stop` has ended what runs in it. */
export function endAfter(stop: () => Promise<void>, log: Log): void {
  // What is waited for may keep no process alive by itself; the end would then come in the middle, and look like a good one.
  setInterval(() => {}, 1_000);
  stop().then(
    () => {
      log.info('stopped');
      process.exit(0);
    },
    (err: unknown) => {
      log.error({ err }, 'stopping failed');
      process.exit(1);
    },
  );
}
