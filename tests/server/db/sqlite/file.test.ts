// The database opens durably, migrates all or nothing, and says plainly why a file cannot serve.

import { closeSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, openSqlite } from '../../../../server/db/database.ts';
import type { Migration } from '../../../../server/db/migrate.ts';
import { migrations } from '../../../../server/db/migrations/index.ts';
import { openFile } from '../../../../server/db/sqlite.ts';
import { makeFolder } from '../../history/git-project.ts';

let folder: string;
let file: string;
const open: Kysely<never>[] = [];

beforeEach(() => {
  folder = makeFolder();
  file = join(folder, 'data', 'canvasback.sqlite');
});
afterEach(async () => {
  for (const db of open.splice(0)) await db.destroy();
});

function keep<T>(db: Kysely<T>): Kysely<T> {
  open.push(db as unknown as Kysely<never>);
  return db;
}

async function reasonOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Error ? `${error.name}: ${error.message}` : 'no error';
}

const note: Migration = {
  name: '0002-note',
  up: async (db) => {
    await db.schema.createTable('note').addColumn('text', 'text').execute();
  },
};

describe('opening', () => {
  test('waits for the disk at each commit, readable by its owner only', async () => {
    const raw = openFile(file);
    expect(raw.prepare('PRAGMA journal_mode').get()?.journal_mode).toBe('wal');
    expect(raw.prepare('PRAGMA synchronous').get()?.synchronous).toBe(2);
    expect(raw.prepare('PRAGMA foreign_keys').get()?.foreign_keys).toBe(1);
    raw.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
  });

  test('a second opening keeps the rows', async () => {
    const first = await openDatabase(file);
    await first.insertInto('tenants').values({ id: 't', name: 'Acme', created_at: 1 }).execute();
    await first.destroy();
    const second = keep(await openDatabase(file));
    expect(await second.selectFrom('tenants').select('name').execute()).toEqual([{ name: 'Acme' }]);
  });

  test('a text file', async () => {
    mkdirSync(join(folder, 'data'));
    writeFileSync(file, 'this is a shopping list, and no database at all\n'.repeat(100));
    expect(await reasonOf(openDatabase(file))).toMatch(
      /DatabaseUnusable: .*canvasback\.sqlite.*not a database/,
    );
    expect(readFileSync(file, 'utf8')).toMatch(/^this is a shopping list/);
  });

  test('a damaged database', async () => {
    const db = await openDatabase(file);
    await db
      .insertInto('tenants')
      .values({ id: 't', name: 'x'.repeat(20_000), created_at: 1 })
      .execute();
    await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db);
    await db.destroy();
    const handle = openSync(file, 'r+');
    for (let page = 1; page < 40; page += 1)
      writeSync(handle, Buffer.alloc(2048, 0x5a), 0, 2048, page * 4096);
    closeSync(handle);
    expect(await reasonOf(openDatabase(file))).toMatch(/DatabaseUnusable: .*damaged/);
  });

  test('a folder where a file should be', async () => {
    mkdirSync(file, { recursive: true });
    expect(await reasonOf(openDatabase(file))).toMatch(/DatabaseUnusable: .*cannot be opened/);
  });

  test('a file that another process holds', async () => {
    await (await openDatabase(file)).destroy();
    const other = new DatabaseSync(file);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    const reason = await reasonOf((async () => openFile(file, 50))());
    other.close();
    expect(reason).toMatch(/DatabaseUnusable: .*another process holds it/);
  });
});

describe('migrations', () => {
  test('run forward once each', async () => {
    await (await openSqlite(file, migrations)).destroy();
    const db = keep(await openSqlite<{ note: { text: string } }>(file, [...migrations, note]));
    await db.insertInto('note').values({ text: 'kept' }).execute();
    const again = keep(await openSqlite<{ note: { text: string } }>(file, [...migrations, note]));
    expect(await again.selectFrom('note').selectAll().execute()).toEqual([{ text: 'kept' }]);
  });

  test('a version’s files came with an index made anew: the old rows go, and git is read again', async () => {
    await (await openSqlite(file, migrations.slice(0, 4))).destroy();
    const old = new DatabaseSync(file);
    old.exec(`INSERT INTO components (org_id, type, full_name, losers, state) VALUES ('o', 'Flow', 'A', '[]', 'in_sync');
      INSERT INTO versions (org_id, type, full_name, seq, commit_id, kind, at, author_name, author_certainty, author_evidence,
        summary, changes, noise, message, origin, meta_oid) VALUES ('o', 'Flow', 'A', 1, 'c', 'added', 1, 'Ada', 'certain', '', '', 0, 0, '', 'imported', 'x');
      INSERT INTO history_sources (org_id, dir, rev, indexed_tip, attached_at) VALUES ('o', '/p', 'HEAD', 'c', 1)`);
    old.close();
    const db = keep(await openDatabase(file));
    expect(await db.selectFrom('versions').selectAll().execute()).toEqual([]);
    const [source] = await db.selectFrom('history_sources').select(['dir', 'indexed_tip']).execute();
    expect(source).toEqual({ dir: '/p', indexed_tip: null });
    const [kept] = await db.selectFrom('components').select(['full_name', 'state']).execute();
    expect(kept).toEqual({ full_name: 'A', state: 'in_sync' });
  });

  test('a database of a newer version is refused and left as it is', async () => {
    await (await openSqlite(file, [...migrations, note])).destroy();
    expect(await reasonOf(openDatabase(file))).toMatch(/newer Canvasback wrote it .*0002-note/);
    const raw = new DatabaseSync(file);
    expect(raw.prepare('select count(*) as n from note').get()).toEqual({ n: 0 });
    raw.close();
  });

  test('one that fails leaves nothing of the whole step', async () => {
    const failing: Migration = {
      name: '0003-fails',
      up: async (db) => {
        await db.schema.createTable('half').addColumn('text', 'text').execute();
        await sql`insert into nowhere values (1)`.execute(db);
      },
    };
    expect(await reasonOf(openSqlite(file, [...migrations, note, failing]))).toMatch(/nowhere/);
    const db = keep(await openSqlite(file, migrations));
    const names = (await db.introspection.getTables()).map(({ name }) => name);
    expect(names).toContain('versions');
    expect(names).not.toContain('note');
    expect(names).not.toContain('half');
  });
});

describe('writing', () => {
  test('a full disk is a failure the caller can act on', async () => {
    const db = keep(await openDatabase(file));
    await sql`PRAGMA max_page_count = 60`.execute(db);
    const write = db
      .insertInto('tenants')
      .values({ id: 'big', name: 'x'.repeat(2_000_000), created_at: 1 })
      .execute();
    await expect(write).rejects.toMatchObject({ code: 'storage_full' });
    expect(await db.selectFrom('tenants').selectAll().execute()).toEqual([]);
  });

  test('two connections that read, then write, both succeed', async () => {
    const one = keep(await openDatabase(file));
    const two = keep(await openDatabase(file));
    const add = (db: typeof one, id: string) =>
      db.transaction().execute(async (transaction) => {
        await transaction.selectFrom('tenants').selectAll().execute();
        await transaction.insertInto('tenants').values({ id, name: id, created_at: 1 }).execute();
      });
    for (let index = 0; index < 20; index += 1) {
      await add(one, `one ${index}`);
      await add(two, `two ${index}`);
    }
    expect((await one.selectFrom('tenants').selectAll().execute()).length).toBe(40);
  });

  test('transactions of one connection do not mix', async () => {
    const db = keep(await openDatabase(file));
    const failing = db.transaction().execute(async (transaction) => {
      await transaction.insertInto('tenants').values({ id: 'lost', name: 'lost', created_at: 1 }).execute();
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error('no');
    });
    const other = db.insertInto('tenants').values({ id: 'kept', name: 'kept', created_at: 1 }).execute();
    await expect(failing).rejects.toThrow('no');
    await other;
    expect(await db.selectFrom('tenants').select('id').execute()).toEqual([{ id: 'kept' }]);
  });
});
