// The worker's process: the only one that holds the worker's key; it reads orgs as their integration users.

import process from 'node:process';
import { maskFor } from './data-folder.ts';
import { hardenProcess } from './harden.ts';
import { createLog } from './log.ts';
import { runProcess } from './run-process.ts';
import { createOutwardFetch } from './salesforce/outward.ts';
import { startWorker } from './start-worker.ts';
import { readWorkerConfig } from './worker-config.ts';

runProcess({
  name: 'worker',
  title: 'The worker',
  async start() {
    const config = readWorkerConfig(process.env);
    hardenProcess({ production: config.env === 'production' });
    process.umask(maskFor(config.data));
    const log = createLog({ level: config.logLevel, name: 'worker' });
    if (config.env === 'development') {
      log.warn('development: the API runs as the same user and could read the worker’s key');
    }
    const fetch = createOutwardFetch({ proxy: config.salesforceProxy });
    const running = await startWorker(config, { fetch, now: Date.now, log });
    return { log, stop: () => running.stop() };
  },
});
