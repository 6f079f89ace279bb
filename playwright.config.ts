// End to end: the built extension in a real Chromium, and in Firefox, at real Salesforce addresses, against whole local worlds.

import { join } from 'node:path';
import process from 'node:process';
import { defineConfig } from '@playwright/test';
import { firefoxPath } from './tests/helpers/firefox-path.ts';

const firefox = firefoxPath();
if (!firefox && process.env.TEST_WORKER_INDEX === undefined) {
  process.stdout.write('Firefox was not found (CANVASBACK_FIREFOX names one): its tests are left out.\n');
}

/** The processes of all worlds compile each module once. */
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules', '.cache', 'node-compile');

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  testIgnore: firefox ? [] : '**/firefox.spec.ts',
  globalSetup: './tests/e2e/build.ts',
  // Each file starts a world of its own; two browsers at once on two cores only wait for each other.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
});
