// What was erased leaves PostgreSQL's files too: a deleted row lies in its table's until that is written anew.

import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openStore } from '../../../../server/db/database.ts';
import { StillOnDisk, scrubTables } from '../../../../server/db/off-disk.ts';
import { olderTransactionsEnd } from '../../../../server/db/older-transactions.ts';
import { asSuperuser, newSetting } from '../../../helpers/databases.ts';

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

beforeEach(async () => {
  for (const table of ['notes', 'others'] as const) {
    await db.deleteFrom(table).execute();
    // What stays keeps the page that both lie on.
    await db
      .insertInto(table)
      .values([{ text: 'stays' }, { text: 'to be forgotten' }])
      .execute();
  }
});

/** The table's own file, as it lies on the disk. */
async function onDisk(table: keyof Tables): Promise<boolean> {
  await sql`checkpoint`.execute(db);
  const { rows } = await sql<{ found: boolean }>`
    select position('to be forgotten'::bytea in pg_read_binary_file(pg_relation_filepath(${table}))) > 0 as found
  `.execute(db);
  return rows[0]?.found ?? false;
}

async function forget(table: keyof Tables): Promise<void> {
  await db.deleteFrom(table).where('text', '!=', 'stays').execute();
  expect(await onDisk(table)).toBe(true);
}

test('of the tables that are named nothing is left in their files; others are as they were', async () => {
  await forget('notes');
  await forget('others');
  await scrubTables(db, ['notes']);
  expect([await onDisk('notes'), await onDisk('others')]).toEqual([false, true]);
  await scrubTables(db, ['notes', 'others']);
  expect([await onDisk('notes'), await onDisk('others')]).toEqual([false, false]);
  expect(await db.selectFrom('notes').selectAll().execute()).toEqual([{ text: 'stays' }]);
});

/** What of others keeps deleted rows: a snapshot in this database, or a write in any. */
const holding: readonly [string, string, readonly string[]][] = [
  ['looks at this database', 'tests', ['begin isolation level repeatable read', 'select 1']],
  ['wrote something in another database', 'postgres', ['begin', 'select pg_current_xact_id()']],
];

test.each(holding)('an older transaction that %s is waited for', async (_, database, statements) => {
  await asSuperuser(async (client) => {
    for (const statement of statements) await client.query(statement);
    const pid = (await client.query('select pg_backend_pid() as pid')).rows[0].pid;
    await forget('notes');
    let waited: readonly number[] | undefined;
    const scrubbed = scrubTables(db, ['notes'], {
      async waiting(pids) {
        waited = pids;
        await client.query('commit');
      },
    });
    await scrubbed;
    expect(waited).toContain(pid);
    expect(await onDisk('notes')).toBe(false);
  }, database);
});

test('where it does not end, whoever erased is told, with the process and what to do then', async () => {
  await asSuperuser(async (client) => {
    for (const statement of holding[0]?.[2] ?? []) await client.query(statement);
    const pid = (await client.query('select pg_backend_pid() as pid')).rows[0].pid;
    await forget('notes');
    const failure = await scrubTables(db, ['notes'], { patience: 300 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StillOnDisk);
    const { message } = failure as StillOnDisk;
    expect(message).toContain('still lies in their files');
    expect(message).toMatch(new RegExp(`process (?:\\d+, )*${pid}\\b`));
    expect(await onDisk('notes')).toBe(true);
    await client.query('commit');
    const remedy = /VACUUM FULL .*$/.exec(message)?.[0] ?? '';
    await olderTransactionsEnd(db, Date.now() + 60_000);
    await sql.raw(remedy).execute(db);
    expect(await onDisk('notes')).toBe(false);
  }, 'tests');
});

test('one that begins beside it, and keeps rows for it, is waited for as well', async () => {
  await asSuperuser(async (writer) => {
    await writer.query('begin');
    await writer.query('select pg_current_xact_id()');
    await forget('notes');
    await asSuperuser(async (reader) => {
      const done: string[] = [];
      const quiet = olderTransactionsEnd(db, Date.now() + 60_000, async () => {
        // Its snapshot reaches back as far as the oldest that was writing when it began.
        await reader.query('begin isolation level repeatable read');
        await reader.query('select 1');
        await writer.query('commit');
        await new Promise((resolve) => setTimeout(resolve, 500));
        done.push('the reader ends');
        await reader.query('commit');
      }).then(() => done.push('nothing is older'));
      await quiet;
      expect(done).toEqual(['the reader ends', 'nothing is older']);
      await scrubTables(db, ['notes']);
      expect(await onDisk('notes')).toBe(false);
    }, 'tests');
  }, 'postgres');
});

test('one that only looks at another database is not', async () => {
  await asSuperuser(async (client) => {
    await client.query('begin isolation level repeatable read');
    const pid = (await client.query('select pg_backend_pid() as pid')).rows[0].pid;
    await forget('notes');
    expect(await olderTransactionsEnd(db, Date.now() + 300)).not.toContain(pid);
    await scrubTables(db, ['notes']);
    expect(await onDisk('notes')).toBe(false);
    await client.query('commit');
  }, 'postgres');
});

test('a transaction that keeps nothing costs the wait, and no alarm', async () => {
  await asSuperuser(async (client) => {
    await client.query('begin');
    await forget('notes');
    // Transactions of other tests on this server may keep something for a moment.
    await vi.waitFor(() => scrubTables(db, ['notes'], { patience: 300 }), { timeout: 60_000 });
    expect(await onDisk('notes')).toBe(false);
    await client.query('commit');
  }, 'tests');
});

test('a role that does not own the tables is told that they were not written anew', async () => {
  const role = `reader_${process.pid}`;
  await asSuperuser((client) => client.query(`create role ${role}`), 'tests');
  try {
    await forget('notes');
    await db.connection().execute(async (own) => {
      await sql`grant usage on schema ${sql.ref(await schemaOf())} to ${sql.ref(role)}`.execute(own);
      await sql`set role ${sql.ref(role)}`.execute(own);
      try {
        await expect(scrubTables(own, ['notes'])).rejects.toThrow(/did not write notes anew.*notes/s);
      } finally {
        await sql`reset role`.execute(own);
      }
    });
    expect(await onDisk('notes')).toBe(true);
  } finally {
    await asSuperuser(async (client) => {
      await client.query(`drop owned by ${role}`);
      await client.query(`drop role ${role}`);
    }, 'tests');
  }
});

async function schemaOf(): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(db);
  return rows[0]?.name ?? '';
}
