// What goes wrong while somebody works: each time the panel says what happened and keeps what was there.

import { expect, type Frame, type Page, test } from '@playwright/test';
import { fillSalesforce, openConnect, openPanel, signIn, waitForLauncher } from '../../dev/smoke/journey.ts';
import { leaks, openStage, pictureFailure, type Stage } from './stage.ts';

test.describe.configure({ mode: 'serial' });

let stage: Stage;
let page: Page;
let panel: Frame;

const compare = async (frame: Frame) =>
  frame.getByRole('button', { name: 'Compare with last committed' }).click();

test.beforeAll(async () => {
  stage = await openStage({ tokenLifetime: 600 });
});
test.afterEach(async ({ browserName: _ }, info) => pictureFailure(stage, info));
test.afterAll(async () => {
  await stage?.close();
});

test('a Salesforce user who is not assigned to the app is told whom to ask', async () => {
  page = await stage.open(await stage.addressOf('Flow', 'Order_Onboarding'));
  const popup = await stage.browser.open('popup');
  await signIn(popup, 'ada@acme.example');
  await fillSalesforce(await openConnect(popup, 'integration@acme.example'), 'guest.user@acme.example');
  await expect(popup.getByRole('alert')).toContainText(/assign|admin/i);
  await popup.close();
});

test('an integration user who is not assigned is refused before anything is connected', async () => {
  const popup = await stage.browser.open('popup');
  await fillSalesforce(await openConnect(popup, 'guest.user@acme.example'), 'ada.king@acme.example');
  await expect(popup.getByText('The integration user could not be used.')).toBeVisible();
  await popup.close();
  await waitForLauncher(page, 'not connected');
});

test('the worker may be stopped between two clicks', async () => {
  await stage.connectOrg();
  panel = await openPanel(page);
  await expect(panel.getByRole('option')).toHaveCount(3);
  await stage.browser.stopWorker();
  await compare(panel);
  await expect(panel.locator('.verdict')).toContainText('In sync');
  await stage.browser.stopWorker();
  await panel.getByRole('tab', { name: 'History' }).click();
  await panel.getByRole('option').filter({ hasText: 'Late stages' }).click();
  await expect(panel.locator('.change-list')).toContainText('Escalated');
});

test('an API that restarts while the panel is open costs one retry', async () => {
  await stage.world.parts.api.stop();
  await compare(panel);
  await expect(panel.getByText('Canvasback does not answer.')).toBeVisible();
  await expect(panel.locator('.change-list')).toContainText('Escalated');
  await stage.world.parts.api.start();
  await panel
    .getByRole('button', { name: /try again/i })
    .first()
    .click();
  await expect(panel.locator('.verdict')).toContainText('In sync');
});

test('Salesforce that does not answer is told, and history stays', async () => {
  await stage.world.parts.org.stop();
  await compare(panel);
  await expect(panel.getByText('Salesforce did not answer.')).toBeVisible();
  await panel.getByRole('tab', { name: 'History' }).click();
  await expect(panel.getByRole('option').first()).toBeVisible();
  await stage.world.parts.org.start();
  await compare(panel);
  await expect(panel.locator('.verdict')).toContainText('In sync');
});

test('a component deleted in Salesforce keeps its history', async () => {
  const address = await stage.addressOf('Flow', 'Survey_After_Case');
  await stage.world.ask('POST', '/delete', { type: 'Flow', fullName: 'Survey_After_Case' });
  const deleted = await stage.open(address);
  const frame = await openPanel(deleted);
  await compare(frame);
  await expect(frame.locator('.verdict')).toContainText('Deleted in Salesforce');
  await frame.getByRole('tab', { name: 'History' }).click();
  await expect(frame.getByRole('option')).toHaveCount(1);
  await deleted.close();
});

test('a Setup page without a component says what can be opened instead', async () => {
  const home = await stage.open('https://acme.lightning.force.com/lightning/setup/SetupOneHome/home');
  // Offered, but without a count: there is nothing to count here.
  expect((await waitForLauncher(home, 'version history')).label).toBe('version history');
  const side = await stage.browser.open('sidepanel');
  await expect(side.getByText('No component on this page.')).toBeVisible();
  await side.close();
  await home.goto('https://acme.lightning.force.com/lightning/setup/NobodyKnowsThis/page?address=%252Fx');
  const again = await stage.browser.open('sidepanel');
  await expect(again.getByText('No component on this page.')).toBeVisible();
  await again.close();
  await home.close();
});

test('a session that Auth0 has ended asks for a click, and goes on where it was', async () => {
  await stage.browser.context.clearCookies({ domain: 'canvasback-dev.eu.auth0.com' });
  await stage.expireToken();
  const ended = panel.getByText('Your session has ended.').first();
  await expect(async () => {
    // The panel may find out by itself, with whatever it asks for next.
    if (!(await ended.isVisible()))
      await panel.getByRole('button', { name: 'Refresh history' }).click({ timeout: 1_000 });
    await expect(ended).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  const popup = await stage.browser.open('popup');
  await signInAgain(popup);
  await popup.close();
  await expect(panel.getByRole('button', { name: 'Compare with last committed' })).toBeVisible();
  await compare(panel);
  await expect(panel.locator('.verdict')).toContainText('In sync');
});

async function signInAgain(popup: Page): Promise<void> {
  const [window] = await Promise.all([
    popup.context().waitForEvent('page'),
    popup.getByRole('button', { name: 'Sign in again' }).click(),
  ]);
  await window.getByLabel('Email address').fill('ada@acme.example');
  await window.getByLabel('Password').fill('canvasback');
  await window.getByRole('button', { name: 'Continue' }).click();
  await popup.getByText('Signed in as').waitFor();
}

test('nothing left the machine', () => {
  expect(leaks(stage.world)).toEqual([]);
});
