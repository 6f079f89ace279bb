// jsforce asks the REST and Tooling API: queries and their pages, single rows, limits, who one is, and refusals.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OrgUnderTest, startOrgUnderTest } from '../salesforce/org-under-test.ts';
import { type ClientProcess, startClient } from './client-process.ts';
import type { JsforceSteps } from './jsforce-client.ts';

let org: OrgUnderTest;
let client: ClientProcess<JsforceSteps>;
beforeAll(async () => {
  org = await startOrgUnderTest({ seed: 0 });
  client = await startClient<JsforceSteps>(org, 'jsforce-client.ts');
  await client.run('connect', { accessToken: await org.mint() });
});
afterAll(async () => {
  const strayed = client.strayed();
  await client.stop();
  await org.stop();
  expect(strayed).toEqual([]);
});

describe('jsforce reads', () => {
  test('rows of a query, with a related row', async () => {
    const result = await client.run(
      'toolingQuery',
      "SELECT Id, Name, LastModifiedBy.Name FROM ApexClass WHERE Name = 'Lead'",
    );
    expect(result).toEqual({
      size: 1,
      totalSize: 1,
      done: true,
      queryLocator: null,
      entityTypeName: 'ApexClass',
      records: [
        {
          attributes: {
            type: 'ApexClass',
            url: expect.stringMatching(/^\/services\/data\/v66\.0\/tooling\/sobjects\/ApexClass\/01p\w{15}$/),
          },
          Id: expect.stringMatching(/^01p\w{15}$/),
          Name: 'Lead',
          LastModifiedBy: {
            attributes: { type: 'User', url: expect.stringMatching(/\/sobjects\/User\/005\w{15}$/) },
            Name: 'Sam Okafor',
          },
        },
      ],
    });
  });

  test('data rows, whose answer has no size', async () => {
    const result = await client.run('query', "SELECT Username FROM User WHERE Name = 'Ada King'");
    expect(Object.keys(result).sort()).toEqual(['done', 'records', 'totalSize']);
    expect(result.records[0]?.Username).toBe('ada.king@acme.example');
  });

  test('every page of a long answer', async () => {
    for (let step = 0; step < 2100; step += 1) {
      await org.control('/edit', {
        type: 'ApexClass',
        fullName: 'Lead',
        files: { content: `public class Lead { /* ${step} */ }\n` },
        by: 'sam.okafor@acme.example',
      });
    }
    const { pages, total, records } = await client.run(
      'queryAll',
      'SELECT Id, Action, CreatedDate FROM SetupAuditTrail ORDER BY CreatedDate DESC',
    );
    expect(total).toBeGreaterThan(2000);
    expect(pages).toBe(Math.ceil(total / 2000));
    expect(new Set(records.map((row) => row.Id)).size).toBe(total);
  }, 60_000);

  test('one row with its Metadata', async () => {
    const [row] = (await client.run('toolingQuery', "SELECT Id FROM ApexClass WHERE Name = 'Lead'")).records;
    const found = await client.run('toolingRetrieve', { type: 'ApexClass', id: String(row?.Id) });
    expect(found).toMatchObject({
      Id: row?.Id,
      Name: 'Lead',
      FullName: 'Lead',
      Metadata: { status: 'Active' },
    });
    expect(found.Body).toContain('public class Lead');
  });

  test('the limits, counted down by each call', async () => {
    const first = await client.run('limits');
    const second = await client.run('limits');
    expect((first.DailyApiRequests?.Remaining ?? 0) - (second.DailyApiRequests?.Remaining ?? 0)).toBe(1);
    const info = await client.run('limitInfo');
    expect(info.apiUsage?.limit).toBe(second.DailyApiRequests?.Max);
  });

  test('who it is', async () => {
    expect(await client.run('identity')).toMatchObject({
      username: 'ada.king@acme.example',
      organization_id: '00D5g000004XyZaEAK',
      display_name: 'Ada King',
      active: true,
    });
  });
});

describe('jsforce is refused', () => {
  test.each([
    ['a query that can’t be read', 'SELEC Id FROM ApexClass', 'MALFORMED_QUERY'],
    ['a field that isn’t there', 'SELECT Nope FROM ApexClass', 'INVALID_FIELD'],
    ['an object that isn’t there', 'SELECT Id FROM Nope__c', 'INVALID_TYPE'],
    ['Metadata of more than one row', 'SELECT Id, Metadata FROM Flow', 'MALFORMED_QUERY'],
  ])('%s', async (_, soql, errorCode) => {
    const error = await client.failure('toolingQuery', soql);
    expect(error).toMatchObject({ name: errorCode, errorCode, data: { errorCode, message: error.message } });
  });

  test('a row that isn’t there', async () => {
    const error = await client.failure('toolingRetrieve', { type: 'ApexClass', id: '01p5g00000ZZZZZAA4' });
    expect(error.errorCode).toBe('NOT_FOUND');
  });

  test('a session that ended', async () => {
    const ended = await startClient<JsforceSteps>(org, 'jsforce-client.ts');
    await ended.run('connect', { accessToken: '00D5g000004XyZa!AQEAQNotASession' });
    const error = await ended.failure('query', 'SELECT Id FROM User');
    await ended.stop();
    expect(error).toMatchObject({ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' });
  });

  test('one request too many', async () => {
    await org.fault({ apiLimitReached: true });
    const error = await client.failure('query', 'SELECT Id FROM User');
    await org.fault({ apiLimitReached: false });
    expect(error).toMatchObject({
      errorCode: 'REQUEST_LIMIT_EXCEEDED',
      message: 'TotalRequests Limit exceeded.',
    });
  });
});
