// A component with very many versions: first rows at once, no more than are in view, and smooth scrolling.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect, type Frame, type Page, test } from '@playwright/test';
import { signIn } from '../../dev/smoke/journey.ts';
import { recordTasks } from './main-thread.ts';
import { openStage, pictureFailure, type Stage } from './stage.ts';

test.describe.configure({ mode: 'serial' });

/** `npm run soak` asks for ten thousand. */
const count = Number(process.env.LONG_VERSIONS ?? 1_000);
const folder = mkdtempSync(join(tmpdir(), 'canvasback-long-'));
const people = ['Robin Vale', 'Ada King', 'Sam Okafor', 'Mia Lindqvist'] as const;
const path = 'force-app/main/default/classes/LongLived.cls';
const meta = `<?xml version="1.0" encoding="UTF-8"?>
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>64.0</apiVersion>
    <status>Active</status>
</ApexClass>
`;
let stage: Stage;
let page: Page;
let panel: Frame;

/** Every three hours a commit, by one person after the other; the hundredth from the end deletes, the next brings it back. */
function writeHistory(): void {
  const last = Math.floor(Date.now() / 1000) - 3_600;
  const file = (name: string, text: string) =>
    `M 100644 inline ${name}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
  const code = (number: number) =>
    `public class LongLived {\n    public static Integer step() {\n        return ${number};\n    }\n}\n`;
  let stream = '';
  for (let number = 1; number <= count; number++) {
    const when = `${last - (count - number) * 10_800} +0100`;
    const who = people[number % people.length] ?? '';
    const message = `Step ${number}`;
    stream += `commit refs/heads/main\nauthor ${who} <someone@acme.example> ${when}\n`;
    stream += `committer ${who} <someone@acme.example> ${when}\ndata ${message.length}\n${message}\n`;
    if (number === 1) {
      stream += file('sfdx-project.json', '{"packageDirectories":[{"path":"force-app","default":true}]}');
    }
    if (number === count - 100) stream += `D ${path}\nD ${path}-meta.xml\n`;
    else stream += file(path, code(number)) + file(`${path}-meta.xml`, meta);
    stream += '\n';
  }
  const git = (args: string[], input?: string) => {
    const { status, stderr } = spawnSync('git', args, { cwd: folder, input, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
  };
  git(['init', '--quiet', '--initial-branch=main']);
  git(['fast-import', '--quiet', '--force'], stream);
  git(['reset', '--quiet', '--hard', 'main']);
}

const listed = new Intl.NumberFormat('en-US').format(count);
const rows = () => panel.getByRole('option');
const box = () => panel.locator('.versions-box');
const place = (index: number) => panel.locator(`[role=option][aria-posinset="${index}"]`);
const note = (type: string, description: string) => {
  test.info().annotations.push({ type, description });
  console.log(`    ${type}: ${description}`);
};

test.setTimeout(180_000);
test.beforeAll(async () => {
  test.setTimeout(900_000);
  writeHistory();
  const started = Date.now();
  stage = await openStage({ project: folder });
  console.log(`    ${count} versions: world and index after ${Date.now() - started} ms`);
});
test.afterEach(async ({ browserName: _ }, info) => pictureFailure(stage, info));
test.afterAll(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the first rows are there at once, and no more rows than are in view', async () => {
  const first = await stage.open(await stage.addressOf('ApexClass', 'LongLived'));
  const popup = await stage.browser.open('popup');
  await signIn(popup, 'ada@acme.example');
  await popup.close();
  await stage.connectOrg();
  await first.close();
  page = await stage.open(await stage.addressOf('ApexClass', 'LongLived'));
  await page.close();
  const started = Date.now();
  ({ page, panel } = await stage.panelOf('ApexClass', 'LongLived'));
  await expect(rows().first()).toBeVisible();
  const shown = Date.now() - started;
  const own = await panel.evaluate(() => {
    const list = performance.getEntriesByType('resource').length;
    return `${Math.round(performance.now())} ms after the panel's page began, ${list} files`;
  });
  note('first rows', `${shown} ms after a new tab was asked for, at most ${own}`);
  expect(await rows().count()).toBeLessThan(100);
  await expect(place(1)).toHaveAttribute('aria-setsize', String(count));
  await expect(panel.locator('.filter-bar')).toContainText(listed);
});

test('scrolls from end to end without a long task', async () => {
  for (let attempt = 1; ; attempt++) {
    const { tasks, slowness } = await recordTasks(page, panel, async () => {
      const height = await box().evaluate((list) => list.scrollHeight - list.clientHeight);
      // By hand, row after row; then by the scrollbar, from end to end.
      for (let i = 0; i < 60; i++) {
        await box().evaluate((list, by) => list.scrollBy(0, by), 120);
        await panel.waitForTimeout(16);
      }
      for (let i = 0; i <= 40; i++) {
        await box().evaluate((list, to) => list.scrollTo(0, to), (height * i) / 40);
        await panel.waitForTimeout(30);
      }
      await panel.waitForTimeout(400);
    });
    const [worst] = tasks;
    const told = `longest task ${worst?.cpu.toFixed(1)} ms (${worst?.what}), machine slowed ${slowness.toFixed(1)} times`;
    note('scrolling', told);
    const long = tasks.filter(({ cpu }) => cpu > 50 * slowness);
    if (long.length === 0) break;
    if (attempt === 3) expect(long, `three times: ${told}`).toEqual([]);
  }
  const heap = await panel.evaluate(
    () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
  );
  note('memory', `${(heap / 1e6).toFixed(1)} MB of JavaScript heap in the panel after scrolling through`);
  expect(await rows().count()).toBeLessThan(100);
});
