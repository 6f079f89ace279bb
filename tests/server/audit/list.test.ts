// Finding attempts in the log: by person, purpose, outcome, component and time, page by page, one org's only.

import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AuditLog, createAuditLog } from '../../../server/audit/append.ts';
import { type AttemptQuery, countAttempts, listAttempts, tallyAttempts } from '../../../server/audit/list.ts';
import type { Attempt, Result } from '../../../server/audit/record.ts';
import type { AuditTables } from '../../../server/audit/tables.ts';
import { openTestStore } from '../../helpers/databases.ts';
import { logStore } from './log-store.ts';

const org = '00D5g000004XyZaEAK';
const trees = ['acme', org];
const other = '00D5g000009OtHrEAK';
const start = Date.parse('2026-03-02T09:00:00.000Z');
const hour = 3_600_000;
let db: Kysely<AuditTables>;
let log: AuditLog;
let time = start;

const attempt = (who: string, more: Partial<Attempt> = {}): Attempt => ({
  ...{ org, tenant: 'acme', who, caller: 'api', purpose: 'compare', component: 'Flow Route' },
  actingAs: { userId: '0055g000001AdaKAAW', username: `${who}@acme.example` },
  ...more,
});
async function asked(of: Attempt, result: Result, code?: string): Promise<void> {
  await log.outcome(await log.intent(of), { result, code, reason: code && `Because of ${code}.` });
}

/** One an hour, so that the hour is the place in the list of all. */
async function fill(): Promise<void> {
  const steps = [
    () => asked(attempt('ada'), 'granted'),
    () => asked(attempt('sam'), 'refused', 'not_approved'),
    () => asked(attempt('ada', { purpose: 'standing', component: undefined }), 'granted'),
    () => asked(attempt('ada'), 'refused', 'identity_mismatch'),
    () =>
      log.refusal(attempt('not proven', { actingAs: undefined }), {
        code: 'person_not_proven',
        reason: 'No.',
      }),
    () => asked(attempt('worker', { purpose: 'sync', component: undefined }), 'unknown', 'no_answer'),
    () => asked(attempt('ada', { component: 'Flow 3015g000001AbCdAAK' }), 'granted'),
    () => asked(attempt('sam', { component: 'ApexClass Lead' }), 'granted'),
    () => log.intent(attempt('sam')),
    () => asked(attempt('ada', { org: other }), 'granted'),
  ];
  for (const [index, step] of steps.entries()) {
    time = start + index * hour;
    await step();
  }
}
/** The hours of what was found. */
const found = async (query: Omit<AttemptQuery, 'org' | 'trees'>) =>
  (await listAttempts(db, { org, trees, ...query })).map(({ at }) => (at - start) / hour);

beforeEach(async () => {
  db = await openTestStore<AuditTables>(logStore);
  log = createAuditLog({ db, now: () => time });
});
afterEach(() => db.destroy());

describe('the list', () => {
  beforeEach(fill);

  test.each([
    ['a person', { whos: ['sam'] }, [8, 7, 1]],
    ['several persons', { whos: ['not proven', 'worker'] }, [5, 4]],
    ['nobody', { whos: [] }, []],
    ['a purpose', { purposes: ['standing', 'sync'] }, [5, 2]],
    ['an outcome', { outcomes: ['refused'] }, [4, 3, 1]],
    ['what is open and what nobody knows', { outcomes: ['pending', 'unknown'] }, [8, 5]],
    [
      'a component by its name or its id',
      { components: ['Flow Route', 'Flow 3015g000001AbCdAAK'] },
      [8, 6, 4, 3, 1, 0],
    ],
    ['a time, whose end is left out', { from: start + hour, to: start + 3 * hour }, [2, 1]],
    ['all of it together', { whos: ['ada'], outcomes: ['refused'], purposes: ['compare'], from: start }, [3]],
  ] as const)('is filtered by %s', async (_, query, hours) => {
    expect(await found(query)).toEqual(hours);
    const { total, matching } = await countAttempts(db, { org, trees, ...query });
    expect(matching).toBe(hours.length);
    expect(total).toBe('components' in query ? 6 : 9);
  });

  test('leaves out one purpose with one outcome, and says how many that were', async () => {
    const without = { purpose: 'compare', outcome: 'granted' } as const;
    expect(await found({ without })).toEqual([8, 5, 4, 3, 2, 1]);
    expect(await countAttempts(db, { org, trees, without })).toEqual({ total: 9, matching: 6, leftOut: 3 });
    const ofSam = { whos: ['sam'], without };
    expect(await found(ofSam)).toEqual([8, 1]);
    expect(await countAttempts(db, { org, trees, ...ofSam })).toEqual({ total: 9, matching: 2, leftOut: 1 });
  });

  test('comes page by page, and what arrives meanwhile moves nothing', async () => {
    const pages: number[][] = [];
    let before: AttemptQuery['before'];
    for (;;) {
      const page = await listAttempts(db, { org, trees, before, limit: 4 });
      if (page.length === 0) break;
      pages.push(page.map(({ at }) => (at - start) / hour));
      before = page.at(-1);
      await asked(attempt('sam'), 'granted');
    }
    expect(pages).toEqual([[8, 7, 6, 5], [4, 3, 2, 1], [0]]);
  });

  test('says each refusal’s own word and reason', async () => {
    const refused = await listAttempts(db, { org, trees, outcomes: ['refused', 'unknown'] });
    expect(refused.map(({ code, reason, outcome }) => [outcome, code, reason])).toEqual([
      ['unknown', 'no_answer', 'Because of no_answer.'],
      ['refused', 'person_not_proven', 'No.'],
      ['refused', 'identity_mismatch', 'Because of identity_mismatch.'],
      ['refused', 'not_approved', 'Because of not_approved.'],
    ]);
  });

  test('is of one org: the other’s is its own', async () => {
    expect(await countAttempts(db, { org: other, trees })).toEqual({ total: 1, matching: 1, leftOut: 0 });
    expect((await listAttempts(db, { org: other, trees })).map(({ at }) => (at - start) / hour)).toEqual([9]);
  });

  test('is counted by person, purpose and outcome', async () => {
    const { whos, purposes, outcomes } = await tallyAttempts(db, { org, trees });
    const pairs = (tallies: typeof whos) => tallies.map(({ value, attempts }) => [value, attempts]);
    expect(pairs(whos)).toEqual([
      ['ada', 4],
      ['sam', 3],
      ['not proven', 1],
      ['worker', 1],
    ]);
    expect(pairs(purposes)).toEqual([
      ['compare', 7],
      ['standing', 1],
      ['sync', 1],
    ]);
    expect(pairs(outcomes)).toEqual([
      ['granted', 4],
      ['refused', 3],
      ['pending', 1],
      ['unknown', 1],
    ]);
    const ofClass = await tallyAttempts(db, { org, trees, components: ['ApexClass Lead'] });
    expect(pairs(ofClass.whos)).toEqual([['sam', 1]]);
  });

  test('an attempt that a restart gave up is found as unknown', async () => {
    await log.settle('The process stopped.');
    expect(await found({ outcomes: ['pending'] })).toEqual([]);
    expect(await found({ outcomes: ['unknown'] })).toEqual([8, 5]);
  });
});

test('what is outside of the given times is as if it had never been', async () => {
  await fill();
  const spans = [{ to: start + hour }, { from: start + 7 * hour }];
  expect(await found({ spans })).toEqual([8, 7, 0]);
  expect(await found({ spans, to: start + 8 * hour })).toEqual([7, 0]);
  expect(await countAttempts(db, { org, trees, spans, whos: ['ada'] })).toEqual({
    total: 3,
    matching: 1,
    leftOut: 0,
  });
  expect((await tallyAttempts(db, { org, trees, spans })).whos).toEqual([
    { value: 'sam', attempts: 2 },
    { value: 'ada', attempts: 1 },
  ]);
  expect(await found({ spans: [] })).toEqual([]);
});
