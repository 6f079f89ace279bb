// The API's process: settings from the environment, one web server and one worker, until it is told to stop.

import process from 'node:process';
import { readConfig } from './config.ts';
import { hardenProcess } from './harden.ts';
import { serve } from './http/serve.ts';
import { createLog } from './log.ts';
import { createOutwardFetch } from './salesforce/outward.ts';

const stopMs = 5_000;

// Files and repositories are for this user alone.
process.umask(0o077);
// This signal would open the inspector, and with it the memory of the process.
process.on('SIGUSR1', () => {});

async function run(): Promise<void> {
  const config = readConfig(process.env);
  hardenProcess({ production: config.env === 'production' });
  const log = createLog({ level: config.logLevel, name: 'api' });
  const fetch = createOutwardFetch({ issuer: config.auth0.issuer, proxy: config.salesforceProxy });
  const running = await serve(config, { fetch, now: Date.now, log });
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error('stopped by force: something did not end in time');
      process.exit(1);
    }, stopMs).unref();
    running.stop().then(
      () => {
        log.info('stopped');
        process.exit(0);
      },
      (err: unknown) => {
        log.error({ err }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  let stopping = false;
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('unhandledRejection', (err) => log.error({ err }, 'a rejection nobody handled'));
  // Node would print it as it is; the log takes secrets out.
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'an error nobody caught');
    process.exit(1);
  });
}

run().catch((error: unknown) => {
  const sentence = error instanceof Error ? error.message : String(error);
  createLog({ name: 'api' }).fatal({ err: error }, `The API cannot start: ${sentence}`);
  process.exit(1);
});
