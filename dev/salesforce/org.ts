// Starts an org stand-in: one https server for all of its hosts, one control server.

import type { Server } from 'node:net';
import { createControlServer } from './control.ts';
import { createOrgServer, createPlainServer } from './http/server.ts';
import type { OrgOptions, OrgSettings } from './settings.ts';
import { openOrg } from './state/org.ts';

export type { OrgOptions } from './settings.ts';

export interface RunningOrg {
  readonly port: number;
  readonly controlPort: number;
  /** Of plain http, where that was asked for. */
  readonly plainPort: number | undefined;
  readonly settings: Readonly<OrgSettings>;
  stop(): Promise<void>;
}

/** Serves the project as an org on loopback; resolves when both servers listen. */
export async function startOrg(options: OrgOptions): Promise<RunningOrg> {
  const tell = options.tell ?? (() => {});
  const org = await openOrg(options);
  const server = createOrgServer(org, options.tls, tell);
  const control = createControlServer(org, options.controlToken);
  const plain = options.plainPort === undefined ? undefined : createPlainServer(org, tell);
  const stop = async () => {
    server.closeAllConnections();
    control.closeAllConnections();
    plain?.closeAllConnections();
    await Promise.all([closed(server), closed(control), plain && closed(plain)]);
    org.git.close();
  };
  try {
    const port = await listen(server, options.port ?? 0);
    org.port = port;
    const controlPort = await listen(control, options.controlPort ?? 0);
    const plainPort = plain && (await listen(plain, options.plainPort ?? 0));
    return { port, controlPort, plainPort, settings: org.settings, stop };
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
