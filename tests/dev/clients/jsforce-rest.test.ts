// jsforce asks the REST and Tooling API: queries and their pages, single rows, limits, who one is, and refusals.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OrgUnderTest, startOrgUnderTest } from '../salesforce/org-under-test.ts';
import { classMeta, git, makeTinyProject } from '../salesforce/tiny-project.ts';
import { type ClientProcess, startClient } from './client-process.ts';
import type { JsforceSteps } from './jsforce-client.ts';

let dir: string;
let org: OrgUnderTest;
let client: ClientProcess<JsforceSteps>;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'jsforce-'));
  const project = join(dir, 'project');
  mkdirSync(project);
  makeTinyProject(project);
  for (let index = 0; index < 450; index += 1) {
    const file = join(project, 'force-app/main/default/classes', `Many${index}.cls`);
    writeFileSync(file, `public class Many${index} {}\n`);
    writeFileSync(`${file}-meta.xml`, classMeta());
  }
  git(project, {}, 'add', '-A');
  git(project, {}, '-c', 'user.name=Ada', '-c', 'user.email=ada@acme.example', 'commit', '-qm', 'Many');
  org = await startOrgUnderTest({ seed: 0, project });
  client = await startClient<JsforceSteps>(org, 'jsforce-client.ts');
  await client.run('connect', { accessToken: await org.mint() });
});
afterAll(async () => {
  const strayed = client.strayed();
  await client.stop();
  await org.stop();
  rmSync(dir, { recursive: true, force: true });
  expect(strayed).toEqual([]);
});

describe('jsforce reads', () => {
  test('rows of a query, with a related row, in the shape jsforce gives any query', async () => {
    const result = await client.run(
      'toolingQuery',
      "SELECT Id, Name, LastModifiedBy.Name FROM ApexClass WHERE Name = 'Lead'",
    );
    expect(result).toEqual({
      totalSize: 1,
      done: true,
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
    const { pages, total, records } = await client.run('queryAll', {
      soql: 'SELECT Id, Name FROM ApexClass ORDER BY Name',
      batchSize: 200,
    });
    expect([total, pages]).toEqual([452, 3]);
    expect(new Set(records.map((row) => row.Id)).size).toBe(452);
    const names = records.map((row) => String(row.Name).toLowerCase());
    expect(names).toEqual(names.toSorted());
  });

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
    const error = await client.failure('toolingRetrieve', { type: 'ApexClass', id: '01p5g00000ZZZZZAA5' });
    expect(error.errorCode).toBe('NOT_FOUND');
  });

  test('a session that ended', async () => {
    await client.run('connect', { accessToken: '00D5g000004XyZa!AQEAQNotASession' });
    const error = await client.failure('query', 'SELECT Id FROM User');
    await client.run('connect', { accessToken: await org.mint() });
    expect(error).toMatchObject({ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' });
  });

  test('one request too many', async () => {
    await org.fault({ requestsLeft: 0 });
    const error = await client.failure('query', 'SELECT Id FROM User');
    await org.fault({ requestsLeft: null });
    expect(error).toMatchObject({
      errorCode: 'REQUEST_LIMIT_EXCEEDED',
      message: 'TotalRequests Limit exceeded.',
    });
  });
});
