// Starts an org stand-in: one https server for all of its hosts, one control server.

import type { Server } from 'node:net';
import { createControlServer } from './control.ts';
import { createOrgServer } from './http/server.ts';
import type { OrgOptions } from './settings.ts';
import { openOrg } from './state/org.ts';

export type { OrgOptions } from './settings.ts';

export interface RunningOrg {
  readonly port: number;
  readonly controlPort: number;
  stop(): Promise<void>;
}

/** Serves the project as an org on loopback; resolves when both servers listen. */
export async function startOrg(options: OrgOptions): Promise<RunningOrg> {
  const tell = options.tell ?? (() => {});
  const org = await openOrg(options);
  const server = createOrgServer(org, options.tls, tell);
  const control = createControlServer(org, options.controlToken);
  const stop = async () => {
    server.closeAllConnections();
    control.closeAllConnections();
    await Promise.all([closed(server), closed(control)]);
    org.git.close();
  };
  try {
    const port = await listen(server, options.port ?? 0);
    const controlPort = await listen(control, options.controlPort ?? 0);
    return { port, controlPort, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
