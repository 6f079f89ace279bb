// The count in the last line of `npm test`: no failure is lost on the way to it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let file: string;
let dir: string;
const counters = () =>
  import(pathToFileURL(new URL('../../scripts/count-tests.mjs', import.meta.url).pathname).href);
const report = (value: object) => writeFileSync(file, JSON.stringify(value));

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'canvasback-count-'));
  file = join(dir, 'report.json');
});
afterEach(() => rmSync(dir, { recursive: true }));

describe('counting', () => {
  test('adds a file that could not be loaded to Vitest’s failures', async () => {
    const { countVitest } = await counters();
    report({
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 0,
      testResults: [
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
        { status: 'failed', assertionResults: [] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    });
    expect(countVitest(file)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });

  test('takes Playwright’s own numbers, and errors outside of tests', async () => {
    const { countPlaywright } = await counters();
    report({ stats: { expected: 7, flaky: 1, unexpected: 2, skipped: 3 }, errors: [] });
    expect(countPlaywright(file)).toEqual({ passed: 8, failed: 2, skipped: 3 });
    report({
      stats: { expected: 0, flaky: 0, unexpected: 0, skipped: 0 },
      errors: [{ message: 'no world' }],
    });
    expect(countPlaywright(file)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test('a runner that wrote no report counts as nothing', async () => {
    const { countVitest, countPlaywright } = await counters();
    expect([countVitest(file), countPlaywright(file)]).toEqual(
      Array(2).fill({ passed: 0, failed: 0, skipped: 0 }),
    );
  });
});
