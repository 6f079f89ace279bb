// What was erased is off the disk, or whoever erased it is told that it is not.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scrubTables } from '../../../../server/db/off-disk.ts';
import { forKysely, openFile } from '../../../../server/db/sqlite.ts';

interface Tables {
  notes: { text: string };
}

let folder: string;
let file: string;
let db: Kysely<Tables>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'canvasback-scrub-'));
  file = join(folder, 'notes.sqlite');
  const raw = openFile(file, 50);
  raw.exec("CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('to be forgotten')");
  db = new Kysely({ dialect: new SqliteDialect({ database: forKysely(raw) }) });
});
afterEach(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const onDisk = () => ['', '-wal'].some((end) => readFileSync(`${file}${end}`).includes('to be forgotten'));

test('nothing of it is left in any file', async () => {
  expect(onDisk()).toBe(true);
  await db.deleteFrom('notes').execute();
  await scrubTables(db, ['notes']);
  expect(onDisk()).toBe(false);
});

test('while another process reads, it says that the disk still has it, and by what that ends', async () => {
  const reader = openFile(file, 50);
  reader.exec('BEGIN');
  reader.prepare('SELECT * FROM notes').all();
  await db.deleteFrom('notes').execute();
  await expect(scrubTables(db, ['notes'])).rejects.toThrow(/still lie in the write-ahead file.*restarted/);
  expect(onDisk()).toBe(true);
  reader.close();
  await scrubTables(db, ['notes']);
  expect(onDisk()).toBe(false);
});
