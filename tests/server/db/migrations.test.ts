// The schema comes forward from each earlier version with everything a user had, whole or not at all, once.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Kysely, sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { merkleMigration } from '../../../server/audit/convert.ts';
import { apiStore, openStore, type Wanted } from '../../../server/db/database.ts';
import type { Migration } from '../../../server/db/migrate.ts';
import { delegationStore } from '../../../server/delegation/db/database.ts';
import { newSetting } from '../../helpers/databases.ts';
import { catalogOf, fillEachTable, rowsOf } from './catalog.ts';

type Anything = Record<string, Record<string, unknown>>;
const stores = [
  ['the API’s database', apiStore, 'apiStore', 'server/db/database.ts'],
  [
    'the delegation service’s database',
    delegationStore,
    'delegationStore',
    'server/delegation/db/database.ts',
  ],
] as const;

const root = fileURLToPath(new URL('../../..', import.meta.url));
const moduleOf = (path: string) => pathToFileURL(join(root, path)).href;
const run = promisify(execFile);

const upTo = (wanted: Wanted, count: number): Wanted => ({
  ...wanted,
  migrations: wanted.migrations.slice(0, count),
});

async function within<T>(
  setting: string,
  wanted: Wanted,
  work: (db: Kysely<Anything>) => Promise<T>,
): Promise<T> {
  const db = await openStore<Anything>(setting, wanted);
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

describe.each(stores)('%s', (_, wanted: Wanted, name, file) => {
  const { migrations } = wanted;
  const merkle = migrations.findIndex(({ name }) => name === merkleMigration.name) + 1;
  /** Of a database that was made whole. */
  let fresh: Awaited<ReturnType<typeof catalogOf>>;
  beforeAll(async () => {
    fresh = await within(await newSetting(), wanted, catalogOf);
  });

  test.each(migrations.map(({ name }, index) => [name, index + 1] as const))(
    'that %s left behind comes forward with its rows',
    async (_name, version) => {
      const setting = await newSetting();
      const before = await within(setting, upTo(wanted, version), async (db) => {
        await fillEachTable(db);
        return rowsOf(db);
      });
      expect(Object.values(before).every((rows) => rows.length > 0)).toBe(true);
      const [after, catalog] = await within(setting, wanted, async (db) => [
        await rowsOf(db),
        await catalogOf(db),
      ]);
      expect(catalog).toEqual(fresh);
      for (const [table, rows] of Object.entries(before)) {
        // The log's first form is put into trees: tests/server/audit/convert.test.ts.
        if (table.startsWith('audit_') && version < merkle) continue;
        // What follows from git is made again.
        if (table === 'versions' && version < migrations.length) continue;
        const { indexed_tip: _tip, ...kept } = rows[0] ?? {};
        const columns = Object.keys(after[table]?.[0] ?? {});
        const expected = Object.fromEntries(Object.entries(kept).filter(([name]) => columns.includes(name)));
        expect(after[table]?.[0], table).toMatchObject(expected);
      }
    },
  );

  const failing: Migration = {
    name: '9999-fails',
    up: async (db) => {
      await db.schema.createTable('half').addColumn('text', 'text').execute();
      await sql`insert into nowhere values (1)`.execute(db);
    },
  };
  const note: Migration = {
    name: '9998-note',
    up: async (db) => {
      await db.schema.createTable('note').addColumn('text', 'text').execute();
    },
  };
  const longer = (...more: Migration[]): Wanted => ({ ...wanted, migrations: [...migrations, ...more] });

  test('is as it was when a step fails midway', async () => {
    const setting = await newSetting();
    const look = async (db: Kysely<Anything>) => [await catalogOf(db), await rowsOf(db)];
    const before = await within(setting, wanted, async (db) => {
      await fillEachTable(db);
      return look(db);
    });
    await expect(openStore(setting, longer(note, failing))).rejects.toThrow(/nowhere/);
    expect(await within(setting, wanted, look)).toEqual(before);
    // Nor is a new database half made.
    const empty = await newSetting();
    await expect(openStore(empty, longer(failing))).rejects.toThrow(/nowhere/);
    await within(empty, { ...wanted, migrations: [] }, async (db) => {
      expect(Object.keys(await rowsOf(db))).toEqual([]);
    });
  });

  test('of a newer version is refused, with what to do', async () => {
    const setting = await newSetting();
    await within(setting, longer(note), async () => {});
    await expect(openStore(setting, wanted)).rejects.toThrow(
      /cannot be used: a newer Canvasback wrote it .*9998-note.* Start that version again/,
    );
  });

  test('is brought forward once when several processes start together', async () => {
    const setting = await newSetting();
    const open = `
      import { openStore } from ${JSON.stringify(moduleOf('server/db/database.ts'))};
      const { ${name} } = await import(${JSON.stringify(moduleOf(file))});
      await (await openStore(process.argv[1], ${name})).destroy();`;
    const start = () => run(process.execPath, ['--input-type=module', '-e', open, setting], { cwd: root });
    await Promise.all([start(), start(), start()]);
    expect(await within(setting, wanted, catalogOf)).toEqual(fresh);
  });
});
