// The main job as a person does it, step by step, at the real addresses.

import { expect, type Frame, type Page, test } from '@playwright/test';
import {
  connect,
  fillAuth0,
  openConnect,
  openPanel,
  openSignIn,
  readLauncher,
  signIn,
  waitForLauncher,
} from '../../dev/smoke/journey.ts';
import { openTestBrowser } from '../helpers/browser.ts';
import { leaks, openStage, pictureFailure, type Stage } from './stage.ts';

test.describe.configure({ mode: 'serial' });

let stage: Stage;
let setup: Page;
let panel: Frame;

test.beforeAll(async () => {
  stage = await openStage();
});
test.afterEach(async ({ browserName: _ }, info) => pictureFailure(stage, info));
test.afterAll(async () => {
  await stage?.close();
});

test('a Setup page shows a small launcher that says to sign in', async () => {
  setup = await stage.open(await stage.addressOf('Flow', 'Route_New_Leads'));
  const launcher = await waitForLauncher(setup, 'sign in');
  expect(launcher.label).not.toContain('Route');
});

test('a closed sign-in window and a wrong password are told in words', async () => {
  const popup = await stage.browser.open('popup');
  const closed = await openSignIn(popup);
  await closed.close();
  await expect(popup.getByText('The sign-in window was closed')).toBeVisible();
  await fillAuth0(await openSignIn(popup), 'ada@acme.example', 'not the password');
  await expect(popup.getByText(/did not accept|Wrong email or password/)).toBeVisible();
  await popup.close();
});

test('signs in through Auth0', async () => {
  const popup = await stage.browser.open('popup');
  await signIn(popup, 'ada@acme.example');
  await expect(popup.getByText('Ada King')).toBeVisible();
  await expect(popup.getByText('is not connected')).toBeVisible();
  await popup.close();
  await waitForLauncher(setup, 'not connected');
});

test('connects the org by Salesforce’s own sign-in; the baseline shows its progress', async () => {
  const popup = await stage.browser.open('popup');
  const abandoned = await openConnect(popup, 'integration@acme.example');
  await abandoned.close();
  await expect(popup.getByText('closed')).toBeVisible();
  await connect(popup, 'ada.king@acme.example');
  await expect(popup.getByText(/^Baseline complete: \d{3} components/)).toBeVisible();
  await popup.close();
  await waitForLauncher(setup, '6 versions');
});

test('the panel lists a flow’s versions: author, time and what changed', async () => {
  panel = await openPanel(setup);
  const versions = panel.getByRole('listbox', { name: 'Versions' }).getByRole('option');
  await expect(versions).toHaveCount(6);
  await expect(versions.first()).toContainText('Sam O.');
  await expect(versions.first()).toContainText('rule VIP by industry added');
  await expect(versions.last()).toContainText('Created');
});

test('a chosen version shows its changes in words and as lines', async () => {
  await panel.getByRole('option').filter({ hasText: 'VIP leads are urgent' }).click();
  await expect(panel.getByText('Decision Is VIP').first()).toBeVisible();
  await expect(panel.locator('.change-list')).toContainText('500');
  await panel.getByRole('tab', { name: 'Lines' }).click();
  await expect(panel.getByText('<numberValue>', { exact: false }).first()).toBeVisible();
  await panel.getByRole('tab', { name: 'Side by side' }).click();
  await panel.getByRole('tab', { name: 'Changes' }).last().click();
});

test('any two versions can be chosen, from the keyboard too', async () => {
  await panel.getByRole('tab', { name: 'History' }).click();
  const versions = panel.getByRole('listbox', { name: 'Versions' }).getByRole('option');
  await versions.last().focus();
  await setup.keyboard.press('a');
  await versions.first().focus();
  await setup.keyboard.press('b');
  await panel.getByRole('button', { name: 'Show changes' }).click();
  await expect(panel.locator('.change-list')).toContainText('rule');
});

test('one click compares the live flow with its last committed version', async () => {
  await panel.getByRole('button', { name: 'Compare with last committed' }).click();
  await expect(panel.locator('.verdict')).toContainText('2 changes not committed');
  await expect(panel.locator('.verdict')).toContainText('Ada K.');
  await expect(panel.locator('.change-list')).toContainText('1000');
  const { calls } = (await stage.world.ask('GET', '/requests')) as {
    calls: { path: string; user?: string }[];
  };
  expect(calls.some(({ path }) => path.includes('/tooling/'))).toBe(true);
});

test('“Commit this version” records it, and the next compare says in sync', async () => {
  await panel.getByRole('button', { name: 'Commit this version' }).click();
  await panel.getByRole('dialog').getByLabel('Message').fill('VIP from 1,000 employees');
  await panel.getByRole('dialog').getByRole('button', { name: 'Commit', exact: true }).click();
  await expect(panel.locator('.verdict')).toContainText('In sync');
  await expect(panel.locator('.changes')).toContainText('Version 7');
  await expect(panel.locator('.change-list')).toContainText('1000');
  await panel.getByRole('button', { name: 'Compare with last committed' }).click();
  await expect(panel.locator('.verdict')).toContainText('In sync');
  await panel.getByRole('tab', { name: 'History' }).click();
  await expect(panel.getByRole('option')).toHaveCount(7);
  await expect(panel.getByRole('option').first()).toContainText('VIP from 1,000 employees');
  await waitForLauncher(setup, 'in sync');
});

test('the launcher follows Setup’s own navigation without a reload, and back', async () => {
  const page = await stage.open('https://acme.lightning.force.com/lightning/setup/ApexClasses/home');
  await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
  await page
    .locator('a:visible', { hasText: /^PricingEngine$/ })
    .first()
    .click();
  await page.waitForURL(/address=%2F01p/);
  await waitForLauncher(page, '3 versions');
  expect(await page.evaluate(() => 'notReloaded' in globalThis)).toBe(true);
  await page.goBack();
  await expect.poll(async () => (await readLauncher(page))?.label ?? '').not.toContain('3 versions');
  await page.close();
});

test('a comparison whose page is left for another asks Salesforce nothing more; two tabs share one', async () => {
  const [first, second] = [
    await stage.panelOf('ApexClass', 'LeadRouter'),
    await stage.panelOf('ApexClass', 'LeadRouter'),
  ];
  const button = (of: Frame) => of.getByRole('button', { name: 'Compare with last committed' });
  await Promise.all([first, second].map((tab) => expect(button(tab.panel)).toBeVisible()));
  const asked = async () => {
    const { calls } = (await stage.world.ask('GET', '/requests')) as { calls: { path: string }[] };
    return calls
      .map(({ path }) => path.replace(/^.*\//, ''))
      .filter((name) => /token|query|revoke/.test(name));
  };
  const click = async (...tabs: (typeof first)[]) => {
    await stage.world.ask('POST', '/requests/clear');
    for (const tab of tabs) await button(tab.panel).click();
    await expect.poll(asked).toContain('token');
  };
  await stage.world.ask('POST', '/fault', { slow: 1500 });
  await click(first, second);
  await Promise.all(
    [first, second].map((tab) => expect(tab.panel.locator('.verdict')).toContainText('In sync')),
  );
  await expect.poll(asked).toEqual(['token', 'query', 'revoke']);
  await click(first);
  await first.page.evaluate(
    (to) => history.pushState({}, '', to),
    await stage.addressOf('Flow', 'Route_New_Leads'),
  );
  await expect(
    first.panel.getByText('Route New Leads').or(first.panel.getByText('Route_New_Leads')).first(),
  ).toBeVisible();
  await expect.poll(asked).toEqual(['token', 'revoke']);
  await stage.world.ask('POST', '/fault', { slow: 0 });
  await first.page.close();
  await second.page.close();
});

test('a class opens as lines, on the other host family', async () => {
  const page = await stage.open(await stage.addressOf('ApexClass', 'PricingEngine', 'setup'));
  const classPanel = await openPanel(page);
  await expect(classPanel.getByRole('option')).toHaveCount(3);
  await classPanel.getByRole('option').first().click();
  await expect(classPanel.getByText('IllegalArgumentException').first()).toBeVisible();
  await classPanel.getByRole('tab', { name: 'Side by side' }).click();
  await expect(classPanel.getByText('HALF_EVEN').first()).toBeVisible();
  await page.close();
});

test('a permission set of 300 kB shows its changes in words', async () => {
  const { page, panel: permissions } = await stage.panelOf('PermissionSet', 'Sales_Manager');
  await permissions.getByRole('option').first().click();
  await expect(permissions.locator('.change-list')).toContainText('Account.Rating');
  await expect(permissions.locator('.change-list')).toContainText('off');
  await page.goto(await stage.addressOf('PermissionSet', 'Sales_Operations'));
  const large = await openPanel(page);
  await large.getByRole('button', { name: 'Compare with last committed' }).click();
  await expect(large.locator('.verdict')).toContainText('In sync');
  await page.close();
});

test('what else was changed in production is told in words: in a profile of a megabyte, a field, a layout', async () => {
  for (const [type, fullName, verdict, change] of [
    ['Profile', 'Branch Advisor', '2 changes not committed', 'ExportReport'],
    ['CustomField', 'Loan_Application__c.Interest_Rate__c', '1 change not committed', 'Scale'],
    ['Layout', 'Loan_Application__c-Loan Application Layout', '1 change not committed', 'Second_Opinion__c'],
  ] as const) {
    const { page, panel: opened } = await stage.panelOf(type, fullName);
    await opened.getByRole('button', { name: 'Compare with last committed' }).click();
    await expect(opened.locator('.verdict')).toContainText(verdict);
    await expect(opened.locator('.change-list')).toContainText(change);
    await page.close();
  }
});

test('a second person, in a browser of their own, links their own Salesforce user', async () => {
  const second = await openTestBrowser(stage.world);
  try {
    const page = await second.context.newPage();
    await page.goto(await stage.addressOf('Flow', 'Route_New_Leads'));
    const popup = await second.open('popup');
    await signIn(popup, 'mia@acme.example');
    await expect(popup.getByText('Your Salesforce user is not linked to Acme.')).toBeVisible();
    await connect(popup, 'mia.lindqvist@acme.example', '');
    await expect(popup.getByText('you are Mia Lindqvist')).toBeVisible();
    await popup.close();
    const history = await openPanel(page);
    await expect(history.getByRole('option')).toHaveCount(7);
    await history.getByRole('button', { name: 'Compare with last committed' }).click();
    await expect(history.locator('.verdict')).toContainText('In sync');
  } finally {
    await second.close();
  }
});

test('signing out closes history at once, and leaves neither key nor token', async () => {
  const popup = await stage.browser.open('popup');
  const kept = async () => [
    ...(await popup.evaluate<string[]>('indexedDB.databases().then((all) => all.map(({ name }) => name))')),
    ...(await popup.evaluate<string[]>('chrome.storage.session.get(null).then(Object.keys)')),
  ];
  const secret = /^auth0/;
  expect((await kept()).filter((name) => secret.test(name)).length).toBeGreaterThan(1);
  await popup.getByRole('button', { name: 'Sign out' }).click();
  await expect(popup.getByText('You are not signed in.')).toBeVisible();
  // All pages know at once; the key goes when it has signed the last request, the one that ends the token.
  await expect.poll(async () => (await kept()).filter((name) => secret.test(name))).toEqual([]);
  await popup.close();
  await waitForLauncher(setup, 'sign in');
  await expect(panel.getByText('You are not signed in.')).toBeVisible();
});

test('nothing left the machine', () => {
  expect(leaks(stage.world)).toEqual([]);
});
