// Builds the extension for the local world, again only when something it is made of changed.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WorldProblem } from './world/problem.ts';

const checkout = fileURLToPath(new URL('..', import.meta.url));
const sources = [
  ...['core', 'contract', 'utils', 'components', 'entrypoints', 'public'],
  ...['wxt.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.base.json'],
];

export type ExtensionBrowser = 'chrome' | 'firefox';

const folderOf = (browser: ExtensionBrowser) => join(checkout, '.output', `${browser}-mv3-dev`);

/** Folder of the built extension. */
export const extensionFolder = folderOf('chrome');
const stampOf = (browser: ExtensionBrowser) => `${folderOf(browser)}.sources`;

export function isBuilt(browser: ExtensionBrowser = 'chrome'): boolean {
  return (
    existsSync(join(folderOf(browser), 'manifest.json')) &&
    existsSync(stampOf(browser)) &&
    readFileSync(stampOf(browser), 'utf8') === hashSources()
  );
}

export async function buildExtension(logFile: string, browser: ExtensionBrowser = 'chrome'): Promise<string> {
  const hash = hashSources();
  if (isBuilt(browser)) return folderOf(browser);
  rmSync(stampOf(browser), { force: true });
  const wxt = join(checkout, 'node_modules', 'wxt', 'bin', 'wxt.mjs');
  // Whatever runs us, a test perhaps, does not say what is built.
  const { NODE_ENV: _, ...env } = process.env;
  const child = spawn(process.execPath, [wxt, 'build', '--browser', browser, '--mode', 'development'], {
    cwd: checkout,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  mkdirSync(dirname(logFile), { recursive: true });
  writeFileSync(logFile, output);
  if (code !== 0) {
    throw new WorldProblem(
      `The extension could not be built (exit code ${code}).`,
      `The last lines of ${logFile}:\n${output.trimEnd().split('\n').slice(-15).join('\n')}`,
    );
  }
  writeFileSync(stampOf(browser), hash);
  return folderOf(browser);
}

/** Builds when needed and copies the result, so that a later build does not pull it from under a running browser. */
export async function placeExtension(into: string, logFile: string): Promise<string> {
  const built = await buildExtension(logFile);
  rmSync(into, { recursive: true, force: true });
  cpSync(built, into, { recursive: true });
  return into;
}

function hashSources(): string {
  const hash = createHash('sha256');
  for (const source of sources) addToHash(join(checkout, source));
  return hash.digest('hex');

  function addToHash(path: string) {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) addToHash(join(path, name));
    } else {
      hash.update(path.slice(checkout.length)).update('\0').update(readFileSync(path)).update('\0');
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(checkout, '.output'), { recursive: true });
  await buildExtension(join(checkout, '.output', 'build.log'));
}
