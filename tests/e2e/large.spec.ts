// Two versions of a permission set of 5 MB: the panel shows the first changes early and never stands still.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, type Frame, type Page, test } from '@playwright/test';
import { largePermissionSet } from '../../bench/large-permission-set.ts';
import { signIn } from '../../dev/smoke/journey.ts';
import { type BusyTask, recordTasks } from './main-thread.ts';
import { openStage, pictureFailure, type Stage } from './stage.ts';

test.describe.configure({ mode: 'serial' });

const folder = mkdtempSync(join(tmpdir(), 'canvasback-large-'));
const file = 'force-app/main/default/permissionsets/Everything.permissionset-meta.xml';
let stage: Stage;
let page: Page;
let panel: Frame;

function git(...args: string[]): void {
  const who = ['-c', 'user.name=Robin Vale', '-c', 'user.email=robin@acme.example'];
  execFileSync('git', [...who, ...args], { cwd: folder, stdio: 'pipe' });
}

function commit(message: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
}

test.beforeAll(async () => {
  test.setTimeout(180_000);
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(
    join(folder, 'sfdx-project.json'),
    '{"packageDirectories":[{"path":"force-app","default":true}]}',
  );
  const { base, variants } = largePermissionSet();
  const variant = (name: string) => variants.find((one) => one.name === name)?.text ?? '';
  commit('Everything', base);
  commit('A tenth edited', variant('10 % edits'));
  commit('All of it different', variant('all different'));
  stage = await openStage({ project: folder });
});
test.afterEach(async ({ browserName: _ }, info) => pictureFailure(stage, info));
test.afterAll(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Watched {
  longTasks: { at: number; took: number }[];
  from: number;
  firstChange?: number;
}

/** From now on the panel's page notes its long tasks, and when the first change is drawn. */
async function watch(): Promise<void> {
  await panel.evaluate(() => {
    const watched: Watched = { longTasks: [], from: performance.now() };
    Object.assign(globalThis, { watched });
    const page = globalThis as unknown as { observer?: PerformanceObserver };
    page.observer?.disconnect();
    page.observer = new PerformanceObserver((list) => {
      for (const { name, startTime, duration } of list.getEntries())
        if (name === 'self')
          watched.longTasks.push({ at: Math.round(startTime - watched.from), took: Math.round(duration) });
    });
    page.observer.observe({ type: 'longtask' });
    const look = () => {
      if (!document.querySelector('.change-list .change')) return requestAnimationFrame(look);
      watched.firstChange = Math.round(performance.now() - watched.from);
      return 0;
    };
    requestAnimationFrame(look);
  });
}

const seen = () => panel.evaluate(() => (globalThis as unknown as { watched: Watched }).watched);

test('signs in and connects', async () => {
  const first = await stage.open(await stage.addressOf('PermissionSet', 'Everything'));
  const popup = await stage.browser.open('popup');
  await signIn(popup, 'ada@acme.example');
  await popup.close();
  await stage.connectOrg();
  await first.close();
  ({ page, panel } = await stage.panelOf('PermissionSet', 'Everything'));
  await expect(panel.getByRole('option')).toHaveCount(3);
});

for (const [version, least] of [
  ['A tenth edited', 3000],
  ['All of it different', 60_000],
] as const) {
  test(`${version}: opens, scrolls and changes its lens without a long task`, async () => {
    const say = (what: string, tasks: BusyTask[]) => {
      console.log(version, what);
      for (const t of tasks.slice(0, 4)) console.log('   ', Math.round(t.at), 'cpu', t.cpu.toFixed(1), 'wall', t.wall.toFixed(0), t.what);
    };
    await panel.getByRole('tab', { name: 'History' }).click();
    const stepper = panel.getByRole('group', { name: 'Step through the changes' });
    const record = (act: () => Promise<void>) => recordTasks(page, panel, act);
    await watch();
    say('opened', await record(async () => {
      await panel.getByRole('option').filter({ hasText: version }).click();
      await expect(panel.locator('.change-list .change').first()).toBeVisible();
      await expect(stepper).toHaveText(/^[\d,]+ changes$/, { timeout: 20_000 });
    }));
    expect(Number((await stepper.innerText()).replace(/\D/g, ''))).toBeGreaterThan(least);
    console.log(JSON.stringify(await seen()));
    say('scrolled', await record(async () => {
      for (let i = 0; i < 20; i++) {
        await panel.locator('.long-list').evaluate((list, at) => list.scrollTo(0, at), i * 20_000);
        await panel.waitForTimeout(30);
      }
    }));
    say('lines', await record(async () => {
      await panel.getByRole('tab', { name: 'Lines' }).click();
      await expect(panel.locator('.line').first()).toBeVisible();
    }));
    say('split', await record(async () => {
      await panel.getByRole('tab', { name: 'Side by side' }).click();
      await expect(panel.locator('.line-pair').first()).toBeVisible();
    }));
    await panel.getByRole('tab', { name: 'Changes' }).last().click();
  });
}
