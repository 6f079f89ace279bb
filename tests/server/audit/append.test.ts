// The audit log only grows, chains its entries, and says so when it cannot be written.

import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../../core/log/bytes.ts';
import { canonicalJson } from '../../../core/log/canonical.ts';
import { leafOf, personalHash, readEntry } from '../../../core/log/entry.ts';
import { appendLeaf, emptyFrontier, rootOf } from '../../../core/log/merkle.ts';
import { type AuditLog, createAuditLog } from '../../../server/audit/append.ts';
import { logTools, sha256 } from '../../../server/audit/hash.ts';
import { frontierOf } from '../../../server/audit/head.ts';
import { listAttempts } from '../../../server/audit/list.ts';
import type { AuditTables } from '../../../server/audit/tables.ts';
import { AppError } from '../../../server/errors.ts';
import { engine, openTestStore } from '../../helpers/databases.ts';
import { logStore } from './log-store.ts';

const org = '00D5g000004XyZaEAK';
const tree = 'acme';
const attempt = {
  org,
  tenant: tree,
  who: 'auth0|ada',
  caller: 'api',
  purpose: 'compare',
  actingAs: { userId: '0055g000001AdaKAAW', username: 'ada@acme.example' },
  component: 'Flow Invoice_Sync',
};
let db: Kysely<AuditTables>;
let log: AuditLog;
let time = 1_700_000_000_000;

beforeEach(async () => {
  db = await openTestStore<AuditTables>(logStore);
  log = createAuditLog({ db, now: () => time++ });
});
afterEach(() => db.destroy());

describe('the log', () => {
  test('numbers entries without gaps, each hashed over its canonical text and the one before', async () => {
    const intended = await log.intent(attempt);
    await log.outcome(intended, { result: 'granted' });
    await log.refusal(attempt, { code: 'not_linked', reason: 'No link.' });
    const rows = await db
      .selectFrom('audit_entries as entry')
      .innerJoin('audit_texts as text', 'text.idx', 'entry.idx')
      .selectAll()
      .orderBy('entry.idx')
      .execute();
    expect(rows.map(({ idx, kind }) => [idx, kind])).toEqual([
      [0, 'intent'],
      [1, 'outcome'],
      [2, 'refusal'],
    ]);
    let grown = emptyFrontier;
    let prev: string | null = null;
    for (const { idx, entry, salt, leaf_hash: leaf } of rows) {
      expect(canonicalJson(JSON.parse(entry))).toBe(entry);
      expect(readEntry(entry)).toMatchObject({ tree, index: idx, prev });
      expect(leafOf(logTools, { salt, text: entry })).toBe(leaf);
      grown = appendLeaf(sha256, grown, fromHex(leaf) ?? new Uint8Array());
      prev = leaf;
    }
    const head = await db.selectFrom('audit_heads').selectAll().executeTakeFirstOrThrow();
    expect(head).toMatchObject({ tree, size: 3, last_leaf: prev });
    expect(toHex(rootOf(sha256, frontierOf(head)))).toBe(toHex(rootOf(sha256, grown)));
  });

  test('names persons by random ids; who they are lies beside the entry, which commits to it', async () => {
    const intended = await log.intent(attempt);
    await log.outcome(intended, { result: 'refused', code: 'not_approved', reason: 'Ada is not approved.' });
    await log.intent({ ...attempt, component: 'User 0055g000001MiaKAAW' });
    const texts = await db.selectFrom('audit_texts').select(['idx', 'entry']).orderBy('idx').execute();
    const beside = await db.selectFrom('audit_personal').selectAll().orderBy('idx').execute();
    // Random ids may hold any three letters, and hashes “ada”.
    const all = texts.map(({ entry }) => entry.replaceAll(/p:[\w-]{16}/g, 'p:')).join('\n');
    const personal = ['ada@', 'auth0', '0055g', 'Ada', 'Mia'];
    expect(personal.filter((part) => all.includes(part))).toEqual([]);
    expect(beside.map(({ idx, text }) => [idx, JSON.parse(text)])).toEqual([
      [0, { who: 'auth0|ada', actingAs: { userId: '0055g000001AdaKAAW', username: 'ada@acme.example' } }],
      [1, { reason: 'Ada is not approved.' }],
      [2, expect.objectContaining({ about: { userId: '0055g000001MiaKAAW' } })],
    ]);
    for (const { idx, salt, text } of beside) {
      const facts = readEntry(texts[idx]?.entry ?? '');
      expect(facts?.personal).toBe(personalHash(logTools, { salt, text }));
    }
    const [first, outcome, third] = texts.map(({ entry }) => JSON.parse(entry));
    expect(first.who).toMatch(/^p:[\w-]{16}$/);
    expect([outcome.who, outcome.actingAs]).toEqual([first.who, first.actingAs]);
    expect([third.who, third.actingAs]).toEqual([first.who, first.actingAs]);
    expect(new Set([third.who, third.actingAs, third.about]).size).toBe(3);
  });

  test('keeps many writers in one line', async () => {
    await Promise.all(Array.from({ length: 20 }, () => log.intent(attempt)));
    const rows = await db.selectFrom('audit_entries').select('idx').orderBy('idx').execute();
    expect(rows.map(({ idx }) => idx)).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });

  test('keeps one log for each tenant', async () => {
    await log.intent(attempt);
    await log.intent({ ...attempt, tenant: 'other' });
    const heads = await db.selectFrom('audit_heads').select(['tree', 'size']).orderBy('tree').execute();
    expect(heads.map(({ size }) => size)).toEqual([1, 1]);
  });

  test('refuses change and removal', async () => {
    await log.intent(attempt);
    await expect(db.updateTable('audit_entries').set({ leaf_hash: '00' }).execute()).rejects.toThrow(
      /append-only/,
    );
    await expect(db.deleteFrom('audit_entries').execute()).rejects.toThrow(/append-only/);
    await expect(db.updateTable('audit_texts').set({ entry: '{}' }).execute()).rejects.toThrow(
      /stays as it is/,
    );
    await expect(db.updateTable('audit_personal').set({ text: '{}' }).execute()).rejects.toThrow(
      /stays as it is/,
    );
  });

  test('takes one outcome for an intent', async () => {
    const intended = await log.intent(attempt);
    await log.outcome(intended, { result: 'granted' });
    await expect(log.outcome(intended, { result: 'refused' })).rejects.toMatchObject({
      code: 'audit_unavailable',
    });
  });

  test('says so when it cannot be written', async () => {
    const [shut, open] =
      engine === 'sqlite'
        ? ['PRAGMA query_only = ON', 'PRAGMA query_only = OFF']
        : [
            'ALTER TABLE audit_entries ADD CONSTRAINT shut CHECK (idx < 0)',
            'ALTER TABLE audit_entries DROP CONSTRAINT shut',
          ];
    await sql.raw(shut).execute(db);
    const error = await log.intent(attempt).catch((thrown: unknown) => thrown);
    await sql.raw(open).execute(db);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe('audit_unavailable');
  });

  test('gives interrupted attempts the outcome unknown, once', async () => {
    const done = await log.intent(attempt);
    await log.outcome(done, { result: 'granted' });
    await log.intent(attempt);
    await log.intent({ ...attempt, tenant: 'other' });
    expect(await log.settle('stopped')).toBe(2);
    expect(await log.settle('stopped')).toBe(0);
    const attempts = await listAttempts(db, { org, trees: [tree] });
    expect(attempts.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['unknown', 'stopped'],
      ['granted', undefined],
    ]);
  });
});

describe('the list', () => {
  test('shows attempts newest first, with what came of them', async () => {
    await log.intent(attempt);
    await log.refusal({ ...attempt, actingAs: undefined }, { code: 'not_linked', reason: 'No link.' });
    expect(await listAttempts(db, { org, trees: [tree] })).toEqual([
      {
        ...{ tree, index: 1 },
        at: expect.any(Number),
        who: 'auth0|ada',
        actingAs: '',
        purpose: 'compare',
        component: 'Flow Invoice_Sync',
        outcome: 'refused',
        code: 'not_linked',
        reason: 'No link.',
      },
      expect.objectContaining({ index: 0, actingAs: 'ada@acme.example', outcome: 'pending' }),
    ]);
    expect(await listAttempts(db, { org, trees: ['other'] })).toEqual([]);
  });

  test('finds one component', async () => {
    await log.intent(attempt);
    await log.intent({ ...attempt, component: 'ApexClass Lead' });
    const found = await listAttempts(db, { org, trees: [tree], components: ['ApexClass Lead'] });
    expect(found.map(({ index }) => index)).toEqual([1]);
  });
});

describe('canonical JSON', () => {
  test('has one spelling', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'é"\n'], c: undefined })).toBe(
      '{"a":[true,null,"é\\"\\n"],"b":1}',
    );
    expect(canonicalJson({ a: 1, b: 2 })).toBe(canonicalJson({ b: 2, a: 1 }));
    expect(() => canonicalJson({ a: 0.5 })).toThrow(/whole numbers/);
  });
});
