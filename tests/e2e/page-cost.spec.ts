// What the launcher costs the page it stands in, over a walk through Setup: no long task of ours, and nothing that piles up.

import { setTimeout as wait } from 'node:timers/promises';
import { expect, type Page, test } from '@playwright/test';
import { waitForLauncher } from '../../dev/smoke/journey.ts';
import { readComponents } from '../../dev/start/first-page.ts';
import { org } from '../../dev/world/names.ts';
import { causedBy, heldBy, navigateWithin, recordScripts } from './script-times.ts';
import { openStage, type Stage } from './stage.ts';

/** `npm run soak` walks 200 and 500. */
const timed = Number(process.env.WALK_TIMED ?? 4);
const held = Number(process.env.WALK_HELD ?? 10);
/** A trace holds only so much. */
const ofATrace = 20;

let stage: Stage;
let page: Page;
let addresses: readonly string[];

test.beforeAll(async () => {
  stage = await openStage();
  const components = await readComponents(stage.world.control);
  addresses = ['ApexClass', 'Flow', 'PermissionSet', 'Layout', 'CustomField'].flatMap((type) =>
    components
      .filter((each) => each.type === type)
      .slice(0, 2)
      .map(({ setupPath }) => `https://${org.lightningHost}${setupPath}`),
  );
  page = await stage.open(addresses[0] ?? '');
  await waitForLauncher(page, 'sign in');
});
test.afterAll(async () => {
  await stage?.close();
});

async function walk(steps: number, each: () => Promise<void> = async () => {}): Promise<void> {
  for (let at = 1; at <= steps; at += 1) {
    await each();
    await navigateWithin(page, addresses[at % addresses.length] ?? '');
    await wait(200);
  }
}

test('no task of 50 ms is long because of us', async () => {
  test.setTimeout(60_000 + timed * 5_000);
  const script = `chrome-extension://${stage.browser.extensionId}/content-scripts/setup.js`;
  let seen = 0;
  for (let left = timed; left > 0; left -= ofATrace) {
    const { between, longTasks } = await recordScripts(page, { ours: [script] }, (step) =>
      walk(Math.min(left, ofATrace), step),
    );
    seen += (between.ours ?? []).filter((ms) => ms > 0).length;
    expect(causedBy('ours', longTasks)).toEqual([]);
  }
  // A recording in which the launcher did nothing would say nothing.
  expect(seen).toBeGreaterThan(0);
});

test('nodes and listeners do not pile up as the page moves on', async () => {
  test.setTimeout(60_000 + held * 5_000);
  const round = addresses.length;
  // Once around, so that what a page makes once is made.
  await walk(round);
  const before = await heldBy(page);
  const steps = Math.ceil(held / round) * round;
  await walk(steps);
  const after = await heldBy(page);
  // Less than one node or listener for ten navigations is no leak of a navigation's.
  expect(after.nodes - before.nodes).toBeLessThan(Math.max(10, steps / 10));
  expect(after.listeners - before.listeners).toBeLessThan(Math.max(5, steps / 10));
});
