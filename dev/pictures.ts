// `node dev/pictures.ts`: takes the pictures of the README from the real product in a real browser.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Frame, Page } from '@playwright/test';
import { placeExtension } from './build-extension.ts';
import { connect, openPanel, signIn } from './smoke/journey.ts';
import { readComponents, setupAddress } from './start/first-page.ts';
import { launchChromium } from './world/launch.ts';
import { startWorld } from './world.ts';

const images = fileURLToPath(new URL('../docs/images/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'canvasback-pictures-'));
const world = await startWorld({ dataDir: join(folder, 'data'), ports: 'free' });
const extension = await placeExtension(join(folder, 'extension'), join(folder, 'build.log'));
const components = await readComponents(world.control);
const address = (fullName: string) => {
  const found = components.find((component) => component.fullName === fullName);
  if (!found) throw new Error(`The sample org has no ${fullName}.`);
  return setupAddress(found);
};

for (const colorScheme of ['light', 'dark'] as const) {
  const browser = await launchChromium({
    profile: join(folder, colorScheme),
    extension,
    proxyUrl: world.proxy.url,
    spki: world.tls.spki,
    colorScheme,
  });
  const page = await browser.context.newPage();
  await page.setViewportSize({ width: 1360, height: 800 });
  await page.goto(address('Route_New_Leads'));
  const path = (name: string) => join(images, `${name}-${colorScheme}.png`);
  const shoot = (name: string) => page.screenshot({ path: path(name) });
  // Resizing this tab would resize the window behind the panel as well.
  const shootPopup = (of: Page, name: string) => of.locator('main').screenshot({ path: path(name) });
  const popup = await browser.open('popup');
  await signIn(popup, 'ada@acme.example');
  // The second browser finds the org connected.
  if (colorScheme === 'light') await connect(popup, 'ada.king@acme.example');
  await popup.getByText('Baseline complete').waitFor();
  await shootPopup(popup, 'popup-connected');
  await popup.close();
  await page.bringToFront();
  const panel = await openPanel(page);
  await panel.getByRole('option').first().waitFor();
  await shoot('history');
  await compare(panel);
  await panel.locator('.change-list').getByText('1000').first().waitFor();
  await shoot('compare');
  await page.goto(address('PricingEngine'));
  const code = await openPanel(page);
  await code.getByRole('option').first().click();
  await code.getByText('IllegalArgumentException').first().waitFor();
  await shoot('code');
  await page.goto(address('Sales_Manager'));
  const permissions = await openPanel(page);
  await permissions.getByRole('option').first().click();
  await permissions.locator('.change-list').getByText('Account.Rating').first().waitFor();
  await shoot('permissions');
  await browser.close();
}
await world.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(0);

async function compare(panel: Frame): Promise<void> {
  await panel.getByRole('button', { name: 'Compare with last committed' }).click();
  await panel.locator('.verdict').getByText('not committed').first().waitFor();
}
