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
let side: Page;
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
async function openPopup(over = setup): Promise<Page> {
  await over.bringToFront();
  const extension = (await browser.extensions()).get(extensionId);
  if (!extension) throw new Error('The extension is not there.');
  const opened = browser.waitForTarget(isPage('popup'), { timeout: 15_000 });
  await over.triggerExtensionAction(extension);
  return (await opened).asPage();
}

const isPage = (name: string) => (target: Target) => target.url().endsWith(`/${name}.html`);
const says = (page: Page, text: string) => page.waitForSelector(`::-p-text(${text})`, { timeout: 15_000 });
const press = async (page: Page, name: string) =>
  (await page.waitForSelector(`::-p-aria([name="${name}"][role="button"])`))?.click();

/** The side panel that a popup opens. */
async function openSide(popup: Page): Promise<Page> {
  const before = new Set(browser.targets());
  const opened = browser.waitForTarget((one) => isPage('sidepanel')(one) && !before.has(one), {
    timeout: 15_000,
  });
  // The popup closes under the press: its mouse-up has nowhere to go.
  await press(popup, 'Open side panel').catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'TargetCloseError')) throw error;
  });
  return (await opened).asPage();
}

/** Does something with tabs and windows from the panel: a worker that a debugger looks at never sleeps. */
const inPanel = <T>(act: (text: string) => Promise<T>, text = ''): Promise<T> => side.evaluate(act, text);

async function stopWorker(by = setup): Promise<void> {
  const session = await by.createCDPSession();
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await session.detach();
}

/** The page that a browser opens when something is done. */
async function openedBy(act: () => Promise<unknown>): Promise<Page> {
  const before = new Set(await browser.pages());
  await act();
  let found: Page | undefined;
  await expect
    .poll(async () => {
      found = (await browser.pages()).find((page) => !before.has(page) && /^https:/.test(page.url()));
      return found !== undefined;
    })
    .toBe(true);
  return found as Page;
}

/** The heading of a panel. */
const shown = (of: Page) => of.$eval('h1', (heading) => heading.textContent ?? '');
const shows = (of: Page, name: string) => expect.poll(() => shown(of).catch(String)).toContain(name);

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
  side = await openSide(connected);
  await says(side, 'Route_New_Leads');
  await says(side, 'Hot banking leads are VIP');
  await setup.goto(await addressOf('LeadRouter'));
  await says(side, 'LeadRouter');
  await says(side, 'Log how many leads were routed');
});

test('it follows as tabs are switched, left for other pages and closed, and back', async () => {
  const second = await openedBy(async () => {
    const url = await addressOf('Route_New_Leads');
    await inPanel(async (url) => void (await chrome.tabs.create({ url })), url);
  });
  await shows(side, 'Route_New_Leads');
  await setup.bringToFront();
  await shows(side, 'LeadRouter');
  await second.bringToFront();
  await shows(side, 'Route_New_Leads');
  await second.goto('about:blank');
  await says(side, 'No Salesforce page in this tab.');
  await second.goto('https://acme.lightning.force.com/lightning/setup/Flows/home');
  await says(side, 'No component on this page.');
  await second.goto('https://acme.lightning.force.com/lightning/o/Account/list');
  await says(side, 'No component on this page.');
  await second.close();
  await shows(side, 'LeadRouter');
});

test('the worker slept: it follows all the same, to a tab that the browser had put away too', async () => {
  const second = await openedBy(async () => {
    const url = await addressOf('Route_New_Leads');
    await inPanel(async (url) => void (await chrome.tabs.create({ url })), url);
  });
  await shows(side, 'Route_New_Leads');
  await stopWorker();
  await setup.bringToFront();
  await shows(side, 'LeadRouter');
  await stopWorker();
  await second.goto('about:blank');
  await second.bringToFront();
  await says(side, 'No Salesforce page in this tab.');
  await second.goto(await addressOf('Route_New_Leads'));
  await shows(side, 'Route_New_Leads');
  await stopWorker();
  await second.goto('about:blank');
  await says(side, 'No Salesforce page in this tab.');
  // As Memory Saver does it with a tab that nobody looked at for long.
  await inPanel(async () => {
    const [kept] = await chrome.tabs.query({ active: false, lastFocusedWindow: true });
    await chrome.tabs.discard(kept?.id);
  });
  await stopWorker(second);
  await second.close();
  await shows(side, 'LeadRouter');
  [setup] = (await browser.pages()).filter((page) => page.url().includes('lightning.force.com')) as [Page];
});

test('two windows: each has a panel that follows its own tab; a tab moved to the other window is followed there', async () => {
  const [flow, other] = [await addressOf('Route_New_Leads'), await addressOf('Order_Onboarding')];
  const second = await openedBy(() =>
    inPanel(async (url) => void (await chrome.windows.create({ url })), flow),
  );
  const secondSide = await openSide(await openPopup(second));
  await shows(secondSide, 'Route_New_Leads');
  await shows(side, 'LeadRouter');
  await second.goto(other);
  await shows(secondSide, 'Order_Onboarding');
  await setup.bringToFront();
  await shows(side, 'LeadRouter');
  expect(await shown(secondSide)).toContain('Order_Onboarding');
  // A tab that stays behind, so that the window does.
  const third = await openedBy(() =>
    inPanel(async (url) => {
      const [window] = (await chrome.windows.getAll()).slice(-1);
      await chrome.tabs.create({ url, windowId: window?.id, active: false });
    }, flow),
  );
  const moved = await inPanel(async () => {
    const [first, second] = await chrome.windows.getAll();
    const [tab] = await chrome.tabs.query({ windowId: second?.id, active: true });
    await chrome.tabs.move(tab?.id ?? 0, { windowId: first?.id ?? 0, index: -1 });
    await chrome.tabs.update(tab?.id ?? 0, { active: true });
    return { tab: tab?.id, window: first?.id };
  });
  await shows(side, 'Order_Onboarding');
  await shows(secondSide, 'Route_New_Leads');
  const kept = await inPanel(
    async (key) => (await chrome.storage.session.get(key))[key] as { windowId?: number },
    `tab:${moved.tab}`,
  );
  expect(kept.windowId).toBe(moved.window);
  await third.close();
  await second.close();
  await shows(side, 'LeadRouter');
});

test('what was chosen in the side panel is there again when its page is', async () => {
  await setup.goto(await addressOf('Route_New_Leads'));
  await shows(side, 'Route_New_Leads');
  await (await side.waitForSelector('.version-place:nth-child(2) .version-mark'))?.click();
  await (await side.waitForSelector('.version-place:nth-child(5) .version-mark'))?.click();
  const chosen = () =>
    side.$$eval('.version-mark[data-side]', (marks) => marks.map((mark) => mark.textContent).join(' '));
  expect(await chosen()).toBe('B A');
  await setup.goto(await addressOf('LeadRouter'));
  await shows(side, 'LeadRouter');
  expect(await chosen()).toBe('');
  await setup.goBack();
  await shows(side, 'Route_New_Leads');
  await expect.poll(chosen).toBe('B A');
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
