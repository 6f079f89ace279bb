// What happened to signing keys, beside the administrative log: in one order, each account its own and the installation's.

import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AdminLogDeps, countAdminLog, listAdminLog } from '../../../server/admin-log.ts';
import { recordAdminEntry } from '../../../server/db/admin-log.ts';
import { type Database, openStore } from '../../../server/db/database.ts';
import { forgetOrg } from '../../../server/db/forget-org.ts';
import { putMember, removeMember } from '../../../server/db/members.ts';
import { addOrg } from '../../../server/db/orgs.ts';
import { addTenant } from '../../../server/db/tenants.ts';
import {
  type DelegationDatabase,
  type DelegationTables,
  delegationStore,
} from '../../../server/delegation/db/database.ts';
import {
  everyKeyEvent,
  listKeyEvents,
  recordOperatorAct,
  tallyKeyEvents,
} from '../../../server/delegation/db/key-events.ts';
import {
  changeState,
  changingKeys,
  insertKey,
  listKeys,
  nameApp,
  retireKeysOf,
  saveAccepted,
} from '../../../server/delegation/db/signing-keys.ts';
import { AppError } from '../../../server/errors.ts';
import { newSetting, openTestDatabase, openTestDelegationDatabase } from '../../helpers/databases.ts';

const start = Date.parse('2026-03-02T09:00:00.000Z');
const minute = 60_000;
const acme = { orgId: '00D5g000004XyZaEAK', host: 'acme.my.salesforce.com' };
const uat = { orgId: '00D5g000004UatZEAK', host: 'acme--uat.sandbox.my.salesforce.com' };
const rival = { orgId: '00D5g000009ElseEAK', host: 'rival.my.salesforce.com' };
let db: Database;
let service: DelegationDatabase;
let away: boolean;
let deps: AdminLogDeps;
/** Minutes since the start. */
let now: number;

beforeEach(async () => {
  [db, service] = [await openTestDatabase(), await openTestDelegationDatabase()];
  [now, away] = [0, false];
  const unlessAway = <Answer>(answer: () => Promise<Answer>): Promise<Answer> =>
    away ? Promise.reject(new AppError('delegation_unavailable')) : answer();
  deps = {
    db,
    delegation: {
      keyEvents: (query) => unlessAway(() => listKeyEvents(service, query)),
      tallyKeyEvents: (scope) => unlessAway(() => tallyKeyEvents(service, scope)),
    },
  };
  for (const id of ['acme', 'rival']) await addTenant(db, { id, name: id }, 1);
  await join('acme', 'auth0|ada', 'Ada King');
  await join('acme', 'auth0|sam', 'Sam Okafor');
  await join('rival', 'auth0|eve', 'Eve Else');
});
afterEach(async () => {
  await db.destroy();
  await service.destroy();
});

const join = (tenantId: string, subject: string, name: string) =>
  putMember(db, { tenantId, subject, name, role: 'owner' }, 1);
const at = () => start + now * minute;
const list = (more: Omit<Parameters<typeof listAdminLog>[1], 'tenantId'> = {}, tenantId = 'acme') =>
  listAdminLog(deps, { tenantId, ...more });
/** Oldest first: which key, what happened, by whom. */
const told = async (...of: Parameters<typeof list>) =>
  (await list(...of)).entries
    .map(({ action, who, detail }) =>
      [action, ...(detail.fingerprint ? [detail.fingerprint] : []), who].join(' '),
    )
    .reverse();

const keyRow = async (id: string) => {
  const row = (await listKeys(service)).find((one) => one.id === id);
  if (!row) throw new Error(`There is no key ${id}.`);
  return row;
};
interface NewKey {
  readonly host: string;
  readonly state: 'prepared' | 'next' | 'in_use';
  readonly preparedBy: string | undefined;
  readonly by: string;
}
async function make(id: string, { host, state, preparedBy, by }: NewKey): Promise<void> {
  now += 1;
  await changingKeys(service, (transaction) =>
    insertKey(
      transaction,
      {
        ...{ id, apiHost: host, state, clientId: undefined, preparedBy, location: `${id}.key`, madeAt: at() },
        ...{ fingerprint: id, publicKey: 'p', certificate: undefined, endsAt: undefined },
      },
      by,
    ),
  );
}
const move = async (id: string, state: 'next' | 'in_use' | 'retired', by = 'service', detail?: string) => {
  now += 1;
  const row = await keyRow(id);
  await changingKeys(service, (transaction) =>
    changeState(transaction, row, state, { at: at(), by, detail }),
  );
};
const accept = async (id: string, host: string) => {
  now += 1;
  const row = await keyRow(id);
  await changingKeys(service, (transaction) => saveAccepted(transaction, host, row, at()));
};
/** As the API does it: the delegation service first, then its own entry. */
async function prepare(id: string, host: string, subject: string): Promise<void> {
  await make(id, { host, state: 'prepared', preparedBy: subject, by: subject });
  const detail = { apiHost: host, fingerprint: id };
  await recordAdminEntry(db, { at: at() + 5, subject, action: 'org.key_made', detail });
}
async function connect(tenantId: string, org: typeof acme, subject: string): Promise<void> {
  now += 1;
  await addOrg(db, {
    ...{
      orgId: org.orgId,
      tenantId,
      name: org.host.split('.')[0] ?? '',
      apiHost: org.host,
      kind: 'production',
    },
    ...{ loginUrl: 'https://login.salesforce.com', apiVersion: '66.0', connectedBy: subject, at: at() },
    ...{ integrationUserId: '0055g000001IntgAAW', integrationUsername: 'integration@acme.example' },
  });
  await recordAdminEntry(db, { at: at(), subject, action: 'org.connect', orgId: org.orgId });
}
async function disconnect(org: typeof acme, subject: string): Promise<void> {
  now += 1;
  await changingKeys(service, (transaction) =>
    retireKeysOf(transaction, org.host, { at: at(), by: subject }),
  );
  const detail = { name: org.host.split('.')[0] ?? '', apiHost: org.host, history: 'keep', revoked: true };
  await recordAdminEntry(db, { at: at(), subject, action: 'org.disconnect', orgId: org.orgId, detail });
  await forgetOrg(db, { orgId: org.orgId, apiHost: org.host });
}

describe('an account’s log', () => {
  test('has each step of its org’s own key, with the rotation of it, among everything else, once', async () => {
    await prepare('k1', acme.host, 'auth0|ada');
    const row = await keyRow('k1');
    now += 1;
    await changingKeys(service, (transaction) =>
      nameApp(transaction, row, '3MVG9own', { at: at(), by: 'auth0|ada' }),
    );
    await connect('acme', acme, 'auth0|ada');
    await move('k1', 'in_use', 'auth0|ada');
    await make('k2', { host: acme.host, state: 'next', preparedBy: 'auth0|ada', by: 'operator' });
    await accept('k2', acme.host);
    await move('k1', 'retired');
    expect(await told()).toEqual([
      'key.made k1 Ada King',
      'key.app_named k1 Ada King',
      'org.connect Ada King',
      'key.in_use k1 Ada King',
      'key.made k2 The operator',
      'key.accepted k2 Canvasback',
      'key.retired k1 Canvasback',
    ]);
    const { entries, total, matching } = await list();
    expect([total, matching]).toEqual([7, 7]);
    expect(entries.at(-2)).toMatchObject({
      org: 'acme',
      detail: { fingerprint: 'k1', installation: false, apiHost: acme.host, clientId: '3MVG9own' },
    });
    expect(await told({}, 'rival')).toEqual([]);
  });

  test('has the installation’s key, and of orgs that accepted it its own alone', async () => {
    await make('i1', { host: '', state: 'in_use', preparedBy: undefined, by: 'operator' });
    await connect('acme', acme, 'auth0|ada');
    await connect('rival', rival, 'auth0|eve');
    await make('i2', { host: '', state: 'next', preparedBy: undefined, by: 'operator' });
    await accept('i2', acme.host);
    await accept('i2', rival.host);
    const installation = [
      'key.made i1 The operator',
      'key.made i2 The operator',
      'key.accepted i2 Canvasback',
    ];
    expect(await told({ kinds: 'keys' })).toEqual(installation);
    expect(await told({ kinds: 'keys' }, 'rival')).toEqual(installation);
    expect(JSON.stringify(await list())).not.toMatch(/rival|Eve/);
    expect(JSON.stringify(await list({}, 'rival'))).not.toMatch(/acme|Ada/);
    expect((await list()).entries[0]).toMatchObject({ org: 'acme', detail: { installation: true } });
  });

  test('tells nothing of a key that another account prepared for the same org, before or after', async () => {
    await prepare('r1', acme.host, 'auth0|eve');
    await prepare('k1', acme.host, 'auth0|ada');
    await connect('acme', acme, 'auth0|ada');
    await move('k1', 'in_use', 'auth0|ada');
    await move('r1', 'retired', 'service', 'It was never used.');
    await accept('k1', acme.host);
    await disconnect(acme, 'auth0|ada');
    await prepare('r2', acme.host, 'auth0|eve');
    await connect('rival', acme, 'auth0|eve');
    await move('r2', 'in_use', 'auth0|eve');
    await make('r3', { host: acme.host, state: 'next', preparedBy: 'auth0|eve', by: 'operator' });
    const seen = await told();
    expect(seen).toEqual([
      'key.made k1 Ada King',
      'org.connect Ada King',
      'key.in_use k1 Ada King',
      'key.accepted k1 Canvasback',
      'key.retired k1 Ada King',
      'org.disconnect Ada King',
    ]);
    expect(
      (await told({ kinds: 'keys' }, 'rival')).map((line) => line.split(' ').slice(0, 2).join(' ')),
    ).toEqual(['key.made r1', 'key.retired r1', 'key.made r2', 'key.in_use r2', 'key.made r3']);
  });

  test('tells nothing of the installation’s key at an org while it was another’s', async () => {
    await make('i1', { host: '', state: 'in_use', preparedBy: undefined, by: 'operator' });
    await connect('acme', uat, 'auth0|ada');
    await accept('i1', uat.host);
    await disconnect(uat, 'auth0|ada');
    now += 60;
    // Another org at the same address, as after a sandbox was made anew.
    await connect('rival', { ...rival, host: uat.host }, 'auth0|eve');
    await accept('i1', uat.host);
    expect(await told({ kinds: 'keys' })).toHaveLength(2);
    expect(await told({ kinds: 'keys' }, 'rival')).toHaveLength(2);
    const hours = async (tenantId: string) =>
      (await list({ kinds: 'keys' }, tenantId)).entries.map((one) => (Date.parse(one.at) - start) / minute);
    expect([await hours('acme'), await hours('rival')]).toEqual([
      [3, 1],
      [66, 1],
    ]);
  });

  test('keeps the keys that a removed member had made; who takes a prepared one along takes its story', async () => {
    await prepare('k1', acme.host, 'auth0|sam');
    await removeMember(db, { tenantId: 'acme', subject: 'auth0|sam' });
    expect(await told()).toEqual(['key.made k1 Somebody who is no member']);
    await join('rival', 'auth0|sam', 'Sam Okafor');
    now += 1;
    await recordAdminEntry(db, {
      ...{ at: at(), subject: 'auth0|sam', action: 'org.key_made' },
      detail: { apiHost: acme.host, fingerprint: 'k1' },
    });
    await move('k1', 'in_use', 'auth0|sam');
    expect(await told()).toEqual(['org.key_made k1 Somebody who is no member']);
    expect(await told({}, 'rival')).toEqual(['key.made k1 Sam Okafor', 'key.in_use k1 Sam Okafor']);
  });

  test('has what the operator did to the databases that all accounts share', async () => {
    await recordOperatorAct(service, 'database_granted', { at: start, detail: 'canvasback_delegation' });
    await recordOperatorAct(service, 'database_copied', { at: start + 1, detail: '/srv/new.sqlite' });
    const { entries } = await list({ kinds: 'installation' });
    expect(entries.map(({ action, who, org, detail }) => [action, who, org, detail])).toEqual([
      ['records.copy', 'The operator', undefined, { to: '/srv/new.sqlite' }],
      ['records.grant', 'The operator', undefined, { role: 'canvasback_delegation' }],
    ]);
    expect(await list({ kinds: 'installation' }, 'rival')).toMatchObject({ total: 2 });
    expect((await list({ kinds: 'keys' })).entries).toEqual([]);
  });
});

describe('one order of two logs', () => {
  /** Two of each at every moment, so that a page ends between equals. */
  beforeEach(async () => {
    await make('i1', { host: '', state: 'in_use', preparedBy: undefined, by: 'operator' });
    const row = await keyRow('i1');
    for (now = 10; now < 50; now += 1) {
      for (const _ of [1, 2]) {
        await recordAdminEntry(db, { at: at(), subject: 'auth0|ada', action: 'user.unlink' });
        await changingKeys(service, (transaction) =>
          changeState(transaction, row, 'in_use', { at: at(), by: 'service' }),
        );
      }
    }
  });

  test('comes page by page, each entry once', async () => {
    const pages = [await list()];
    for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) pages.push(await list({ before: next }));
    expect(pages.map(({ entries }) => entries.length)).toEqual([50, 50, 50, 11]);
    expect(pages.map(({ total, matching }) => [total, matching])).toEqual(Array(4).fill([161, 161]));
    const all = pages.flatMap(({ entries }) => entries);
    expect(new Set(all.map(({ id }) => id)).size).toBe(161);
    const times = all.map((one) => one.at);
    expect(times).toEqual(times.toSorted().reverse());
    expect(all.filter(({ action }) => action === 'key.in_use')).toHaveLength(80);
  });

  test.each([
    ['a person', { who: 'Ada King' }, 80],
    ['Canvasback itself', { who: 'Canvasback' }, 80],
    ['the operator', { who: 'The operator' }, 1],
    ['a name that nobody has', { who: 'Zoe' }, 0],
    ['kinds', { kinds: 'keys' }, 81],
    ['another kind', { kinds: 'connections' }, 80],
    [
      'a time, whose end is left out',
      { from: '2026-03-02T09:10:00.000Z', to: '2026-03-02T09:12:00.000Z' },
      8,
    ],
  ])('is filtered by %s', async (_, filter, matching) => {
    expect(await list(filter)).toMatchObject({ total: 161, matching });
  });

  test('is counted by person and kind', async () => {
    expect(await countAdminLog(deps, { tenantId: 'acme' })).toEqual({
      people: [
        { value: 'Ada King', entries: 80 },
        { value: 'Canvasback', entries: 80 },
        { value: 'The operator', entries: 1 },
      ],
      kinds: [
        { value: 'people', entries: 0 },
        { value: 'connections', entries: 80 },
        { value: 'history', entries: 0 },
        { value: 'keys', entries: 81 },
        { value: 'installation', entries: 0 },
      ],
    });
  });
});

test('while the delegation service does not answer, the rest is there, and says what is missing', async () => {
  await prepare('k1', acme.host, 'auth0|ada');
  expect(await list()).not.toHaveProperty('keysMissing');
  away = true;
  // What the account's own log has of keys stands in for it.
  expect(await told()).toEqual(['org.key_made k1 Ada King']);
  expect(await list()).toMatchObject({ total: 1, matching: 1, keysMissing: true });
  expect(await list({ who: 'Ada King', kinds: 'keys' })).toMatchObject({ matching: 1, keysMissing: true });
  expect(await countAdminLog(deps, { tenantId: 'acme' })).toMatchObject({
    people: [{ value: 'Ada King', entries: 1 }],
  });
  deps.delegation.keyEvents = () => Promise.reject(new Error('a bug'));
  await expect(list()).rejects.toThrow('a bug');
});

test('a request for a key that the delegation service does not know is still told', async () => {
  await recordAdminEntry(db, {
    ...{ at: at(), subject: 'auth0|ada', action: 'org.key_made' },
    detail: { apiHost: acme.host, fingerprint: 'lost' },
  });
  expect(await told()).toEqual(['org.key_made lost Ada King']);
});

test('events of an earlier version keep their order, and stay for good', async () => {
  const setting = await newSetting();
  const migrations = delegationStore.migrations.slice(0, 8);
  const before = await openStore<DelegationTables>(setting, { ...delegationStore, migrations });
  const row = { key_id: 'k', api_host: '', fingerprint: 'k', by: 'service', detail: null };
  const events = ['in_use', 'retired', 'accepted', 'made'];
  for (const [index, event] of events.entries()) {
    await sql`insert into key_events ${sql.raw('(id, at, key_id, api_host, fingerprint, event, by, detail)')}
      values (${`e${index}`}, ${event === 'made' ? 1 : 2}, ${row.key_id}, '', 'k', ${event}, 'service', null)`.execute(
      before,
    );
  }
  await before.destroy();
  const after = await openStore<DelegationTables>(setting, delegationStore);
  expect((await everyKeyEvent(after)).map(({ seq, event }) => `${seq} ${event}`)).toEqual([
    '1 made',
    '2 accepted',
    '3 retired',
    '4 in_use',
  ]);
  await expect(sql`delete from key_events`.execute(after)).rejects.toThrow(/stays recorded/);
  await recordOperatorAct(after, 'database_granted', { at: 3, detail: 'role' });
  expect((await everyKeyEvent(after)).at(-1)).toMatchObject({ seq: 5, event: 'database_granted' });
  await after.destroy();
});
