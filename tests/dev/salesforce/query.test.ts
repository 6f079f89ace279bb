// Queries over REST and Tooling: what SOQL finds, what it refuses and in which words.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';

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

  test.each([
    ['CreatedDate = LAST_N_DAYS:30', []],
    ['CreatedDate < TODAY', ['Helper', 'Lead']],
    ['CreatedDate >= TODAY', []],
    ['LastModifiedDate < LAST_N_YEARS:1000', []],
    ["NOT (Name = 'Lead')", ['Helper']],
    ["Status = 'Active' AND (NOT Name LIKE 'L%')", ['Helper']],
    ["Name LIKE '%e%' AND Name LIKE 'LEA_'", ['Lead']],
    ["ApexClass.Name = 'Lead'", ['Lead']],
    ["c.Name = 'Lead'", ['Lead']],
    ["Name = '\\u004cead'", ['Lead']],
    ["CreatedBy.Profile.Name = 'System Administrator'", ['Lead']],
    ['IsValid != false', ['Helper', 'Lead']],
    ["Status NOT IN ('Deleted', null)", ['Helper', 'Lead']],
  ])('by %s', async (where, names) => {
    const found = await records(`SELECT Name FROM ApexClass c WHERE ${where} ORDER BY c.Name NULLS LAST`);
    expect(found.map((each) => each.Name)).toEqual(names);
  });

  test('groups and aggregates', async () => {
    const answer = (
      await org.query(
        'SELECT Status s, COUNT(Id), MAX(Name) best FROM ApexClass GROUP BY Status ORDER BY COUNT(Id) DESC',
      )
    ).json();
    expect(answer).toEqual({
      size: 1,
      totalSize: 1,
      done: true,
      queryLocator: null,
      entityTypeName: 'AggregateResult',
      records: [{ attributes: { type: 'AggregateResult' }, s: 'Active', expr0: 2, best: 'Lead' }],
    });
  });

  test('gives all fields of an object by name', async () => {
    const [row] = await records("SELECT FIELDS(ALL) FROM User WHERE Name = 'Ada King' LIMIT 200", '');
    expect(row).toMatchObject({ Username: 'ada.king@acme.example', Name: 'Ada King', IsActive: true });
    expect(await records('SELECT FIELDS(CUSTOM) FROM Organization LIMIT 1', '')).toEqual([{}]);
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
    [
      'SELECT Id, Nope FROM ApexClass',
      'INVALID_FIELD',
      "\nSELECT Id, Nope FROM ApexClass\n           ^\nERROR at Row:1:Column:12\nNo such column 'Nope' on entity 'ApexClass'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
    ],
    [
      'SELECT Owner.Name FROM ApexClass',
      'INVALID_FIELD',
      "Didn't understand relationship 'Owner' in field path",
    ],
    ["SELECT Id FROM ApexClass WHERE Body = 'x'", 'INVALID_FIELD', "field 'Body' can not be filtered"],
    ["SELECT Id FROM Flow WHERE VersionNumber = '1'", 'INVALID_FIELD', 'must be of type int'],
    ['SELECT Id FROM ApexClass WHERE Name = Lead', 'MALFORMED_QUERY', "unexpected token: 'Lead'"],
    [
      'SELECT Id FROM Nothing',
      'INVALID_TYPE',
      "\nSELECT Id FROM Nothing\n               ^\nERROR at Row:1:Column:16\nsObject type 'Nothing' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.",
    ],
    ["SELECT Id FROM ApexClass WHERE Name = 'a' AND NOT Name = 'b'", 'MALFORMED_QUERY', "token: 'NOT'"],
    ["SELECT Id FROM ApexClass WHERE NOT Name = 'a' AND Name = 'b'", 'MALFORMED_QUERY', "token: 'AND'"],
    [
      "SELECT Id, Name, Status FROM ApexClass WHERE Status = 'Active'\n  AND (Nope = 1 OR Name = 'b')",
      'INVALID_FIELD',
      "\n  AND (Nope = 1 OR Name = 'b')\n       ^\nERROR at Row:2:Column:8\n",
    ],
    [
      'SELECT Id FROM ApexClass WHERE CreatedDate > 2026-01-01',
      'INVALID_FIELD',
      "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
    ],
    [
      "SELECT Id FROM ApexClass WHERE LastModifiedById LIKE '005%'",
      'INVALID_QUERY_FILTER_OPERATOR',
      'invalid operator on id field',
    ],
    [
      'SELECT Id FROM ApexClass ORDER BY Body',
      'MALFORMED_QUERY',
      "field 'Body' can not be sorted in a query call",
    ],
    ['SELECT Id, Name, id FROM ApexClass', 'INVALID_FIELD', 'duplicate field selected: Id'],
    ['SELECT Name n FROM ApexClass', 'MALFORMED_QUERY', 'only aggregate expressions use field aliasing'],
    [
      'SELECT FIELDS(ALL) FROM ApexClass LIMIT 201',
      'MALFORMED_QUERY',
      'The SOQL FIELDS function must have a LIMIT of at most 200',
    ],
    ['SELECT Id, FIELDS(STANDARD) FROM User', 'INVALID_FIELD', 'duplicate field selected: Id'],
    [
      'SELECT Id FROM ApexClass LIMIT 1 OFFSET 2001',
      'NUMBER_OUTSIDE_VALID_RANGE',
      'Maximum SOQL offset allowed is 2000',
    ],
    [
      'SELECT Id FROM ApexClass WHERE Name = :name',
      'MALFORMED_QUERY',
      'Bind variables only allowed in Apex code',
    ],
    ['SELECT Name, COUNT(Id) FROM ApexClass', 'MALFORMED_QUERY', 'Field must be grouped or aggregated: Name'],
    [
      'SELECT COUNT(Status) FROM ApexClass GROUP BY Status',
      'MALFORMED_QUERY',
      'Grouped field should not be aggregated: Status',
    ],
    [
      'SELECT Id FROM ApexClass WHERE LastModifiedById IN (SELECT Id FROM ApexClass)',
      'MALFORMED_QUERY',
      "The selected field 'Id' in the subquery and the left operand field in the where expression in the outer query 'LastModifiedById' should point to the same object type",
    ],
    [
      "SELECT Id FROM ApexClass WHERE Name = 'a' OR LastModifiedById IN (SELECT Id FROM User)",
      'MALFORMED_QUERY',
      "Semi join sub-selects are not allowed with the 'OR' operator",
    ],
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
    [
      "SELECT Id FROM ApexClass WHERE Name = 'open",
      'MALFORMED_QUERY',
      "line 1:44 no viable alternative at character '<EOF>'",
    ],
    ['SELECT Id FROM ApexClass LIMIT -1', 'MALFORMED_QUERY', "unexpected token: '-1'"],
    [
      'SELECT Id; FROM ApexClass',
      'MALFORMED_QUERY',
      "\nSELECT Id; FROM ApexClass\n         ^\nERROR at Row:1:Column:10\nline 1:10 no viable alternative at character ';'",
    ],
    ['DELETE FROM ApexClass', 'MALFORMED_QUERY', "unexpected token: 'DELETE'"],
  ])('%s', async (soql, code, text) => {
    const answer = await org.query(soql);
    expect(answer.status).toBe(400);
    expect(answer.json()[0].errorCode).toBe(code);
    expect(answer.json()[0].message).toContain(text);
  });

  test.each([
    'SELECT Id, (SELECT Id FROM Anything) FROM ApexClass',
    'SELECT toLabel(Status) FROM ApexClass',
    'SELECT Id FROM ApexClass FOR VIEW',
    'SELECT Status FROM ApexClass GROUP BY Status HAVING COUNT(Id) > 1',
  ])('with a status of its own when Salesforce would answer: %s', async (soql) => {
    const answer = await org.query(soql);
    expect([answer.status, answer.json()[0].errorCode]).toEqual([501, 'NOT_IN_STAND_IN']);
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
