// Installs the packages of the lock file when it changed, and runs only the install scripts that are allowed.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** Packages whose install scripts are needed. None is: every binary we use comes inside its package. */
export const allowedInstallScripts = [];

const stampName = join('node_modules', '.canvasback-setup');

/** True when `node_modules` is what the lock file says. */
export function isInstalled(root) {
  const stamp = join(root, stampName);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash(root)) return true;
  const placed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(placed)) return false;
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(placed);
  const same = Object.entries(wanted).every(
    ([path, { version, optional, peer }]) =>
      path === '' || present[path]?.version === version || (!present[path] && (optional || peer)),
  );
  if (same) writeStamp(root);
  return same;
}

/** Runs npm; returns undefined, or what went wrong. */
export function install(root) {
  const npm = process.env.npm_execpath;
  const [command, ...before] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  const run = (...args) =>
    spawnSync(command, [...before, ...args], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
  // Not `npm ci`: it refuses a lock file that a registry without some other platform's package has written.
  const result = run(
    'install',
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  );
  if (result.error) return `npm could not be started: ${result.error.message}`;
  if (result.status !== 0) return `\`npm install\` ended with ${result.status ?? result.signal}.`;
  if (allowedInstallScripts.length > 0 && run('rebuild', ...allowedInstallScripts).status !== 0) {
    return `An install script of ${allowedInstallScripts.join(', ')} failed.`;
  }
  writeStamp(root);
  return undefined;
}

function writeStamp(root) {
  writeFileSync(join(root, stampName), lockHash(root));
}

function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}
