// Queries over REST and Tooling: what SOQL finds, what it refuses and in which words.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest();
});
afterAll(() => org.stop());

type Found = Record<string, unknown>;

async function records(
  soql: string,
  surface: 'tooling/' | '' = 'tooling/',
  token?: string,
): Promise<Found[]> {
  const answer = await org.query(soql, token, surface);
  expect(answer.text).not.toContain('errorCode');
  return answer.json().records.map(({ attributes: _, ...rest }: Found) => rest);
}

describe('a query', () => {
  test('answers in the shape of its API', async () => {
    const tooling = (await org.query("SELECT Id, Name FROM ApexClass WHERE Name = 'Lead'")).json();
    expect(tooling).toMatchObject({
      size: 1,
      totalSize: 1,
      done: true,
      queryLocator: null,
      entityTypeName: 'ApexClass',
    });
    const { attributes, Id } = tooling.records[0];
    expect(Id).toMatch(/^01p\w{15}$/);
    expect(attributes).toEqual({
      type: 'ApexClass',
      url: `/services/data/v66.0/tooling/sobjects/ApexClass/${Id}`,
    });
    const data = (await org.query('SELECT Id FROM Organization', undefined, '')).json();
    expect(Object.keys(data)).toEqual(['totalSize', 'done', 'records']);
  });

  test('follows relationships and orders by them', async () => {
    expect(
      await records(
        'SELECT Name, LastModifiedBy.Name, LastModifiedDate FROM ApexClass ORDER BY LastModifiedBy.Name DESC',
      ),
    ).toEqual([
      {
        Name: 'Lead',
        LastModifiedBy: expect.objectContaining({ Name: 'Sam Okafor' }),
        LastModifiedDate: '2026-02-11T10:30:00.000+0000',
      },
      {
        Name: 'Helper',
        LastModifiedBy: expect.objectContaining({ Name: 'Contractor' }),
        LastModifiedDate: '2026-03-12T11:45:00.000+0000',
      },
    ]);
  });

  test.each([
    ["Name LIKE 'le%'", ['Lead']],
    ["Name LIKE '_elper'", ['Helper']],
    ["Name LIKE '\\_elper'", []],
    ["Name = 'LEAD'", ['Lead']],
    ["Name != 'Lead'", ['Helper']],
    ["Name IN ('Lead', 'Helper', 'Nope')", ['Helper', 'Lead']],
    ["Name NOT IN ('Lead')", ['Helper']],
    ["NOT Name = 'Lead'", ['Helper']],
    ["(Name = 'Lead' OR Name = 'Helper') AND Status = 'Active'", ['Helper', 'Lead']],
    ["Name = 'Lead' AND Status = 'Deleted'", []],
    ['LastModifiedDate > 2026-03-01T00:00:00Z', ['Helper']],
    ['LastModifiedDate < 2026-03-01T00:00:00+01:00', ['Lead']],
    ['ApiVersion >= 66', ['Helper', 'Lead']],
    ['NamespacePrefix = null', ['Helper', 'Lead']],
    ["LastModifiedById IN (SELECT Id FROM User WHERE Name = 'Sam Okafor')", ['Lead']],
    ["LastModifiedBy.Name = 'contractor'", ['Helper']],
  ])('finds what is %s', async (where, names) => {
    const found = await records(`SELECT Name FROM ApexClass WHERE ${where} ORDER BY Name`);
    expect(found.map((each) => each.Name)).toEqual(names);
  });

  test('takes ids of 15 and 18 characters, and fields in any case', async () => {
    const [lead] = await records("select id from apexclass where name = 'Lead' limit 1");
    const id = String(lead?.Id);
    for (const given of [id, id.slice(0, 15)]) {
      expect(await records(`SELECT Name FROM ApexClass WHERE Id = '${given}'`)).toEqual([{ Name: 'Lead' }]);
    }
  });

  test('counts, limits and skips', async () => {
    expect((await org.query('SELECT COUNT() FROM ApexClass')).json()).toMatchObject({
      totalSize: 2,
      records: [],
    });
    expect(await records('SELECT Name FROM ApexClass ORDER BY Name LIMIT 1 OFFSET 1')).toEqual([
      { Name: 'Lead' },
    ]);
  });

  test('says what the asking user may do', async () => {
    const soql = 'SELECT PermissionsViewSetup, PermissionsCustomizeApplication FROM UserPermissionAccess';
    const mia = await org.mint('mia.lindqvist@acme.example');
    expect(await records(soql, '', mia)).toEqual([
      { PermissionsViewSetup: true, PermissionsCustomizeApplication: false },
    ]);
    expect(await records(soql, '')).toEqual([
      { PermissionsViewSetup: true, PermissionsCustomizeApplication: true },
    ]);
    await org.fault({ without: { 'mia.lindqvist@acme.example': ['ViewSetup'] } });
    const refused = await org.query('SELECT Id FROM ApexClass', mia);
    await org.fault({ without: {} });
    expect(refused.json()[0].errorCode).toBe('INVALID_TYPE');
  });

  test('says who is assigned to the app, and which user is frozen', async () => {
    await org.fault({ frozen: ['leo.marin@acme.example'] });
    const frozen = await records('SELECT User.Name FROM UserLogin WHERE IsFrozen = true', '');
    await org.fault({ frozen: [] });
    expect(frozen).toEqual([{ User: expect.objectContaining({ Name: 'Leo Marin' }) }]);
    const assigned = await records(
      "SELECT Assignee.Username FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Canvasback_Access'",
      '',
    );
    expect(assigned).toHaveLength(6);
    expect(JSON.stringify(assigned)).not.toContain('guest.user');
  });
});

describe('a query is refused', () => {
  test.each([
    ['SELECT Nope FROM ApexClass', 'INVALID_FIELD', "No such column 'Nope' on entity 'ApexClass'"],
    [
      'SELECT Owner.Name FROM ApexClass',
      'INVALID_FIELD',
      "Didn't understand relationship 'Owner' in field path",
    ],
    ["SELECT Id FROM ApexClass WHERE Body = 'x'", 'INVALID_FIELD', "field 'Body' can not be filtered"],
    ["SELECT Id FROM Flow WHERE VersionNumber = '1'", 'INVALID_FIELD', 'must be of type int'],
    ['SELECT Id FROM ApexClass WHERE Name = Lead', 'MALFORMED_QUERY', "unexpected token: 'Lead'"],
    ['SELECT Id FROM Nothing', 'INVALID_TYPE', "sObject type 'Nothing' is not supported."],
    [
      "SELECT Id FROM ApexClass WHERE Id = '01pbad'",
      'INVALID_QUERY_FILTER_OPERATOR',
      'invalid ID field: 01pbad',
    ],
    [
      "SELECT Id FROM ApexClass WHERE Id = '01p5g00000AAAAAZZZ'",
      'INVALID_QUERY_FILTER_OPERATOR',
      'invalid ID field',
    ],
    [
      "SELECT Id FROM ApexClass WHERE Name = 'a' AND Name = 'b' OR Name = 'c'",
      'MALFORMED_QUERY',
      "unexpected token: 'OR'",
    ],
    ['SELECT Id FROM', 'MALFORMED_QUERY', "unexpected token: '<EOF>'"],
    ['SELECT FROM ApexClass', 'MALFORMED_QUERY', "unexpected token: 'FROM'"],
    ["SELECT Id FROM ApexClass WHERE Name = 'open", 'MALFORMED_QUERY', "unexpected token: '<EOF>'"],
    ['SELECT Id FROM ApexClass LIMIT -1', 'MALFORMED_QUERY', "unexpected token: '-1'"],
    ['SELECT Id; FROM ApexClass', 'MALFORMED_QUERY', "unexpected token: ';'"],
    ['DELETE FROM ApexClass', 'MALFORMED_QUERY', "unexpected token: 'DELETE'"],
  ])('%s', async (soql, code, text) => {
    const answer = await org.query(soql);
    expect(answer.status).toBe(400);
    expect(answer.json()[0].errorCode).toBe(code);
    expect(answer.json()[0].message).toContain(text);
  });

  test.each(['Metadata', 'FullName'])('when %s is asked of more than one row', async (field) => {
    expect((await org.query(`SELECT ${field} FROM ApexClass`)).json()).toEqual([
      {
        message:
          'When retrieving results with Metadata or FullName fields, the query qualifications must specify no more than one row for retrieval. Result size: 2',
        errorCode: 'MALFORMED_QUERY',
      },
    ]);
  });

  test('when the data API is asked for what only Tooling has', async () => {
    expect(
      (await org.query('SELECT Metadata FROM ApexClass LIMIT 1', undefined, '')).json()[0].errorCode,
    ).toBe('INVALID_FIELD');
    expect((await org.query('SELECT Id FROM FlowDefinition', undefined, '')).json()[0].errorCode).toBe(
      'INVALID_TYPE',
    );
  });
});

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
    const [flow] = await records("SELECT LatestVersionId FROM FlowDefinition WHERE DeveloperName = 'Route'");
    const path = `/services/data/v66.0/tooling/sobjects/Flow/${flow?.LatestVersionId}`;
    expect((await get(path)).json()).toMatchObject({
      FullName: 'Route-2',
      VersionNumber: 2,
      Status: 'Active',
    });
    for (const other of [
      '/services/data/v66.0/tooling/sobjects/Flow/01p5g00000AAAAAEAA',
      '/services/data/v66.0/tooling/sobjects/Nope/01p5g00000AAAAAEAA',
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

  test('refuses to be written to', async () => {
    const answer = await get('/services/data/v66.0/tooling/sobjects/ApexClass', undefined, 'POST');
    expect([answer.status, answer.json()[0].errorCode]).toEqual([405, 'METHOD_NOT_ALLOWED']);
  });

  test('is not served by the login host', async () => {
    expect((await org.call('login.salesforce.com', '/services/data')).status).toBe(404);
    expect((await org.call('other.my.salesforce.com', '/services/data')).status).toBe(404);
  });
});
