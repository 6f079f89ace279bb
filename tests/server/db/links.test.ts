// A Salesforce user is linked by one person of an org, in the API's database and in the delegation service's own.

import { expect, test } from 'vitest';
import { apiStore, type Database, openDatabase, openStore } from '../../../server/db/database.ts';
import { findLink, putLink } from '../../../server/db/links.ts';
import { migrations } from '../../../server/db/migrations/index.ts';
import { addOrg } from '../../../server/db/orgs.ts';
import type { Tables } from '../../../server/db/tables.ts';
import { addTenant } from '../../../server/db/tenants.ts';
import {
  type DelegationTables,
  delegationMigrations,
  delegationStore,
  openDelegationDatabase,
} from '../../../server/delegation/db/database.ts';
import * as delegation from '../../../server/delegation/db/links.ts';
import { newSetting, openTestDatabase, openTestDelegationDatabase } from '../../helpers/databases.ts';

const orgId = '00D5g000004XyZaEAK';
const ada = {
  orgId,
  subject: 'auth0|ada',
  userId: '0055g000001AdaKAAW',
  username: 'ada@acme.example',
  at: 1,
};
const sam = { ...ada, subject: 'auth0|sam', at: 2 };
const standing = { until: null, state: 'locked', reason: 'Not asked yet.' } as const;

async function addOurOrg(db: Database) {
  await addTenant(db, { id: 't1', name: 'Acme' }, 1);
  await addOrg(db, {
    orgId,
    tenantId: 't1',
    name: 'Acme',
    apiHost: 'acme.my.salesforce.com',
    loginUrl: 'https://login.salesforce.com',
    apiVersion: '66.0',
    kind: 'production',
    integrationUserId: '0055g000001IntgAAW',
    integrationUsername: 'integration@acme.example',
    connectedBy: ada.subject,
    at: 1,
  });
}

test('in the API’s database', async () => {
  const db = await openTestDatabase();
  await addOurOrg(db);
  expect(await putLink(db, { ...ada, name: 'Ada', standing })).toBe(true);
  expect(await putLink(db, { ...sam, name: 'Sam', standing })).toBe(false);
  expect(await findLink(db, sam)).toBeUndefined();
  expect(await putLink(db, { ...ada, name: 'Ada King', standing })).toBe(true);
  expect((await findLink(db, ada))?.name).toBe('Ada King');
  await db.destroy();
});

test('in the delegation service’s database', async () => {
  const db = await openTestDelegationDatabase();
  expect(await delegation.saveLink(db, ada)).toBe(true);
  expect(await delegation.saveLink(db, sam)).toBe(false);
  expect(await delegation.findLink(db, orgId, sam.subject)).toBeUndefined();
  expect(await delegation.saveLink(db, ada)).toBe(true);
  // The same user id in another org is another user.
  expect(await delegation.saveLink(db, { ...sam, orgId: '00D5g000009OtherEAK' })).toBe(true);
  await db.destroy();
});

test('two links of an earlier version’s database become one, the first', async () => {
  const earlierApi = await newSetting();
  const before = await openStore<Tables>(earlierApi, { ...apiStore, migrations: migrations.slice(0, 2) });
  await addOurOrg(before);
  for (const { orgId: org_id, subject, userId: user_id, username, at: linked_at } of [sam, ada]) {
    const row = { org_id, subject, user_id, username, linked_at, name: username };
    await before.insertInto('links').values(row).execute();
  }
  await before.destroy();
  const after = await openDatabase(earlierApi);
  expect(await after.selectFrom('links').select('subject').execute()).toEqual([{ subject: ada.subject }]);
  await after.destroy();

  const setting = await newSetting();
  const earlier = await openStore<DelegationTables>(setting, {
    ...delegationStore,
    migrations: delegationMigrations.slice(0, 2),
  });
  for (const { orgId: org_id, subject, userId: user_id, username, at: linked_at } of [sam, ada]) {
    await earlier
      .insertInto('person_links')
      .values({ org_id, subject, user_id, username, linked_at })
      .execute();
  }
  await earlier.destroy();
  const later = await openDelegationDatabase(setting);
  expect(await later.selectFrom('person_links').select('subject').execute()).toEqual([
    { subject: ada.subject },
  ]);
  await later.destroy();
});
