// Persons and old texts leave the log on record: it still verifies, and nothing of them is left where it lay.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyLog } from '../../../core/log/verify-log.ts';
import { createAuditLog } from '../../../server/audit/append.ts';
import { erasePerson, eraseTexts, listTrees, mentionOf, scrubLog } from '../../../server/audit/erase.ts';
import { exportLines } from '../../../server/audit/export.ts';
import { logTools } from '../../../server/audit/hash.ts';
import { createLogService } from '../../../server/audit/serve.ts';
import type { AuditTables } from '../../../server/audit/tables.ts';
import { openStore } from '../../../server/db/database.ts';
import { honestLog, openLogStore, personOf, type Store } from '../../audit-verifier/honest-log.ts';
import { inOrder, startVerifiers } from '../../audit-verifier/second-verifier.ts';
import { engine, newSetting } from '../../helpers/databases.ts';
import { logStore } from './log-store.ts';
import { chanceOf } from './login-histories.ts';

const org = '00D5g000004XyZaEAK';
const tree = 'acme';
const ada = { userId: '0055g000001AdaKAAW', username: 'Ada@Acme.example' };
let store: Store;
let time = 1_000;
const now = () => time++;

async function exported(from: Store): Promise<string> {
  const lines: string[] = [];
  for await (const line of exportLines(from.db, createLogService(from.db, from.keys), tree)) {
    lines.push(JSON.stringify(line));
  }
  return `${lines.join('\n')}\n`;
}
async function findings(): Promise<unknown> {
  const lines = (await exported(store)).trim().split('\n');
  const { vkey: key } = await store.keys.current();
  return (
    await verifyLog(
      lines.map((line) => JSON.parse(line)),
      { tools: logTools, key, kept: [] },
    )
  ).findings;
}
const personal = async (db: Kysely<AuditTables>) =>
  (await db.selectFrom('audit_personal').select('idx').where('tree', '=', tree).orderBy('idx').execute()).map(
    ({ idx }) => idx,
  );
const newestEntry = async () => {
  const row = await store.db
    .selectFrom('audit_texts')
    .select('entry')
    .where('tree', '=', tree)
    .orderBy('idx', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return JSON.parse(row.entry);
};

describe('a person', () => {
  const attempt = { org, tenant: tree, caller: 'api', purpose: 'compare', who: 'auth0|ada' };
  beforeEach(async () => {
    store = await openLogStore();
    const log = createAuditLog({ db: store.db, now });
    // Her name was known before her id was, in another spelling.
    await log.intent({ ...attempt, who: 'auth0|sam', actingAs: { username: 'ada@acme.example' } });
    await log.refusal({ ...attempt, actingAs: ada }, { code: 'x', reason: 'No.' });
    await log.refusal({ ...attempt, who: 'worker' }, { code: 'x', reason: 'Not for ADA@acme.example.' });
    await log.refusal(
      { ...attempt, who: 'auth0|ada2' },
      { code: 'x', reason: 'For madada@acme.example.au.' },
    );
    await log.intent({ ...attempt, who: 'auth0|sam', component: `User ${ada.userId}` });
    await log.intent({ ...attempt, tenant: 'other', actingAs: ada });
  });
  afterEach(() => store.close());

  test.each([
    ['her username: wherever she stands as a user, and where a reason names her', 'ada@acme.example', [3], 2],
    ['her user id: not where her name alone stands', ada.userId, [0, 2, 3], 1],
    ['her subject: the entries that she asked for', 'auth0|ada', [0, 2, 3, 4], 1],
  ] as const)('goes by %s', async (_, key, left, ids) => {
    const erased = await erasePerson(store.db, { tree, now }, key);
    expect(erased?.persons.length).toBe(ids);
    expect(erased?.entries).toBe(5 - left.length);
    expect(await personal(store.db)).toEqual(left);
    expect(await findings()).toEqual([]);
    const people = await store.db.selectFrom('audit_people').selectAll().where('tree', '=', tree).execute();
    for (const person of people) expect(person.person).not.toBeOneOf([...(erased?.persons ?? [])]);
    const { kind, by, erased: record } = await newestEntry();
    expect([kind, by, erased?.persons]).toEqual([
      'erasure',
      'operator',
      expect.arrayContaining([record.person]),
    ]);
    // Once is enough, and another log is another’s.
    expect(await erasePerson(store.db, { tree, now }, key)).toBeUndefined();
    expect(
      (await store.db.selectFrom('audit_personal').selectAll().where('tree', '=', 'other').execute()).length,
    ).toBe(1);
  });

  test.each([1, 3, 7])('who is erased while line %i of an export is read leaves it good', async (at) => {
    const { vkey: key } = await store.keys.current();
    async function* lines() {
      let number = 0;
      for await (const line of exportLines(store.db, createLogService(store.db, store.keys), tree)) {
        yield line;
        number += 1;
        if (number !== at) continue;
        await erasePerson(store.db, { tree, now }, 'auth0|ada');
        await store.keys.rotate();
      }
    }
    const report = await verifyLog(lines(), { tools: logTools, key, kept: [] });
    expect(report.findings).toEqual([]);
    expect(report.entries).toBe(6);
  });

  test('who comes back gets another id', async () => {
    const before = await erasePerson(store.db, { tree, now }, 'auth0|ada');
    await createAuditLog({ db: store.db, now }).intent(attempt);
    expect((await newestEntry()).who).not.toBeOneOf([...(before?.persons ?? [])]);
    expect(await findings()).toEqual([]);
  });

  test('of whom others speak alone goes from their reasons', async () => {
    const log = createAuditLog({ db: store.db, now });
    await log.refusal(attempt, { code: 'x', reason: 'Line one\nmia@acme.example: no.' });
    const erased = await erasePerson(store.db, { tree, now }, 'mia@acme.example');
    expect(erased).toEqual({ persons: [expect.stringMatching(/^p:[\w-]{16}$/)], entries: 1 });
    expect((await newestEntry()).erased.also).toEqual([5]);
    expect(await findings()).toEqual([]);
  });

  test('whom the log does not know leaves it as it is', async () => {
    const { size } = (await listTrees(store.db)).find((one) => one.tree === tree) ?? { size: 0 };
    expect(await erasePerson(store.db, { tree, now }, 'auth0|ad')).toBeUndefined();
    expect((await listTrees(store.db)).find((one) => one.tree === tree)?.size).toBe(size);
  });

  test('is not taken for another whose name begins or ends alike', () => {
    const isNamed = mentionOf('ada@acme.example');
    for (const text of [
      'Ada@acme.example',
      '<ada@acme.example>',
      'ada@acme.example.',
      'to ada@acme.example, now',
    ])
      expect(isNamed(text), text).toBe(true);
    for (const text of [
      'mada@acme.example',
      'x.ada@acme.example',
      'ada@acme.example.au',
      'ada@acme.examples',
      undefined,
    ])
      expect(isNamed(text), text).toBe(false);
    expect(mentionOf('auth0|12')('auth0|123')).toBe(false);
    expect(mentionOf('a.b|c')('a+b|c')).toBe(false);
  });
});

describe('texts whose time is over', () => {
  beforeEach(async () => {
    store = await openLogStore();
    const log = createAuditLog({ db: store.db, now: () => time });
    for (time = 1_000; time < 1_010; time += 1)
      await log.refusal({ org, tenant: tree, caller: 'api', purpose: 'x', who: 'auth0|ada' }, { code: 'x' });
  });
  afterEach(() => store.close());
  const counts = async () => {
    const of = async (table: 'audit_texts' | 'audit_personal' | 'audit_attempts' | 'audit_entries') =>
      (await store.db.selectFrom(table).select('idx').execute()).length;
    return [
      await of('audit_entries'),
      await of('audit_texts'),
      await of('audit_personal'),
      await of('audit_attempts'),
    ];
  };

  test('go up to the first that is younger, and the log still verifies', async () => {
    expect(await eraseTexts(store.db, { tree, now }, 1_004)).toEqual({ below: 4, entries: 4 });
    expect(await counts()).toEqual([11, 7, 6, 6]);
    expect((await newestEntry()).erased).toEqual({ below: 4, entries: 4 });
    expect(await findings()).toEqual([]);
    expect(await eraseTexts(store.db, { tree, now }, 1_004)).toBeUndefined();
    expect(await counts()).toEqual([11, 7, 6, 6]);
  });

  test('may be all of them, records of erasures too', async () => {
    await erasePerson(store.db, { tree, now }, 'auth0|ada');
    expect(await eraseTexts(store.db, { tree, now }, 1_000_000)).toEqual({ below: 11, entries: 11 });
    expect(await counts()).toEqual([12, 1, 0, 0]);
    expect(await findings()).toEqual([]);
  });
});

const persons = Number(process.env.ERASED_PERSONS ?? 10);
const entries = Number(process.env.ERASED_OF_ENTRIES ?? 300);

/** Every byte that could hold something: of the file and its journal, or of the files of tables and indexes. */
async function everything(db: Kysely<AuditTables>, setting: string): Promise<string> {
  if (engine === 'sqlite') {
    const folder = dirname(setting);
    const files = readdirSync(folder).filter((name) => name.startsWith(basename(setting)));
    return files.map((name) => readFileSync(join(folder, name)).toString('latin1')).join('\n');
  }
  // What is in memory alone is written first.
  await sql`checkpoint`.execute(db);
  const { rows } = await sql<{ bytes: Buffer }>`
    with own as (
      select oid, reltoastrelid from pg_class
      where relnamespace = current_schema()::regnamespace and relkind in ('r', 'i')
    ), files as (
      select oid from own
      union select c.oid from own join pg_class c on c.oid = own.reltoastrelid
      union select i.indexrelid from own join pg_index i on i.indrelid = own.reltoastrelid
    )
    select pg_read_binary_file(pg_relation_filepath(oid)) as bytes from files`.execute(db);
  return rows.map(({ bytes }) => bytes.toString('latin1')).join('\n');
}

test(`nothing is left of ${persons} persons in a log of ${entries} entries: not in the database, an export or a copy`, async () => {
  const setting = await newSetting();
  const db = await openStore<AuditTables>(setting, logStore);
  store = { ...(await openLogStore()), db };
  const log = honestLog(store, tree, chanceOf(11), persons * 2);
  const both = await startVerifiers();
  try {
    await log.grow(entries);
    const kept = [await log.checkpoint()];
    const erased = Array.from({ length: persons }, (_, number) => personOf(number));
    const keys = erased.flatMap(({ subject, userId, username }) => [subject, userId, username]);
    const found = (text: string) => keys.filter((one) => text.toLowerCase().includes(one.toLowerCase()));
    expect(found(await everything(db, setting)).length).toBeGreaterThan(persons);
    for (const key of keys) await erasePerson(db, { tree, now }, key);
    kept.push(await log.checkpoint());
    await scrubLog(db);
    expect(found(await everything(db, setting))).toEqual([]);
    const content = await exported(store);
    expect(found(content)).toEqual([]);
    if (engine === 'sqlite') {
      const copy = await newSetting();
      await sql`vacuum into ${copy}`.execute(db);
      expect(found(readFileSync(copy).toString('latin1'))).toEqual([]);
    }
    // The others are all there, and both verifiers call the log good.
    expect(content).toContain(personOf(persons).username);
    const { vkey: key } = await store.keys.current();
    const { ours, theirs } = await both.ask({ content, key, kept });
    expect(inOrder(ours)).toEqual({ entries: await log.size(), findings: [], kept: ['kept', 'kept'] });
    expect(theirs).toEqual(inOrder(ours));
  } finally {
    await both.close();
    await store.close();
    await db.destroy();
  }
});
