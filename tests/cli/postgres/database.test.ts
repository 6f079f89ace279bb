// `canvasback database copy` takes every row to the other engine and back, whole or not at all.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordAdminEntry } from '../../../server/db/admin-log.ts';
import { copyDatabase } from '../../../server/db/copy.ts';
import { apiStore, openDatabase, openStore, type Wanted } from '../../../server/db/database.ts';
import { type DelegationTables, delegationStore } from '../../../server/delegation/db/database.ts';
import { everyKeyEvent } from '../../../server/delegation/db/key-events.ts';
import { newSetting } from '../../helpers/databases.ts';
import { fillEachTable, rowsOf } from '../../server/db/catalog.ts';

type Anything = Record<string, Record<string, unknown>>;
const root = fileURLToPath(new URL('../../..', import.meta.url));
const run = promisify(execFile);
const canvasback = (...args: string[]) =>
  run(process.execPath, [join(root, 'cli', 'main.ts'), 'database', 'copy', ...args], { cwd: root });

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'cb-copy-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const open = (setting: string, wanted: Wanted) => openStore<Anything>(setting, wanted);
async function contents(setting: string, wanted: Wanted): Promise<unknown> {
  const db = await open(setting, wanted);
  const rows = await rowsOf(db);
  await db.destroy();
  return rows;
}

test('every table, to PostgreSQL and back, to the byte; what is numbered goes on', async () => {
  const [file, back, server] = [join(dir, 'a.sqlite'), join(dir, 'b.sqlite'), await newSetting()];
  const source = await open(file, apiStore);
  await fillEachTable(source);
  await source.destroy();
  const before = (await contents(file, apiStore)) as Record<string, unknown[]>;
  const { stdout } = await canvasback(file, server);
  expect(stdout).toMatch(/versions: 1\n/);
  const after = (await contents(server, apiStore)) as Record<string, unknown[]>;
  // The copy, like what it is of, says that it was made: to every account there is.
  expect(await contents(file, apiStore)).toEqual(after);
  expect(after).toEqual({ ...before, admin_log: [...(before.admin_log ?? []), expect.anything()] });
  expect(after.admin_log?.at(-1)).toMatchObject({
    ...{ seq: 2, subject: 'operator', action: 'database.copy', tenant_id: 'tenant_id of “Zoë”' },
    detail: expect.stringMatching(/^\{"to":"tests \(schema t_[^:]*on [^"]*"\}$/),
  });
  const db = await openDatabase(server);
  await recordAdminEntry(db, { at: 2, subject: 'operator', action: 'member.role' });
  expect(await db.selectFrom('admin_log').select('seq').orderBy('seq').execute()).toEqual([
    { seq: 1 },
    { seq: 2 },
    { seq: 3 },
  ]);
  await db.destroy();
  await canvasback(server, back);
  expect(await contents(back, apiStore)).toEqual(await contents(server, apiStore));
  const refused = await contents(file, apiStore);
  await expect(canvasback(file, server)).rejects.toThrow(/The target has rows already \(in /);
  expect(await contents(file, apiStore)).toEqual(refused);
  await expect(canvasback(join(dir, 'none.sqlite'), server)).rejects.toThrow(/There is no .*none\.sqlite/);
});

test('the audit log keeps its entries and their order', async () => {
  const [file, server] = [join(dir, 'd.sqlite'), await newSetting()];
  const source = await open(file, delegationStore);
  await fillEachTable(source);
  await source.destroy();
  await canvasback('--delegation', file, server);
  const inOrder = async (setting: string) => {
    const { key_events: events = [], ...rest } = (await contents(setting, delegationStore)) as {
      key_events?: { seq: number }[];
    };
    return { ...rest, events: events.toSorted((one, other) => one.seq - other.seq) };
  };
  expect(await inOrder(server)).toEqual(await inOrder(file));
  const copied = await openStore<DelegationTables>(server, delegationStore);
  expect((await everyKeyEvent(copied)).at(-1)).toMatchObject({ event: 'database_copied', by: 'operator' });
  await copied.destroy();
});

test('more rows than fit into one statement, in pages that miss none; a failure leaves nothing', async () => {
  const source = await openDatabase(':memory:');
  const target = await openDatabase(await newSetting());
  const tenants = Array.from({ length: 12_345 }, (_, index) => ({
    id: `t${index}`,
    name: index % 7 ? 'Zoë' : 'a\nb',
    created_at: 1_700_000_000_000 + index,
  }));
  for (let at = 0; at < tenants.length; at += 5_000) {
    await source
      .insertInto('tenants')
      .values(tenants.slice(at, at + 5_000))
      .execute();
  }
  const copied = await copyDatabase(source, target);
  expect(copied.tenants).toBe(tenants.length);
  const rows = async (db: Kysely<Anything>) => db.selectFrom('tenants').selectAll().orderBy('id').execute();
  const both = [source, target].map((db) => rows(db as unknown as Kysely<Anything>));
  expect(await both[1]).toEqual(await both[0]);

  const other = await openDatabase(await newSetting());
  // Its last tables cannot be written.
  await other.schema
    .alterTable('versions')
    .addColumn('unknown', 'text', (column) => column.notNull())
    .execute();
  const filled = await open(join(dir, 'e.sqlite'), apiStore);
  await fillEachTable(filled);
  await expect(copyDatabase(filled as unknown as typeof other, other)).rejects.toThrow(/unknown/);
  expect(await other.selectFrom('tenants').selectAll().execute()).toEqual([]);
  for (const db of [source, target, other, filled]) await db.destroy();
});
