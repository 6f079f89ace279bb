// `npm run test:postgres`: every test that has a database, on PostgreSQL; `npm test` runs only what holds queries there.

import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Each test makes a schema of its own there, which takes its time on a busy machine. */
const patience = ['--testTimeout=600000', '--hookTimeout=600000'];

/** `given`: files, or other arguments of the test runner. Answers with its exit code. */
export function testOnPostgres(given = []) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const run = spawnSync(process.execPath, [vitest, 'run', '--project', 'postgres', ...patience, ...given], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CANVASBACK_TESTS_ON_POSTGRES: 'all' },
  });
  return run.status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(testOnPostgres(process.argv.slice(2)));
