// From the connect page to a connected org, its end by typing its name, and a new beginning.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { fillSalesforce, signIn } from '../../dev/smoke/journey.ts';
import { org, signIns } from '../../dev/world/names.ts';
import { openStage, pictureFailure, type Stage } from './stage.ts';

test.describe.configure({ mode: 'serial' });

let stage: Stage;
let guide: Page;

test.beforeAll(async () => {
  stage = await openStage();
});
test.afterEach(async ({ browserName: _ }, info) => pictureFailure(stage, info));
test.afterAll(async () => {
  await stage?.close();
});

async function connectFrom(page: Page): Promise<void> {
  await page.getByLabel('Integration user’s username').fill(signIns.integration);
  const [window] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('button', { name: 'Connect this org' }).click(),
  ]);
  await window.waitForLoadState('domcontentloaded');
  await fillSalesforce(window, 'ada.king@acme.example');
}

test('the popup leads to the page that says what to create', async () => {
  await stage.open(await stage.addressOf('Flow', 'Route_New_Leads'));
  const popup = await stage.browser.open('popup');
  await signIn(popup, 'ada@acme.example');
  const [opened] = await Promise.all([
    popup.context().waitForEvent('page'),
    popup.getByRole('button', { name: 'What to create first' }).click(),
  ]);
  guide = opened;
  await expect(guide.getByRole('heading', { name: 'External client app' })).toBeVisible();
  await expect(guide.getByText(/chromiumapp\.org\/salesforce$/).first()).toBeVisible();
  await expect(guide.getByRole('link', { name: 'External Client App Manager' }).first()).toHaveAttribute(
    'href',
    `https://${org.apiHost}/lightning/setup/ManageExternalClientApplication/home`,
  );
});

test('the certificate can be downloaded; the checks tick what the server sees', async () => {
  const [download] = await Promise.all([
    guide.waitForEvent('download'),
    guide.getByRole('button', { name: 'Download the certificate' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('canvasback.crt');
  await stage.world.ask('POST', '/fault', { appUninstalled: true });
  const check = guide.getByRole('button', { name: 'Check' }).first();
  await check.click();
  await expect(guide.getByText(/The app is not installed in this org/).first()).toBeVisible();
  await stage.world.ask('POST', '/fault', { appUninstalled: false });
  await check.click();
  await expect(guide.getByText(`${org.apiHost} knows the app.`)).toBeVisible();
  await guide.getByLabel('Permission set: done').check();
});

test('connects from there', async () => {
  await connectFrom(guide);
  await expect(guide.getByText('Acme is connected.').first()).toBeVisible();
});

test('an owner disconnects by typing the name; the history is deleted', async () => {
  const options = await stage.browser.open('options');
  await options.getByRole('button', { name: 'Disconnect Acme…' }).click();
  const dialog = options.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: 'Disconnect' });
  await expect(confirm).toBeDisabled();
  await dialog.getByText('Delete it').click();
  await dialog.getByLabel('Type Acme to confirm').fill('Acme');
  await confirm.click();
  await expect(dialog.getByText('Its history on the server is deleted.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(options.getByText('No org is connected.')).toBeVisible();
  const repositories = join(stage.world.layout.api, 'git');
  const left = existsSync(repositories) ? readdirSync(repositories) : [];
  // The writers' lock stays: an empty file, which another process may be waiting at.
  expect(left.filter((name) => !name.endsWith('.lock'))).toEqual([]);
  for (const name of left) expect(statSync(join(repositories, name)).size).toBe(0);
  await options.close();
});

test('connects again, from nothing', async () => {
  await guide.reload();
  await connectFrom(guide);
  await expect(guide.getByText('Acme is connected.').first()).toBeVisible();
});
