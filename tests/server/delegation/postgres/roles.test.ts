// The log on PostgreSQL, with roles as documented: the service's role adds to it and reads it; no role of a service changes it.

import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDatabases } from '../../../../cli/doctor/database.ts';
import { createAuditLog } from '../../../../server/audit/append.ts';
import { erasePerson, eraseTexts, mayErase, scrubLog } from '../../../../server/audit/erase.ts';
import type { AuditTables } from '../../../../server/audit/tables.ts';
import { type Database, openDatabase, openStore } from '../../../../server/db/database.ts';
import {
  type DelegationDatabase,
  delegationMigrations,
  delegationStore,
  openDelegationDatabase,
} from '../../../../server/delegation/db/database.ts';
import { asSuperuser } from '../../../helpers/databases.ts';
import { type Installation, installAsDocumented } from '../../../helpers/postgres/install.ts';

let installed: Installation;
let service: DelegationDatabase;
let owner: Kysely<unknown>;
let api: Database;
beforeAll(async () => {
  installed = await installAsDocumented();
  const { CANVASBACK_DATABASE, CANVASBACK_DELEGATION_DATABASE } = installed.settings;
  service = await openDelegationDatabase(CANVASBACK_DELEGATION_DATABASE);
  api = await openDatabase(CANVASBACK_DATABASE);
  owner = await openStore<unknown>(installed.ownerSetting, delegationStore);
  const audit = createAuditLog({ db: service, now: Date.now });
  const intended = await audit.intent({ org: 'org', who: 'auth0|ada', caller: 'api', purpose: 'compare' });
  await audit.outcome(intended, { result: 'granted' });
});
afterAll(() => Promise.all([service, owner, api].map((db) => db?.destroy())));

const changes = [
  "update audit_entries set leaf_hash = ''",
  'delete from audit_entries',
  'truncate audit_entries',
  'drop table audit_entries',
  'alter table audit_entries disable trigger all',
  'drop trigger audit_entries_append_only on audit_entries',
  'alter table audit_entries rename to other_entries',
  "update audit_texts set entry = '{}'",
  'delete from audit_texts',
  'delete from audit_personal',
  'delete from audit_keys',
  'delete from key_events',
  'delete from schema_migrations',
  'create table audit_copy (a int)',
  'set session_replication_role = replica',
];

describe('the service’s own role', () => {
  test('appends and reads: the service works with it', async () => {
    expect(await service.selectFrom('audit_entries').select('kind').orderBy('idx').execute()).toEqual([
      { kind: 'intent' },
      { kind: 'outcome' },
    ]);
    expect(await createAuditLog({ db: service, now: Date.now }).settle('none is open')).toBe(0);
  });

  test.each(changes)('is refused by the server: %s', async (statement) => {
    await expect(sql.raw(statement).execute(service)).rejects.toThrow(/permission denied|must be owner/);
  });

  test('the trigger refuses the tables’ owner as well', async () => {
    for (const statement of changes.slice(0, 3)) {
      await expect(sql.raw(statement).execute(owner)).rejects.toThrow(/the audit log is append-only/);
    }
  });

  test('is told what to do when an upgrade needs the owner', async () => {
    const note = {
      name: '9999-note',
      up: (db: Kysely<unknown>) => db.schema.createTable('note').addColumn('text', 'text').execute(),
    };
    const newer = { ...delegationStore, migrations: [...delegationMigrations, note] };
    const setting = installed.settings.CANVASBACK_DELEGATION_DATABASE;
    await expect(openStore(setting, newer)).rejects.toThrow(/lacks a right .* canvasback database grant/);
  });
});

test('erasing is the tables’ owner’s, who is asked for it by name; the service’s role erases nothing', async () => {
  const own = owner as unknown as Kysely<AuditTables>;
  const log = service as unknown as Kysely<AuditTables>;
  expect([await mayErase(log), await mayErase(own)]).toEqual([false, true]);
  const of = { tree: 'org', now: Date.now };
  await expect(erasePerson(log, of, 'auth0|ada')).rejects.toThrow(/permission denied/);
  await expect(eraseTexts(log, of, Date.now() + 1)).rejects.toThrow(/permission denied/);
  const count = async () =>
    (await sql<{ n: number }>`select count(*) as n from audit_personal`.execute(owner)).rows;
  expect(await count()).toEqual([{ n: 1 }]);
  expect(await erasePerson(own, of, 'auth0|ada')).toMatchObject({ entries: 1 });
  // The owner is no superuser, and sees whose transaction it waits for all the same.
  await asSuperuser(async (client) => {
    await client.query('begin isolation level repeatable read');
    const { rows } = await client.query('select pg_backend_pid() as pid');
    const waited: number[] = [];
    const scrubbed = scrubLog(own, {
      waiting(pids) {
        waited.push(...pids);
        void client.query('commit');
      },
    });
    await scrubbed;
    expect(waited).toContain(rows[0].pid);
  }, installed.database);
  expect(await count()).toEqual([{ n: 0 }]);
});

test('the API’s role neither reads nor writes anything there', async () => {
  const schema = `canvasback_delegation${installed.suffix}`;
  const { rows } = await sql<{
    name: string;
  }>`select tablename as name from pg_tables where schemaname = ${schema}`.execute(api);
  expect(rows.length).toBeGreaterThan(6);
  for (const { name } of rows) {
    for (const statement of [
      `select * from ${schema}.${name}`,
      `insert into ${schema}.${name} default values`,
    ]) {
      await expect(sql.raw(statement).execute(api), statement).rejects.toThrow(
        /permission denied for schema/,
      );
    }
  }
});

test('the doctor is content with these roles, and not with a service that owns its log', async () => {
  const variable = 'CANVASBACK_DELEGATION_DATABASE';
  const faults = async (setting: string) =>
    (await checkDatabases([{ variable, setting, wanted: delegationStore }]))
      .filter(({ state }) => state === 'wrong')
      .map(({ what }) => what);
  expect(await faults(installed.settings.CANVASBACK_DELEGATION_DATABASE)).toEqual([]);
  expect(await faults(installed.ownerSetting)).toEqual([
    expect.stringMatching(
      /may change or remove rows of audit_entries, audit_keys, audit_nodes and 3 more tables in canvasback_delegation/,
    ),
  ]);
});
