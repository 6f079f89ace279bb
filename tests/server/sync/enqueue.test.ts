// Every connected org gets its first look, once, even when the process ended right after connecting it.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../../server/db/database.ts';
import { latestJob } from '../../../server/db/jobs.ts';
import { addOrg } from '../../../server/db/orgs.ts';
import { addTenant } from '../../../server/db/tenants.ts';
import { enqueueBaseline, enqueueMissingBaselines } from '../../../server/sync/enqueue.ts';
import { openTestDatabase } from '../../helpers/databases.ts';
import { acme } from '../http/stub-app.ts';

let db: Database;
beforeEach(async () => {
  db = await openTestDatabase();
  await addTenant(db, { id: acme.tenantId, name: 'Acme' }, 1);
  await addOrg(db, {
    ...acme,
    kind: 'production',
    integrationUserId: '005I',
    integrationUsername: 'integration@acme.example',
    connectedBy: 'auth0|ada',
    at: 1,
  });
});
afterEach(() => db.destroy());

const jobs = () => db.selectFrom('jobs').select(['org_id', 'state']).execute();

test('an org without a job gets one at the next start, and no second one', async () => {
  await enqueueMissingBaselines(db, 2);
  expect(await jobs()).toEqual([{ org_id: acme.orgId, state: 'queued' }]);
  await enqueueMissingBaselines(db, 3);
  await enqueueBaseline(db, acme.orgId, 4);
  expect(await jobs()).toHaveLength(1);
});

test('a finished baseline is not repeated by a start', async () => {
  await enqueueBaseline(db, acme.orgId, 2);
  await db.updateTable('jobs').set({ state: 'done' }).execute();
  await enqueueMissingBaselines(db, 3);
  expect((await latestJob(db, acme.orgId, 'baseline'))?.state).toBe('done');
  expect(await jobs()).toHaveLength(1);
});

test('one that was given up begins anew with the next start, and is then one', async () => {
  await enqueueBaseline(db, acme.orgId, 2);
  await db.updateTable('jobs').set({ state: 'failed' }).execute();
  await enqueueMissingBaselines(db, 3);
  await enqueueMissingBaselines(db, 4);
  expect((await jobs()).map(({ state }) => state).sort()).toEqual(['failed', 'queued']);
  expect((await latestJob(db, acme.orgId, 'baseline'))?.state).toBe('queued');
});
