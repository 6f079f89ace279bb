// The world's loopback ports: fixed ones from a base for people, free ones for tests.

import { createServer } from 'node:net';
import { WorldProblem } from './problem.ts';

export const defaultBase = 7780;

export interface Ports {
  readonly proxy: number;
  readonly auth0: number;
  readonly org: number;
  readonly api: number;
  readonly control: number;
  /** Remote debugging of a browser without a window. */
  readonly debugging: number;
}

const names = ['proxy', 'auth0', 'org', 'api', 'control', 'debugging'] as const;
const spoken: Record<(typeof names)[number], string> = {
  proxy: 'the proxy',
  auth0: 'the Auth0 stand-in',
  org: 'the Salesforce stand-in',
  api: 'the API',
  control: 'the stand-ins’ control',
  debugging: 'remote debugging',
};

/** Six ports from `base` on, each checked to be free. */
export async function claimPorts(base: number = defaultBase): Promise<Ports> {
  if (!Number.isInteger(base) || base < 1024 || base > 65_535 - names.length) {
    throw new WorldProblem(
      `${base} cannot be a port to start from.`,
      'Choose one between 1024 and 65529:\n  npm start -- --port 8780',
    );
  }
  const ports = Object.fromEntries(names.map((name, offset) => [name, base + offset])) as unknown as Ports;
  for (const name of names) {
    const taken = await isTaken(ports[name]);
    if (!taken) continue;
    const other = base + 1000 > 65_000 ? defaultBase : base + 1000;
    throw new WorldProblem(
      `Port ${ports[name]}, which ${spoken[name]} needs, is taken${taken === 'EACCES' ? ' or not allowed' : ''}.`,
      `End the program that uses it (is this world running already?), or use other ports:\n  npm start -- --port ${other}`,
    );
  }
  return ports;
}

export async function freePorts(): Promise<Ports> {
  const servers = names.map(() => createServer());
  const found = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(names.map((name, index) => [name, found[index]])) as unknown as Ports;
}

function isTaken(port: number): Promise<string | false> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'EADDRINUSE'));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
}
