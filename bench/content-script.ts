// Measures what our content script costs a Setup page, beside that of another extension in the same browser.
// Usage: node bench/content-script.ts [--beside FOLDER] [--loads N] [--steps N] [--json]; FOLDER is an unpacked extension,
// such as the `addon` folder of https://github.com/tprouvot/Salesforce-Inspector-reloaded.

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { placeExtension } from '../dev/build-extension.ts';
import { readComponents } from '../dev/start/first-page.ts';
import { browserPath, chromiumFlags } from '../dev/world/chromium.ts';
import { org } from '../dev/world/names.ts';
import { causedBy, heldBy, navigateWithin, recordScripts } from '../tests/e2e/script-times.ts';
import { startTestWorld } from '../tests/helpers/world.ts';

const { values: options } = parseArgs({
  options: {
    beside: { type: 'string' },
    loads: { type: 'string', default: '20' },
    steps: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
  },
});
const [loads, steps] = [Number(options.loads), Number(options.steps)];
/** A trace holds only so much. */
const stepsOfATrace = 20;

interface Extension {
  readonly name: string;
  readonly folder: string;
}
interface Manifest {
  readonly key?: string;
  readonly content_scripts: readonly { js?: string[]; css?: string[]; all_frames?: boolean }[];
}

const world = await startTestWorld();
const work = mkdtempSync(join(tmpdir(), 'canvasback-bench-'));
try {
  const ours = {
    name: 'Canvasback',
    folder: await placeExtension(join(work, 'ours'), join(work, 'build.log')),
  };
  const other = options.beside === undefined ? [] : [{ name: 'beside', folder: resolve(options.beside) }];
  const extensions: Extension[] = [ours, ...other];
  const components = await readComponents(world.control);
  const paths = components
    .filter(({ type }) => ['ApexClass', 'Flow', 'PermissionSet', 'CustomField', 'Layout'].includes(type))
    .map(({ setupPath }) => setupPath);
  const addresses = paths.slice(0, 40).map((path) => `https://${org.setupHost}${path}`);
  const times = await measureTimes(extensions, addresses);
  process.stderr.write(`${JSON.stringify(times)}\n`);
  const memory = await measureMemory(extensions, addresses);
  const table = extensions.map(({ name, folder }) => ({
    extension: name,
    ...bytesOf(folder),
    ...times[name],
    ...memory[name],
  }));
  if (options.json) process.stdout.write(`${JSON.stringify({ loads, steps, table })}\n`);
  else {
    process.stdout.write(
      `Milliseconds of script on main threads, of ${loads} loads of a page and ${steps} navigations within it.\n`,
    );
    for (const row of table) console.table(row);
  }
} finally {
  await world.stop();
  rmSync(work, { recursive: true, force: true });
}

async function open(extensions: readonly Extension[]): Promise<BrowserContext> {
  const folders = extensions.map(({ folder }) => folder).join(',');
  const { url: proxyUrl } = world.proxy;
  const context = await chromium.launchPersistentContext(mkdtempSync(join(work, 'profile-')), {
    executablePath: browserPath(),
    viewport: { width: 1440, height: 900 },
    ignoreDefaultArgs: ['--disable-extensions', '--disable-component-extensions-with-background-pages'],
    args: [
      ...chromiumFlags({ proxyUrl, spki: world.tls.spki }),
      ...(folders ? [`--disable-extensions-except=${folders}`, `--load-extension=${folders}`] : []),
    ],
  });
  // By this element of Lightning's the other extension knows that it is in Salesforce; without it, it does nothing.
  await context.addInitScript(() =>
    addEventListener('DOMContentLoaded', () => {
      const box = document.createElement('div');
      box.id = 'auraLoadingBox';
      box.hidden = true;
      document.body.append(box);
    }),
  );
  return context;
}

/** As Chromium makes it: of the manifest's key, else of the folder's path. */
function originOf({ folder }: Extension): string {
  const { key } = readManifest(folder);
  const digest = createHash('sha256').update(key ? Buffer.from(key, 'base64') : folder);
  const letters = [...digest.digest('hex').slice(0, 32)].map((digit) =>
    String.fromCharCode(97 + Number.parseInt(digit, 16)),
  );
  return `chrome-extension://${letters.join('')}`;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
}

async function measureTimes(extensions: readonly Extension[], addresses: readonly string[]) {
  const context = await open(extensions);
  const page = await context.newPage();
  const address = (at: number) => addresses[at % addresses.length] ?? '';
  await page.goto(address(0));
  const scripts = Object.fromEntries(
    extensions.map((extension) => [
      extension.name,
      readManifest(extension.folder).content_scripts.flatMap(({ js = [] }) =>
        js.map((file) => `${originOf(extension)}/${file}`),
      ),
    ]),
  );
  const all = Object.keys(scripts);
  const onLoad = new Map(all.map((name) => [name, [] as number[]]));
  const onStep = new Map(all.map((name) => [name, [] as number[]]));
  const long = new Map(all.map((name) => [name, 0]));
  const note = ({ between, longTasks }: Awaited<ReturnType<typeof recordScripts>>, into: typeof onLoad) => {
    for (const name of all) {
      into.get(name)?.push(...(between[name] ?? []));
      long.set(name, (long.get(name) ?? 0) + causedBy(name, longTasks).length);
    }
  };
  for (let at = 0; at < loads; at += 1) {
    const times = await recordScripts(page, scripts, async (step) => {
      await step();
      await page.goto(address(at + 1));
      await settle(page);
    });
    note(times, onLoad);
  }
  for (let at = 0; at < steps; at += stepsOfATrace) {
    const times = await recordScripts(page, scripts, async (step) => {
      for (let more = 0; more < Math.min(stepsOfATrace, steps - at); more += 1) {
        await step();
        await navigateWithin(page, address(at + more));
        await wait(250);
      }
    });
    note(times, onStep);
  }
  await context.close();
  return Object.fromEntries(
    extensions.map(({ name }) => {
      const [load = [], step = []] = [onLoad.get(name), onStep.get(name)];
      return [
        name,
        {
          'load p50 ms': at(0.5, load),
          'load p95 ms': at(0.95, load),
          'navigation p50 ms': at(0.5, step),
          'navigation p95 ms': at(0.95, step),
          'long tasks': long.get(name) ?? 0,
        },
      ];
    }),
  );
}

/** Frames inside the page come late. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await wait(300);
}

/** What a tab holds more with one extension than with none. */
async function measureMemory(extensions: readonly Extension[], addresses: readonly string[]) {
  const tabs = async (loaded: readonly Extension[]) => {
    const context = await open(loaded);
    // Before its background runs, a page is opened without the content script.
    await (await context.newPage()).goto(addresses[0] ?? '');
    await wait(1000);
    const held: number[] = [];
    for (const address of addresses.slice(0, 7)) {
      const page = await context.newPage();
      await page.goto(address);
      await settle(page);
      held.push((await heldBy(page)).heapBytes);
      await page.close();
    }
    await context.close();
    return at(0.5, held);
  };
  const none = await tabs([]);
  const entries: [string, { 'memory of a tab kB': number }][] = [];
  for (const extension of extensions) {
    entries.push([
      extension.name,
      { 'memory of a tab kB': Math.round((await tabs([extension])) - none) / 1000 },
    ]);
  }
  return Object.fromEntries(entries);
}

function bytesOf(folder: string) {
  const { content_scripts } = readManifest(folder);
  const sizes = (files: readonly string[]) => {
    const texts = files.map((file) => readFileSync(join(folder, file)));
    const raw = texts.reduce((sum, text) => sum + text.length, 0);
    return { raw, gzipped: texts.reduce((sum, text) => sum + gzipSync(text).length, 0) };
  };
  const js = sizes(content_scripts.flatMap((each) => each.js ?? []));
  const css = sizes(content_scripts.flatMap((each) => each.css ?? []));
  return {
    'script bytes': js.raw,
    'script gzipped': js.gzipped,
    'style bytes': css.raw,
    'in all frames': content_scripts.some((each) => each.all_frames === true),
  };
}

function at(share: number, numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return Number(found.toPrecision(3));
}
