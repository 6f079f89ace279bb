// The API's settings, read from the environment once and checked; a wrong one is named with what to do.

import { isIP } from 'node:net';
import { isChromiumId, isFirefoxId } from './extension-ids.ts';
import { isPrivateAddress } from './private-address.ts';
import {
  ConfigError,
  type Env,
  file,
  list,
  optional,
  privateFile,
  readDatabase,
  readLogLevel,
  readMode,
  salesforceProxy as readSalesforceProxy,
  required,
} from './read-env.ts';

export { ConfigError } from './read-env.ts';

export interface Config {
  readonly env: 'development' | 'production';
  readonly logLevel: string;
  /** Folder of the git repositories, and of the database unless that is elsewhere. */
  readonly data: string;
  /** A file, or a database on a PostgreSQL server; may hold a password. */
  readonly database: string;
  readonly publicOrigin: string;
  readonly listen: { readonly host: string; readonly port: number };
  /** PEM files. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly trustedProxies: readonly string[];
  readonly auth0: { readonly issuer: string; readonly audience: string };
  readonly extensionIds: readonly string[];
  /** The extension's own addresses where Salesforce's sign-in may end. */
  readonly redirects: readonly string[];
  readonly salesforceClientId: string;
  /** Consumer key of another app that people sign in with; then no delegation app is signed in with. */
  readonly salesforceSignInClientId?: string | undefined;
  /** Development only: leads Salesforce's names to a stand-in. */
  readonly salesforceProxy?: string;
  readonly delegationSocket: string;
  readonly callerKey: string;
  readonly nonceKey: string;
}

export function readConfig(env: Env): Config {
  const mode = readMode(env);
  if (mode === 'production' && optional(env, 'CANVASBACK_WORKER_KEY')) {
    throw new ConfigError(
      'CANVASBACK_WORKER_KEY',
      'is the worker’s alone: take it out of the API’s settings.',
    );
  }
  const tls = readTls(env);
  const salesforceProxy = readSalesforceProxy(env, mode);
  return {
    env: mode,
    logLevel: readLogLevel(env),
    data: required(env, 'CANVASBACK_DATA'),
    database: readDatabase(env),
    publicOrigin: readOrigin(env),
    listen: readListen(env, tls !== undefined),
    ...(tls ? { tls } : {}),
    ...(salesforceProxy ? { salesforceProxy } : {}),
    trustedProxies: readProxies(env),
    auth0: { issuer: readIssuer(env), audience: required(env, 'CANVASBACK_AUTH0_AUDIENCE') },
    extensionIds: readExtensionIds(env),
    redirects: list(env, 'CANVASBACK_REDIRECTS').map((url) => https('CANVASBACK_REDIRECTS', url).href),
    salesforceClientId: required(env, 'CANVASBACK_SALESFORCE_CLIENT_ID'),
    salesforceSignInClientId: optional(env, 'CANVASBACK_SALESFORCE_SIGN_IN_CLIENT_ID'),
    delegationSocket: required(env, 'CANVASBACK_DELEGATION_SOCKET'),
    callerKey: privateFile(env, 'CANVASBACK_CALLER_KEY'),
    nonceKey: file(env, 'CANVASBACK_NONCE_KEY'),
  };
}

function https(name: string, value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== 'https:') throw new ConfigError(name, 'must be an https address.');
  return url;
}

function readOrigin(env: Env): string {
  const name = 'CANVASBACK_PUBLIC_ORIGIN';
  const value = required(env, name);
  if (https(name, value).origin !== value) {
    throw new ConfigError(name, 'must be an origin alone, such as https://api.example.com, without a path.');
  }
  return value;
}

function readIssuer(env: Env): string {
  const name = 'CANVASBACK_AUTH0_ISSUER';
  const value = required(env, name);
  if (https(name, value).href !== value || !value.endsWith('/')) {
    throw new ConfigError(name, 'must be the issuer exactly as in tokens, with its trailing slash.');
  }
  return value;
}

function readExtensionIds(env: Env): string[] {
  const ids = list(env, 'CANVASBACK_EXTENSION_IDS');
  if (ids.every((id) => isChromiumId(id) || isFirefoxId(id))) return ids;
  throw new ConfigError('CANVASBACK_EXTENSION_IDS', 'must be a comma-separated list of extension ids.');
}

function readProxies(env: Env): string[] {
  if (!optional(env, 'CANVASBACK_TRUSTED_PROXIES')) return [];
  const proxies = list(env, 'CANVASBACK_TRUSTED_PROXIES');
  const valid = proxies.every((proxy) => {
    const [address = '', prefix] = proxy.split('/');
    return isIP(address) !== 0 && (prefix === undefined || /^\d{1,3}$/.test(prefix));
  });
  if (!valid) throw new ConfigError('CANVASBACK_TRUSTED_PROXIES', 'must list addresses or networks.');
  return proxies;
}

function readTls(env: Env): Config['tls'] {
  const [certName, keyName] = ['CANVASBACK_TLS_CERT', 'CANVASBACK_TLS_KEY'] as const;
  const given = [certName, keyName].filter((name) => optional(env, name));
  if (given.length === 0) return undefined;
  return { cert: file(env, certName), key: file(env, keyName) };
}

function readListen(env: Env, tls: boolean): Config['listen'] {
  const name = 'CANVASBACK_LISTEN';
  const value = required(env, name);
  const match = /^(?:\[(?<v6>[0-9a-fA-F:.]+)\]|(?<host>[^:[\]]+)):(?<port>\d{1,5})$/.exec(value);
  const host = match?.groups?.v6 ?? match?.groups?.host ?? '';
  const port = Number(match?.groups?.port);
  if (!match || port > 65_535 || (isIP(host) === 0 && host !== 'localhost')) {
    throw new ConfigError(name, 'must be address:port, such as 127.0.0.1:7783.');
  }
  const reach = host === 'localhost' ? 'loopback' : isPrivateAddress(host);
  if (!reach && optional(env, 'CANVASBACK_ALLOW_PUBLIC_LISTEN') !== 'yes') {
    throw new ConfigError(
      name,
      `is ${host}, which other networks may reach. Listen on a loopback or private address behind a proxy, or set CANVASBACK_ALLOW_PUBLIC_LISTEN=yes.`,
    );
  }
  if (reach !== 'loopback' && !tls) {
    throw new ConfigError(
      name,
      `is ${host}, off this machine: set CANVASBACK_TLS_CERT and CANVASBACK_TLS_KEY.`,
    );
  }
  return { host, port };
}
