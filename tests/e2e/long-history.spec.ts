// A component with very many versions: first rows at once, no more than are in view, smooth scrolling, keys alone.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect, type Frame, type Locator, type Page, test } from '@playwright/test';
import { signIn } from '../../dev/smoke/journey.ts';
import { breaches } from './axe.ts';
import { recordTasks } from './main-thread.ts';
import { openStage, pictureFailure, type Stage } from './stage.ts';

test.describe.configure({ mode: 'serial' });

/** `npm run soak` asks for ten thousand. */
const count = Number(process.env.LONG_VERSIONS ?? 400);
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

const end = Math.floor(Date.now() / 1000) - 3_600;
/** Seconds since 1970. */
const whenOf = (number: number) => end - (count - number) * 10_800;
const personOf = (number: number) => people[number % people.length] ?? '';
const deletion = count - 100;

/** Every three hours a commit, by one person after the other; the hundredth from the end deletes, the next brings it back. */
function writeHistory(): void {
  const file = (name: string, text: string) =>
    `M 100644 inline ${name}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
  const code = (number: number) =>
    `public class LongLived {\n    public static Integer step() {\n        return ${number};\n    }\n}\n`;
  let stream = '';
  for (let number = 1; number <= count; number++) {
    const when = `${whenOf(number)} +0100`;
    const who = personOf(number);
    const message = `Step ${number}`;
    stream += `commit refs/heads/main\nauthor ${who} <someone@acme.example> ${when}\n`;
    stream += `committer ${who} <someone@acme.example> ${when}\ndata ${message.length}\n${message}\n`;
    if (number === 1) {
      stream += file('sfdx-project.json', '{"packageDirectories":[{"path":"force-app","default":true}]}');
    }
    if (number === deletion) stream += `D ${path}\nD ${path}-meta.xml\n`;
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

const formatted = (number: number) => new Intl.NumberFormat('en-US').format(number);
const listed = formatted(count);
const rows = () => panel.locator('.versions-box').getByRole('option');
const box = () => panel.locator('.versions-box');
const place = (index: number) => panel.locator(`[role=option][aria-posinset="${index}"]`);
const focused = () => panel.locator(':focus');
const head = () => panel.locator('.filter-bar');
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

test('End leads to the oldest, Home to the newest, and the arrows go on from there', async () => {
  await place(1).focus();
  const started = Date.now();
  await page.keyboard.press('End');
  await expect(focused()).toHaveAttribute('aria-posinset', String(count));
  await expect(focused()).toContainText(/Step 1\b/);
  note('End', `the oldest of ${listed} was there after ${Date.now() - started} ms`);
  await page.keyboard.press('ArrowUp');
  await expect(focused()).toHaveAttribute('aria-posinset', String(count - 1));
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Home');
  await expect(focused()).toHaveAttribute('aria-posinset', '1');
  await expect(focused()).toContainText(`Step ${count}`);
  await expect(focused()).toBeInViewport({ ratio: 1 });
});

interface Day {
  /** What the heading over the list says. */
  readonly heading: string;
  /** The day of the row below it, as the heading should say it. */
  readonly day: string;
}

/** The day over the list, and the day of the first row that it leaves in view. */
function dayOnTop(): Promise<Day | undefined> {
  return box().evaluate((list) => {
    const heading = list.ownerDocument.querySelector('.day-on-top');
    const edge = heading?.getBoundingClientRect().top ?? 0;
    const row = [...list.querySelectorAll('.version-place')].find(
      (one) => one.getBoundingClientRect().bottom > edge + 1,
    );
    const at = row?.querySelector('time')?.dateTime;
    if (!heading || !at) return undefined;
    const date = new Date(at);
    const ago = Math.round(
      (new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000,
    );
    const year = date.getFullYear() === new Date().getFullYear() ? {} : ({ year: 'numeric' } as const);
    const words = { weekday: 'long', day: 'numeric', month: 'long', ...year } as const;
    const day = ['Today', 'Yesterday'][ago] ?? date.toLocaleDateString(undefined, words);
    return { heading: heading.textContent ?? '', day };
  });
}

test('the day of what is in view stands above it, wherever the list is scrolled to', async () => {
  const seen = new Set<string>();
  for (const share of [0.03, 0.2, 0.41, 0.68, 0.99]) {
    await box().evaluate((list, to) => list.scrollTo(0, list.scrollHeight * to), share);
    await expect
      .poll(async () => {
        const { heading, day } = (await dayOnTop()) ?? { heading: 'none', day: '' };
        return heading === day ? 'right' : `${heading}, not ${day}`;
      })
      .toBe('right');
    seen.add((await dayOnTop())?.heading ?? '');
  }
  expect(seen.size).toBe(5);
  await box().evaluate((list) => list.scrollTo(0, 0));
});

/** Tab until it has the focus. */
async function tabTo(wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(wanted).toBeFocused();
}

const ofAda = Array.from({ length: count }, (_, at) => at + 1).filter(
  (number) => personOf(number) === 'Ada King',
);

test('filters by person, date and kind from the keyboard', async () => {
  await panel.getByRole('searchbox', { name: 'Filter versions' }).focus();
  await page.keyboard.press('ArrowDown');
  const person = panel.getByRole('combobox', { name: 'Person' });
  await expect(person).toBeFocused();
  await expect(person.getByRole('option', { name: `Ada King (${formatted(ofAda.length)})` })).toBeAttached();
  const started = Date.now();
  await page.keyboard.type('Ada');
  await expect(head()).toContainText(`${formatted(ofAda.length)} of ${listed}`);
  note('filter', `by person after ${Date.now() - started} ms`);
  await expect(place(1)).toHaveAttribute('aria-setsize', String(ofAda.length));

  const back = new Date(Date.now() - 6 * 86_400_000);
  const since = new Date(back).setHours(0, 0, 0, 0) / 1000;
  const recent = ofAda.filter((number) => whenOf(number) >= since);
  await tabTo(panel.getByLabel('First day'));
  const two = (number: number) => String(number).padStart(2, '0');
  await page.keyboard.type(`${two(back.getMonth() + 1)}${two(back.getDate())}${back.getFullYear()}`);
  await expect(head()).toContainText(`${formatted(recent.length)} of ${listed}`);
  await tabTo(panel.getByRole('button', { name: /^Remove the filter Since/ }));
  await page.keyboard.press('Enter');
  await expect(head()).toContainText(`${formatted(ofAda.length)} of ${listed}`);

  await panel.getByRole('combobox', { name: 'Person' }).focus();
  await tabTo(panel.getByRole('checkbox', { name: /^Recreated/ }));
  await page.keyboard.press('Space');
  await expect(head()).toContainText(`1 of ${listed}`);
  await expect(rows()).toHaveCount(1);
  await expect(rows().first()).toContainText('recreated');
});

test('axe finds nothing in the list with its filters open, in light and in dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const surface = await panel
      .locator('body')
      .evaluate((body) => body.ownerDocument.defaultView?.getComputedStyle(body).backgroundColor);
    expect(surface).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(22, 25, 29)');
    expect(await breaches(panel)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.keyboard.press('Escape');
  await expect(panel.getByRole('button', { name: 'Filter by person, date and kind' })).toBeFocused();
  await panel.getByRole('button', { name: 'Clear filters' }).click();
  await expect(place(1)).toHaveAttribute('aria-setsize', String(count));
  expect(await breaches(panel)).toEqual([]);
});

test('two versions far apart stay chosen while the list is scrolled, and their difference is shown', async () => {
  await place(1).focus();
  await page.keyboard.press('b');
  await page.keyboard.press('End');
  await expect(focused()).toContainText(/Step 1\b/);
  await page.keyboard.press('a');
  await expect(place(count)).toHaveAttribute('aria-selected', 'true');
  await box().evaluate((list) => list.scrollTo(0, list.scrollHeight / 2));
  await expect(place(1)).toHaveCount(0);
  await box().evaluate((list) => list.scrollTo(0, 0));
  await expect(place(1)).toHaveAttribute('aria-selected', 'true');
  const pair = panel.getByRole('group', { name: 'Comparison of two versions' });
  await pair.getByRole('button', { name: 'Show changes' }).press('Enter');
  await expect(panel.getByText('return 1;').first()).toBeVisible();
  await expect(panel.getByText(`return ${count};`).first()).toBeVisible();
  await panel.getByRole('tab', { name: /^History/ }).click();
  await expect(place(1)).toHaveAttribute('aria-selected', 'true');
});
