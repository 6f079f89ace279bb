// The administrative log of an account: its owners find what happened, and nothing of another account's.

import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countAdminLog, listAdminLog } from '../../../server/admin-log.ts';
import { recordAdminEntry } from '../../../server/db/admin-log.ts';
import { apiStore, type Database, openStore } from '../../../server/db/database.ts';
import { putMember, removeMember } from '../../../server/db/members.ts';
import { addOrg } from '../../../server/db/orgs.ts';
import type { Tables } from '../../../server/db/tables.ts';
import { addTenant } from '../../../server/db/tenants.ts';
import { newSetting, openTestDatabase } from '../../helpers/databases.ts';

const orgId = '00D5g000004XyZaEAK';
const start = Date.parse('2026-03-02T09:00:00.000Z');
let db: Database;
/** Nothing happened to keys. */
const deps = () => ({
  db,
  delegation: {
    keyEvents: async () => ({ events: [], known: [], total: 0, matching: 0 }),
    tallyKeyEvents: async () => ({ bys: [], events: [], known: [] }),
  },
});

async function accounts(into: Database): Promise<void> {
  const people = [
    ['acme', 'auth0|ada', 'Ada King', 'owner'],
    ['acme', 'auth0|sam', 'Sam Okafor', 'viewer'],
    ['other', 'auth0|eve', 'Eve Else', 'owner'],
  ] as const;
  for (const id of ['acme', 'other']) await addTenant(into, { id, name: id }, start);
  for (const [tenantId, subject, name, role] of people)
    await putMember(into, { tenantId, subject, name, role }, start);
  await addOrg(into, {
    ...{ orgId, tenantId: 'acme', name: 'Acme', apiHost: 'acme.my.salesforce.com', kind: 'production' },
    ...{ loginUrl: 'https://login.salesforce.com', apiVersion: '66.0', connectedBy: 'auth0|ada', at: start },
    ...{ integrationUserId: '0055g000001IntgAAW', integrationUsername: 'integration@acme.example' },
  });
}

async function story(into: Database): Promise<void> {
  const at = (minute: number) => start + minute * 60_000;
  const record = (minute: number, entry: Omit<Parameters<typeof recordAdminEntry>[1], 'at'>) =>
    recordAdminEntry(into, { at: at(minute), ...entry });
  const person = { tenant: 'acme', member: 'auth0|sam', role: 'viewer' };
  await record(0, { subject: 'operator', action: 'member.role', tenantId: 'acme', detail: person });
  await record(1, {
    subject: 'auth0|ada',
    action: 'org.connect',
    orgId,
    detail: { username: 'ada.king@acme.example' },
  });
  await record(2, {
    subject: 'auth0|sam',
    action: 'history.commit',
    orgId,
    detail: { type: 'Flow', fullName: 'Route' },
  });
  await record(3, {
    subject: 'auth0|eve',
    action: 'org.claim_refused',
    orgId,
    detail: { tenant: 'Else Inc.' },
  });
  await record(4, { subject: 'auth0|eve', action: 'user.unlink' });
  await record(5, { subject: 'auth0|ada', action: 'member.remove', detail: person });
}

const list = (more: Omit<Parameters<typeof listAdminLog>[1], 'tenantId'> = {}, tenantId = 'acme') =>
  listAdminLog(deps(), { tenantId, ...more });
const actions = async (...of: Parameters<typeof list>) =>
  (await list(...of)).entries.map(({ action }) => action);

beforeEach(async () => {
  db = await openTestDatabase();
  await accounts(db);
});
afterEach(() => db.destroy());

describe('an account’s log', () => {
  beforeEach(() => story(db));

  test('has what its people, its orgs and the operator did, newest first, people and orgs by name', async () => {
    const { entries, total, matching, next } = await list();
    expect(entries.map(({ who, action, org, detail }) => [who, action, org, detail])).toEqual([
      ['Ada King', 'member.remove', undefined, { member: 'Sam Okafor', role: 'viewer' }],
      // That somebody tried is theirs to know; who it was, and of which account, is not.
      ['Somebody who is no member', 'org.claim_refused', 'Acme', {}],
      ['Sam Okafor', 'history.commit', 'Acme', { type: 'Flow', fullName: 'Route' }],
      ['Ada King', 'org.connect', 'Acme', { username: 'ada.king@acme.example' }],
      ['The operator', 'member.role', undefined, { member: 'Sam Okafor', role: 'viewer' }],
    ]);
    expect([total, matching, next]).toEqual([5, 5, undefined]);
    expect(JSON.stringify(entries)).not.toMatch(/auth0\||Else/);
  });

  test('is no other account’s', async () => {
    expect(await actions({}, 'other')).toEqual(['user.unlink']);
    expect(await actions({ who: 'Ada King' }, 'other')).toEqual([]);
    expect(await countAdminLog(deps(), { tenantId: 'other' })).toEqual({
      people: [{ value: 'Eve Else', entries: 1 }],
      kinds: [
        { value: 'people', entries: 0 },
        { value: 'connections', entries: 1 },
        { value: 'history', entries: 0 },
        { value: 'keys', entries: 0 },
        { value: 'installation', entries: 0 },
      ],
    });
  });

  test.each([
    ['a person', { who: 'Ada King' }, ['member.remove', 'org.connect']],
    ['the operator', { who: 'The operator' }, ['member.role']],
    ['a name that nobody has', { who: 'Zoe' }, []],
    ['kinds', { kinds: 'people,history' }, ['member.remove', 'history.commit', 'member.role']],
    [
      'a time, whose end is left out',
      { from: '2026-03-02T09:01:00.000Z', to: '2026-03-02T09:03:00.000Z' },
      ['history.commit', 'org.connect'],
    ],
  ])('is filtered by %s', async (_, filter, expected) => {
    expect(await actions(filter)).toEqual(expected);
    const { total, matching } = await list(filter);
    expect([total, matching]).toEqual([5, expected.length]);
  });

  test('is counted by person and kind', async () => {
    expect(await countAdminLog(deps(), { tenantId: 'acme' })).toEqual({
      people: [
        { value: 'Ada King', entries: 2 },
        { value: 'Sam Okafor', entries: 1 },
        { value: 'Somebody who is no member', entries: 1 },
        { value: 'The operator', entries: 1 },
      ],
      kinds: [
        { value: 'people', entries: 2 },
        { value: 'connections', entries: 2 },
        { value: 'history', entries: 1 },
        { value: 'keys', entries: 0 },
        { value: 'installation', entries: 0 },
      ],
    });
  });

  test('keeps what a removed member did, without the name', async () => {
    await removeMember(db, { tenantId: 'acme', subject: 'auth0|sam' });
    expect(await actions({ who: 'Somebody who is no member' })).toEqual([
      'org.claim_refused',
      'history.commit',
    ]);
  });

  test('comes page by page', async () => {
    for (let minute = 10; minute < 70; minute++) {
      await recordAdminEntry(db, {
        at: start + minute * 60_000,
        subject: 'auth0|ada',
        action: 'user.link',
        orgId,
      });
    }
    const first = await list();
    expect([first.entries.length, first.total]).toEqual([50, 65]);
    const second = await list({ before: first.next });
    expect([second.entries.length, second.next]).toEqual([15, undefined]);
    const ids = [...first.entries, ...second.entries].map(({ id }) => id);
    expect(new Set(ids).size).toBe(65);
  });
});

test('entries of an earlier version come into the log of their account, and stay append-only', async () => {
  const setting = await newSetting();
  const earlier = { ...apiStore, migrations: apiStore.migrations.slice(0, 12) };
  const before = await openStore<Tables>(setting, earlier);
  await accounts(before);
  const rows = [
    ['operator', 'member.role', null, { tenant: 'acme', member: 'auth0|sam' }],
    ['auth0|eve', 'org.claim_refused', orgId, { tenant: 'Else Inc.' }],
    ['auth0|sam', 'org.disconnect', '00D5g000009GoneEAK', {}],
    ['auth0|left', 'user.unlink', '00D5g000009GoneEAK', {}],
  ] as const;
  for (const [subject, action, org, detail] of rows) {
    await before
      .insertInto('admin_log')
      .values({ at: start, subject, action, org_id: org, detail: JSON.stringify(detail) })
      .execute();
  }
  await before.destroy();
  const after = await openStore<Tables>(setting, apiStore);
  const tenants = await after.selectFrom('admin_log').select('tenant_id').orderBy('seq').execute();
  expect(tenants.map(({ tenant_id }) => tenant_id)).toEqual(['acme', 'acme', 'acme', null]);
  const changed = (after as unknown as Kysely<Tables>).updateTable('admin_log').set({ detail: '{}' });
  await expect(changed.execute()).rejects.toThrow(/append-only/);
  await expect(sql`delete from admin_log`.execute(after)).rejects.toThrow(/append-only/);
  await after.destroy();
});
