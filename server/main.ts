// The API's process: settings from the environment and one web server, until it is told to stop.

import process from 'node:process';
import { readConfig } from './config.ts';
import { maskFor } from './data-folder.ts';
import { hardenProcess } from './harden.ts';
import { serve } from './http/serve.ts';
import { createLog } from './log.ts';
import { runProcess } from './run-process.ts';
import { createOutwardFetch } from './salesforce/outward.ts';

runProcess({
  name: 'api',
  title: 'The API',
  async start() {
    const config = readConfig(process.env);
    hardenProcess({ production: config.env === 'production' });
    process.umask(maskFor(config.data));
    const log = createLog({ level: config.logLevel, name: 'api' });
    const fetch = createOutwardFetch({ issuer: config.auth0.issuer, proxy: config.salesforceProxy });
    const running = await serve(config, { fetch, now: Date.now, log });
    return { log, stop: () => running.stop() };
  },
});
