// Lets Kysely speak to PostgreSQL as it speaks to SQLite: same numbers, same texts, failures in words.

import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { PostgresDialect as Dialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import { Client, Pool, type PoolClient, type PoolConfig, types } from 'pg';
import { explainStatement } from './postgres-errors.ts';
import type { PostgresSetting } from './setting.ts';

const int8 = types.builtins.INT8;

/** Times and counts come as numbers; one that a number cannot hold is a bug, and SQLite refuses it too. */
function readInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`The database holds ${text}, which is no safe number.`);
  return value;
}

const typeParsers: NonNullable<PoolConfig['types']> = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === int8 ? readInt8 : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

/** How long a new connection may take. */
const patienceMs = 5_000;

/** For every session: our schema alone, and no lock that a vanished process keeps. */
function sessionOptions(schema: string): string {
  return [
    `search_path=${schema}`,
    'idle_in_transaction_session_timeout=60s',
    'tcp_keepalives_idle=30',
    'tcp_keepalives_interval=10',
    'tcp_keepalives_count=3',
  ]
    .map((setting) => `-c ${setting}`)
    .join(' ');
}

export function poolConfig(setting: PostgresSetting): PoolConfig {
  const { host, port, user, password, database, schema, pool } = setting;
  return {
    host,
    port,
    user,
    ...(password ? { password } : {}),
    database,
    max: pool,
    options: sessionOptions(schema),
    application_name: 'canvasback',
    connectionTimeoutMillis: patienceMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    types: typeParsers,
    ssl: tlsOptions(setting),
  };
}

function tlsOptions({ tls }: PostgresSetting): Exclude<PoolConfig['ssl'], undefined> {
  if (tls.mode === 'disable') return false;
  const read = (file: string | undefined) => (file ? readFileSync(file, 'utf8') : undefined);
  const [ca, cert, key] = [read(tls.sslrootcert), read(tls.sslcert), read(tls.sslkey)];
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
    // The chain is checked in any case, the name only by verify-full.
    ...(tls.mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
  };
}

/** PostgreSQL has no text with a zero byte; SQLite has. Nothing we store means anything by one. */
function withoutZero(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
}

interface Notice {
  readonly message?: string | undefined;
  readonly detail?: string | undefined;
}

const hearing = new AsyncLocalStorage<Notice[]>();

/** What the server says beside its answers to the statements of `work`: notices, and reports that were asked for. */
export async function hearNotices(work: () => Promise<unknown>): Promise<readonly Notice[]> {
  const heard: Notice[] = [];
  await hearing.run(heard, work);
  return heard;
}

function adapt(client: PoolClient): PostgresPoolClient {
  return {
    async query(sql: string, parameters: readonly unknown[] = []) {
      const heard = hearing.getStore();
      const hear = (notice: Notice) => void heard?.push(notice);
      if (heard) client.on('notice', hear);
      try {
        return await client.query(sql, parameters.map(withoutZero));
      } catch (error) {
        throw explainStatement(error);
      } finally {
        if (heard) client.off('notice', hear);
      }
    },
    release: (destroy?: boolean) => client.release(destroy),
    // We read no rows by a cursor, the other form of `query`.
  } as unknown as PostgresPoolClient;
}

type Connected = Parameters<typeof Client.prototype.connect>[0];

/** The library leaves a connection open that it gave up while it signed in, such as without a password; the server waits for it a minute. */
class ClosingClient extends Client {
  override connect(): Promise<Client>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<Client> | undefined {
    if (!callback) return super.connect();
    super.connect((error: Error | null) => {
      if (error) void this.end();
      (callback as (error: Error | null, client: Client) => void)(error, this);
    });
    return undefined;
  }
}

/** `lost` hears of a connection that ended while nobody used it; the pool makes a new one when needed. */
export function createPostgresDialect(setting: PostgresSetting, lost: (code: string) => void): Dialect {
  const pool = new Pool({ ...poolConfig(setting), Client: ClosingClient });
  // Unheard, it would end the process. The error itself carries the connection, and that its password.
  pool.on('error', (error) => lost(String((error as { code?: unknown }).code ?? error.message)));
  const known = new WeakMap<PoolClient, PostgresPoolClient>();
  const adapted: PostgresPool = {
    options: pool.options,
    async connect() {
      const client = await pool.connect().catch((error: unknown) => {
        throw explainStatement(error);
      });
      const kept = known.get(client) ?? adapt(client);
      known.set(client, kept);
      return kept;
    },
    end: () => pool.end(),
  };
  return new Dialect({ pool: adapted });
}
