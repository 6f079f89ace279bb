// Finds a Chromium that can carry the extension: the setting, Playwright's own, then the system's.

import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Where the found path is kept for the steps that follow. */
export const browserFile = join(root, 'node_modules', '.cache', 'canvasback', 'browser.json');

const names = {
  linux: [
    'chromium',
    'chromium-browser',
    'google-chrome-for-testing',
    'chrome-for-testing',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge',
  ],
  darwin: ['chromium'],
  win32: ['chrome.exe', 'msedge.exe'],
};
const places = {
  linux: ['/snap/bin/chromium', '/usr/lib/chromium/chromium'],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) =>
    process.env[name]
      ? [
          join(process.env[name], 'Google', 'Chrome for Testing', 'chrome.exe'),
          join(process.env[name], 'Chromium', 'Application', 'chrome.exe'),
          join(process.env[name], 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(process.env[name], 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ]
      : [],
  ),
};

/**
 * The executable and where it was found, or a problem to show.
 * @param {{ env?: Record<string, string | undefined>, platform?: string, playwright?: () => string | undefined }} [options]
 * @returns {{ path: string, origin: 'setting' | 'playwright' | 'system' } | { problem: string }}
 */
export function findBrowser({
  env = process.env,
  platform = process.platform,
  playwright = playwrightBrowser,
} = {}) {
  const setting = env.CANVASBACK_BROWSER;
  if (setting) {
    if (isExecutable(setting)) return { path: setting, origin: 'setting' };
    return { problem: `CANVASBACK_BROWSER names ${setting}, which is not a program that can be run.` };
  }
  const own = playwright();
  if (own && isExecutable(own)) return { path: own, origin: 'playwright' };
  const onPath = (names[platform] ?? names.linux).flatMap((name) =>
    (env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)),
  );
  const path = [...onPath, ...(places[platform] ?? [])].find(isExecutable);
  return path
    ? { path, origin: 'system' }
    : { problem: 'No Chromium, Chrome for Testing, Chrome or Edge was found.' };
}

/** Exactly what to type to get one. */
export function browserAdvice(platform = process.platform) {
  const own = '  npx playwright install chromium';
  const system = {
    linux:
      '  sudo apt-get install chromium        (Debian, Ubuntu)\n  sudo dnf install chromium            (Fedora)',
    darwin: '  brew install --cask chromium',
    win32: '  winget install Google.Chrome',
  }[platform];
  return [
    'Install one with any of these:',
    own,
    ...(system ? [system] : []),
    'or name one you have:',
    platform === 'win32'
      ? '  set CANVASBACK_BROWSER=C:\\path\\to\\chrome.exe'
      : '  export CANVASBACK_BROWSER=/path/to/chromium',
  ].join('\n');
}

/** Looks again and keeps the answer; returns the path or undefined. */
export function rememberBrowser() {
  const found = findBrowser();
  if ('problem' in found) return undefined;
  const text = JSON.stringify(found);
  const known = existsSync(browserFile) ? readFileSync(browserFile, 'utf8') : '';
  if (known !== text) {
    mkdirSync(dirname(browserFile), { recursive: true });
    writeFileSync(browserFile, text);
  }
  return found.path;
}

/** Asks Playwright to download its Chromium; true when it is there afterwards. */
export function installBrowser() {
  const cli = join(root, 'node_modules', 'playwright', 'cli.js');
  if (!existsSync(cli)) return false;
  const result = spawnSync(process.execPath, [cli, 'install', 'chromium'], {
    stdio: 'inherit',
    timeout: 600_000,
  });
  return result.status === 0;
}

function playwrightBrowser() {
  try {
    return createRequire(import.meta.url)('playwright-core').chromium.executablePath();
  } catch {
    return undefined;
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
