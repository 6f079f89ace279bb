// The processes of the world that can be stopped and started by themselves.

import { join } from 'node:path';
import type { LocalTls } from '../tls.ts';
import { type Child, createChild } from './child.ts';
import { apiEnvironment, delegationEnvironment, plainEnvironment, workerEnvironment } from './environment.ts';
import type { History } from './history.ts';
import type { Layout } from './layout.ts';
import { org, salesforceRedirect } from './names.ts';
import type { Ports } from './ports.ts';
import { askSocket, askTls } from './ready.ts';

export type PartName = 'org' | 'delegation' | 'api' | 'worker';

interface PartsOptions {
  readonly checkout: string;
  readonly layout: Layout;
  readonly ports: Ports;
  readonly tls: LocalTls;
  readonly extensionIds: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
  readonly history: History;
  readonly control: { readonly token: string };
}

export function createParts(world: PartsOptions, onGone?: (child: Child) => void): Record<PartName, Child> {
  const { checkout, layout, ports, tls, history } = world;
  const { ca } = tls;
  return {
    org: createChild(
      {
        name: 'The Salesforce stand-in',
        cwd: checkout,
        args: [
          join(checkout, 'dev', 'salesforce', 'main.ts'),
          ...['--project', history.repository, '--live', history.live],
          ...['--port', String(ports.org), '--control-port', String(ports.control)],
          ...['--cert', tls.certFile, '--key', tls.keyFile, '--data', layout.org],
          ...['--certificate', layout.certificate],
          ...world.extensionIds.flatMap((id) => ['--redirect', salesforceRedirect(id)]),
        ],
        env: { ...plainEnvironment(), CANVASBACK_CONTROL_TOKEN: world.control.token },
        logFile: join(layout.logs, 'org.log'),
        ready: async () => (await askTls({ host: org.loginHost, port: ports.org, path: '/', ca })) > 0,
      },
      onGone,
    ),
    delegation: createChild(
      {
        name: 'The delegation service',
        cwd: checkout,
        args: [join(checkout, 'server', 'delegation', 'main.ts')],
        env: delegationEnvironment(world),
        logFile: join(layout.logs, 'delegation.log'),
        ready: async () => (await askSocket(layout.socket, '/healthz')) > 0,
      },
      onGone,
    ),
    api: createChild(
      {
        name: 'The API server',
        cwd: checkout,
        args: [join(checkout, 'server', 'main.ts')],
        env: apiEnvironment(world),
        logFile: join(layout.logs, 'api.log'),
        ready: async () =>
          (await askTls({ host: 'api.canvasback.test', port: ports.api, path: '/readyz', ca })) === 200,
      },
      onGone,
    ),
    worker: createChild(
      {
        name: 'The worker',
        cwd: checkout,
        args: [join(checkout, 'server', 'worker.ts')],
        env: workerEnvironment(world),
        logFile: join(layout.logs, 'worker.log'),
        ready: async (said) => said().includes('"msg":"working"'),
      },
      onGone,
    ),
  };
}
