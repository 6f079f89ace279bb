// Worlds for tests: the whole one in a fresh folder, or the stand-ins that server tests need.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Auth0Options, type Auth0StandIn, startAuth0 } from '../../dev/auth0.ts';
import { type LocalProxy, startProxy } from '../../dev/proxy.ts';
import type { LocalTls } from '../../dev/tls.ts';
import { hosts } from '../../dev/world/names.ts';
import { startWorld, type World, type WorldOptions } from '../../dev/world.ts';
import { placePrepared } from './prepared-world.ts';
import { createProxiedFetch } from './proxied-fetch.ts';
import { type SignedIn, signIn } from './sign-in.ts';
import { testTls } from './tls.ts';

export interface TestWorld extends World {
  /** Reaches the world's names through its proxy. */
  readonly fetch: typeof globalThis.fetch;
  signIn(email: string): Promise<SignedIn>;
  /** Asks the stand-ins' control. */
  ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown>;
}

/** Stopping it also removes its folder. */
export async function startTestWorld(options: Partial<WorldOptions> = {}): Promise<TestWorld> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'canvasback-world-'));
  await testTls(dataDir);
  const ownHistory =
    options.project ?? options.live ?? options.dataDir ?? options.settings?.CANVASBACK_DATABASE;
  const history = ownHistory === undefined ? await placePrepared(dataDir) : undefined;
  const world = await startWorld({ ports: 'free', history, ...options, dataDir });
  const web = createProxiedFetch(world.proxy.url, world.tls.ca);
  return {
    ...world,
    fetch: web.fetch,
    signIn: (email) => signIn({ fetch: web.fetch, email }),
    async ask(method, path, body) {
      const response = await fetch(`${world.control.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${world.control.token}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer: unknown = await response.json();
      if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
      return answer;
    },
    async stop() {
      await web.close();
      await world.stop();
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export interface StandIns {
  readonly dataDir: string;
  readonly tls: LocalTls;
  readonly proxy: LocalProxy;
  readonly auth0: Auth0StandIn;
  readonly fetch: typeof globalThis.fetch;
  signIn(email: string): Promise<SignedIn>;
  stop(): Promise<void>;
}

/** Auth0 and the proxy inside this process; `ports` says where the org and the API of the test listen. */
export async function startStandIns(
  ports: { org?: () => number; api?: () => number } = {},
  options: Partial<Auth0Options> = {},
): Promise<StandIns> {
  const dataDir = mkdtempSync(join(tmpdir(), 'canvasback-stand-ins-'));
  const tls = await testTls(dataDir);
  const auth0 = await startAuth0({ dataDir, tls, ...options });
  const nowhere = () => 1;
  const portOf = { auth0: () => auth0.port, org: ports.org ?? nowhere, api: ports.api ?? nowhere };
  const proxy = await startProxy({ routes: hosts.map(({ host, part }) => ({ host, port: portOf[part] })) });
  const web = createProxiedFetch(proxy.url, tls.ca);
  return {
    dataDir,
    tls,
    proxy,
    auth0,
    fetch: web.fetch,
    signIn: (email) => signIn({ fetch: web.fetch, email }),
    async stop() {
      await web.close();
      await Promise.all([auth0.stop(), proxy.stop()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
