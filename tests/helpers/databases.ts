// Databases for tests: vitest.config.ts says which files run on both engines, and here each test gets a fresh one.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { threadId } from 'node:worker_threads';
import { type Kysely, sql } from 'kysely';
import { Client } from 'pg';
import { inject } from 'vitest';
import { apiStore, type Database, openStore, type Wanted } from '../../server/db/database.ts';
import type { Engine } from '../../server/db/engine.ts';
import type { Tables } from '../../server/db/tables.ts';
import {
  type DelegationDatabase,
  type DelegationTables,
  delegationStore,
} from '../../server/delegation/db/database.ts';
import { afterEachFile } from './after-file.ts';
import type { PostgresServer } from './postgres/server.ts';

/** The one this run of the file is for. */
export const engine: Engine = inject('engine');

type Address = Omit<PostgresServer, 'stop'>;

let asked: Promise<Address> | undefined;

/** Fails the test when there is no PostgreSQL on this machine: a run without it would prove half. */
export function postgresAddress(): Promise<Address> {
  asked ??= (async () => {
    const response = await fetch(inject('postgresStarter'));
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as Address;
  })();
  return asked;
}

/** Runs statements as the superuser. */
export async function asSuperuser<T>(
  work: (client: Client) => Promise<T>,
  database = 'postgres',
): Promise<T> {
  const { host, port, user } = await postgresAddress();
  const client = new Client({ host, port, user, database });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

let made = 0;
const schemas: string[] = [];
const folders: string[] = [];

/** The setting of a new, empty database: a file, or an address. */
export async function newSetting(): Promise<string> {
  made += 1;
  if (engine === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'cb-db-'));
    folders.push(folder);
    return join(folder, 'test.sqlite');
  }
  // A schema is made much quicker than a database, and by opening it.
  const schema = `t_${process.pid}_${threadId}_${made}`;
  schemas.push(schema);
  const { host, port, user } = await postgresAddress();
  return `postgres://${user}@${host}:${port}/tests?schema=${schema}`;
}

/** What an operator who lost the database has: none. Whoever had it open has closed it. */
export async function loseDatabase(setting: string): Promise<void> {
  const schema = /\bschema=(\w+)/.exec(setting)?.[1];
  if (schema)
    return void (await asSuperuser((client) => client.query(`drop schema ${schema} cascade`), 'tests'));
  const folder = dirname(setting);
  for (const name of readdirSync(folder)) if (name.startsWith(basename(setting))) rmSync(join(folder, name));
}

afterEachFile(async () => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  free.clear();
  for (const close of closing.splice(0)) await close();
  const names = schemas.splice(0);
  if (names.length === 0) return;
  await asSuperuser(async (client) => {
    for (const name of names) await client.query(`drop schema if exists ${name} cascade`);
  }, 'tests');
});

/** Emptied ones, still open, to be used again: that is quicker than making them. */
const free = new Map<Wanted, unknown[]>();
const closing: (() => Promise<void>)[] = [];

/** A fresh database of the newest schema, in memory or on the tests' server. Destroy it when done. */
export async function openTestStore<T>(wanted: Wanted): Promise<Kysely<T>> {
  if (engine === 'sqlite') return openStore<T>(':memory:', wanted);
  const kept = (free.get(wanted) ?? []) as Kysely<T>[];
  free.set(wanted, kept);
  const known = kept.pop();
  if (known) return known;
  const db = await openStore<T>(await newSetting(), wanted);
  closing.push(db.destroy.bind(db));
  db.destroy = async () => {
    await empty(db);
    kept.push(db);
  };
  return db;
}

export function openTestDatabase(): Promise<Database> {
  return openTestStore<Tables>(apiStore);
}

export function openTestDelegationDatabase(): Promise<DelegationDatabase> {
  return openTestStore<DelegationTables>(delegationStore);
}

/** Without triggers: some tables may only be added to. */
async function empty<T>(db: Kysely<T>): Promise<void> {
  await sql`do $$ declare name regclass; begin
    set local session_replication_role = replica;
    for name in select oid from pg_class where relnamespace = current_schema()::regnamespace
      and relkind = 'r' and relname <> 'schema_migrations' loop
      execute 'delete from ' || name;
    end loop;
    for name in select oid from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'S' loop
      perform setval(name, 1, false);
    end loop;
  end $$`.execute(db);
}
