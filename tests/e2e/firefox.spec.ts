// The main job in Firefox: an event page instead of a worker, its own sign-in windows, a panel that has fewer rights there.

import { expect, test } from '@playwright/test';
import type { Frame, Page } from 'puppeteer-core';
import { readComponents, setupAddress } from '../../dev/start/first-page.ts';
import { extensionId, firefoxExtensionId } from '../../dev/world/names.ts';
import {
  closes,
  fillSignIn,
  openFirefox,
  openFirefoxPanel,
  press,
  says,
  type TestFirefox,
} from '../helpers/firefox.ts';
import { startTestWorld, type TestWorld } from '../helpers/world.ts';

test.describe.configure({ mode: 'serial' });

let world: TestWorld;
let firefox: TestFirefox;
let setup: Page;
let popup: Page;
let panel: Frame;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  world = await startTestWorld({ extensionIds: [extensionId, firefoxExtensionId] });
  firefox = await openFirefox(world);
  setup = await firefox.browser.newPage();
  const flow = (await readComponents(world.control)).find(({ fullName }) => fullName === 'Route_New_Leads');
  if (!flow) throw new Error('The org has no such flow.');
  await setup.goto(setupAddress(flow));
});
test.afterAll(async () => {
  await firefox?.close();
  await world?.stop();
});

test('signs in by Auth0’s own window, which tells of a wrong password itself and stays open', async () => {
  popup = await firefox.open('popup');
  const window = await firefox.opened(() => press(popup, 'Sign in'));
  await fillSignIn(window, 'ada@acme.example', 'not the password');
  await says(window, 'Wrong email or password');
  await says(popup, 'Signing in…');
  await fillSignIn(window, 'ada@acme.example', 'canvasback');
  await says(popup, 'Ada King');
  await closes(window);
});

test('a window that is closed is told in words', async () => {
  await press(popup, 'Sign out');
  await says(popup, 'You are not signed in.');
  const window = await firefox.opened(() => press(popup, 'Sign in'));
  await window.waitForSelector('#username');
  await window.close();
  await says(popup, 'The sign-in window was closed before it finished.');
  const again = await firefox.opened(() => press(popup, 'Sign in'));
  await fillSignIn(again, 'ada@acme.example', 'canvasback');
  await says(popup, 'is not connected');
  await closes(again);
});

test('connects the org by Salesforce’s own window', async () => {
  await popup.type('input.input', 'integration@acme.example');
  const window = await firefox.opened(() => press(popup, 'Connect this org'));
  await fillSignIn(window, 'ada.king@acme.example', 'canvasback');
  await says(popup, 'Baseline complete');
});

test('the docked panel lists versions and compares, also after the event page was ended', async () => {
  panel = await openFirefoxPanel(setup);
  await says(panel, 'History 6');
  await firefox.stopBackground();
  await press(panel, 'Compare with last committed');
  await says(panel, '2 changes not committed');
  await says(panel, '1000');
});

test('it is confirmed by the same rules: a frame that the page makes shows a sentence', async () => {
  const address = await panel.evaluate(() => location.href);
  await setup.evaluate((src) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src, id: 'theirs' }));
  }, address);
  await expect
    .poll(async () => {
      const told = await Promise.all(
        setup.frames().map((frame) => frame.evaluate(() => document.body.textContent ?? '').catch(() => '')),
      );
      return told.filter((text) => text.includes('Canvasback did not open this panel')).length;
    })
    .toBe(1);
  await setup.evaluate(() => document.querySelector('#theirs')?.remove());
});

test('a commit is made outside the page, since Firefox cannot tell whether the panel is covered', async () => {
  const side = await firefox.opened(() => press(panel, 'Commit outside this page'));
  await says(side, '2 changes not committed');
  await press(side, 'Commit this version');
  await says(side, 'Message');
  await press(side, 'Commit');
  await says(side, 'In sync');
  await side.close();
});

test('the extension reaches its API and Auth0, and no host of Salesforce', async () => {
  const reached = await popup.evaluate(() =>
    fetch('https://acme.lightning.force.com/').then(
      () => 'reached',
      () => 'refused',
    ),
  );
  expect(reached).toBe('refused');
});

test('a Visualforce frame of the page that moves by itself is followed; the event page that was ended still knows', async () => {
  await setup.reload();
  panel = await openFirefoxPanel(setup);
  await says(panel, 'Route_New_Leads');
  const frame = await expectFrame('.vf.force.com');
  // As where Lightning does not follow: the page hears nothing of its frame.
  await setup.evaluate(() =>
    addEventListener('message', (event) => event.stopImmediatePropagation(), { capture: true }),
  );
  await frame.evaluate(
    (id) => {
      const next = new URL(location.href);
      next.searchParams.set('id', id);
      location.assign(next);
    },
    await flowId('Order_Onboarding'),
  );
  await says(panel, 'Order_Onboarding');
  await says(panel, 'History 3');
  await firefox.stopBackground();
  await press(panel, 'Refresh history');
  await says(panel, 'Order_Onboarding');
  expect(await setup.evaluate(() => location.href)).not.toContain(await flowId('Order_Onboarding'));
});

test('what was open in the panel is there again after the event page was ended and the page loaded anew', async () => {
  await setup.reload();
  panel = await openFirefoxPanel(setup);
  await says(panel, 'Route_New_Leads');
  await press(panel, 'Access');
  // What is chosen is on its way to the background: ended in that very moment it would not have heard of it.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await firefox.stopBackground();
  await setup.reload();
  panel = await openFirefoxPanel(setup);
  await expect
    .poll(() =>
      panel.evaluate(() => document.querySelector('[role=tab][aria-selected=true]')?.textContent ?? ''),
    )
    .toContain('Access');
});

async function flowId(name: string): Promise<string> {
  const found = (await readComponents(world.control)).find(({ fullName }) => fullName === name);
  if (!found) throw new Error(`The org has no flow ${name}.`);
  return found.id;
}

/** A frame of the Setup page, on a host that ends so. */
async function expectFrame(host: string): Promise<Frame> {
  let found: Frame | undefined;
  await expect
    .poll(() => {
      found = setup.frames().find((frame) => URL.parse(frame.url())?.host.endsWith(host));
      return found !== undefined;
    })
    .toBe(true);
  return found as Frame;
}

test('signing out closes history at once, and leaves neither key nor token', async () => {
  panel = await openFirefoxPanel(setup);
  await says(panel, 'History 7');
  await press(popup, 'Sign out');
  await says(popup, 'You are not signed in.');
  await says(panel, 'You are not signed in.');
  const kept = await popup.evaluate(async () => [
    ...(await indexedDB.databases()).map(({ name }) => name ?? ''),
    ...Object.keys(await chrome.storage.session.get(null)),
  ]);
  expect(kept.filter((name) => name.startsWith('auth0'))).toEqual([]);
});
