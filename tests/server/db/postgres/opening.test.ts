// Opening a database on a server: what is refused, in words that say what to do and never hold the password.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKeys } from '../../../../cli/keys.ts';
import { apiStore, openDatabase, openStore } from '../../../../server/db/database.ts';
import type { Migration } from '../../../../server/db/migrate.ts';
import { migrations } from '../../../../server/db/migrations/index.ts';
import { problemOf } from '../../../../server/db/open-postgres.ts';
import { openDelegationDatabase } from '../../../../server/delegation/db/database.ts';
import { asSuperuser, postgresAddress } from '../../../helpers/databases.ts';
import { type Installation, installAsDocumented, passwords } from '../../../helpers/postgres/install.ts';

let installed: Installation;
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'cb-open-'));
  installed = await installAsDocumented();
});
afterAll(() => rmSync(dir, { recursive: true }));

async function refusal(setting: string): Promise<string> {
  const error: unknown = await openDatabase(setting).then(
    (db) => db.destroy(),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Error);
  const { name, message } = error as Error;
  const everything = JSON.stringify(error, Object.getOwnPropertyNames(error)) + (error as Error).stack;
  for (const password of Object.values(passwords)) {
    expect(everything).not.toContain(password);
    expect(everything).not.toContain(encodeURIComponent(password));
  }
  return `${name}: ${message}`;
}

const ours = () => new URL(installed.settings.CANVASBACK_DATABASE);
const changed = (change: (url: URL) => void) => {
  const url = ours();
  change(url);
  return url.href;
};

describe('roles made as documented', () => {
  test('each opens its own schema, and neither sees the other’s tables', async () => {
    const api = await openDatabase(installed.settings.CANVASBACK_DATABASE);
    const delegation = await openDelegationDatabase(installed.settings.CANVASBACK_DELEGATION_DATABASE);
    const { suffix } = installed;
    const reach = [
      [api, `canvasback_delegation${suffix}.audit_entries`],
      [delegation, `canvasback${suffix}.members`],
    ] as const;
    for (const [db, table] of reach) {
      for (const statement of [`select * from ${table}`, `delete from ${table}`, `drop table ${table}`]) {
        await expect(sql.raw(statement).execute(db), statement).rejects.toThrow(
          /permission denied|must be owner/,
        );
      }
    }
    await expect(sql`create table public.mine (a int)`.execute(api)).rejects.toThrow(/permission denied/);
    await Promise.all([api.destroy(), delegation.destroy()]);
  });

  test('a role that may not make tables opens a schema that lacks nothing', async () => {
    const { suffix, database } = installed;
    const reader = `reader${suffix}`;
    await (await openDatabase(installed.settings.CANVASBACK_DATABASE)).destroy();
    await asSuperuser(async (client) => {
      await client.query(`create role ${reader} login`);
      await client.query(`grant connect on database ${database} to ${reader}`);
      await client.query(`grant usage on schema canvasback${suffix} to ${reader}`);
      await client.query(
        `grant select, insert, update, delete on all tables in schema canvasback${suffix} to ${reader}`,
      );
    }, database);
    const setting = changed((url) => {
      url.username = reader;
      url.password = '';
    });
    const db = await openDatabase(setting);
    await db.insertInto('tenants').values({ id: 'acme', name: 'Acme', created_at: 1 }).execute();
    await db.destroy();
    const note: Migration = {
      name: '9999-note',
      up: (schema) => schema.schema.createTable('note').addColumn('text', 'text').execute(),
    };
    await expect(openStore(setting, { ...apiStore, migrations: [...migrations, note] })).rejects.toThrow(
      /cannot be used: the role .* lacks a right/,
    );
    await asSuperuser((client) => client.query(`drop owned by ${reader}; drop role ${reader}`), database);
  });
});

describe('refused, and why', () => {
  test('a wrong password, none, and one from a file that is right', async () => {
    expect(await refusal(changed((url) => (url.password = 'wrong')))).toMatch(
      /^DatabaseUnusable: The database .* cannot be used: the password of the role .* is wrong/,
    );
    expect(await refusal(changed((url) => (url.password = '')))).toMatch(/needs a password.*password_file/);
    const file = join(dir, 'password');
    writeFileSync(file, `${passwords.api}\n`);
    const db = await openDatabase(
      changed((url) => {
        url.password = '';
        url.searchParams.set('password_file', file);
      }),
    );
    await db.destroy();
  });

  test('none is left open at the server that was not signed in', async () => {
    const starting = () =>
      asSuperuser(async (client) => {
        const { rows } = await client.query(
          `select pid from pg_stat_activity where state = 'starting' and backend_type = 'client backend'`,
        );
        return new Set(rows.map(({ pid }) => pid as number));
      });
    const before = await starting();
    for (let time = 0; time < 5; time += 1) await refusal(changed((url) => (url.password = '')));
    const left = async () => [...(await starting())].filter((pid) => !before.has(pid));
    // The server would end each after a minute.
    await expect.poll(left, { timeout: 30_000 }).toEqual([]);
  });

  test('a database that is not there, and a schema that the role may not make', async () => {
    const { host, port, user } = await postgresAddress();
    expect(await refusal(`postgres://${user}@${host}:${port}/nowhere`)).toMatch(
      /there is no database nowhere\. Create it: CREATE DATABASE nowhere/,
    );
    expect(await refusal(changed((url) => url.searchParams.set('schema', 'elsewhere')))).toMatch(
      /lacks a right \(permission denied for database .*CREATE SCHEMA IF NOT EXISTS elsewhere AUTHORIZATION canvasback/,
    );
  });

  test('nothing at the address, something that says nothing, a name that nobody knows', async () => {
    const [mute, port] = await listen(() => {});
    expect(await refusal(`postgres://a@127.0.0.1:${port}/b`)).toMatch(/its server does not answer/);
    await mute();
    expect(await refusal(`postgres://a@127.0.0.1:${port}/b`)).toMatch(
      /b \(schema canvasback\) on 127\.0\.0\.1:\d+ as a cannot be used: its server does not answer/,
    );
    expect(await refusal('postgres://a@nobody.invalid/b')).toMatch(/name is not known/);
    expect(await refusal(`postgres://a@localhost/b?host=${dir}`)).toMatch(/no socket/);
  });

  test('a server that is too old, a replica, of another encoding, or that forgets what it was told', () => {
    const good = { version: 140_000, encoding: 'UTF8', replica: false, commit: 'on' };
    expect(problemOf(good)).toBeUndefined();
    expect(problemOf({ ...good, version: 130_014 })).toMatch(/PostgreSQL 13; 14 or newer/);
    expect(problemOf({ ...good, encoding: 'LATIN1' })).toMatch(/LATIN1.*ENCODING 'UTF8'/);
    expect(problemOf({ ...good, replica: true })).toMatch(/replica/);
    expect(problemOf({ ...good, commit: 'off' })).toMatch(/synchronous_commit/);
  });

  test('really so: another encoding, and commits that are not waited for', async () => {
    const { host, port, user } = await postgresAddress();
    const name = `latin${installed.suffix}`;
    await asSuperuser(async (client) => {
      await client.query(`create database ${name} encoding 'LATIN1' locale 'C' template template0`);
    });
    expect(await refusal(`postgres://${user}@${host}:${port}/${name}`)).toMatch(/encoding is LATIN1/);
    const hasty = `hasty${installed.suffix}`;
    await asSuperuser((client) => client.query(`create role ${hasty} login superuser`));
    await asSuperuser((client) => client.query(`alter role ${hasty} set synchronous_commit = off`));
    expect(await refusal(`postgres://${hasty}@${host}:${port}/tests`)).toMatch(/synchronous_commit is off/);
  });
});

/** Answers each connection by `talk`; the first of the pair ends all. */
async function listen(talk: (socket: Socket) => void): Promise<[() => Promise<unknown>, number]> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
  return [stop, (server.address() as AddressInfo).port];
}

describe('the server’s certificate', () => {
  test('for another name is refused, unless the name is not to be checked', async () => {
    await createKeys(join(dir, 'keys'));
    const file = (name: string) => join(dir, 'keys', `salesforce-app.${name}`);
    const shown = { cert: readFileSync(file('crt')), key: readFileSync(file('key')) };
    let said = Buffer.alloc(0);
    // Says yes to TLS, as a server does, and keeps what it is told then.
    const [stop, port] = await listen((socket) => {
      socket.once('data', () => {
        socket.write('S');
        const secure = new TLSSocket(socket, { isServer: true, ...shown }).on('error', () => {});
        secure.on('data', (more) => {
          said = Buffer.concat([said, more]);
          secure.destroy();
        });
      });
    });
    const at = (mode: string) =>
      `postgres://me:secret@127.0.0.1:${port}/db?sslmode=${mode}&sslrootcert=${encodeURIComponent(file('crt'))}`;
    expect(await refusal(at('verify-full'))).toMatch(/for another name/);
    expect(said.length).toBe(0);
    await refusal(at('verify-ca'));
    expect(said.toString()).toContain('database');
    await stop();
  });

  test('must be of a known authority, and TLS be offered at all', async () => {
    const { port, user, ca = '', socketFolder } = await postgresAddress();
    const caFile = join(dir, 'ca.pem');
    writeFileSync(caFile, ca);
    const at = (where: number, query: string) => `postgres://${user}@localhost:${where}/tests?${query}`;
    expect(await refusal(at(port, 'sslmode=verify-full'))).toMatch(/not trusted here.*sslrootcert/);
    const full = `sslmode=verify-full&sslrootcert=${encodeURIComponent(caFile)}`;
    const db = await openDatabase(at(port, full));
    const { rows } = await sql<{
      ssl: boolean;
    }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(db);
    expect(rows).toEqual([{ ssl: true }]);
    await db.destroy();
    const bySocket = await openDatabase(at(port, `host=${socketFolder}`));
    await bySocket.destroy();
    const [stop, plain] = await listen((socket) => socket.once('data', () => socket.write('N')));
    expect(await refusal(at(plain, full))).toMatch(/offers no TLS/);
    await stop();
  });
});
