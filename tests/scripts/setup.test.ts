// What runs before every step: it installs when needed, finds a browser, and says exactly what to type when it can't.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const scripts = fileURLToPath(new URL('../../scripts/', import.meta.url));
const load = (name: string) => import(pathToFileURL(join(scripts, name)).href);
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'canvasback-setup-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function program(name: string): string {
  const path = join(dir, name);
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o755);
  return path;
}

describe('finding a browser', () => {
  test('takes the setting first, then Playwright’s, then the system’s', async () => {
    const { findBrowser } = await load('find-browser.mjs');
    const [mine, playwrights, systems] = [program('mine'), program('playwrights'), program('chromium')];
    const playwright = () => playwrights;
    const env = { PATH: dir, CANVASBACK_BROWSER: mine };
    expect(findBrowser({ env, platform: 'linux', playwright })).toEqual({ path: mine, origin: 'setting' });
    expect(findBrowser({ env: { PATH: dir }, platform: 'linux', playwright })).toEqual({
      path: playwrights,
      origin: 'playwright',
    });
    expect(findBrowser({ env: { PATH: dir }, platform: 'linux', playwright: () => undefined })).toEqual({
      path: systems,
      origin: 'system',
    });
  });

  test('a wrong setting is named and nothing else is tried', async () => {
    const { findBrowser } = await load('find-browser.mjs');
    program('chromium');
    const env = { PATH: dir, CANVASBACK_BROWSER: join(dir, 'nothing') };
    expect(findBrowser({ env, platform: 'linux' }).problem).toContain(`names ${join(dir, 'nothing')}`);
    expect(findBrowser({ env: { ...env, CANVASBACK_BROWSER: dir }, platform: 'linux' }).problem).toContain(
      dir,
    );
  });

  test('a file that cannot be run is no browser', async () => {
    const { findBrowser } = await load('find-browser.mjs');
    chmodSync(program('chromium'), 0o644);
    const found = findBrowser({ env: { PATH: dir }, platform: 'plan9', playwright: () => undefined });
    expect(found).toEqual({ problem: expect.stringContaining('No Chromium') });
  });

  test.each([
    ['linux', 'sudo apt-get install chromium'],
    ['darwin', 'brew install --cask chromium'],
    ['win32', 'winget install Google.Chrome'],
  ])('on %s it says what to type', async (platform, words) => {
    const { browserAdvice } = await load('find-browser.mjs');
    expect(browserAdvice(platform)).toContain(words);
    expect(browserAdvice(platform)).toContain('npx playwright install chromium');
    expect(browserAdvice(platform)).toContain('CANVASBACK_BROWSER=');
  });
});

describe('installing', () => {
  const packages = (rows: object) => JSON.stringify({ packages: { '': { version: '1' }, ...rows } });
  const lock = (rows: object) => writeFileSync(join(dir, 'package-lock.json'), packages(rows));
  const placed = (rows: object) => {
    mkdirSync(join(dir, 'node_modules'), { recursive: true });
    writeFileSync(join(dir, 'node_modules', '.package-lock.json'), packages(rows));
  };
  const a = { 'node_modules/a': { version: '1.0.0' } };
  const forElsewhere = { 'node_modules/b': { version: '1.0.0', optional: true } };

  test('is needed when nothing is there, and not again while the lock file stays', async () => {
    const { isInstalled } = await load('install.mjs');
    lock({ ...a, ...forElsewhere });
    expect(isInstalled(dir)).toBe(false);
    placed(a);
    expect(isInstalled(dir)).toBe(true);
    rmSync(join(dir, 'node_modules', '.package-lock.json'));
    expect(isInstalled(dir), 'the stamp is enough').toBe(true);
  });

  test.each([
    ['a newer version', { 'node_modules/a': { version: '2.0.0' } }],
    ['another package', { ...a, 'node_modules/c': { version: '1.0.0' } }],
  ])('is needed when the lock file asks for %s', async (_, rows) => {
    const { isInstalled } = await load('install.mjs');
    lock(a);
    placed(a);
    expect(isInstalled(dir)).toBe(true);
    lock(rows);
    expect(isInstalled(dir)).toBe(false);
  });

  test('no package may run an install script', async () => {
    const { allowedInstallScripts } = await load('install.mjs');
    expect(allowedInstallScripts).toEqual([]);
  });
});

describe('before a step', () => {
  const setup = (
    args: string[],
    env: Record<string, string> = {},
    before: string[] = [],
    node = process.execPath,
  ) => {
    const result = spawnSync(node, [...before, join(scripts, 'setup.mjs'), ...args], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    return { code: result.status, text: `${result.stdout}${result.stderr}` };
  };
  const pretend = (version: string) => {
    const script = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
    return ['--import', `data:text/javascript,${encodeURIComponent(script)}`];
  };

  test('a missing git is named', () => {
    const { code, text } = setup(['start'], { PATH: dir });
    expect([code, text]).toEqual([1, expect.stringContaining('git was not found')]);
    expect(text).toMatch(/apt-get install git|xcode-select --install|winget install/);
  });

  test('a Node that is too old is named', () => {
    const { code, text } = setup(['start'], {}, pretend('18.20.0'));
    expect([code, text]).toEqual([
      1,
      expect.stringContaining('Node 18.20.0 is too old: Node 20 or newer is needed'),
    ]);
  });

  test('a wrong browser is named, with the way to start without one', () => {
    const { code, text } = setup(['start'], { CANVASBACK_BROWSER: '/nowhere' });
    expect([code, text]).toEqual([1, expect.stringContaining('CANVASBACK_BROWSER names /nowhere')]);
    expect(text).toContain('npm start -- --no-browser');
  });

  test('an unknown step is named', () => {
    expect(setup(['dance'])).toEqual({ code: 1, text: expect.stringContaining('no step “dance”') });
  });

  test('the step gets its arguments and gives its exit code', () => {
    expect(setup(['start', '--no-browser', '--help'])).toEqual({
      code: 0,
      text: expect.stringContaining('--project DIR'),
    });
    expect(setup(['start', '--no-browser', '--prot']).code).toBe(1);
  });

  const older = olderNode();
  test.runIf(older)('an older Node hands the step to the one that came with the packages', () => {
    const { code, text } = setup(['start', '--no-browser', '--help'], {}, [], older);
    expect([code, text]).toEqual([0, expect.stringContaining('--project DIR')]);
  });
});

/** A Node of the system that cannot run the backend by itself. */
function olderNode(): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .filter((path) => existsSync(path))
    .find((path) => /^v2[0-3]\./.test(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout));
}
