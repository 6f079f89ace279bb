// `npm run smoke`: the main job alone, on a fresh data folder, in a real browser, with a screenshot of each step.

import { join, relative } from 'node:path';
import type { Page } from '@playwright/test';
import { placeExtension } from './build-extension.ts';
import { placesOf, scan } from './canary.ts';
import { readFolder } from './smoke/folder.ts';
import { connect, openPanel, readWholePage, signIn, waitForLauncher } from './smoke/journey.ts';
import { firstPage } from './start/first-page.ts';
import { createProgress } from './start/progress.ts';
import { launchChromium } from './world/launch.ts';
import { startWorld, WorldProblem } from './world.ts';

const progress = createProgress(process.stdout);
const closers: (() => Promise<unknown>)[] = [];
let shots = 0;
let out = '';

try {
  out = readFolder(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  await main();
} catch (error) {
  process.exitCode = 1;
  const wayOut = error instanceof WorldProblem ? `\n\n${error.wayOut}` : '';
  process.stderr.write(`\n  ✗ ${error instanceof Error ? error.message : String(error)}${wayOut}\n`);
  if (out) process.stderr.write(`\n  Screenshots and logs: ${relative(process.cwd(), out) || '.'}\n`);
} finally {
  for (const close of closers.splice(0)) await close().catch(() => undefined);
}
process.exit();

async function main() {
  const started = Date.now();
  progress.say('\n  The main job, once through, in a real browser\n');
  const world = await progress.step('The local world on a fresh data folder', () =>
    startWorld({ dataDir: join(out, 'data'), ports: 'free' }),
  );
  closers.unshift(() => world.stop());
  const extension = await progress.step('The extension', () =>
    placeExtension(join(out, 'extension'), join(out, 'build.log')),
  );
  const browser = await progress.step('The browser', () =>
    launchChromium({
      profile: world.layout.browser,
      extension,
      proxyUrl: world.proxy.url,
      spki: world.tls.spki,
    }),
  );
  closers.unshift(() => browser.close());

  const setup = await browser.context.newPage();
  await step('A flow in Salesforce Setup, with the launcher', setup, async () => {
    await setup.goto(await firstPage(world));
    await waitForLauncher(setup, 'sign in');
    await setup.frameLocator('iframe').first().getByText('Flow Versions').waitFor();
  });
  const popup = await browser.open('popup');
  await step('Sign in through Auth0', popup, () => signIn(popup, 'ada@acme.example'));
  await step('Connect the org through Salesforce’s own sign-in', popup, () =>
    connect(popup, 'ada.king@acme.example'),
  );
  await step('The baseline', popup, () => popup.getByText(/^Baseline complete: \d+ components/).waitFor());
  await setup.bringToFront();
  const panel = await openPanel(setup);
  await step('The history in the panel', setup, () =>
    panel.getByText('Tidy the canvas of lead routing').waitFor(),
  );
  await step('Compare with last committed: it differs', setup, async () => {
    await panel.getByRole('button', { name: 'Compare with last committed' }).click();
    await panel.getByText('not committed').first().waitFor();
    await panel.getByText('Decision Is VIP').first().waitFor();
  });
  await step('Commit this version', setup, async () => {
    await panel.getByRole('button', { name: 'Commit this version' }).click();
    await panel.getByRole('button', { name: 'Commit', exact: true }).click();
    await panel.getByRole('dialog').waitFor({ state: 'hidden' });
    await panel.getByText('In sync', { exact: true }).first().waitFor();
  });
  await step('Compare again: in sync', setup, async () => {
    // Committing already says “In sync”; a new reading is one that cost the org new requests.
    const before = (await panel.getByText('left today').textContent()) ?? '';
    await panel.getByRole('button', { name: 'Compare with last committed' }).click();
    await panel.getByText('left today').filter({ hasNotText: before }).waitFor();
    await panel.getByText('In sync', { exact: true }).first().waitFor();
  });

  const documents = await Promise.all(
    browser.context
      .pages()
      .map(async (page) => ({ name: `page ${page.url()}`, text: await readWholePage(page) })),
  );
  await browser.close();
  await world.stop();
  closers.length = 0;
  await progress.step('No secret in profile, pages, logs, databases or git', async () => {
    const { findings } = scan([...documents, ...placesOf(world.layout, world.layout.browser)]);
    if (findings.length > 0) {
      const lines = findings.map(({ kind, where, hint }) => `    ${kind} in ${where}: ${hint}`);
      throw new Error(`Secrets were found:\n${lines.join('\n')}`);
    }
  });
  const turnedAway = world.proxy.refused.map(({ host, count }) => `${host} ×${count}`).join(', ');
  progress.say(
    `\n  Done in ${((Date.now() - started) / 1000).toFixed(1)} s. Screenshots: ${relative(process.cwd(), out)}`,
  );
  progress.say(
    `  Nothing left this machine; the browser’s own attempts were refused: ${turnedAway || 'none'}.\n`,
  );
}

async function step(title: string, page: Page, work: () => Promise<unknown>): Promise<void> {
  shots += 1;
  const name = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/-$/, '');
  // Resizing the popup's tab would resize the whole window, and clicks would miss the panel; so it is cut out.
  const part = page.url().includes('/popup.html') ? { clip: { x: 0, y: 0, width: 340, height: 420 } } : {};
  try {
    await progress.step(title, work);
  } finally {
    const path = join(out, `${String(shots).padStart(2, '0')}-${name}.png`);
    await page.screenshot({ path, ...part }).catch(() => undefined);
  }
}
