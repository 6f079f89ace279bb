// Long answers: parts of a size, and locators that belong to one user of one org.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstPage, nextPage, pageSize } from '../../../dev/salesforce/rest/pages.ts';
import { type Org, openOrg } from '../../../dev/salesforce/state/org.ts';
import type { QueryResult } from '../../../dev/salesforce/tooling/soql-run.ts';
import { makeTinyProject } from './tiny-project.ts';

const dir = mkdtempSync(join(tmpdir(), 'pages-'));
let now = Date.UTC(2026, 3, 1);
let org: Org;
let other: Org;
beforeAll(async () => {
  makeTinyProject(join(dir, 'project'));
  const open = (data: string) =>
    openOrg({
      project: join(dir, 'project'),
      data: join(dir, data),
      tls: { cert: '', key: '' },
      now: () => now,
    });
  org = await open('one');
  other = await open('two');
});
afterAll(() => {
  org.git.close();
  other.git.close();
  rmSync(dir, { recursive: true });
});

const result = (total: number, entity = 'ApexClass', pages = true): QueryResult => ({
  entity,
  total,
  pages,
  records: async (from, to) =>
    Array.from({ length: Math.min(to, total) - from }, (_, index) => ({ Id: String(from + index) })),
});
const cursor = (total: number, tooling = false) => ({
  result: result(total),
  base: '/services/data/v66.0/query',
  tooling,
  userId: '005A',
  pageSize: 2000,
  at: now,
});
const placeOf = (page: Record<string, unknown>) => String(page.nextRecordsUrl).split('/').at(-1) ?? '';
const refusal = { errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' };

test.each([
  [undefined, 2000],
  ['batchSize=500', 500],
  ['batchSize = 10', 200],
  ['BatchSize=9000', 2000],
  ['nonsense', 2000],
])('Sforce-Query-Options %s gives %i rows', (header, rows) => {
  expect(pageSize(header)).toBe(rows);
});

test('parts follow one another to the end', async () => {
  const first = await firstPage(org, cursor(4500));
  expect(first).toMatchObject({ totalSize: 4500, done: false, records: { length: 2000 } });
  expect(first.nextRecordsUrl).toMatch(/^\/services\/data\/v66\.0\/query\/01g\w{15}-2000$/);
  const second = await nextPage(org, '005A', false, placeOf(first));
  const third = await nextPage(org, '005A', false, placeOf(second));
  expect(third).toMatchObject({ totalSize: 4500, done: true });
  expect(third).not.toHaveProperty('nextRecordsUrl');
  expect((third.records as { Id: string }[]).map(({ Id }) => Id)).toEqual(
    Array.from({ length: 500 }, (_, index) => String(4000 + index)),
  );
});

test('a locator is nobody else’s, of no other org, of no other API, and of two days', async () => {
  const place = placeOf(await firstPage(org, cursor(2001)));
  await expect(nextPage(org, '005B', false, place)).rejects.toMatchObject(refusal);
  await expect(nextPage(other, '005A', false, place)).rejects.toMatchObject(refusal);
  await expect(nextPage(org, '005A', true, place)).rejects.toMatchObject(refusal);
  await expect(nextPage(org, '005A', false, place.replace('-2000', '-9000'))).rejects.toMatchObject(refusal);
  expect(await nextPage(org, '005A', false, place)).toMatchObject({ done: true, records: [{ Id: '2000' }] });
  now += 2 * 86_400_000;
  await expect(nextPage(org, '005A', false, place)).rejects.toMatchObject(refusal);
});

test('a user has ten open queries, the eleventh closes the first', async () => {
  const places: string[] = [];
  for (let index = 0; index < 11; index += 1) places.push(placeOf(await firstPage(org, cursor(3000))));
  await expect(nextPage(org, '005A', false, places[0] ?? '')).rejects.toMatchObject(refusal);
  expect(await nextPage(org, '005A', false, places[1] ?? '')).toMatchObject({ done: true });
});

test('what has no further parts says so', async () => {
  const whole = (entity: string) => firstPage(org, { ...cursor(0), result: result(2001, entity, false) });
  await expect(whole('EntityDefinition')).rejects.toMatchObject({
    errorCode: 'EXCEEDED_ID_LIMIT',
    message:
      'EntityDefinition does not support queryMore(), use LIMIT to restrict the results to a single batch',
  });
  await expect(whole('AggregateResult')).rejects.toMatchObject({
    message:
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
  });
});
