// Days without a run: what was missed is judged all the same, from its beginning on, a day at a time.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { acknowledgeAlarm } from '../../../server/reconcile/state.ts';
import { integration, orgId } from '../orgs/world.ts';
import { createReconcileWorld, elsewhere, minute, type ReconcileWorld } from './world.ts';

const hour = 60 * minute;
let world: ReconcileWorld;
beforeEach(async () => {
  world = await createReconcileWorld();
});
afterEach(() => world.stop());

/** Turns until it is reconciled up to now. */
async function catchUp(most = 12) {
  for (let turn = 0; turn < most; turn += 1) {
    const state = await world.cycle();
    if (state.until && world.now() - Date.parse(state.until) < hour) return { state, turns: turn + 1 };
  }
  throw new Error(`It is behind after ${most} turns.`);
}
const withoutPermission = () => world.fault({ without: { [integration]: ['MonitorLoginHistory'] } });

test.each([30, 5 * 24])('a theft %d hours before the permission to look is an alarm', async (hours) => {
  await withoutPermission();
  await world.cycle();
  await world.steal(undefined, elsewhere);
  for (let passed = 0; passed < hours; passed += 4) {
    await world.pass(4 * hour - 15 * minute);
    expect((await world.cycle()).state).toBe('not_reconciled');
  }
  await world.fault({ without: {} });
  const { state } = await catchUp();
  expect(state).toMatchObject({ state: 'reconciled', alarms: [{ kind: 'login_from_elsewhere', logins: 1 }] });
});

test('a worker that was away for days misses no theft of those days', async () => {
  await world.cycle();
  await world.cycle();
  await world.steal(undefined, elsewhere);
  await world.pass(3 * 24 * hour);
  const { state, turns } = await catchUp();
  expect(turns).toBeGreaterThan(2);
  expect(state.alarms).toMatchObject([{ kind: 'login_from_elsewhere', logins: 1 }]);
});

test('what is behind goes on at once, not a quarter of an hour later', async () => {
  await world.cycle();
  await world.cycle();
  await world.pass(3 * 24 * hour);
  for (let turn = 0; turn < 4; turn += 1) expect(await world.reconciler.turn(), `turn ${turn}`).toBe(true);
  expect(await world.reconciler.turn()).toBe(false);
});

test('a login of a closed alarm that is read again raises none anew', async () => {
  await world.cycle();
  await world.steal(undefined, elsewhere);
  const [alarm] = (await world.cycle()).alarms;
  await acknowledgeAlarm(
    { db: world.orgs.db, now: world.now },
    { orgId, alarmId: alarm?.id ?? '', logins: 1, note: 'Seen.', tenantId: 't1', subject: 'auth0|ada' },
  );
  for (let turn = 0; turn < 16; turn += 1) await world.cycle();
  await world.fault({ appName: 'Canvasback renamed' });
  // Tokens without a row are noticed two hours later, and an hour more while one of before is near.
  for (let turn = 0; turn < 22; turn += 1) await world.cycle();
  const state = await world.state();
  expect(state.applications).toContain('Canvasback renamed');
  expect(state.alarms).toHaveLength(1);
});
