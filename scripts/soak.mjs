// `npm run soak`: the tests whose worth grows with their count, at full count; an hour, not seconds.

import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { testOnPostgres } from './test-postgres.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const parts = [
  { files: ['tests/core/diff/fuzz.test.ts'], counts: { FUZZ_ROUNDS: '1000000' } },
  { files: ['tests/core/diff/size.test.ts'], counts: { SIZE_MB: '100' } },
  { files: ['tests/core/diff/type-laws.test.ts'], counts: { LAW_RUNS: '300' } },
  { files: ['tests/core/diff/quick.test.ts'], counts: { LAW_RUNS: '60', CORPUS_PAIRS: '1000' } },
  { files: ['tests/core/diff/apply.test.ts'], counts: { FUZZ_ROUNDS: '20000', CORPUS_PAIRS: '1000' } },
  {
    files: ['tests/core/diff/corpus.test.ts', 'tests/extension/components/diff/corpus.test.tsx'],
    counts: { CORPUS_PAIRS: '1000' },
  },
  { files: ['tests/core/diff/never-slow.test.ts'], counts: { NEVER_SLOW_THOUSANDS: '150' } },
  { files: ['tests/server/types/every-type.test.ts'], counts: { TYPES_OF_A_DOZEN: '12' } },
  {
    files: ['tests/server/history/capture.test.ts', 'tests/core/metadata'],
    counts: { SOAK_KILLS: '200', SOAK_CAPTURES: '15', FUZZ_ROUNDS: '400000' },
  },
  { files: ['tests/server/whole/killed-services.test.ts'], counts: { SOAK_SERVICE_KILLS: '200' } },
  { files: ['tests/server/history/purge-interrupted.test.ts'], counts: { PURGE_KILLS: 'all' } },
  { files: ['tests/server/history/interrupted-import.test.ts'], counts: { SOAK_IMPORT_KILLS: '60' } },
  {
    files: ['tests/server/history/odd-content.test.ts'],
    counts: { SOAK_FILES: '40000', SOAK_FILE_MB: '100' },
  },
  { files: ['tests/audit-verifier/honest.test.ts'], counts: { HONEST_LOGS: '10000' } },
  {
    files: ['tests/audit-verifier/tampered.test.ts'],
    counts: { TAMPERED_ENTRIES: '10000', TAMPERED_ROUNDS: '60' },
  },
  {
    files: ['tests/server/audit/erase.test.ts'],
    counts: { ERASED_PERSONS: '100', ERASED_OF_ENTRIES: '10000' },
  },
  { files: ['tests/server/audit/killed-append.test.ts'], counts: { APPEND_KILLS: '90' } },
  { files: ['tests/server/audit/reconcile.test.ts'], counts: { LOGIN_HISTORIES: '10000' } },
  { files: ['tests/server/reconcile/long-run.test.ts'], counts: { RECONCILE_CYCLES: '600' } },
  { files: ['tests/core/setup/laws.test.ts'], counts: { ADDRESS_RUNS: '200000' } },
  { files: ['tests/dev/clients/sdr-round-trip.test.ts'], counts: { ROUND_TRIP_TYPES: '1000' } },
  { files: ['tests/dev/clients/large.test.ts'], counts: { LARGE_COMPONENTS: '20000' } },
];

let failed = 0;
for (const { files, counts } of parts) {
  const env = { ...counts, ...process.env };
  process.stdout.write(
    `${files.join(', ')}: ${Object.keys(counts)
      .map((name) => `${name}=${env[name]}`)
      .join(', ')}\n`,
  );
  const run = spawnSync(
    process.execPath,
    [vitest, 'run', '--disable-console-intercept', '--testTimeout=36000000', ...files],
    { cwd: root, stdio: 'inherit', env },
  );
  if (run.status !== 0) failed += 1;
}
process.stdout.write('every test with a database, on PostgreSQL\n');
if (testOnPostgres() !== 0) failed += 1;
const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
const walks = [
  { file: 'tests/e2e/long-history.spec.ts', counts: { LONG_VERSIONS: '10000' } },
  { file: 'tests/e2e/setup-pages.spec.ts', counts: { SETUP_EVERY_NTH: '2' } },
  { file: 'tests/e2e/session.spec.ts', counts: { WORKER_STOPS: '3' } },
  { file: 'tests/e2e/page-cost.spec.ts', counts: { WALK_TIMED: '200', WALK_HELD: '500' } },
];
for (const { file, counts } of walks) {
  const env = { ...counts, ...process.env };
  const told = Object.keys(counts).map((name) => `${name}=${env[name]}`);
  process.stdout.write(`${file}: ${told.join(', ')}\n`);
  const run = spawnSync(process.execPath, [playwright, 'test', file], { cwd: root, stdio: 'inherit', env });
  if (run.status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
