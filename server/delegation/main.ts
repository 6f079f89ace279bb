// The delegation service's process: the only one that reads the signing key.

import process from 'node:process';
import { describeError } from '../errors.ts';
import { hardenProcess } from '../harden.ts';
import { createLog } from '../log.ts';
import { createOutwardFetch } from '../salesforce/outward.ts';
import { endAfter, waitForStop } from '../wait-for-stop.ts';
import { readDelegationConfig } from './config.ts';
import { startDelegation } from './start.ts';

const log = createLog({ name: 'delegation' });
// Files and sockets of this process are for its user, and for its group where said so.
process.umask(0o027);
// This signal would open the inspector, and with it the key.
process.on('SIGUSR1', () => log.warn('SIGUSR1 is ignored'));
// Node would print these as they are; the log takes secrets out.
process.on('unhandledRejection', (err) => log.error({ err }, 'a rejection nobody handled'));
process.on('uncaughtException', (err) => {
  log.fatal({ err }, 'an error nobody caught');
  process.exit(1);
});

const stopAsked = waitForStop(() => log.error('stopped by force: something did not end in time'));

async function run(): Promise<void> {
  const config = readDelegationConfig(process.env);
  hardenProcess(config);
  if (!config.production)
    log.warn('development: the API runs as the same user and could read the signing key');
  const fetch = createOutwardFetch({ issuer: config.issuer, proxy: config.salesforceProxy });
  const running = await startDelegation(config, { fetch, now: Date.now, log });
  await stopAsked;
  endAfter(() => running.stop(), log);
}

run().catch((error: unknown) => {
  log.fatal({ err: error }, describeError(error));
  process.exit(1);
});
