// Starts the web server on opened parts, says when it listens, and stops both in order.

import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buildApp } from '../app.ts';
import type { Config } from '../config.ts';
import { type Ambient, openDeps } from '../deps.ts';
import { followCertificate, readCertificate } from './certificate.ts';

export interface Running {
  readonly host: string;
  readonly port: number;
  /** Finishes what is under way, closes everything. Never takes over 5 s. */
  stop(): Promise<void>;
}

/** Requests still under way after this are cut. */
const finishMs = 3_500;

/** Throws an error whose message says what to do. */
export async function serve(config: Config, ambient: Ambient): Promise<Running> {
  const { log, now } = ambient;
  const tls = config.tls && readCertificate(config.tls, now());
  const parts = await openDeps(config, ambient);
  try {
    const app = buildApp({ ...parts.app, ...(tls ? { tls } : {}) });
    await listen(() => app.listen(config.listen), config.listen);
    const { port } = app.server.address() as AddressInfo;
    const stopFollowing = config.tls
      ? followCertificate(app.server as unknown as Server, config.tls, {
          now,
          renewed: () => log.info('the certificate was renewed'),
          refused: (err) => log.error({ err }, 'the renewed certificate cannot be used; the old one stays'),
        })
      : () => {};
    log.info({ host: config.listen.host, port, tls: tls !== undefined, env: config.env }, 'listening');
    return {
      host: config.listen.host,
      port,
      async stop() {
        stopFollowing();
        const cut = setTimeout(() => app.server.closeAllConnections(), finishMs);
        await app.close();
        clearTimeout(cut);
        await parts.close();
      },
    };
  } catch (error) {
    await parts.close();
    throw error;
  }
}

async function listen(start: () => Promise<unknown>, { host, port }: Config['listen']): Promise<void> {
  try {
    await start();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const place = `${host}:${port}`;
    const problem =
      code === 'EADDRINUSE'
        ? `${place} is taken by another process. Stop that process, or choose another address in CANVASBACK_LISTEN.`
        : code === 'EACCES'
          ? `This user may not listen on ${place}. Choose a port above 1023 in CANVASBACK_LISTEN.`
          : code === 'EADDRNOTAVAIL'
            ? `This machine has no address ${host}. Choose another in CANVASBACK_LISTEN.`
            : undefined;
    throw problem ? new Error(problem, { cause: error }) : error;
  }
}
