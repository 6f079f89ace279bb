// A stolen signing key is noticed on the stand-in within one cycle, and what honest people do is not.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acknowledgeAlarm } from '../../../server/reconcile/state.ts';
import { integration, orgId } from '../orgs/world.ts';
import { createReconcileWorld, elsewhere, minute, type ReconcileWorld } from './world.ts';

let world: ReconcileWorld;
beforeAll(async () => {
  world = await createReconcileWorld();
});
afterAll(() => world.stop());

const openAlarms = async () =>
  (await world.state()).alarms.filter(({ acknowledged }) => acknowledged === undefined);

describe('what honest people do', () => {
  test('is recognised in the first run: connecting, sign-ins, tokens, refused ones, and the run itself', async () => {
    const { orgs, ada } = world;
    expect(await world.state()).toMatchObject({ state: 'waiting', alarms: [], applications: [] });
    const standing = async () => {
      const handle = await orgs.openAs(ada, 'standing');
      await handle.prove('person').catch(() => undefined);
      await handle.close();
    };
    await standing();
    await world.fault({ assigned: { 'ada.king@acme.example': false } });
    await standing();
    await world.fault({ assigned: {} });
    // Begun, and never finished: a login by the form, which is none of our business.
    const sam = await orgs.person('sam@acme.example');
    await orgs.signInAt((await orgs.start(sam)).authorizeUrl, 'sam.okafor@acme.example');
    const state = await world.cycle();
    expect(state).toMatchObject({
      ...{ state: 'reconciled', running: false, applications: ['Canvasback'], alarms: [] },
      seen: { missing: 0, egressDeclared: true, addresses: [{ address: '127.0.0.1' }] },
    });
    // The sign-in, the probes of two users, two checks of access, and the run itself.
    expect(state.seen).toMatchObject({ rows: 6, explained: 6, failures: { logins: 0 } });
    expect(state.until).toBeDefined();
  });

  test('stays reconciled, with our own runs among it', async () => {
    const state = await world.cycle();
    expect(state).toMatchObject({ state: 'reconciled', alarms: [], seen: { rows: 7, explained: 7 } });
  });
});

describe('a stolen key', () => {
  test('used from elsewhere is an alarm after one cycle, in the log and for the people', async () => {
    expect(await world.steal('guest.user@acme.example', elsewhere)).toBe(400);
    expect(await world.steal(undefined, elsewhere)).toBe(200);
    const state = await world.cycle();
    expect(state.state).toBe('reconciled');
    expect(state.alarms).toMatchObject([
      {
        ...{ kind: 'login_from_elsewhere', logins: 1 },
        first: [
          {
            ...{ username: 'sam.okafor@acme.example', address: elsewhere, status: 'Success' },
            application: 'Canvasback',
          },
        ],
      },
    ]);
    const line = world.lines.map((text) => JSON.parse(text)).find(({ alarm }) => alarm !== undefined);
    expect(line).toMatchObject({ level: 'error', alarm: 'login_from_elsewhere', orgId, logins: 1 });
    // The guest is not assigned: that attempt failed, and whoever knows the public name of the app can cause such rows.
    expect(state.seen?.failures).toMatchObject({ logins: 1, last: [{ address: elsewhere }] });
  });

  test('used from our own address is one as well, for nobody asked', async () => {
    await world.pass(6 * minute);
    expect(await world.steal('mia.lindqvist@acme.example')).toBe(200);
    await world.cycle();
    const alarms = await openAlarms();
    expect(alarms.map(({ kind, logins }) => [kind, logins]).sort()).toEqual([
      ['login_from_elsewhere', 1],
      ['login_not_granted', 1],
    ]);
  });

  test('raises no second alarm for the same login, and none goes by itself', async () => {
    const before = await openAlarms();
    await world.cycle();
    await world.cycle();
    expect(await openAlarms()).toEqual(before);
  });

  test('used again adds to the open alarm', async () => {
    await world.steal(integration, elsewhere);
    await world.cycle();
    const alarm = (await openAlarms()).find(({ kind }) => kind === 'login_from_elsewhere');
    expect(alarm?.logins).toBe(2);
    expect(alarm?.first.map(({ username }) => username)).toEqual(['sam.okafor@acme.example', integration]);
  });
});

describe('an owner', () => {
  const close = async (alarmId: string, logins: number, note?: string) =>
    acknowledgeAlarm(
      { db: world.orgs.db, now: world.now },
      { orgId, alarmId, logins, note, tenantId: 't1', subject: 'auth0|ada' },
    );
  const elsewhereAlarm = async () => (await openAlarms()).find(({ kind }) => kind === 'login_from_elsewhere');

  test('closes an alarm by what they saw, not what came after', async () => {
    const alarm = await elsewhereAlarm();
    await expect(close(alarm?.id ?? '', 1)).rejects.toMatchObject({ code: 'alarm_grown' });
    const state = await close(alarm?.id ?? '', 2, 'The key is rotated.');
    expect(state.alarms.find(({ id }) => id === alarm?.id)?.acknowledged).toMatchObject({
      ...{ by: 'Ada King', note: 'The key is rotated.' },
    });
    await expect(close(alarm?.id ?? '', 2)).rejects.toMatchObject({ code: 'not_found' });
    const entries = await world.orgs.db
      .selectFrom('admin_log')
      .selectAll()
      .where('action', '=', 'alarm.acknowledge')
      .execute();
    expect(entries).toMatchObject([{ subject: 'auth0|ada', org_id: orgId, tenant_id: 't1' }]);
  });

  test('hears of the next login by a new alarm', async () => {
    await world.steal(undefined, elsewhere);
    await world.cycle();
    expect(await elsewhereAlarm()).toMatchObject({ logins: 1 });
  });
});

describe('when the login history cannot be read', () => {
  test('says that the integration user lacks the permission, and what to do, and judges nothing', async () => {
    const before = await world.state();
    await world.fault({ without: { [integration]: ['MonitorLoginHistory'] } });
    await world.steal(undefined, elsewhere);
    const state = await world.cycle();
    expect(state).toMatchObject({
      ...{ state: 'not_reconciled', until: before.until },
      reason: {
        code: 'permission',
        who: 'salesforce_admin',
        fix: expect.stringContaining('Monitor Login History'),
      },
    });
    await world.fault({ without: {} });
    const after = await world.cycle();
    expect(after.state).toBe('reconciled');
    expect(after.alarms[0]).toMatchObject({ kind: 'login_from_elsewhere', logins: 2 });
  });

  test('says so when Salesforce refuses, and tries again sooner when it only does not answer', async () => {
    await world.fault({ inactive: [integration] });
    expect((await world.cycle()).reason?.code).toBe('refused');
    await world.fault({ inactive: [], down: '503' });
    expect((await world.cycle()).reason?.code).toBe('unavailable');
    await world.fault({ down: 'no' });
    await world.pass(2 * minute);
    expect(await world.reconciler.turn()).toBe(true);
    expect((await world.state()).state).toBe('reconciled');
  });
});
