// The records in the real extension: what was granted and refused shows in the panel, and to owners on the options page with what was administered.

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
