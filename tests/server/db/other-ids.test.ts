// A flow is found by the id of any version that Salesforce named, in both lengths, and only in its org.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { findComponentRow, putStamp, type Stamp } from '../../../server/db/components.ts';
import type { Database } from '../../../server/db/database.ts';
import { openTestDatabase } from '../../helpers/databases.ts';

const orgId = '00D5g000004XyZaEAK';
const stamp: Stamp = {
  type: 'Flow',
  fullName: 'Route_New_Leads',
  id: '3005g000000AAAAAA1',
  otherIds: ['3015g000000BBBBBB1', '3015g000000CCCCCC1'],
  lastModifiedAt: 1,
  lastModifiedById: '005A',
  lastModifiedByName: 'Ada King',
};

let db: Database;
beforeEach(async () => {
  db = await openTestDatabase();
  await putStamp(db, orgId, stamp, 1);
});
afterEach(() => db.destroy());

const named = async (id: string, more: object = {}) =>
  (await findComponentRow(db, { orgId, type: 'Flow', id, ...more }))?.full_name;

test.each(['3005g000000AAAAAA1', '3005g000000AAAA', '3015g000000BBBBBB1', '3015g000000CCCC'])(
  '%s',
  async (id) => {
    expect(await named(id)).toBe('Route_New_Leads');
  },
);

test('an id nobody named leads nowhere, unless a name is given', async () => {
  expect(await named('3015g000000DDDDDD1')).toBeUndefined();
  expect(await named('3015g000000DDDDDD1', { fullName: 'Route_New_Leads' })).toBe('Route_New_Leads');
});

test('neither another type nor another org', async () => {
  expect(await named('3015g000000BBBBBB1', { type: 'ApexClass' })).toBeUndefined();
  expect(await named('3015g000000BBBBBB1', { orgId: `00D${'9'.repeat(15)}` })).toBeUndefined();
});

test('stamped again, and renamed', async () => {
  await putStamp(db, orgId, stamp, 2);
  await putStamp(db, orgId, { ...stamp, fullName: 'Route_Leads' }, 3);
  expect(await named('3015g000000BBBB')).toBe('Route_Leads');
  expect(await named('3005g000000AAAA')).toBe('Route_Leads');
});
