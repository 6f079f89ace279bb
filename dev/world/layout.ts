// Where everything of one local world lies below its data folder.

import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Layout {
  readonly data: string;
  readonly keys: string;
  readonly api: string;
  readonly delegation: string;
  readonly org: string;
  readonly seed: string;
  readonly browser: string;
  readonly logs: string;
  readonly run: string;
  readonly socket: string;
  readonly signingKey: string;
  readonly certificate: string;
}

/** A unix socket's path must stay below about 104 characters; longer ones move to the system's temporary folder. */
const longestSocketPath = 100;

export function layOut(data: string): Layout {
  const keys = join(data, 'keys');
  const run = join(data, 'run');
  const near = join(run, 'delegation.sock');
  const name = createHash('sha256').update(data).digest('hex').slice(0, 16);
  return {
    data,
    keys,
    api: join(data, 'api'),
    delegation: join(data, 'delegation'),
    org: join(data, 'org'),
    seed: join(data, 'seed', 'acme'),
    browser: join(data, 'browser'),
    logs: join(data, 'logs'),
    run,
    socket: near.length < longestSocketPath ? near : join(tmpdir(), `canvasback-${name}`, 'delegation.sock'),
    signingKey: join(keys, 'salesforce-app.key'),
    certificate: join(keys, 'salesforce-app.crt'),
  };
}
