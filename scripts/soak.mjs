// `npm run soak`: the tests whose worth grows with their count, at full count; minutes, not seconds.

import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const counts = { SOAK_KILLS: '200', FUZZ_ROUNDS: '400000' };
const files = ['tests/server/history/capture.test.ts', 'tests/core/diff/fuzz.test.ts', 'tests/core/metadata'];

process.stdout.write(`Killed writers: ${counts.SOAK_KILLS}. Fuzzed documents: ${counts.FUZZ_ROUNDS}.\n`);
const run = spawnSync(process.execPath, [vitest, 'run', '--testTimeout=3000000', ...files], {
  cwd: root,
  stdio: 'inherit',
  env: { ...counts, ...process.env },
});
process.exit(run.status ?? 1);
