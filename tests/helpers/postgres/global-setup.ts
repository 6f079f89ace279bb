// Starts the tests' PostgreSQL when the first test asks for it, once for a whole run, and stops it after the last.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import type { Engine } from '../../../server/db/engine.ts';
import { type PostgresServer, startPostgres } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Which engine this run of a file is for. */
    engine: Engine;
    /** Answers with the server's address as JSON; starts it first. */
    postgresStarter: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<PostgresServer> | undefined;
  const starter = createServer(async (_request, response) => {
    started ??= startPostgres();
    try {
      const { host, port, user, socketFolder } = await started;
      response.end(JSON.stringify({ host, port, user, socketFolder }));
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.message : String(error));
    }
  });
  await new Promise<void>((resolve) => starter.listen(0, '127.0.0.1', resolve));
  project.provide('postgresStarter', `http://127.0.0.1:${(starter.address() as AddressInfo).port}`);
  return async () => {
    starter.closeAllConnections();
    starter.close();
    await (await started?.catch(() => undefined))?.stop();
  };
}
