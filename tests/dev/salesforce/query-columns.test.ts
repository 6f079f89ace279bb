// What columns a query has: what the sf command line asks before it prints rows.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { api, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';

let org: OrgUnderTest;
let token: string;
beforeAll(async () => {
  org = await startOrgUnderTest({ seed: 0 });
  token = await org.mint();
});
afterAll(() => org.stop());

const columns = (q: string) =>
  org.call(api, `/services/data/v66.0/tooling/query?${new URLSearchParams({ q, columns: 'true' })}`, {
    headers: { authorization: `Bearer ${token}` },
  });
const plain = {
  aggregate: false,
  booleanType: false,
  custom: false,
  foreignKeyName: null,
  insertable: false,
  joinColumns: [],
  numberType: false,
  textType: false,
  updatable: false,
};

test('are named in order, those of a related row under its relationship', async () => {
  const answer = await columns(
    'select id, name, LastModifiedBy.Name, LastModifiedBy.Id, ApiVersion from apexclass',
  );
  expect([answer.status, answer.json()]).toEqual([
    200,
    {
      columnMetadata: [
        { ...plain, columnName: 'Id', displayName: 'Id', apexType: 'Id' },
        { ...plain, columnName: 'Name', displayName: 'Name', apexType: 'String', textType: true },
        {
          ...plain,
          columnName: 'LastModifiedBy',
          displayName: 'LastModifiedBy',
          apexType: 'User',
          foreignKeyName: 'LastModifiedById',
          joinColumns: [
            { ...plain, columnName: 'Name', displayName: 'Name', apexType: 'String', textType: true },
            { ...plain, columnName: 'Id', displayName: 'Id', apexType: 'Id' },
          ],
        },
        {
          ...plain,
          columnName: 'ApiVersion',
          displayName: 'ApiVersion',
          apexType: 'Double',
          numberType: true,
        },
      ],
      entityName: 'ApexClass',
      groupBy: false,
      idSelected: true,
      keyPrefix: '01p',
    },
  ]);
});

test('of an aggregate go by its alias or its place', async () => {
  const { columnMetadata, groupBy, idSelected } = (
    await columns('SELECT Status, COUNT(Id), MAX(ApiVersion) newest FROM ApexClass GROUP BY Status')
  ).json();
  expect([groupBy, idSelected]).toEqual([true, false]);
  expect(
    columnMetadata.map((each: { columnName: string; displayName: string; aggregate: boolean }) => [
      each.columnName,
      each.displayName,
      each.aggregate,
    ]),
  ).toEqual([
    ['Status', 'Status', false],
    ['expr0', 'COUNT(Id)', true],
    ['newest', 'MAX(ApiVersion)', true],
  ]);
});

test('are refused where the query is', async () => {
  const answer = await columns('SELECT Nope FROM ApexClass');
  expect([answer.status, answer.json()[0].errorCode]).toEqual([400, 'INVALID_FIELD']);
});
