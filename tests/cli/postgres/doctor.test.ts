// The doctor at databases on a PostgreSQL server: what it says of good ones, and the way out of each fault.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkDatabases } from '../../../cli/doctor/database.ts';
import type { Finding } from '../../../cli/doctor/finding.ts';
import { apiStore, openDatabase } from '../../../server/db/database.ts';
import { delegationStore, openDelegationDatabase } from '../../../server/delegation/db/database.ts';
import { asSuperuser, postgresAddress } from '../../helpers/databases.ts';
import { type Installation, installAsDocumented, passwords } from '../../helpers/postgres/install.ts';

let installed: Installation;
let api: string;
let delegation: string;
beforeAll(async () => {
  installed = await installAsDocumented();
  api = installed.settings.CANVASBACK_DATABASE;
  delegation = installed.settings.CANVASBACK_DELEGATION_DATABASE;
});

const variable = 'CANVASBACK_DATABASE';

async function look(...settings: string[]): Promise<readonly Finding[]> {
  const stores = [apiStore, delegationStore];
  const names = [variable, 'CANVASBACK_DELEGATION_DATABASE'];
  const found = await checkDatabases(
    settings.map((setting, at) => ({
      variable: names[at] ?? '',
      setting,
      wanted: stores[at] ?? apiStore,
    })),
  );
  const text = JSON.stringify(found);
  for (const password of Object.values(passwords)) {
    expect(text).not.toContain(password);
    expect(text).not.toContain(encodeURIComponent(password));
  }
  return found;
}

async function faults(...settings: string[]): Promise<string[]> {
  const found = await look(...settings);
  return found.flatMap(({ state, what, advice }) => (state === 'wrong' ? [`${what} → ${advice}`] : []));
}

const changed = (change: (url: URL) => void) => {
  const url = new URL(api);
  change(url);
  return url.href;
};

test('before the first start and after it, both are good, with version, time, schema and TLS in words', async () => {
  const before = await look(api, delegation);
  expect(before.map(({ state }) => state)).not.toContain('wrong');
  const words = before.map(({ what }) => what).join('\n');
  expect(words).toMatch(
    /CANVASBACK_DATABASE: PostgreSQL \d+\.\d+ at canvasback_\S+ \(schema canvasback_\S+\) on 127\.0\.0\.1:\d+ as canvasback_\S+, no TLS\n/,
  );
  expect(words).toMatch(/CANVASBACK_DATABASE: a statement takes \d+\.\d ms\n/);
  expect(words).toContain(
    `schema canvasback${installed.suffix} is new; ${apiStore.migrations.length} changes will be made at the next start`,
  );
  await (await openDatabase(api)).destroy();
  await (await openDelegationDatabase(delegation)).destroy();
  expect(await faults(api, delegation)).toEqual([]);
  const after = (await look(api, delegation)).map(({ what }) => what).join('\n');
  expect(after).toContain(`schema canvasback${installed.suffix} is at ${apiStore.migrations.at(-1)?.name}\n`);
  expect(await look('/var/lib/canvasback/api/canvasback.sqlite')).toEqual([]);
});

test('it changes nothing', async () => {
  const { suffix, database } = await installAsDocumented();
  const setting = changed((url) => {
    url.pathname = `/${database}`;
    url.username = `canvasback${suffix}`;
    url.searchParams.set('schema', `canvasback${suffix}`);
  });
  expect(await faults(setting)).toEqual([]);
  const { rows } = await asSuperuser(
    (client) => client.query('select 1 from pg_tables where schemaname = $1', [`canvasback${suffix}`]),
    database,
  );
  expect(rows).toEqual([]);
});

test('a wrong password, none, no such database, no server, a certificate nobody knows', async () => {
  const [wrong] = await faults(changed((url) => (url.password = 'wrong')));
  expect(wrong).toMatch(/^CANVASBACK_DATABASE: The database .* the password of the role .* is wrong/);
  expect(await faults(changed((url) => (url.password = '')))).toEqual([
    expect.stringMatching(/needs a password\. Name its file in password_file/),
  ]);
  const { host, port, user } = await postgresAddress();
  expect(await faults(`postgres://${user}@${host}:${port}/nowhere`)).toEqual([
    expect.stringMatching(/there is no database nowhere\. Create it/),
  ]);
  expect(await faults(changed((url) => (url.port = '1')))).toEqual([
    expect.stringMatching(/its server does not answer\. Check that it runs, and the host and port/),
  ]);
  expect(await faults(changed((url) => url.searchParams.set('sslmode', 'verify-full')))).toEqual([
    expect.stringMatching(
      /certificate of its server is not trusted here\. Name its authority’s file in sslrootcert/,
    ),
  ]);
});

test('a superuser, a role that reaches the other service’s rows, and one that may do nothing', async () => {
  await (await openDatabase(api)).destroy();
  await (await openDelegationDatabase(delegation)).destroy();
  const { host, port, user } = await postgresAddress();
  const [server, name, schema] = [`${host}:${port}`, installed.database, `canvasback${installed.suffix}`];
  expect(await faults(`postgres://${user}@${server}/${name}?schema=${schema}`)).toEqual([
    expect.stringMatching(/tester is a superuser, who may change the log .* → Give the service a role/),
  ]);
  const role = `doctor${installed.suffix}`;
  await asSuperuser((client) => client.query(`create role ${role} login`), name);
  await asSuperuser((client) => client.query(`grant connect on database ${name} to ${role}`), name);
  const setting = `postgres://${role}@${server}/${name}?schema=${schema}`;
  const shut = await faults(setting);
  expect(shut.join('\n')).toMatch(
    /may not read and write admin_log, components, connect_attempts and \d+ more tables in .* → As their owner: GRANT USAGE/,
  );
  const other = `canvasback_delegation${installed.suffix}`;
  await asSuperuser((client) => client.query(`grant usage on schema ${other} to ${schema}`), name);
  expect(await faults(api, delegation)).toEqual([
    `${variable}: ${schema} may use the schema ${other}, which is another service’s → As its owner: REVOKE ALL ON SCHEMA ${other} FROM ${schema}, PUBLIC.`,
  ]);
  await asSuperuser((client) => client.query(`revoke usage on schema ${other} from ${schema}`), name);
});

test('an older schema that the role may not change', async () => {
  const { host, port } = await postgresAddress();
  const [name, schema] = [installed.database, `canvasback${installed.suffix}`];
  const role = `older${installed.suffix}`;
  await (await openDatabase(api)).destroy();
  await asSuperuser(async (client) => {
    await client.query(`create role ${role} login`);
    await client.query(`grant connect on database ${name} to ${role}`);
    await client.query(`grant usage on schema ${schema} to ${role}`);
    await client.query(`grant select, insert, update, delete on all tables in schema ${schema} to ${role}`);
    await client.query(
      `delete from ${schema}.schema_migrations where position = ${apiStore.migrations.length - 1}`,
    );
  }, name);
  const found = await faults(`postgres://${role}@${host}:${port}/${name}?schema=${schema}`);
  expect(found).toEqual([
    expect.stringMatching(/is at \S+ and lacks 1 change, which this role may not make → As a superuser/),
  ]);
});

afterAll(async () => {
  await asSuperuser(async (client) => {
    for (const role of ['doctor', 'older'].map((each) => `${each}${installed.suffix}`))
      await client.query(`drop owned by ${role}; drop role ${role}`);
  }, installed.database);
});
