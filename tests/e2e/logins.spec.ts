// A thief of the signing key in the real world of processes: the alarm in popup and panel and on the icon, until an owner closes it.

import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { signIn } from '../../dev/smoke/journey.ts';
import { breaches } from './axe.ts';
import { openStage, pictureFailure, type Stage } from './stage.ts';

test.describe.configure({ mode: 'serial' });

const steal = fileURLToPath(new URL('../../dev/steal-key.ts', import.meta.url));
let stage: Stage;

test.beforeAll(async () => {
  stage = await openStage({ settings: { CANVASBACK_RECONCILE_MINUTES: '1' } });
  const first = await stage.open(await stage.addressOf('Flow', 'Route_New_Leads'));
  const popup = await stage.browser.open('popup');
  await signIn(popup, 'ada@acme.example');
  await popup.close();
  await stage.connectOrg();
  await first.close();
});
test.afterEach(async ({ browserName: _ }, info) => pictureFailure(stage, info));
test.afterAll(async () => {
  await stage?.close();
});

const badge = async () => {
  const worker = await stage.browser.worker();
  return worker.evaluate(() => {
    const { action } = (
      globalThis as unknown as { chrome: { action: { getBadgeText(of: object): Promise<string> } } }
    ).chrome;
    return action.getBadgeText({});
  });
};

test('is quiet while all that Salesforce tells was asked for here', async () => {
  const options = await stage.browser.open('options');
  await expect(options.getByText(/Logins compared with the org’s login history/)).toBeVisible({
    timeout: 90_000,
  });
  expect(await badge()).toBe('');
  await options.close();
});

test('is loud once a thief has used the key, until an owner closes the alarm', async () => {
  test.setTimeout(240_000);
  const { layout, ports } = stage.world;
  const told = execFileSync(
    process.execPath,
    [steal, '--data', layout.data, '--port', String(ports.proxy), '--org-port', String(ports.org)],
    { encoding: 'utf8' },
  );
  expect(told).toContain('a token');
  const options = await stage.browser.open('options');
  await options.getByRole('button', { name: 'Compare logins now' }).click();
  await expect(options.getByText(/came from an address that is not Canvasback’s/)).toBeVisible({
    timeout: 150_000,
  });
  await expect(options.getByText(/sam\.okafor@acme\.example from 198\.51\.100\.66/)).toBeVisible();
  expect(await breaches(options)).toEqual([]);
  const { panel, page } = await stage.panelOf('Flow', 'Route_New_Leads');
  await expect(panel.getByText('An alarm is open about logins at Acme.')).toBeVisible();
  await options.reload();
  await options.getByRole('button', { name: 'Compare logins now' }).click();
  await expect.poll(badge).toBe('!');
  await options.getByRole('button', { name: 'Close this alarm…' }).click();
  await options.getByLabel(/What you found/).fill('Tried out.');
  await options.getByRole('button', { name: 'Close the alarm' }).click();
  await expect(options.getByText(/came from an address that is not/)).toBeHidden();
  await expect.poll(badge).toBe('');
  await page.close();
  await options.close();
});
