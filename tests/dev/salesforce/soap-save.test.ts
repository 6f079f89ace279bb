// Single components created, updated, put, deleted and renamed by calls of their own.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { childText } from '../../../dev/salesforce/xml.ts';
import type { OrgUnderTest } from './org-under-test.ts';
import { all, startEveryTypeOrg } from './package-steps.ts';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startEveryTypeOrg({ seed: 0 });
});
afterEach(() => org.control('/replay/reset', {}));
afterAll(() => org.stop());

const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const record = (type: string, inside: string) => `<metadata ${xsi} xsi:type="${type}">${inside}</metadata>`;
const results = async (operation: string) => {
  const { status, text } = await org.soap(operation);
  expect([status, text]).toEqual([200, expect.any(String)]);
  return all(text, 'result').map((each) => [
    childText(each, 'fullName'),
    childText(each, 'success'),
    childText(each, 'created') ?? '',
    childText(each.children.find((inner) => inner.name === 'errors') ?? each, 'statusCode') ?? '',
  ]);
};
const read = async (type: string, name: string) =>
  all(
    (await org.soap(`<readMetadata><type>${type}</type><fullNames>${name}</fullNames></readMetadata>`)).text,
    'records',
  )[0];

const field = (label: string) =>
  `<fullName>Invoice__c.Paid__c</fullName><description xsi:nil="true"/><label>${label}</label><type>Checkbox</type>`;

describe('saving', () => {
  test('makes what is not there, and refuses what is', async () => {
    const create = (inside: string) => `<createMetadata>${inside}</createMetadata>`;
    expect(await results(create(record('CustomField', field('Paid'))))).toEqual([
      ['Invoice__c.Paid__c', 'true', '', ''],
    ]);
    const made = await read('CustomField', 'Invoice__c.Paid__c');
    expect(made?.children.map((each) => [each.name, each.text])).toEqual([
      ['fullName', 'Invoice__c.Paid__c'],
      ['label', 'Paid'],
      ['type', 'Checkbox'],
    ]);
    expect(await results(create(record('CustomField', field('Again'))))).toEqual([
      ['Invoice__c.Paid__c', 'false', '', 'DUPLICATE_DEVELOPER_NAME'],
    ]);
    expect(await results(create(record('CustomField', '<label>Nameless</label>')))).toEqual([
      ['', 'false', '', 'REQUIRED_FIELD_MISSING'],
    ]);
  });

  test('changes what is there, one failing without the others', async () => {
    const layout = (name: string) =>
      record('Layout', `<fullName>${name}</fullName><showEmailCheckbox>true</showEmailCheckbox>`);
    expect(
      await results(
        `<updateMetadata>${layout('Nowhere')}${layout('Account-Account %28Support%29 Layout')}</updateMetadata>`,
      ),
    ).toEqual([
      ['Nowhere', 'false', '', 'INVALID_CROSS_REFERENCE_KEY'],
      ['Account-Account %28Support%29 Layout', 'true', '', ''],
    ]);
    const changed = await read('Layout', 'Account-Account %28Support%29 Layout');
    expect(changed && childText(changed, 'showEmailCheckbox')).toBe('true');
  });

  test('puts, and says whether it made', async () => {
    const label = (name: string) =>
      record('CustomLabel', `<fullName>${name}</fullName><language>en_US</language><value>New</value>`);
    expect(await results(`<upsertMetadata>${label('Late')}${label('Fresh')}</upsertMetadata>`)).toEqual([
      ['Late', 'true', 'false', ''],
      ['Fresh', 'true', 'true', ''],
    ]);
    const [late, fresh] = [await read('CustomLabel', 'Late'), await read('CustomLabel', 'Fresh')];
    expect([late && childText(late, 'value'), fresh && childText(fresh, 'value')]).toEqual(['New', 'New']);
  });

  test('settings, by their own type', async () => {
    const settings = record(
      'AccountSettings',
      '<fullName>Account</fullName><enableAccountTeams>true</enableAccountTeams>',
    );
    expect(await results(`<updateMetadata>${settings}</updateMetadata>`)).toEqual([
      ['Account', 'true', '', ''],
    ]);
    const read1 = await read('AccountSettings', 'Account');
    expect(read1 && childText(read1, 'enableAccountTeams')).toBe('true');
  });
});

describe('deleting and renaming', () => {
  test('deletes what is there', async () => {
    const names = ['Invoicing', 'Nobody'].map((name) => `<fullNames>${name}</fullNames>`).join('');
    expect(await results(`<deleteMetadata><type>PermissionSet</type>${names}</deleteMetadata>`)).toEqual([
      ['Invoicing', 'true', '', ''],
      ['Nobody', 'false', '', 'INVALID_CROSS_REFERENCE_KEY'],
    ]);
    expect((await read('PermissionSet', 'Invoicing'))?.attributes).toEqual({ 'xsi:nil': 'true' });
  });

  test('renames under the same id', async () => {
    const rename = (before: string, after: string) =>
      results(
        `<renameMetadata><type>CustomField</type><oldFullName>${before}</oldFullName><newFullName>${after}</newFullName></renameMetadata>`,
      );
    expect(await rename('Invoice__c.Due__c', 'Invoice__c.Payable__c')).toEqual([
      ['Invoice__c.Payable__c', 'true', '', ''],
    ]);
    expect((await read('CustomField', 'Invoice__c.Payable__c'))?.children[0]?.text).toBe(
      'Invoice__c.Payable__c',
    );
    expect(await rename('Invoice__c.Due__c', 'Invoice__c.Other__c')).toEqual([
      ['Invoice__c.Due__c', 'false', '', 'INVALID_CROSS_REFERENCE_KEY'],
    ]);
    expect(await rename('Invoice__c.Payable__c', 'Account.Payable__c')).toEqual([
      ['Invoice__c.Payable__c', 'false', '', 'INVALID_FULL_NAME'],
    ]);
  });
});

test.each<[string, string, string]>([
  [
    'code',
    `<createMetadata>${record('ApexClass', '<fullName>A</fullName>')}</createMetadata>`,
    'INVALID_TYPE: This type of metadata is not available for this organization',
  ],
  [
    'a definition of a flow',
    '<deleteMetadata><type>FlowDefinition</type><fullNames>Bill</fullNames></deleteMetadata>',
    'INVALID_TYPE: This type of metadata is not available for this organization',
  ],
  [
    'no type',
    '<createMetadata><metadata><fullName>A</fullName></metadata></createMetadata>',
    'INVALID_TYPE: Unknown type:',
  ],
  [
    'eleven at once',
    `<updateMetadata>${record('Layout', '<fullName>L</fullName>').repeat(11)}</updateMetadata>`,
    'EXCEEDED_ID_LIMIT: record limit reached. cannot submit more than 10 records in this operation',
  ],
])('refuses %s', async (_, operation, text) => {
  expect((await org.soap(operation)).text).toContain(`<faultstring>${text}</faultstring>`);
});
