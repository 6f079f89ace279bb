// The Tooling objects of every metadata type: which there are, with which columns, and what they say of a project.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeEveryTypeProject } from './every-type.ts';
import { api, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';

interface ToolingObject {
  readonly prefix: string;
  readonly metadataType: string;
  readonly object: string;
  /** False: Tooling has no such object. */
  readonly served: boolean;
  readonly metadata: boolean;
  readonly fullName: boolean;
  readonly body: string | null;
  readonly lastModifiedBy: boolean;
  readonly name: string | null;
}

/** After the Tooling types of @salesforce/types 1.9. */
const known = JSON.parse(
  readFileSync(new URL('./tooling-objects.json', import.meta.url), 'utf8'),
) as readonly ToolingObject[];

const dir = mkdtempSync(join(tmpdir(), 'tooling-'));
let org: OrgUnderTest;
beforeAll(async () => {
  makeEveryTypeProject(join(dir, 'project'));
  org = await startOrgUnderTest({ project: join(dir, 'project') });
});
afterAll(async () => {
  await org.stop();
  rmSync(dir, { recursive: true });
});

const get = async (path: string) =>
  org.call(api, path, { headers: { authorization: `Bearer ${await org.mint()}` } });
type Found = Record<string, unknown>;
async function records(soql: string, surface: 'tooling/' | '' = 'tooling/'): Promise<Found[]> {
  const answer = await org.query(soql, undefined, surface);
  expect(answer.text).not.toContain('errorCode');
  return answer.json().records.map(({ attributes: _, ...rest }: Found) => rest);
}

describe('the object of', () => {
  test.each(known.filter((each) => each.served))('$metadataType is $object', async (row) => {
    const described = (await get(`/services/data/v66.0/tooling/sobjects/${row.object}/describe`)).json();
    const names: string[] = described.fields.map((field: { name: string }) => field.name);
    const has = (name: string) => names.includes(name);
    expect(described.keyPrefix).toBe(row.prefix);
    expect({
      metadata: has('Metadata'),
      fullName: has('FullName'),
      lastModifiedBy: has('LastModifiedById'),
      body: row.body === null || has(row.body),
      name: row.name === null || has(row.name),
    }).toEqual({
      metadata: row.metadata,
      fullName: row.fullName,
      lastModifiedBy: row.lastModifiedBy,
      body: true,
      name: true,
    });
    const filterable = row.metadata
      ? described.fields.filter((field: { name: string }) => field.name === 'Metadata')[0].filterable
      : false;
    expect(filterable).toBe(false);
  });

  test.each(known.filter((each) => !each.served))(
    '$metadataType is none of Tooling’s',
    async ({ object }) => {
      const refused = await org.query(`SELECT Id FROM ${object}`);
      expect([refused.status, refused.json()[0].errorCode]).toEqual([400, 'INVALID_TYPE']);
      expect(await records(`SELECT Id FROM ${object}`, '')).toEqual(expect.any(Array));
    },
  );
});

test.each([
  [
    'SELECT Name, Status, TableEnumOrId, UsageBeforeInsert, UsageAfterUpdate FROM ApexTrigger',
    [
      {
        Name: 'OnInvoice',
        Status: 'Active',
        TableEnumOrId: 'Account',
        UsageBeforeInsert: true,
        UsageAfterUpdate: false,
      },
    ],
  ],
  [
    'SELECT DeveloperName, Description FROM CustomObject ORDER BY DeveloperName',
    [
      { DeveloperName: 'Account', Description: null },
      { DeveloperName: 'Invoice', Description: null },
    ],
  ],
  [
    "SELECT DeveloperName, Length, EntityDefinition.QualifiedApiName FROM CustomField WHERE TableEnumOrId = 'Account'",
    [
      {
        DeveloperName: 'Rating',
        Length: 20,
        EntityDefinition: expect.objectContaining({ QualifiedApiName: 'Account' }),
      },
    ],
  ],
  [
    "SELECT ValidationName, Active, ErrorMessage FROM ValidationRule WHERE EntityDefinition.DeveloperName = 'Invoice'",
    [{ ValidationName: 'Due_Set', Active: true, ErrorMessage: 'Say when it is due.' }],
  ],
  [
    'SELECT Name, EntityDefinitionId, FullName FROM Layout',
    [
      {
        Name: 'Account (Support) Layout',
        EntityDefinitionId: 'Account',
        FullName: 'Account-Account %28Support%29 Layout',
      },
    ],
  ],
  [
    "SELECT Name, Value, IsProtected, MasterLabel FROM ExternalString WHERE Name LIKE 'l%'",
    [{ Name: 'Late', Value: "It's late", IsProtected: true, MasterLabel: 'Late' }],
  ],
  ['SELECT Name, TableEnumOrId FROM WorkflowRule', [{ Name: 'Clear when closed', TableEnumOrId: 'Account' }]],
  ["SELECT Name FROM Profile WHERE Name = 'System Administrator'", [{ Name: 'System Administrator' }]],
  [
    'SELECT DeveloperName, SobjectType, Type FROM QuickActionDefinition',
    [{ DeveloperName: 'Bill', SobjectType: 'Account', Type: 'Create' }],
  ],
  ['SELECT Name, Subject FROM EmailTemplate', [{ Name: 'Reminder', Subject: 'Reminder' }]],
  [
    "SELECT FilePath, Format, LightningComponentBundle.DeveloperName FROM LightningComponentResource WHERE FilePath LIKE '%.html'",
    [
      {
        FilePath: 'lwc/invoiceList/invoiceList.html',
        Format: 'html',
        LightningComponentBundle: expect.objectContaining({ DeveloperName: 'invoiceList' }),
      },
    ],
  ],
  [
    'SELECT DefType, Format, Source FROM AuraDefinition',
    [{ DefType: 'COMPONENT', Format: 'XML', Source: '<aura:component></aura:component>\n' }],
  ],
])('%s', async (soql, rows) => {
  expect(await records(soql)).toEqual(rows);
});

test('objects of the data API stand for the same components', async () => {
  expect(await records('SELECT Name, DeveloperName, FolderName FROM Report', '')).toEqual([
    { Name: 'Open Invoices', DeveloperName: 'Open_Invoices', FolderName: 'Finance' },
  ]);
  const [user] = await records("SELECT Profile.Id FROM User WHERE Name = 'Ada King'", '');
  const [own] = await records("SELECT Id FROM Profile WHERE Name = 'System Administrator'");
  expect(user).toEqual({ Profile: expect.objectContaining({ Id: own?.Id }) });
  expect((await org.query('SELECT FullName FROM ApexClass LIMIT 1', undefined, '')).json()[0].errorCode).toBe(
    'INVALID_FIELD',
  );
});

describe('EntityDefinition', () => {
  const entity = (where: string) =>
    records(
      `SELECT QualifiedApiName, DurableId, KeyPrefix, Label, IsCustomizable FROM EntityDefinition WHERE ${where}`,
    );

  test('has standard objects by name and custom ones by id', async () => {
    expect(await entity("QualifiedApiName = 'Contact'")).toEqual([
      {
        QualifiedApiName: 'Contact',
        DurableId: 'Contact',
        KeyPrefix: '003',
        Label: 'Contact',
        IsCustomizable: true,
      },
    ]);
    const [object] = await records("SELECT Id FROM CustomObject WHERE DeveloperName = 'Invoice'");
    const id = String(object?.Id);
    for (const durable of [id, id.slice(0, 15)]) {
      expect(await entity(`DurableId = '${durable}'`)).toEqual([
        {
          QualifiedApiName: 'Invoice__c',
          DurableId: id.slice(0, 15),
          KeyPrefix: expect.stringMatching(/^a[0-9A-Z]{2}$/),
          Label: 'Invoice',
          IsCustomizable: true,
        },
      ]);
    }
    const row = await get(
      '/services/data/v66.0/tooling/sobjects/EntityDefinition/Contact?fields=QualifiedApiName',
    );
    expect(row.json()).toMatchObject({
      attributes: { url: '/services/data/v66.0/tooling/sobjects/EntityDefinition/Contact' },
      QualifiedApiName: 'Contact',
    });
  });

  test('gives an object’s Metadata without its parts', async () => {
    const [row] = await records(
      "SELECT FullName, Metadata FROM EntityDefinition WHERE QualifiedApiName = 'Invoice__c'",
    );
    const metadata = row?.Metadata as Found;
    expect(row?.FullName).toBe('Invoice__c');
    expect(metadata).toMatchObject({
      label: 'Invoice',
      sharingModel: 'ReadWrite',
      nameField: { label: 'Number' },
    });
    expect(metadata).not.toHaveProperty('fields');
    expect(metadata).not.toHaveProperty('validationRules');
  });

  test('FieldDefinition lists an object’s fields, standard and custom', async () => {
    const found = await records(
      "SELECT QualifiedApiName, DurableId, DataType FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Account'",
    );
    const [field] = await records("SELECT Id FROM CustomField WHERE DeveloperName = 'Rating'");
    expect(found).toContainEqual({
      QualifiedApiName: 'Rating__c',
      DurableId: `Account.${String(field?.Id).slice(0, 15)}`,
      DataType: 'Text(20)',
    });
    expect(found).toContainEqual({
      QualifiedApiName: 'OwnerId',
      DurableId: 'Account.Owner',
      DataType: 'Lookup(User,Group)',
    });
  });

  test.each([
    [
      "SELECT Id FROM EntityDefinition WHERE Label != 'a'",
      'MALFORMED_QUERY',
      'Only equals comparisons permitted',
    ],
    [
      "SELECT Id FROM EntityDefinition WHERE Label = 'a' OR Label = 'b'",
      'MALFORMED_QUERY',
      'Disjunctions not supported',
    ],
    [
      'SELECT COUNT(Id), Label FROM EntityDefinition GROUP BY Label',
      'EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION',
      'The requested operation is not yet supported by this SObject storage type, contact salesforce.com support for more information.',
    ],
    [
      'SELECT Id FROM FieldDefinition',
      'MALFORMED_QUERY',
      'FieldDefinition: a filter on a reified column is required [EntityDefinitionId,DurableId]',
    ],
    [
      'SELECT Id FROM StandardValueSet',
      'MALFORMED_QUERY',
      'StandardValueSet: a filter on a reified column is required [MasterLabel,DurableId]',
    ],
  ])('%s is refused', async (soql, errorCode, message) => {
    expect((await org.query(soql)).json()).toEqual([{ message, errorCode }]);
  });
});

describe('Metadata', () => {
  const metadataOf = async (from: string) =>
    (await records(`SELECT Metadata FROM ${from}`))[0]?.Metadata as Found;

  test('of a field has its types and empty values', async () => {
    const metadata = await metadataOf("CustomField WHERE DeveloperName = 'Rating'");
    expect(metadata).toMatchObject({
      label: 'Rating',
      length: 20,
      type: 'Text',
      required: null,
      summaryFilterItems: [],
      urls: null,
    });
    expect(Object.keys(metadata)).toEqual(Object.keys(metadata).toSorted());
  });

  test('of a part that lies in its parent’s document is that part', async () => {
    expect(await metadataOf('WorkflowFieldUpdate')).toMatchObject({
      name: 'Clear',
      operation: 'Null',
      notifyAssignee: null,
    });
  });

  test('of code has its settings alone', async () => {
    expect(await metadataOf('ApexTrigger')).toEqual({
      apiVersion: 66,
      packageVersions: [],
      status: 'Active',
      urls: null,
    });
  });

  test('of a layout, a profile and a bundle', async () => {
    expect(await metadataOf('Layout')).toMatchObject({
      showEmailCheckbox: false,
      layoutSections: [],
      relatedLists: [],
    });
    const profile = await metadataOf("Profile WHERE Name = 'System Administrator'");
    expect(profile).toMatchObject({ custom: false, fieldPermissions: { length: 2 } });
    expect(await metadataOf('LightningComponentBundle')).toMatchObject({ apiVersion: 66, isExposed: false });
  });

  test('is asked of one row', async () => {
    expect((await org.query('SELECT Metadata FROM CustomField')).json()[0].errorCode).toBe('MALFORMED_QUERY');
    expect((await org.query("SELECT Id FROM CustomField WHERE FullName = 'x'")).json()[0].message).toContain(
      "field 'FullName' can not be filtered in a query call",
    );
  });
});

test('content that is bytes is given by address', async () => {
  const [row] = await records("SELECT Id, Body, ContentType FROM StaticResource WHERE Name = 'palette'");
  expect(row?.Body).toBe(`/services/data/v66.0/tooling/sobjects/StaticResource/${String(row?.Id)}/Body`);
  const body = await get(String(row?.Body));
  expect([body.status, body.text]).toEqual([200, '{"red":"#f00"}\n']);
  const plain = await get(`/services/data/v66.0/sobjects/StaticResource/${String(row?.Id)}/Body`);
  expect(plain.text).toBe(body.text);
  const other = await get(`/services/data/v66.0/sobjects/StaticResource/${String(row?.Id)}/Name`);
  expect([other.status, other.json()[0].errorCode]).toEqual([404, 'NOT_FOUND']);
});
