// What was erased leaves PostgreSQL's files too: a deleted row lies in its table's until that is written anew.

import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../../../server/db/database.ts';
import { scrubTables } from '../../../../server/db/off-disk.ts';
import { newSetting } from '../../../helpers/databases.ts';

interface Tables {
  notes: { text: string };
  others: { text: string };
}

const migration = {
  name: '0001-notes',
  async up(db: Kysely<unknown>) {
    for (const table of ['notes', 'others'])
      await db.schema.createTable(table).addColumn('text', 'text').execute();
  },
};
let db: Kysely<Tables>;
beforeAll(async () => {
  db = await openStore<Tables>(await newSetting(), { migrations: [migration], schema: 'notes' });
});
afterAll(() => db.destroy());

/** The table's own file, as it lies on the disk. */
async function onDisk(table: keyof Tables): Promise<boolean> {
  await sql`checkpoint`.execute(db);
  const { rows } = await sql<{ found: boolean }>`
    select position('to be forgotten'::bytea in pg_read_binary_file(pg_relation_filepath(${table}))) > 0 as found
  `.execute(db);
  return rows[0]?.found ?? false;
}

/** Transactions of other tests on this server may be older than the deletion: until they end, PostgreSQL keeps the row. */
async function scrubbed(tables: readonly (keyof Tables)[]): Promise<void> {
  const left = async () => {
    await scrubTables(db, tables);
    return Promise.all(tables.map(onDisk));
  };
  await expect.poll(left, { timeout: 60_000, interval: 100 }).toEqual(tables.map(() => false));
}

test('of the tables that are named nothing is left in their files; others are as they were', async () => {
  for (const table of ['notes', 'others'] as const) {
    // What stays keeps the page that both lie on.
    await db
      .insertInto(table)
      .values([{ text: 'stays' }, { text: 'to be forgotten' }])
      .execute();
    await db.deleteFrom(table).where('text', '!=', 'stays').execute();
    expect(await onDisk(table)).toBe(true);
  }
  await scrubbed(['notes']);
  expect(await onDisk('others')).toBe(true);
  await scrubbed(['notes', 'others']);
  expect(await db.selectFrom('notes').selectAll().execute()).toEqual([{ text: 'stays' }]);
});
