// The REST API around its queries: versions, limits, rows, describes, pages, and who is let in.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest();
});
afterAll(() => org.stop());

describe('the REST API', () => {
  const get = async (path: string, token?: string, method = 'GET') =>
    org.call(api, path, { method, headers: { authorization: `Bearer ${token ?? (await org.mint())}` } });

  test('lists its versions to anyone', async () => {
    const versions = (await org.call(api, '/services/data')).json();
    expect(versions.at(-1)).toEqual({ label: "Winter '27", url: '/services/data/v68.0', version: '68.0' });
    expect(versions[0]).toEqual({ label: "Summer '14", url: '/services/data/v31.0', version: '31.0' });
  });

  test('counts every call down', async () => {
    const before = (await get('/services/data/v66.0/limits')).json().DailyApiRequests.Remaining;
    const answer = await org.query('SELECT Id FROM ApexClass');
    expect(answer.headers['sforce-limit-info']).toMatch(/^api-usage=\d+\/148000$/);
    const after = (await get('/services/data/v66.0/limits')).json().DailyApiRequests;
    expect(after).toEqual({ Max: 148_000, Remaining: before - 2 });
  });

  test('gives a row by id with everything, and NOT_FOUND for the rest', async () => {
    const [flow] = (
      await org.query("SELECT LatestVersionId FROM FlowDefinition WHERE DeveloperName = 'Route'")
    ).json().records;
    const path = `/services/data/v66.0/tooling/sobjects/Flow/${flow?.LatestVersionId}`;
    expect((await get(path)).json()).toMatchObject({
      FullName: 'Route-2',
      VersionNumber: 2,
      Status: 'Active',
    });
    for (const other of [
      '/services/data/v66.0/tooling/sobjects/Flow/01p5g00000AAAAAAA5',
      '/services/data/v66.0/tooling/sobjects/Nope/01p5g00000AAAAAAA5',
      '/services/data/v66.0/nothing',
      '/services/data/v20.0/limits',
      '/services/data/v99.0/limits',
    ]) {
      const answer = await get(other);
      expect([answer.status, answer.json()[0].errorCode]).toEqual([404, 'NOT_FOUND']);
    }
  });

  test.each([
    ['no token', undefined, {}, 401, 'INVALID_SESSION_ID', 'Session expired or invalid'],
    ['a wrong token', '00D5g000004XyZa!nope', {}, 401, 'INVALID_SESSION_ID', 'Session expired or invalid'],
    [
      'no calls left',
      'mine',
      { requestsLeft: 0 },
      403,
      'REQUEST_LIMIT_EXCEEDED',
      'TotalRequests Limit exceeded.',
    ],
    [
      'too many at once',
      'mine',
      { concurrentLimit: true },
      403,
      'REQUEST_LIMIT_EXCEEDED',
      'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
    ],
    [
      'a user made inactive since',
      'mine',
      { inactive: ['ada.king@acme.example'] },
      401,
      'INVALID_SESSION_ID',
      'Session expired or invalid',
    ],
  ])('refuses %s', async (_, token, faults, status, errorCode, message) => {
    const given = token === 'mine' ? await org.mint() : token;
    await org.fault(faults);
    const headers = given === undefined ? {} : { authorization: `Bearer ${given}` };
    const answer = await org.call(api, '/services/data/v66.0/query?q=SELECT+Id+FROM+User', { headers });
    await org.fault({ requestsLeft: null, concurrentLimit: false, inactive: [] });
    expect([answer.status, answer.json()]).toEqual([status, [{ message, errorCode }]]);
  });

  test.each([
    [
      'POST',
      '/limits',
      undefined,
      405,
      'METHOD_NOT_ALLOWED',
      "HTTP Method 'POST' not allowed. Allowed are HEAD,GET",
    ],
    [
      'OPTIONS',
      '/limits',
      undefined,
      405,
      'METHOD_NOT_ALLOWED',
      "HTTP Method 'OPTIONS' not allowed. Allowed are HEAD,GET",
    ],
    [
      'PUT',
      '/query?q=SELECT+Id+FROM+User',
      '{}',
      405,
      'METHOD_NOT_ALLOWED',
      "HTTP Method 'PUT' not allowed. Allowed are HEAD,GET",
    ],
    [
      'POST',
      '/tooling/sobjects/ApexClass',
      undefined,
      400,
      'JSON_PARSER_ERROR',
      'The HTTP entity body is required, but this request has no entity body.',
    ],
    [
      'POST',
      '/tooling/sobjects/ApexClass',
      '\n  <x>',
      400,
      'JSON_PARSER_ERROR',
      "Unexpected character ('<' (code 60)): expected a valid value (number, String, array, object, 'true', 'false' or 'null') at [line:2, column:4]",
    ],
    [
      'POST',
      '/tooling/sobjects/ApexClass',
      '{"Name":"A"}',
      501,
      'NOT_IN_STAND_IN',
      "This org stand-in doesn't write rows; it is changed by deploys.",
    ],
    ['GET', '/query', undefined, 400, 'MALFORMED_QUERY', 'A query string has to be specified'],
    ['GET', '/query?q=', undefined, 400, 'MALFORMED_QUERY', 'SOQL statements cannot be empty or null'],
    [
      'GET',
      '/query/01g5g0000000000000-2000',
      undefined,
      400,
      'INVALID_QUERY_LOCATOR',
      'invalid query locator',
    ],
    [
      'GET',
      '/sobjects/User/0055g000000000',
      undefined,
      404,
      'NOT_FOUND',
      'Provided external ID field does not exist or is not accessible: 0055g000000000',
    ],
    [
      'GET',
      '/sobjects/User/0055g00000AAAAAZZZ',
      undefined,
      400,
      'MALFORMED_ID',
      'malformed id 0055g00000AAAAAZZZ',
    ],
    [
      'GET',
      '/sobjects/User/describe/more',
      undefined,
      404,
      'NOT_FOUND',
      'The requested resource does not exist',
    ],
  ])('%s %s with body %j', async (method, path, body, status, errorCode, message) => {
    const answer = await org.call(api, `/services/data/v66.0${path}`, {
      method,
      headers: { authorization: `Bearer ${await org.mint()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    });
    expect([answer.status, answer.json()]).toEqual([status, [{ message, errorCode }]]);
    expect(answer.headers['sforce-limit-info']).toMatch(/^api-usage=\d+\/148000$/);
  });

  test('answers HEAD without a body', async () => {
    const answer = await get('/services/data/v66.0/limits', undefined, 'HEAD');
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(100);
  });

  test('names its resources and describes its objects', async () => {
    const root = (await get('/services/data/v66.0')).json();
    expect(root).toMatchObject({
      tooling: '/services/data/v66.0/tooling',
      query: '/services/data/v66.0/query',
      queryAll: '/services/data/v66.0/queryAll',
      sobjects: '/services/data/v66.0/sobjects',
    });
    const all = (await get('/services/data/v66.0/tooling/sobjects')).json();
    expect([all.encoding, all.maxBatchSize]).toEqual(['UTF-8', 200]);
    const listed = all.sobjects.find((each: { name: string }) => each.name === 'ApexClass');
    expect(listed).toMatchObject({
      keyPrefix: '01p',
      label: 'Apex Class',
      urls: { describe: '/services/data/v66.0/tooling/sobjects/ApexClass/describe' },
    });
    for (const { urls } of all.sobjects) {
      const { name, fields } = (await get(urls.describe)).json();
      expect([name, fields.map((field: { name: string }) => field.name)]).toEqual([
        urls.sobject.split('/').at(-1),
        expect.arrayContaining(['Id']),
      ]);
    }
    const described = (await get('/services/data/v66.0/tooling/sobjects/ApexClass/describe')).json();
    const field = (name: string) => described.fields.find((each: { name: string }) => each.name === name);
    expect(field('LastModifiedById')).toMatchObject({
      type: 'reference',
      referenceTo: ['User'],
      relationshipName: 'LastModifiedBy',
    });
    expect(field('Body')).toMatchObject({ type: 'textarea', filterable: false, sortable: false });
    expect((await get('/services/data/v66.0/sobjects/User')).json()).toMatchObject({
      objectDescribe: { name: 'User', keyPrefix: '005' },
      recentItems: [],
    });
  });

  test('gives the fields of a row that are asked for', async () => {
    const [user] = (await org.query("SELECT Id FROM User WHERE Name = 'Ada King'", undefined, '')).json()
      .records;
    const path = `/services/data/v66.0/sobjects/User/${user.Id}`;
    expect((await get(`${path}?fields=Name,Profile.Name`)).json()).toEqual({
      attributes: { type: 'User', url: path },
      Name: 'Ada King',
      Profile: { attributes: expect.anything(), Name: 'System Administrator' },
    });
    const refused = await get(`${path}?fields=Name,Nope`);
    expect([refused.status, refused.json()[0].errorCode]).toEqual([400, 'INVALID_FIELD']);
  });

  test('is not served by the login host', async () => {
    expect((await org.call('login.salesforce.com', '/services/data')).status).toBe(404);
    expect((await org.call('other.my.salesforce.com', '/services/data')).status).toBe(404);
  });
});
