// Turns of reconciliation: each connected org's at its time, one worker at a time, and nothing kept of an org that is gone.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../../server/db/database.ts';
import { forgetOrg } from '../../../server/db/forget-org.ts';
import { addOrg, moveOrgState } from '../../../server/db/orgs.ts';
import { findReconciliation, finishReconciliation } from '../../../server/db/reconciliations.ts';
import { addTenant } from '../../../server/db/tenants.ts';
import { AppError } from '../../../server/errors.ts';
import { createLog } from '../../../server/log.ts';
import { createReconciler, type ReconcilerOptions } from '../../../server/reconcile/schedule.ts';
import { requestReconciliation } from '../../../server/reconcile/state.ts';
import { openTestDatabase } from '../../helpers/databases.ts';
import { acme } from '../http/stub-app.ts';

const every = 900_000;
const { orgId, apiHost, tenantId } = acme;
let db: Database;
let time: number;
let ran: string[];

beforeEach(async () => {
  db = await openTestDatabase();
  time = 1_800_000_000_000;
  ran = [];
  await addTenant(db, { id: tenantId, name: 'Acme' }, 1);
  await addOrg(db, {
    ...{ ...acme, kind: 'production', integrationUserId: '005I', integrationUsername: 'i@acme.example' },
    ...{ connectedBy: 'auth0|ada', at: time },
  });
});
afterEach(() => db.destroy());

const done: ReconcilerOptions['run'] = async ({ org_id }, { owner, nextAt }) => {
  ran.push(org_id);
  await finishReconciliation(
    db,
    { orgId: org_id, owner },
    { state: 'reconciled', until: time, next_at: nextAt },
  );
};
const worker = (run = done) =>
  createReconciler({
    ...{ db, run, everyMs: every, now: () => time, pollMs: 5 },
    log: createLog({ level: 'silent' }),
  });

test('come every so often, and each is one worker’s', async () => {
  const [one, other] = [worker(), worker()];
  expect((await Promise.all([one.turn(), other.turn()])).sort()).toEqual([false, true]);
  time += every - 1;
  expect(await one.turn()).toBe(false);
  time += 1;
  expect(await other.turn()).toBe(true);
  expect(ran).toEqual([orgId, orgId]);
});

test('are no blocked org’s', async () => {
  await moveOrgState(db, orgId, { from: 'connected', to: 'blocked', reason: 'x' });
  expect(await worker().turn()).toBe(false);
});

test('of a worker that was killed are taken over', async () => {
  let begun = () => {};
  const running = new Promise<void>((resolve) => {
    begun = resolve;
  });
  void worker(() => {
    begun();
    return new Promise(() => {});
  }).turn();
  await running;
  expect(await worker().turn()).toBe(false);
  time += 6 * 60_000;
  expect(await worker().turn()).toBe(true);
  expect(ran).toEqual([orgId]);
});

test('that fail say why, and are tried sooner where that passes by itself', async () => {
  const failing = (error: Error) =>
    worker(async () => {
      throw error;
    });
  await failing(new AppError('salesforce_unavailable')).turn();
  expect(await findReconciliation(db, orgId)).toMatchObject({
    ...{ state: 'not_reconciled', reason: 'unavailable', next_at: time + 120_000, lease_owner: null },
  });
  time += 120_000;
  await failing(new AppError('salesforce_limit', { detail: '90 of 100' })).turn();
  expect(await findReconciliation(db, orgId)).toMatchObject({ reason: 'limit', next_at: time + every });
  time += every;
  await failing(new Error('a bug')).turn();
  expect(await findReconciliation(db, orgId)).toMatchObject({ reason: 'failed', detail: null });
});

test('under way when the worker stops are given back as they were', async () => {
  let begun = () => {};
  const running = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const stopping = worker(
    (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        begun();
      }),
  );
  stopping.start();
  await running;
  await stopping.stop();
  expect(await findReconciliation(db, orgId)).toMatchObject({ state: 'waiting', next_at: time });
  expect(await worker().turn()).toBe(true);
});

test('under way when the org is disconnected leave nothing, also when it is connected again', async () => {
  await worker(async (row, of) => {
    await forgetOrg(db, { orgId, apiHost });
    await done(row, of);
  }).turn();
  expect(await findReconciliation(db, orgId)).toBeUndefined();
});

test('are had sooner by who asks, every twenty seconds at most', async () => {
  const turns = worker();
  await turns.turn();
  const asked = () => requestReconciliation({ db, now: () => time }, { orgId, tenantId });
  time += 10_000;
  await asked();
  expect(await turns.turn()).toBe(false);
  time += 10_000;
  expect(await turns.turn()).toBe(true);
  await expect(
    requestReconciliation({ db, now: () => time }, { orgId, tenantId: 'other' }),
  ).rejects.toMatchObject({ code: 'org_not_connected' });
});
