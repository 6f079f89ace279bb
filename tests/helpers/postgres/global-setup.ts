// Starts the tests' PostgreSQL when the first test asks for it, once for a whole run, and stops it after the last.

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { Engine } from '../../../server/db/engine.ts';
import { testTls } from '../tls.ts';
import { type PostgresServer, startPostgres } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Which engine this run of a file is for. */
    engine: Engine;
    /** Answers with the server's address as JSON; starts it first. */
    postgresStarter: string;
  }
}

/** It offers TLS, as any server that is not beside us has to. */
async function start(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'cb-pg-tls-'));
  try {
    return await startPostgres({ tls: await testTls(folder) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<PostgresServer> | undefined;
  const starter = createServer(async (_request, response) => {
    started ??= start();
    try {
      response.end(JSON.stringify(await started));
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
