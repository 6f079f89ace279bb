// Reads the one setting that says which database: a file's path, or the address of one on a PostgreSQL server.

import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';

export interface PostgresSetting {
  /** A name, an address, or the folder of the server's socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Read anew for each connection, so that it can be changed while we run. */
  readonly password: (() => string) | undefined;
  readonly database: string;
  readonly schema: string;
  /** `disable` for a server on this machine only. */
  readonly tls: { readonly mode: 'disable' | 'verify-ca' | 'verify-full' } & TlsFiles;
  /** Connections at most. */
  readonly pool: number;
}

interface TlsFiles {
  readonly sslrootcert?: string;
  readonly sslcert?: string;
  readonly sslkey?: string;
}

/** What is wrong with a setting; never with a password in it. */
export class SettingProblem extends Error {}

export function isPostgres(setting: string): boolean {
  return /^postgres(?:ql)?:/i.test(setting);
}

/** What is wrong with the setting, to follow its variable’s name; undefined when nothing is. */
export function problemOfSetting(setting: string, defaultSchema: string): string | undefined {
  if (!isPostgres(setting))
    return isAbsolute(setting) ? undefined : 'must be an absolute path, or postgres://…';
  try {
    readPostgres(setting, defaultSchema);
    return undefined;
  } catch (error) {
    if (error instanceof SettingProblem) return error.message;
    throw error;
  }
}

/** Without the password. */
export function describeSetting({ host, port, user, database, schema }: PostgresSetting): string {
  return `${database} (schema ${schema}) on ${host}:${port} as ${user}`;
}

const parameters = new Set([
  'host',
  'schema',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'password_file',
  'pool',
]);
const defaultPool = 10;

/** `postgres://user@host:5432/database?sslmode=verify-full&sslrootcert=ca.pem&password_file=…&schema=…&pool=10` */
export function readPostgres(setting: string, defaultSchema: string): PostgresSetting {
  const url = URL.canParse(setting) ? new URL(setting) : undefined;
  if (!url || !isPostgres(setting)) {
    throw new SettingProblem('is not an address like postgres://user@host:5432/database.');
  }
  const given = url.searchParams;
  for (const name of given.keys()) {
    if (!parameters.has(name)) {
      throw new SettingProblem(`has the parameter ${name}; there are ${[...parameters].join(', ')}.`);
    }
  }
  const host = given.get('host') || url.hostname.replace(/^\[(.*)\]$/, '$1');
  const user = decode(url.username, 'user');
  const database = decode(url.pathname.slice(1), 'database');
  if (!host) throw new SettingProblem('names no host.');
  if (!user) throw new SettingProblem('names no role: postgres://role@host/database.');
  if (!database || database.includes('/')) {
    throw new SettingProblem('names no database: postgres://role@host/database.');
  }
  return {
    host,
    port: Number(url.port || 5432),
    user,
    password: passwordOf(url),
    database,
    schema: schemaOf(given.get('schema') ?? defaultSchema),
    tls: tlsOf(host, given),
    pool: poolOf(given.get('pool')),
  };
}

function decode(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new SettingProblem(`has a ${what} with a stray % sign: write it as %25.`);
  }
}

function passwordOf(url: URL): (() => string) | undefined {
  const file = url.searchParams.get('password_file');
  if (file && url.password) throw new SettingProblem('has a password and a password_file; give one of them.');
  if (!file) {
    const password = decode(url.password, 'password');
    return password ? () => password : undefined;
  }
  const read = () => readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  readable('password_file', file);
  return read;
}

function readable(name: string, file: string): string {
  try {
    readFileSync(file);
    return file;
  } catch {
    throw new SettingProblem(`names ${file} as its ${name}, which is missing or unreadable.`);
  }
}

function schemaOf(name: string): string {
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(name) && !name.startsWith('pg_')) return name;
  throw new SettingProblem('names a schema that is not of small letters, digits and underscores.');
}

function poolOf(text: string | null): number {
  const size = text === null ? defaultPool : Number(text);
  if (Number.isInteger(size) && size >= 2 && size <= 200) return size;
  throw new SettingProblem('must have a pool from 2 to 200.');
}

function isThisMachine(host: string): boolean {
  return isAbsolute(host) || host === 'localhost' || host === '::1' || /^127\./.test(host);
}

function tlsOf(host: string, given: URLSearchParams): PostgresSetting['tls'] {
  const here = isThisMachine(host);
  const mode = given.get('sslmode') ?? (here ? 'disable' : 'verify-full');
  if (mode !== 'disable' && mode !== 'verify-ca' && mode !== 'verify-full') {
    throw new SettingProblem(
      `has sslmode=${mode}, which does not say which server answers. Use verify-full, or verify-ca; disable works for this machine only.`,
    );
  }
  if (mode === 'disable' && !here) {
    throw new SettingProblem(
      `has sslmode=disable for ${host}, which is not this machine: rows would travel in the clear. Use verify-full.`,
    );
  }
  const names = ['sslrootcert', 'sslcert', 'sslkey'] as const;
  const files = names.flatMap((name) => {
    const file = given.get(name);
    return file ? [[name, readable(name, file)]] : [];
  });
  const tls = { mode, ...Object.fromEntries(files) } as PostgresSetting['tls'];
  if (Boolean(tls.sslcert) !== Boolean(tls.sslkey)) {
    throw new SettingProblem('has one of sslcert and sslkey; they go together.');
  }
  return tls;
}
