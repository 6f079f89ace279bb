// The environment of each process: what it needs by name, and nothing else of the surroundings.

import { join } from 'node:path';
import type { LocalTls } from '../tls.ts';
import type { Layout } from './layout.ts';
import { apiOrigin, audience, issuer, org, salesforceRedirect } from './names.ts';
import type { Ports } from './ports.ts';

interface Surroundings {
  readonly layout: Layout;
  readonly ports: Ports;
  readonly tls: LocalTls;
  readonly extensionIds: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
}

const inherited = [
  ...['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'TEMP', 'SYSTEMROOT', 'USERPROFILE'],
  // Node's own: where it keeps what it compiled.
  'NODE_COMPILE_CACHE',
];

export function plainEnvironment(): Record<string, string> {
  return Object.fromEntries(
    inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

/** All calls go through the world's proxy and trust its certificate. */
function outward({ ports, tls }: Surroundings): Record<string, string> {
  return {
    ...plainEnvironment(),
    HTTPS_PROXY: `http://127.0.0.1:${ports.proxy}`,
    HTTP_PROXY: `http://127.0.0.1:${ports.proxy}`,
    NO_PROXY: '',
    NODE_USE_ENV_PROXY: '1',
    NODE_EXTRA_CA_CERTS: tls.caFile,
  };
}

const shared = ({ layout, ports }: Surroundings) => ({
  CANVASBACK_ENV: 'development',
  CANVASBACK_PUBLIC_ORIGIN: apiOrigin,
  CANVASBACK_AUTH0_ISSUER: issuer,
  CANVASBACK_AUTH0_AUDIENCE: audience,
  CANVASBACK_SALESFORCE_CLIENT_ID: org.clientId,
  CANVASBACK_DELEGATION_SOCKET: layout.socket,
  // Salesforce's names have no address in this world: its proxy knows where they lead.
  CANVASBACK_SALESFORCE_PROXY: `http://127.0.0.1:${ports.proxy}`,
  CANVASBACK_NONCE_KEY: join(layout.keys, 'nonce.key'),
});

export function apiEnvironment(world: Surroundings): Record<string, string> {
  const { layout, ports, tls, extensionIds } = world;
  return {
    ...outward(world),
    ...shared(world),
    CANVASBACK_DATA: layout.api,
    CANVASBACK_LISTEN: `127.0.0.1:${ports.api}`,
    CANVASBACK_TLS_CERT: tls.certFile,
    CANVASBACK_TLS_KEY: tls.keyFile,
    CANVASBACK_EXTENSION_IDS: extensionIds.join(','),
    CANVASBACK_REDIRECTS: extensionIds.map(salesforceRedirect).join(','),
    CANVASBACK_CALLER_KEY: join(layout.keys, 'api-caller.jwk'),
    ...world.settings,
  };
}

export function workerEnvironment(world: Surroundings): Record<string, string> {
  const { layout } = world;
  return {
    ...outward(world),
    CANVASBACK_ENV: 'development',
    CANVASBACK_DELEGATION_SOCKET: layout.socket,
    CANVASBACK_SALESFORCE_PROXY: `http://127.0.0.1:${world.ports.proxy}`,
    CANVASBACK_DATA: layout.api,
    CANVASBACK_WORKER_KEY: join(layout.keys, 'worker-caller.jwk'),
    CANVASBACK_EGRESS_ADDRESSES: '127.0.0.1',
    CANVASBACK_RECONCILE_MINUTES: '5',
    ...world.settings,
  };
}

export function delegationEnvironment(world: Surroundings): Record<string, string> {
  const { layout } = world;
  return {
    ...outward(world),
    ...shared(world),
    CANVASBACK_DELEGATION_DATA: layout.delegation,
    CANVASBACK_AUDIT_KEY_FOLDER: join(layout.keys, 'audit-log'),
    CANVASBACK_SIGNING_KEY: layout.signingKey,
    CANVASBACK_CALLERS: join(layout.keys, 'callers.jwks'),
    ...world.settings,
  };
}
