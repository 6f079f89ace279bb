// The popup and the side panel as the browser itself opens them, by the toolbar's button: no tab in their place.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import puppeteer, { type Browser, type Page, type Target } from 'puppeteer-core';
import { extensionFolder } from '../../dev/build-extension.ts';
import { readComponents, setupAddress } from '../../dev/start/first-page.ts';
import { browserPath, chromiumFlags } from '../../dev/world/chromium.ts';
import { extensionId } from '../../dev/world/names.ts';
import { startTestWorld, type TestWorld } from '../helpers/world.ts';

test.describe.configure({ mode: 'serial' });

let world: TestWorld;
let browser: Browser;
let setup: Page;
const profile = mkdtempSync(join(tmpdir(), 'canvasback-popup-'));

test.beforeAll(async () => {
  world = await startTestWorld();
  browser = await puppeteer.launch({
    executablePath: browserPath(),
    userDataDir: profile,
    pipe: true,
    enableExtensions: [extensionFolder],
    defaultViewport: null,
    args: [...chromiumFlags({ proxyUrl: world.proxy.url, spki: world.tls.spki }), '--window-size=1400,900'],
  });
  [setup] = (await browser.pages()) as [Page];
  await setup.goto(await addressOf('Route_New_Leads'));
});
test.afterAll(async () => {
  await browser?.close();
  await world?.stop();
  rmSync(profile, { recursive: true, force: true });
});

/** Presses the toolbar's button, and gives the popup that opens. */
async function openPopup(): Promise<Page> {
  await setup.bringToFront();
  const extension = (await browser.extensions()).get(extensionId);
  if (!extension) throw new Error('The extension is not there.');
  const opened = browser.waitForTarget(isPage('popup'), { timeout: 15_000 });
  await setup.triggerExtensionAction(extension);
  return (await opened).asPage();
}

const isPage = (name: string) => (target: Target) => target.url().endsWith(`/${name}.html`);
const says = (page: Page, text: string) => page.waitForSelector(`::-p-text(${text})`, { timeout: 15_000 });
const press = async (page: Page, name: string) =>
  (await page.waitForSelector(`::-p-aria([name="${name}"][role="button"])`))?.click();

/** The window that a sign-in opens, once it shows its form. */
async function signInWindow(host: string): Promise<Page> {
  const target = await browser.waitForTarget((one) => one.url().includes(host), { timeout: 15_000 });
  return target.asPage();
}

test('the popup knows the page behind it; signing in survives its closing', async () => {
  const popup = await openPopup();
  await says(popup, 'You are not signed in.');
  await press(popup, 'Sign in');
  const form = await signInWindow('auth0.com');
  await (await form.waitForSelector('::-p-aria([name="Email address"])'))?.type('ada@acme.example');
  await (await form.waitForSelector('::-p-aria([name="Password"])'))?.type('canvasback');
  await press(form, 'Continue');
  await expect.poll(() => browser.targets().some((target) => target.url().includes('auth0.com'))).toBe(false);
  const again = popup.isClosed() ? await openPopup() : popup;
  await says(again, 'is not connected');
  await says(again, 'Ada King');
});

test('the side panel follows the tab on screen', async () => {
  const popup = browser.targets().some(isPage('popup'))
    ? await (await browser.waitForTarget(isPage('popup'))).asPage()
    : await openPopup();
  const field = await popup.waitForSelector('::-p-aria([name="Integration user’s username"])');
  await field?.type('integration@acme.example');
  await press(popup, 'Connect this org');
  const form = await signInWindow('acme.my.salesforce.com/');
  await (await form.waitForSelector('::-p-aria([name="Username"])'))?.type('ada.king@acme.example');
  await (await form.waitForSelector('::-p-aria([name="Password"])'))?.type('canvasback');
  await (await form.waitForSelector('input[type=submit], button[type=submit]'))?.click();
  await expect
    .poll(() => browser.targets().some((target) => /\/services\/oauth2\/authorize|login/.test(target.url())))
    .toBe(false);
  const connected = popup.isClosed() ? await openPopup() : popup;
  await says(connected, 'you are Ada King');
  // The popup closes under the press: its mouse-up has nowhere to go.
  await press(connected, 'Open side panel').catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'TargetCloseError')) throw error;
  });
  const side = await (await browser.waitForTarget(isPage('sidepanel'), { timeout: 15_000 })).asPage();
  await says(side, 'Route_New_Leads');
  await says(side, 'Hot banking leads are VIP');
  await setup.goto(await addressOf('LeadRouter'));
  await says(side, 'LeadRouter');
  await says(side, 'Log how many leads were routed');
});

test('a private window has no part in it: no launcher there, while the other window keeps its own', async () => {
  const address = await addressOf('Route_New_Leads');
  const ours = (page: Page) =>
    page.evaluate(() => document.documentElement.lastElementChild?.tagName === 'DIV');
  const setupPage = await browser.newPage();
  await setupPage.goto(address);
  await expect.poll(() => ours(setupPage)).toBe(true);
  const privately = await browser.createBrowserContext();
  const page = await privately.newPage();
  await page.goto(address);
  // As long as the other window took, and then some.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(await ours(page)).toBe(false);
  await privately.close();
  await setupPage.close();
});

async function addressOf(fullName: string): Promise<string> {
  const found = (await readComponents(world.control)).find((each) => each.fullName === fullName);
  if (!found) throw new Error(`the org has no ${fullName}`);
  return setupAddress(found);
}
