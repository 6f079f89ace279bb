// Work that waits for a worker while none runs says so; work that waits its turn, or is being done, does not.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../../server/db/database.ts';
import { claimJob, postponeJob } from '../../../server/db/jobs.ts';
import { putMember } from '../../../server/db/members.ts';
import { addOrg } from '../../../server/db/orgs.ts';
import { addTenant } from '../../../server/db/tenants.ts';
import { noteWorkerAlive } from '../../../server/db/worker-beat.ts';
import { orgStatus } from '../../../server/orgs/status.ts';
import { enqueueBaseline } from '../../../server/sync/enqueue.ts';
import { openTestDatabase } from '../../helpers/databases.ts';
import { acme, start } from '../http/stub-app.ts';

let db: Database;
beforeEach(async () => {
  db = await openTestDatabase();
  await addTenant(db, { id: acme.tenantId, name: 'Acme' }, 1);
  await putMember(db, { tenantId: acme.tenantId, subject: 'auth0|sam', name: 'Sam', role: 'viewer' }, 1);
  await addOrg(db, {
    ...acme,
    kind: 'production',
    integrationUserId: '005I',
    integrationUsername: 'integration@acme.example',
    connectedBy: 'auth0|ada',
    at: 1,
  });
  await enqueueBaseline(db, acme.orgId, start);
});
afterEach(() => db.destroy());

async function noWorkerAfter(seconds: number) {
  const deps = {
    db,
    now: () => start + seconds * 1000,
    delegation: { app: () => Promise.reject(new Error()) },
  };
  const { job } = await orgStatus(deps, { subject: 'auth0|sam', apiHost: acme.apiHost });
  return job?.noWorker;
}

test('what is queued is given time to be taken, then it is said that nobody will', async () => {
  expect(await noWorkerAfter(20)).toBeUndefined();
  expect(await noWorkerAfter(60)).toEqual({});
});

test('when a worker was there, it is said when', async () => {
  await noteWorkerAlive(db, start - 1000);
  await noteWorkerAlive(db, start);
  expect(await noWorkerAfter(40)).toBeUndefined();
  expect(await noWorkerAfter(60)).toEqual({ since: new Date(start).toISOString() });
});

test('a job whose worker was killed says so once its lease has run out', async () => {
  await claimJob(db, { owner: 'w', now: start, leaseMs: 10_000 });
  expect(await noWorkerAfter(35)).toBeUndefined();
  expect(await noWorkerAfter(60)).toEqual({});
});

test('one that waits for its time waits for nobody until then', async () => {
  const row = await claimJob(db, { owner: 'w', now: start, leaseMs: 10_000 });
  const wait = { problem: 'p', retryAt: start + 3_600_000, cursor: null, now: start };
  await postponeJob(db, { id: row?.id ?? '', owner: 'w' }, wait);
  expect(await noWorkerAfter(3600)).toBeUndefined();
  expect(await noWorkerAfter(3700)).toEqual({});
});
