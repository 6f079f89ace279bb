// `npm test`: every check and every test, one after the other; at the end each failed test, and how many passed and failed.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { countPlaywright, countVitest, filesToRepeat, tellFailures } from './count-tests.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const results = join(root, 'test-results', 'counts');
const bin = (...path) => join(root, 'node_modules', ...path);
const fast = process.argv.includes('--fast');
const given = process.argv.slice(2).filter((argument) => argument !== '--fast');

const biome = bin('@biomejs', 'biome', 'bin', 'biome');
const tsc = bin('typescript', 'bin', 'tsc');
const vitest = bin('vitest', 'vitest.mjs');
const playwright = bin('@playwright', 'test', 'cli.js');
const fastTests = ['tests/architecture.test.ts', 'tests/core', 'tests/extension'];

const steps = [
  { title: 'Format and lint', args: [biome, 'check', '--error-on-warnings', '.'] },
  { title: 'Types: core', args: [tsc, '-p', 'core'] },
  { title: 'Types: server, cli, dev', args: [tsc, '-p', 'server'] },
  { title: 'Types: extension', args: [tsc, '-p', '.'] },
  { title: 'Types: browser tests', args: [tsc, '-p', 'tests/e2e'] },
  { title: 'The extension', args: [join(root, 'dev', 'build-extension.ts')], slow: true },
  {
    title: 'Tests',
    args: [vitest, 'run', '--reporter=default', `--reporter=${join(root, 'scripts', 'vitest-report.mjs')}`],
    env: { CANVASBACK_TEST_REPORT: join(results, 'vitest.json') },
    more: fast ? fastTests : given,
    count: () => countVitest(join(results, 'vitest.json')),
  },
  {
    title: 'End to end in Chromium and Firefox',
    args: [playwright, 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: join(results, 'playwright.json') },
    count: () => countPlaywright(join(results, 'playwright.json')),
    slow: true,
    when: () => existsSync(join(root, 'playwright.config.ts')) && given.length === 0,
  },
];

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
/** Files of failed tests that passed when they were run again by themselves. */
const unsteady = [];
const broken = [];
for (const step of steps) {
  if ((fast && step.slow) || (step.when && !step.when())) continue;
  const started = Date.now();
  process.stdout.write(`\n── ${step.title}\n`);
  const code = await run(step);
  const counts = step.count?.() ?? { passed: 0, skipped: 0, failures: [] };
  const again = counts.failures.length > 0 && given.length === 0 ? filesToRepeat(counts.failures) : undefined;
  if (again) {
    // It has failed, whatever comes of this: a race and a plain fault are looked for in other places.
    process.stdout.write(`\n── ${step.title}: once more, alone: ${again.join(', ')}\n`);
    if ((await run({ ...step, more: again })) === 0) unsteady.push(...again);
  }
  // A step that fails without a failed test, or a runner that ran nothing, is a failure of its own.
  const alone = code !== 0 || (step.count && counts.passed === 0) ? 1 : 0;
  const failed = counts.failures.length || alone;
  total.passed += counts.passed;
  total.skipped += counts.skipped;
  total.failed += failed;
  failures.push(...counts.failures);
  if (failed > 0) broken.push(step.title);
  process.stdout.write(
    `── ${step.title}: ${failed > 0 ? 'failed' : 'good'} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
  );
}
// The end of a log is what everyone sees of it.
process.stdout.write(tellFailures(failures));
if (unsteady.length > 0) process.stdout.write(`\nPassed when run again, alone: ${unsteady.join(', ')}\n`);
if (broken.length > 0) process.stdout.write(`\nFailed: ${broken.join(', ')}\n`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exit(total.failed > 0 ? 1 : 0);

function run({ args, more = [], env = {} }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...args, ...more], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}
