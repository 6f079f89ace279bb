// The whole local world from one call: stand-ins, proxy, API, worker and delegation service, with a way to stop them all.

import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Auth0StandIn, startAuth0 } from './auth0.ts';
import { type LocalProxy, startProxy } from './proxy.ts';
import { ensureTls, type LocalTls } from './tls.ts';
import type { Child } from './world/child.ts';
import { prepareDataFolder } from './world/data-folder.ts';
import { lockDataFolder } from './world/data-lock.ts';
import { openEventLog } from './world/event-log.ts';
import { type History, prepareHistory } from './world/history.ts';
import type { Layout } from './world/layout.ts';
import { extensionId, hosts } from './world/names.ts';
import { createParts, type PartName } from './world/parts.ts';
import { claimPorts, freePorts, type Ports } from './world/ports.ts';
import { requireGit } from './world/project.ts';

export { WorldProblem } from './world/problem.ts';

export interface WorldOptions {
  readonly dataDir: string;
  /** First of six ports in a row, or `free` for any. */
  readonly ports?: number | 'free';
  /** A git repository in SFDX source format instead of the sample org. */
  readonly project?: string | undefined;
  /** The revision of it that is the live org; default HEAD. */
  readonly live?: string | undefined;
  /** What the data folder holds already, with keys and account: none of it is made then. */
  readonly history?: History | undefined;
  readonly extensionIds?: readonly string[];
  /** Seconds that Auth0's access tokens live. */
  readonly tokenLifetime?: number;
  /** Of our own processes, beside or instead of what the world gives them. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly onStep?: <T>(title: string, work: () => Promise<T>) => Promise<T>;
  /** Hears of a process that ended by itself. */
  readonly onGone?: (child: Child) => void;
}

export interface World {
  readonly layout: Layout;
  readonly ports: Ports;
  readonly tls: LocalTls;
  readonly proxy: LocalProxy;
  readonly auth0: Auth0StandIn;
  readonly history: History;
  /** Address and bearer token of the stand-ins' control. */
  readonly control: { readonly url: string; readonly token: string };
  readonly parts: Readonly<Record<PartName, Child>>;
  restart(part: PartName): Promise<void>;
  stop(): Promise<void>;
}

const checkout = fileURLToPath(new URL('..', import.meta.url));

export async function startWorld(options: WorldOptions): Promise<World> {
  const step = options.onStep ?? ((_, work) => work());
  const opened: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const each of opened.splice(0).reverse()) await each.stop();
  };
  try {
    const dataDir = resolve(options.dataDir);
    requireGit();
    const layout = prepareDataFolder(dataDir);
    const unlock = lockDataFolder(layout);
    opened.push({ stop: async () => unlock() });
    rollLogs(layout);
    const ports = options.ports === 'free' ? await freePorts() : await claimPorts(options.ports);
    const tls = await step('Certificate', () => ensureTls(dataDir));
    const extensionIds = options.extensionIds ?? [extensionId];
    const log = openEventLog(join(layout.logs, 'stand-ins.log'));
    const proxy = await startProxy({
      port: ports.proxy,
      routes: hosts.map(({ host, part }) => ({ host, port: ports[part] })),
      onRefused: ({ host, reason, count }) => log(`proxy: refused ${host} (${reason}), ${count} so far`),
    });
    opened.push(proxy);
    const auth0 = await step('Auth0 stand-in', () =>
      startAuth0({
        dataDir,
        tls,
        port: ports.auth0,
        extensionIds,
        tokenLifetime: options.tokenLifetime,
        log,
      }),
    );
    opened.push(auth0);
    const history = options.history ?? (await prepareHistory({ ...options, checkout, layout, step }));
    const control = {
      url: `http://127.0.0.1:${ports.control}`,
      token: randomBytes(18).toString('base64url'),
    };
    const parts = createParts(
      { checkout, layout, ports, tls, extensionIds, history, control, settings: options.settings ?? {} },
      options.onGone,
    );
    // The delegation service and the org do not need each other to start; the API needs the first.
    opened.push(parts.org, parts.delegation);
    await step('Salesforce stand-in and delegation service', () => startAll(parts.org, parts.delegation));
    opened.push(parts.api, parts.worker);
    await step('API server and worker', () => startAll(parts.api, parts.worker));
    return {
      layout,
      ports,
      tls,
      proxy,
      auth0,
      history,
      control,
      parts,
      restart: (part) => parts[part].restart(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Each is waited for, so that none is left half started. */
async function startAll(...parts: readonly Child[]): Promise<void> {
  const results = await Promise.allSettled(parts.map((part) => part.start()));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Keeps the logs of the last run beside those of this one. */
function rollLogs(layout: Layout) {
  for (const name of ['stand-ins', 'org', 'delegation', 'api', 'worker', 'commands']) {
    const file = join(layout.logs, `${name}.log`);
    if (existsSync(file) && statSync(file).size > 0) renameSync(file, `${file}.previous`);
  }
}
