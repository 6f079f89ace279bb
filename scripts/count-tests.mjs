// Reads how many tests passed, failed and were skipped from the reports of Vitest and Playwright.

import { existsSync, readFileSync } from 'node:fs';

const nothing = { passed: 0, failed: 0, skipped: 0 };

export function countVitest(file) {
  if (!existsSync(file)) return { ...nothing };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // A file that cannot even be loaded has no tests in the report, but is a failure.
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

export function countPlaywright(file) {
  if (!existsSync(file)) return { ...nothing };
  const { stats, errors = [] } = JSON.parse(readFileSync(file, 'utf8'));
  // A test that passed only on a second try is told as passed; errors outside of tests count as one failure.
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + (errors.length > 0 && stats.unexpected === 0 ? 1 : 0),
    skipped: stats.skipped,
  };
}
