// `npm start`: the local world with a browser at a Setup page, until Ctrl-C.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt, placeExtension } from './build-extension.ts';
import { readArguments, type StartArguments, usage } from './start/arguments.ts';
import { firstPage } from './start/first-page.ts';
import { openBrowser } from './start/open-browser.ts';
import { createProgress } from './start/progress.ts';
import { summarize } from './start/summary.ts';
import { lastLines } from './world/child.ts';
import { browserPath } from './world/chromium.ts';
import { startWorld, type World, WorldProblem } from './world.ts';

const checkout = fileURLToPath(new URL('..', import.meta.url));
const progress = createProgress(process.stdout);
const closers: (() => Promise<unknown>)[] = [];
let ending = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
// The step runner above us holds the other end; when it is gone, so is the terminal.
process.once('disconnect', () => void end(0));
process.channel?.unref();

try {
  await main(readArguments(process.argv.slice(2), checkout, process.env.INIT_CWD ?? process.cwd()));
} catch (error) {
  if (!ending) await fail(error);
}

async function main(wanted: StartArguments) {
  if (wanted.help) return progress.say(usage);
  if (wanted.browser !== 'none') browserPath();
  progress.say('');
  const world = await startWorld({
    dataDir: wanted.data,
    project: wanted.project,
    live: wanted.live,
    onStep: (title, work) => progress.step(title, work),
    onGone(child) {
      if (ending) return;
      progress.say(
        `\n  ✗ ${child.name} ended by itself. The last lines of ${child.logFile}:\n${lastLines(child.logFile)}`,
      );
      void end(1);
    },
    ...(wanted.port === undefined ? {} : { ports: wanted.port }),
  });
  closers.push(() => world.stop());
  const page = await firstPage(world);
  const browser = await showPage(world, wanted, page);
  progress.say(
    summarize({
      page,
      browser,
      data: world.layout.data,
      proxyUrl: world.proxy.url,
      controlUrl: world.control.url,
      repository: world.history.repository,
      sample: world.history.sample,
    }),
  );
  // Nothing else keeps this process alive when the children are detached from it.
  setInterval(() => {}, 60_000);
}

/** Opens the browser and says how, or says how to look without one. */
async function showPage(world: World, wanted: StartArguments, page: string): Promise<string> {
  if (wanted.browser === 'none')
    return `No browser was asked for. Any Chromium behind the proxy can look:\n${byHand(world)}`;
  if (wanted.browser === 'window' && !hasDisplay()) {
    return [
      'There is no display here, so no browser was opened. To look all the same:',
      '  npm start -- --headless     a browser without a window, watched from another one',
      '  npm run smoke               the main job in a real browser, a screenshot of each step',
    ].join('\n');
  }
  const title = isBuilt() ? 'Extension (built before)' : 'Building the extension';
  const extension = await progress.step(title, () =>
    placeExtension(join(world.layout.data, 'extension'), join(world.layout.logs, 'build.log')),
  );
  const browser = await progress.step('Browser', () =>
    openBrowser({
      profile: world.layout.browser,
      extension,
      page,
      proxyUrl: world.proxy.url,
      spki: world.tls.spki,
      debuggingPort: wanted.browser === 'headless' ? world.ports.debugging : undefined,
    }),
  );
  closers.unshift(() => browser.close());
  browser.onClosed(() => {
    if (!ending) progress.say('  The browser was closed; the servers go on until Ctrl-C.');
  });
  return browser.debuggingUrl
    ? `A browser without a window shows it; watch it at chrome://inspect, or ${browser.debuggingUrl}/json`
    : 'A browser with the extension has opened it.';
}

function byHand(world: World): string {
  return `  chromium --user-data-dir=${world.layout.browser} --proxy-server=${world.proxy.url} --ignore-certificate-errors-spki-list=${world.tls.spki}`;
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

async function fail(error: unknown) {
  if (error instanceof WorldProblem) {
    process.stderr.write(`\n  ✗ ${error.message}\n\n${error.wayOut.replace(/^/gm, '  ')}\n\n`);
  } else {
    process.stderr.write(`\n  ✗ ${error instanceof Error ? error.stack : String(error)}\n\n`);
  }
  await end(1);
}

async function end(code: number) {
  if (ending) process.exit(code || 130);
  ending = true;
  if (closers.length > 0) process.stdout.write('\n  Stopping …');
  for (const close of closers) await close().catch(() => undefined);
  if (closers.length > 0) process.stdout.write(' stopped.\n');
  process.exit(code);
}
