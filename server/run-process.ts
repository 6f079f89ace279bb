// What the API's and the worker's processes have in common: no inspector, one sentence when they cannot start, an orderly stop.

import process from 'node:process';
import { createLog, type Log } from './log.ts';
import { endAfter, waitForStop } from './wait-for-stop.ts';

export interface ProcessSpec {
  /** In the log. */
  readonly name: string;
  /** In a sentence: `The API`. */
  readonly title: string;
  /** Throws an error whose message says what to do. */
  start(): Promise<{ readonly log: Log; stop(): Promise<void> }>;
}

export function runProcess({ name, title, start }: ProcessSpec): void {
  // Until the settings say who shares them, files are for this user alone.
  process.umask(0o077);
  // This signal would open the inspector, and with it the memory of the process.
  process.on('SIGUSR1', () => {});
  const stopAsked = waitForStop(() =>
    createLog({ name }).error('stopped by force: something did not end in time'),
  );
  run().catch((error: unknown) => {
    const sentence = error instanceof Error ? error.message : String(error);
    createLog({ name }).fatal({ err: error }, `${title} cannot start: ${sentence}`);
    process.exit(1);
  });

  async function run(): Promise<void> {
    const { log, stop } = await start();
    process.on('unhandledRejection', (err) => log.error({ err }, 'a rejection nobody handled'));
    // Node would print it as it is; the log takes secrets out.
    process.on('uncaughtException', (err) => {
      log.fatal({ err }, 'an error nobody caught');
      process.exit(1);
    });
    log.info({ signal: await stopAsked }, 'stopping');
    endAfter(stop, log);
  }
}
