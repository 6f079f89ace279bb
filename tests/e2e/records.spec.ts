// The records in the real extension: what was granted and refused, each proven to be in the audit log; and the alarm when that log is rewritten.

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, type Frame, test } from '@playwright/test';
import { signIn } from '../../dev/smoke/journey.ts';
import { breaches } from './axe.ts';
import { openStage, pictureFailure, type Stage } from './stage.ts';

test.describe.configure({ mode: 'serial' });

let stage: Stage;
let panel: Frame;

test.beforeAll(async () => {
  stage = await openStage();
  const first = await stage.open(await stage.addressOf('Flow', 'Route_New_Leads'));
  const popup = await stage.browser.open('popup');
  await signIn(popup, 'ada@acme.example');
  await popup.close();
  await stage.connectOrg();
  await first.close();
  ({ panel } = await stage.panelOf('Flow', 'Route_New_Leads'));
});
test.afterEach(async ({ browserName: _ }, info) => pictureFailure(stage, info));
test.afterAll(async () => {
  await stage?.close();
});

const entries = () => panel.getByRole('region', { name: 'Entries' }).getByRole('listitem');

test('a comparison is there, by whom and as whom; so is what the org refused', async () => {
  await panel.getByRole('button', { name: 'Compare with last committed' }).click();
  await panel.locator('.verdict').getByText('not committed').first().waitFor();
  await panel.getByRole('tab', { name: 'Access' }).click();
  await expect(entries().first()).toContainText('Compare');
  await expect(entries().first()).toContainText('Ada King, as ada.king@acme.example');
  await expect(entries().first()).toContainText('granted');
  await expect(entries().first()).toContainText('In the log, checked just now');
  await expect(
    panel.getByText(/entries\. Unchanged since .* when this browser first saw the log\./),
  ).toBeVisible();
  await panel.getByRole('combobox', { name: 'Which log' }).selectOption({ label: 'Everything in Acme' });
  await expect(entries().filter({ hasText: 'Connect' }).first()).toBeVisible();
  await expect(panel.getByRole('link', { name: 'Login History' })).toHaveAttribute('href', /OrgLoginHistory/);
  expect(await breaches(panel)).toEqual([]);
  await stage.world.ask('POST', '/fault', { appUninstalled: true });
  await panel.getByRole('button', { name: 'Compare with last committed' }).click();
  await expect(panel.getByRole('alert').first()).toBeVisible();
  await stage.world.ask('POST', '/fault', { appUninstalled: false });
});

test('an owner finds from the keyboard what was refused in the whole org, and what was changed about the account', async () => {
  const options = await stage.browser.open('options');
  await options.getByRole('button', { name: 'Show the records' }).click();
  const log = options.getByRole('combobox', { name: 'Which log' });
  await log.selectOption({ label: 'Access to Acme' });
  const rows = options.getByRole('region', { name: 'Entries' }).getByRole('listitem');
  await expect(rows.filter({ hasText: 'Read in the background' }).first()).toBeVisible();
  await options.getByRole('button', { name: 'Filter by person, purpose, outcome and date' }).press('Enter');
  await expect(options.getByRole('combobox', { name: 'Person' })).toBeFocused();
  await options.getByRole('checkbox', { name: /^Refused/ }).press('Space');
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('refused');
  await expect(rows.first()).toContainText('The app is not installed in this org.');
  for (const colorScheme of ['light', 'dark'] as const) {
    await options.emulateMedia({ colorScheme });
    expect(await breaches(options)).toEqual([]);
  }
  await log.selectOption({ label: 'Administrative log' });
  await expect(rows.filter({ hasText: 'Acme connected, with the Salesforce user' })).toBeVisible();
  await expect(rows.filter({ hasText: 'Salesforce user ada.king@acme.example linked' })).toBeVisible();
  await options.close();
});

interface Action {
  readonly action: { getBadgeText(of: object): Promise<string> };
}

async function badge(): Promise<string> {
  const worker = await stage.browser.worker();
  return worker.evaluate(() => (globalThis as unknown as { chrome: Action }).chrome.action.getBadgeText({}));
}

const title = 'The audit log is not the one this browser knows';

test('an entry that is rewritten in the database is told loudly, also once it was put back, until the log is trusted anew', async () => {
  const database = new DatabaseSync(join(stage.world.layout.delegation, 'delegation.sqlite'));
  const triggers = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_texts'")
    .all() as { name: string }[];
  expect(triggers.length).toBeGreaterThan(0);
  for (const { name } of triggers) database.exec(`DROP TRIGGER "${name}"`);
  const rewrite = (from: string, to: string) =>
    database
      .prepare('UPDATE audit_texts SET entry = replace(entry, ?, ?) WHERE entry LIKE ?')
      .run(from, to, `%${from}%`).changes;
  expect(await badge()).toBe('');
  expect(rewrite('"purpose":"compare"', '"purpose":"standing"')).toBeGreaterThan(0);

  const records = await stage.browser.open('options');
  await records.getByRole('button', { name: 'Show the records' }).click();
  await records.getByRole('combobox', { name: 'Which log' }).selectOption({ label: 'Access to Acme' });
  await expect(records.getByRole('heading', { name: title })).toBeVisible();
  await expect(records.getByText('Not in the log as it is listed').first()).toBeVisible();
  await expect.poll(badge).toBe('!');
  // Also in the panel that was open all the while.
  await expect(panel.getByRole('alert').filter({ hasText: title })).toBeVisible();
  await panel.getByRole('button', { name: 'What it means and what to do' }).click();
  await expect(panel.getByText('Save the evidence, and keep it')).toBeVisible();
  for (const page of [panel, records]) expect(await breaches(page)).toEqual([]);
  await records.close();

  rewrite('"purpose":"standing"', '"purpose":"compare"');
  const popup = await stage.browser.open('popup');
  await expect(popup.getByRole('heading', { name: title })).toBeVisible();
  await popup.close();

  const options = await stage.browser.open('options');
  await expect(options.getByRole('heading', { name: title })).toBeVisible();
  expect(await breaches(options)).toEqual([]);
  const saving = options.waitForEvent('download');
  await options.getByRole('button', { name: 'Save the evidence' }).click();
  expect((await saving).suggestedFilename()).toMatch(/^canvasback-audit-evidence-.*\.txt$/);
  await options.getByRole('button', { name: 'Trust it anew …' }).click();
  await options.getByRole('checkbox', { name: /I asked whoever runs Canvasback/ }).check();
  await options.getByRole('button', { name: 'Trust it anew', exact: true }).click();
  await expect(options.getByText(/It was trusted anew on/).first()).toBeVisible();
  await expect(options.getByText(/entries\. Unchanged since/).first()).toBeVisible();
  await expect.poll(badge).toBe('');
  await options.close();
  database.close();
});
