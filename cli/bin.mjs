#!/usr/bin/env node
// Starts the command line under the checkout's own Node 24, whatever Node runs this file and from whatever folder.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
const bundled = join(checkout, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const major = Number(process.versions.node.split('.')[0]);
const node = major >= 24 ? process.execPath : existsSync(bundled) ? bundled : undefined;

if (!node) {
  process.stderr.write(
    `canvasback: Node 24 or newer is needed; this is Node ${process.versions.node} and the checkout has none of its own.\n` +
      `Run: npm ci --ignore-scripts   (in ${checkout})\n`,
  );
  process.exit(2);
}

const quiet = '--disable-warning=ExperimentalWarning';
const run = spawnSync(node, [quiet, join(checkout, 'cli', 'main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
if (run.error) {
  process.stderr.write(`canvasback: ${run.error.message}\n`);
  process.exit(2);
}
process.exit(run.status ?? 2);
