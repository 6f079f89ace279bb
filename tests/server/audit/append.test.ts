// The audit log only grows, chains its entries, and says so when it cannot be written.

import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AuditLog, createAuditLog } from '../../../server/audit/append.ts';
import { canonicalJson, chainHash, emptyChain, leafHash } from '../../../server/audit/canonical.ts';
import { listAttempts } from '../../../server/audit/list.ts';
import { type AuditTables, attemptsMigration, auditMigration } from '../../../server/audit/tables.ts';
import { AppError } from '../../../server/errors.ts';
import { engine, openTestStore } from '../../helpers/databases.ts';

const tree = '00D5g000004XyZaEAK';
const attempt = {
  tree,
  who: 'auth0|ada',
  caller: 'api',
  purpose: 'compare',
  actingAs: { userId: '0055g000001AdaKAAW', username: 'ada@acme.example' },
  component: 'Flow Invoice_Sync',
};
const store = { migrations: [auditMigration, attemptsMigration], schema: 'audit' };
let db: Kysely<AuditTables>;
let log: AuditLog;
let time = 1_700_000_000_000;

beforeEach(async () => {
  db = await openTestStore<AuditTables>(store);
  log = createAuditLog({ db, now: () => time++ });
});
afterEach(() => db.destroy());

describe('the log', () => {
  test('numbers entries without gaps, each hashed over its canonical text and the one before', async () => {
    const ref = await log.intent(attempt);
    await log.outcome(tree, ref, { result: 'granted' });
    await log.refusal(attempt, { code: 'not_linked', reason: 'No link.' });
    const rows = await db.selectFrom('audit_entries').selectAll().orderBy('idx').execute();
    expect(rows.map(({ idx, kind }) => [idx, kind])).toEqual([
      [0, 'intent'],
      [1, 'outcome'],
      [2, 'refusal'],
    ]);
    let chain = emptyChain;
    for (const row of rows) {
      expect(canonicalJson(JSON.parse(row.entry))).toBe(row.entry);
      expect(row.leaf_hash).toBe(leafHash(row.entry));
      chain = chainHash(chain, row.leaf_hash);
      expect(row.chain_hash).toBe(chain);
    }
    const head = await db.selectFrom('audit_heads').selectAll().executeTakeFirst();
    expect(head).toEqual({ tree, size: 3, chain_hash: chain });
  });

  test('keeps many writers in one line', async () => {
    await Promise.all(Array.from({ length: 20 }, () => log.intent(attempt)));
    const rows = await db.selectFrom('audit_entries').select('idx').orderBy('idx').execute();
    expect(rows.map(({ idx }) => idx)).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });

  test('keeps one log for each org', async () => {
    await log.intent(attempt);
    await log.intent({ ...attempt, tree: 'other' });
    const heads = await db.selectFrom('audit_heads').select(['tree', 'size']).orderBy('tree').execute();
    expect(heads.map(({ size }) => size)).toEqual([1, 1]);
  });

  test('refuses change and removal', async () => {
    await log.intent(attempt);
    await expect(db.updateTable('audit_entries').set({ entry: '{}' }).execute()).rejects.toThrow(
      /append-only/,
    );
    await expect(db.deleteFrom('audit_entries').execute()).rejects.toThrow(/append-only/);
  });

  test('takes one outcome for an intent', async () => {
    const ref = await log.intent(attempt);
    await log.outcome(tree, ref, { result: 'granted' });
    await expect(log.outcome(tree, ref, { result: 'refused' })).rejects.toMatchObject({
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
    await log.outcome(tree, done, { result: 'granted' });
    await log.intent(attempt);
    await log.intent({ ...attempt, tree: 'other' });
    expect(await log.settle('stopped')).toBe(2);
    expect(await log.settle('stopped')).toBe(0);
    const attempts = await listAttempts(db, { tree });
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
    expect(await listAttempts(db, { tree })).toEqual([
      {
        index: 1,
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
    expect(await listAttempts(db, { tree: 'other' })).toEqual([]);
  });

  test('finds one component', async () => {
    await log.intent(attempt);
    await log.intent({ ...attempt, component: 'ApexClass Lead' });
    const found = await listAttempts(db, { tree, components: ['ApexClass Lead'] });
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

  test('hashes a leaf as RFC 6962 does', () => {
    expect(leafHash('')).toBe(
      createHash('sha256')
        .update(Buffer.from([0]))
        .digest('hex'),
    );
  });
});
