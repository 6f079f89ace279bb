// Nothing of an org stays in the database when it is disconnected, whatever tables there are; other orgs keep theirs.

import { expect, test } from 'vitest';
import { recordAdminEntry } from '../../../server/db/admin-log.ts';
import { forgetOrg, orgTables } from '../../../server/db/forget-org.ts';
import { listTables } from '../../../server/db/list-tables.ts';
import { addOrg } from '../../../server/db/orgs.ts';
import { addTenant } from '../../../server/db/tenants.ts';
import { openTestDatabase } from '../../helpers/databases.ts';

const gone = { orgId: '00D5g000004XyZaEAK', apiHost: 'acme.my.salesforce.com' };
const other = { orgId: '00D5g000009OtherEAK', apiHost: 'other.my.salesforce.com' };

test('every table with an org’s rows is in the list, but the administrative log', async () => {
  const db = await openTestDatabase();
  const tables = await listTables(db);
  const ofOrgs = tables
    .filter(({ columns }) => columns.some(({ name }) => name === 'org_id'))
    .map(({ name }) => name)
    .filter((name) => name !== 'admin_log');
  expect([...orgTables].sort()).toEqual(ofOrgs.sort());
  await db.destroy();
});

test('the org’s rows go, another’s and the log’s stay', async () => {
  const db = await openTestDatabase();
  await addTenant(db, { id: 't1', name: 'Acme' }, 1);
  for (const { orgId, apiHost } of [gone, other]) {
    await addOrg(db, {
      ...{ orgId, apiHost, tenantId: 't1', name: 'Acme', kind: 'production', apiVersion: '66.0' },
      ...{ loginUrl: 'https://login.salesforce.com', integrationUserId: '005', integrationUsername: 'i@a.b' },
      ...{ connectedBy: 'auth0|ada', at: 1 },
    });
    await db
      .insertInto('links')
      .values({
        ...{ org_id: orgId, subject: 'auth0|ada', user_id: `${orgId}-u`, username: 'a@b.c', name: 'Ada' },
        linked_at: 1,
      })
      .execute();
    await db
      .insertInto('components')
      .values({ org_id: orgId, type: 'Flow', full_name: 'F', losers: '[]', state: 'unknown' })
      .execute();
    await db
      .insertInto('connect_attempts')
      .values({
        ...{ state: orgId, subject: 'auth0|ada', jkt: 'k', verifier: 'v', nonce: 'n', api_host: apiHost },
        ...{ redirect_uri: 'https://x.chromiumapp.org/salesforce', expires_at: 9 },
      })
      .execute();
    await recordAdminEntry(db, { at: 1, subject: 'auth0|ada', action: 'org.connect', orgId });
  }
  await forgetOrg(db, gone);
  await forgetOrg(db, gone);
  for (const table of ['orgs', 'links', 'components'] as const) {
    const rows = await db.selectFrom(table).select('org_id').execute();
    expect(rows, table).toEqual([{ org_id: other.orgId }]);
  }
  const attempts = await db.selectFrom('connect_attempts').select('state').execute();
  expect(attempts).toEqual([{ state: other.orgId }]);
  expect(await db.selectFrom('admin_log').select('org_id').execute()).toHaveLength(2);
  await db.destroy();
});
