// A long normal run on the stand-in: hundreds of tokens, lost answers, refusals, rows late, merged and by another clock; no alarm.

import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chanceOf } from '../audit/login-histories.ts';
import { createReconcileWorld, elsewhere, type ReconcileWorld } from './world.ts';

const cycles = Number(process.env.RECONCILE_CYCLES ?? 6);
const seed = Number(process.env.RECONCILE_SEED ?? 1);

let world: ReconcileWorld;
beforeAll(async () => {
  world = await createReconcileWorld();
});
afterAll(() => world.stop());

test(`raises no alarm over ${cycles} cycles, and then still sees a thief`, {
  timeout: 3_600_000,
}, async () => {
  const { orgs } = world;
  const chance = chanceOf(seed);
  const clocks = { loginClock: Math.round((chance() - 0.5) * 480_000), loginClockJitter: 20_000 };
  await world.fault({ ...clocks, seed });
  const shown = ['each', 'merged', 'late', 'merged and late'];
  let minted = 0;
  let lost = 0;
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    if (cycle % 4 === 3) {
      const loginRows = shown[Math.floor(chance() * shown.length)];
      await world.fault({ loginRows, loginRowDelay: Math.round(chance() * 100 * 60_000) });
    }
    const rules =
      chance() < 0.3
        ? [{ fault: 'lost-answer', surface: 'oauth', path: '/services/oauth2/token', probability: 0.3 }]
        : [];
    await world.fault({ rules, loginRateExceeded: chance() < 0.05 });
    const tokens = 1 + Math.floor(chance() * 4);
    for (let turn = 0; turn < tokens; turn += 1) {
      const handle = await orgs.openSync();
      for (let retry = 0; retry < 2; retry += 1) {
        const got = await handle.prove('integration').then(
          () => true,
          () => false,
        );
        minted += 1;
        if (got) break;
        lost += 1;
      }
      await handle.close();
      await world.pass(Math.round(chance() * 60_000));
    }
    await world.fault({ rules: [], loginRateExceeded: false });
    const state = await world.cycle();
    expect(state.alarms, `cycle ${cycle} of seed ${seed}`).toEqual([]);
  }
  expect(minted).toBeGreaterThan(cycles);
  if (cycles >= 50) expect(lost).toBeGreaterThan(5);
  await world.fault({ loginRows: 'each' });
  await world.steal(undefined, elsewhere);
  expect((await world.cycle()).alarms).toMatchObject([{ kind: 'login_from_elsewhere', logins: 1 }]);
});
