// How long this process itself has been computing: a busy machine takes longer over it, but the work is no more.

import process from 'node:process';

/** Starts measuring; what it gives answers with the milliseconds of the processor's time since. */
export function workTime(): () => number {
  const started = process.cpuUsage();
  return () => process.cpuUsage(started).user / 1000;
}
