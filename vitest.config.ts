// Three test projects: `node` for core, server, cli and dev; `postgres` for what goes over a database, on the
// other engine; `extension` for what needs a DOM.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { defineConfig } from 'vitest/config';
import { LongFirst } from './tests/helpers/long-first.ts';

/** The many processes that tests start compile each module once in all. */
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules', '.cache', 'node-compile');

/** They get their databases from tests/helpers/databases.ts, and run once on SQLite and once on PostgreSQL. */
const onBothEngines = [
  'tests/server/db/*.test.ts',
  'tests/server/audit/*.test.ts',
  'tests/cli/audit-erase.test.ts',
  'tests/server/sync/{baseline,enqueue,job}.test.ts',
  'tests/server/orgs/*.test.ts',
  'tests/server/delegation/{jobs,rotation,sign-in}.test.ts',
  'tests/server/reconcile/{stolen-key,turns}.test.ts',
  'tests/server/history/list-versions.test.ts',
  'tests/server/history/purge-interrupted.test.ts',
  'tests/server/whole/main-job.test.ts',
];
/** `npm run test:postgres` and the soak run whatever has a database on PostgreSQL as well, not only what holds queries. */
const everythingWithDatabase = [
  'tests/server/{audit,compare,content,db,delegation,history,http,orgs,reconcile,routes,salesforce,secrets,sync,types,whole}/*.test.ts',
];
const all = process.env.CANVASBACK_TESTS_ON_POSTGRES === 'all';

/** What only one engine has: files that are damaged, servers that are away; and what has no database at all. */
const onSqliteAlone = ['tests/server/db/sqlite/*.test.ts', 'tests/server/audit/reconcile.test.ts'];
const onPostgresAlone = ['tests/**/postgres/*.test.ts'];

/** How long a test may hang, on a machine that has other work too; none measures time by it. */
const patience = { testTimeout: 240_000, hookTimeout: 240_000 };

/** A third of the time went into loading the same modules for each file: one after the other they share them. */
const sharedModules = { isolate: false, setupFiles: ['tests/helpers/put-away.ts'] };

export default defineConfig({
  test: {
    // Much of the time goes by in child processes and in waiting for them, so one worker more than cores is not too many.
    maxWorkers: Math.max(2, availableParallelism() + 1),
    sequence: { sequencer: LongFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/extension/**', 'tests/e2e/**', ...onPostgresAlone],
          globalSetup: ['tests/helpers/prepared-world.ts'],
          provide: { engine: 'sqlite' },
          ...patience,
          ...sharedModules,
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          environment: 'node',
          include: [...(all ? everythingWithDatabase : onBothEngines), ...onPostgresAlone],
          exclude: onSqliteAlone,
          globalSetup: ['tests/helpers/postgres/global-setup.ts'],
          provide: { engine: 'postgres' },
          ...patience,
          ...sharedModules,
        },
      },
      {
        extends: true,
        test: {
          name: 'extension',
          environment: 'happy-dom',
          include: ['tests/extension/**/*.test.{ts,tsx}'],
          ...patience,
        },
      },
    ],
  },
});
