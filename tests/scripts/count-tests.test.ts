// The end of what `npm test` prints: no failure is lost on the way to it, and each is told by name.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
let dir: string;
let file: string;
const counters = () => import(pathToFileURL(join(root, 'scripts', 'count-tests.mjs')).href);

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'canvasback-count-'));
  file = join(dir, 'report.json');
});
afterEach(() => rmSync(dir, { recursive: true }));

test('of Vitest: failed tests and hooks, a file that could not be loaded, an error outside of tests', async () => {
  const { countVitest, tellFailures } = await counters();
  const files = {
    'some.test.js': `
      test('good', () => {});
      test.skip('left out', () => {});
      describe('sums', () => {
        test('add up', () => expect({ sum: 4 }).toEqual({ sum: 5 }));
      });
      describe('world', () => {
        beforeAll(() => { throw new Error('no world'); });
        test('turns', () => {});
      });`,
    'broken.test.js': `import './nothing-there.js';`,
    'late.test.js': `
      test('ends before its timer', async () => {
        setTimeout(() => { throw new Error('too late'); });
        await new Promise((done) => setTimeout(done, 50));
      });`,
  };
  mkdirSync(join(dir, 'tests'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, 'tests', name), text);
  const run = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--globals',
      '--maxWorkers=1',
      '--no-isolate',
      `--root=${dir}`,
      `--reporter=${join(root, 'scripts', 'vitest-report.mjs')}`,
    ],
    { cwd: dir, env: { ...process.env, CANVASBACK_TEST_REPORT: file }, encoding: 'utf8' },
  );
  expect(run.status, run.stderr).toBe(1);
  const { passed, skipped, failures } = countVitest(file);
  expect({ passed, skipped }).toEqual({ passed: 2, skipped: 2 });
  const told = tellFailures(failures);
  expect(told.match(/^✗ .*$/gm)?.sort()).toEqual([
    '✗ outside of tests',
    '✗ tests/broken.test.js',
    '✗ tests/some.test.js › sums > add up',
    '✗ tests/some.test.js › world',
  ]);
  expect(told).toMatch(/outside of tests\n {4}Error: too late\n/);
  expect(told).toMatch(/broken\.test\.js\n {4}.*nothing-there\.js/);
  expect(told).toMatch(/add up\n {4}AssertionError: expected \{ sum: 4 \}.*\n(.*\n)* {4}\+ +"sum": 4,\n/);
  expect(told).toMatch(/some\.test\.js:5:/);
  expect(told).toMatch(/world\n {4}Error: no world\n/);
});

test('of Playwright: failed tests by file, line and full name, and what broke outside of them', async () => {
  const { countPlaywright, tellFailures } = await counters();
  const red = '\u001b[31m';
  const long = Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n');
  writeFileSync(
    file,
    JSON.stringify({
      config: { rootDir: join(process.cwd(), 'tests', 'e2e') },
      suites: [
        {
          title: 'some.spec.ts',
          specs: [spec('opens', 3, 'expected')],
          suites: [
            {
              title: 'the panel',
              specs: [
                spec('is reached', 7, 'unexpected', [`${red}Error: not reached\n\n- Expected`, long]),
                spec('was reached at last', 9, 'flaky', ['Error: once']),
              ],
            },
          ],
        },
      ],
      errors: [
        {
          message: 'Error: Cannot find module',
          location: { file: join(process.cwd(), 'x.spec.ts'), line: 1 },
        },
        { message: 'Error: no build' },
      ],
      stats: { expected: 7, flaky: 1, unexpected: 1, skipped: 3 },
    }),
  );
  const { passed, skipped, failures } = countPlaywright(file);
  expect({ passed, skipped, failed: failures.length }).toEqual({ passed: 8, skipped: 3, failed: 3 });
  const told: string = tellFailures(failures);
  expect(told).toContain('\n✗ x.spec.ts:1\n    Error: Cannot find module\n');
  expect(told).toContain('\n✗ outside of tests\n    Error: no build\n');
  expect(told).toContain(
    '\n✗ tests/e2e/some.spec.ts:7 › the panel › is reached\n    Error: not reached\n    - Expected\n    line 0\n',
  );
  expect(told).not.toMatch(/line 20|once/);
});

test('a runner that wrote no report counts as nothing', async () => {
  const { countVitest, countPlaywright } = await counters();
  const nothing = { passed: 0, skipped: 0, failures: [] };
  expect([countVitest(file), countPlaywright(file)]).toEqual([nothing, nothing]);
});

function spec(title: string, line: number, status: string, messages: string[] = []) {
  const errors = messages.map((message) => ({ message }));
  return { title, file: 'some.spec.ts', line, tests: [{ status, results: [{ errors }] }] };
}

test('a few files are run again, never what is no file’s or what is too much for chance', async () => {
  const { filesToRepeat } = await counters();
  const of = (...places: string[]) => filesToRepeat(places.map((where) => ({ where, error: '' })));
  expect(of('tests/a.test.ts [node] › adds', 'tests/a.test.ts [node] › again')).toEqual(['tests/a.test.ts']);
  expect(of('tests/e2e/b.spec.ts:12 › group › opens', 'tests/x/c.test.tsx')).toEqual([
    'tests/e2e/b.spec.ts',
    'tests/x/c.test.tsx',
  ]);
  expect(of('tests/a.test.ts › adds', 'outside of tests')).toBeUndefined();
  expect(of('tests/a.test.ts', 'tests/b.test.ts', 'tests/c.test.ts', 'tests/d.test.ts')).toBeUndefined();
});
