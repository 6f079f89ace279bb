// `npm run zip`: builds the extension and packs it so that the same checkout gives the same bytes, with their hashes beside them.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { hashLine, listFolder, packFiles } from './zip/pack.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, '.output');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const wxt = join(root, 'node_modules', 'wxt', 'bin', 'wxt.mjs');
/** Anything further, such as `--mode production`, is WXT's. */
const more = process.argv.slice(2);

const lines: string[] = [];
mkdirSync(out, { recursive: true });
for (const browser of ['chrome', 'edge', 'firefox']) {
  execFileSync(process.execPath, [wxt, 'build', '-b', browser, '--mv3', ...more], {
    cwd: root,
    stdio: 'inherit',
  });
  const folder = join(out, `${browser}-mv3`);
  await write(`canvasback-${version}-${browser}.zip`, folder, listFolder(folder));
}
// Mozilla's reviewers build the extension from this.
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter(Boolean);
await write(`canvasback-${version}-sources.zip`, root, tracked);
writeFileSync(join(out, 'SHA256SUMS'), lines.join(''));
process.stdout.write(lines.join(''));

async function write(name: string, folder: string, paths: readonly string[]): Promise<void> {
  const bytes = await packFiles(folder, paths);
  writeFileSync(join(out, name), bytes);
  lines.push(hashLine(name, bytes));
}
