// When an org was whose: what its records show to an account depends on it.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordAdminEntry } from '../../../server/db/admin-log.ts';
import type { Database } from '../../../server/db/database.ts';
import { forgetOrg } from '../../../server/db/forget-org.ts';
import { heldOrgs } from '../../../server/db/held-orgs.ts';
import { addOrg } from '../../../server/db/orgs.ts';
import { addTenant } from '../../../server/db/tenants.ts';
import { openTestDatabase } from '../../helpers/databases.ts';

const orgId = '00D5g000004XyZaEAK';
const apiHost = 'acme.my.salesforce.com';
let db: Database;

beforeEach(async () => {
  db = await openTestDatabase();
  for (const id of ['acme', 'else', 'third']) await addTenant(db, { id, name: id }, 1);
});
afterEach(() => db.destroy());

async function connect(tenantId: string, at: number, id = orgId, host = apiHost): Promise<void> {
  const added = await addOrg(db, {
    ...{ orgId: id, tenantId, name: `At ${tenantId}`, apiHost: host, kind: 'production', at },
    ...{ loginUrl: 'https://login.salesforce.com', apiVersion: '66.0', connectedBy: `auth0|${tenantId}` },
    ...{ integrationUserId: '0055g000001IntgAAW', integrationUsername: 'integration@acme.example' },
  });
  expect(added).toBe(true);
}
async function disconnect(tenantId: string, at: number): Promise<void> {
  const detail = { name: `At ${tenantId}`, apiHost, history: 'keep', revoked: true };
  const subject = `auth0|${tenantId}`;
  await recordAdminEntry(db, { at, subject, action: 'org.disconnect', orgId, detail });
  await forgetOrg(db, { orgId, apiHost });
}
const spansOf = async (tenantId: string) => (await heldOrgs(db, { tenantId, orgId }))[0]?.spans;

test('an org that was nobody else’s is its account’s from the first entry on', async () => {
  await connect('acme', 10);
  await connect('else', 10, '00D5g000009ElseEAK', 'else.my.salesforce.com');
  expect(await heldOrgs(db, { tenantId: 'acme' })).toEqual([
    { orgId, name: 'At acme', apiHost, spans: [{}], ended: undefined },
  ]);
  expect(await heldOrgs(db, { tenantId: 'third' })).toEqual([]);
});

test('each account has the times in which it was its own, and what it was called then', async () => {
  await connect('acme', 10);
  await disconnect('acme', 20);
  expect(await heldOrgs(db, { tenantId: 'acme' })).toEqual([
    { orgId, name: 'At acme', apiHost, spans: [{ to: 21 }], ended: { at: 20, by: 'auth0|acme' } },
  ]);
  await connect('else', 30);
  expect(await spansOf('acme')).toEqual([{ to: 21 }]);
  expect(await spansOf('else')).toEqual([{ from: 21 }]);
  await disconnect('else', 40);
  expect(await spansOf('else')).toEqual([{ from: 21, to: 41 }]);
  await connect('acme', 50);
  expect(await heldOrgs(db, { tenantId: 'acme' })).toEqual([
    { orgId, name: 'At acme', apiHost, spans: [{ to: 21 }, { from: 41 }], ended: undefined },
  ]);
  expect(await heldOrgs(db, { tenantId: 'else' })).toMatchObject([
    { orgId, name: 'At else', ended: { at: 40 } },
  ]);
  expect(await heldOrgs(db, { tenantId: 'third' })).toEqual([]);
});

test('an end that is known, but not whose, ends everybody’s time', async () => {
  const entry = { at: 20, subject: 'auth0|left', action: 'org.disconnect', org_id: orgId, detail: '{}' };
  await db.insertInto('admin_log').values(entry).execute();
  await connect('acme', 30);
  expect(await spansOf('acme')).toEqual([{ from: 21 }]);
});
