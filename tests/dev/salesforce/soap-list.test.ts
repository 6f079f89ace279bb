// Descriptions, lists and records of every type: what they say, and the traps that Salesforce's are known for.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { childText, type XmlElement } from '../../../dev/salesforce/xml.ts';
import type { OrgUnderTest } from './org-under-test.ts';
import { all, startEveryTypeOrg, values } from './package-steps.ts';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startEveryTypeOrg({ seed: 0 });
});
afterAll(() => org.stop());

const list = async (query: string, version = '66.0') => {
  const { text } = await org.soap(
    `<listMetadata><queries>${query}</queries><asOfVersion>${version}</asOfVersion></listMetadata>`,
  );
  return all(text, 'result').map(values);
};
const read = async (type: string, ...names: string[]) =>
  all(
    (
      await org.soap(
        `<readMetadata><type>${type}</type>${names.map((name) => `<fullNames>${name}</fullNames>`).join('')}</readMetadata>`,
      )
    ).text,
    'records',
  );

describe('describeMetadata', () => {
  const described = async (version: string) =>
    all(
      (await org.soap(`<describeMetadata><asOfVersion>${version}</asOfVersion></describeMetadata>`)).text,
      'metadataObjects',
    );
  const named = (objects: XmlElement[], name: string) =>
    objects
      .find((each) => childText(each, 'xmlName') === name)
      ?.children.map((each) => `${each.name}=${each.text}`);

  test('tells where each type lies and what its parts are', async () => {
    const objects = await described('66.0');
    expect(named(objects, 'ApexClass')).toEqual([
      'directoryName=classes',
      'inFolder=false',
      'metaFile=true',
      'suffix=cls',
      'xmlName=ApexClass',
    ]);
    expect(named(objects, 'Report')).toEqual([
      'directoryName=reports',
      'inFolder=true',
      'metaFile=false',
      'suffix=report',
      'xmlName=Report',
    ]);
    expect(named(objects, 'LightningComponentBundle')).toEqual([
      'directoryName=lwc',
      'inFolder=false',
      'metaFile=false',
      'xmlName=LightningComponentBundle',
    ]);
    expect(named(objects, 'CustomLabels')?.[0]).toBe('childXmlNames=CustomLabel');
    expect(named(objects, 'CustomObject')).toContain('childXmlNames=ValidationRule');
  });

  test('leaves out folders, parts, and types of other versions or features', async () => {
    const names = async (version: string) =>
      (await described(version)).map((each) => childText(each, 'xmlName') ?? '');
    const [now, before] = [await names('66.0'), await names('37.0')];
    for (const name of ['ReportFolder', 'CustomField', 'GlobalPicklist', 'WaveDashboard'])
      expect(now).not.toContain(name);
    expect(before).toContain('GlobalPicklist');
    expect(before).not.toContain('LightningComponentBundle');
    expect(new Set(now).size).toBe(now.length);
  });
});

describe('listMetadata', () => {
  test.each<[string, string[], string[]]>([
    [
      'CustomField',
      ['Account.Rating__c', 'Invoice__c.Due__c'],
      ['objects/Account.object', 'objects/Invoice__c.object'],
    ],
    ['CustomLabel', ['Late', 'Paid'], ['labels/CustomLabels.labels', 'labels/CustomLabels.labels']],
    ['WorkflowRule', ['Account.Clear when closed'], ['workflows/Account.workflow']],
    [
      'Layout',
      ['Account-Account %28Support%29 Layout'],
      ['layouts/Account-Account %28Support%29 Layout.layout'],
    ],
    ['LightningComponentBundle', ['invoiceList'], ['lwc/invoiceList']],
    ['ReportFolder', ['Finance'], ['reports/Finance-meta.xml']],
    ['QuickAction', ['Account.Bill'], ['quickActions/Account.Bill.quickAction']],
    ['StandardValueSet', [], []],
    ['GlobalValueSet', [], []],
  ])('%s', async (type, names, files) => {
    const rows = await list(`<type>${type}</type>`);
    expect(rows.map((each) => each.fullName)).toEqual(names);
    expect(rows.map((each) => each.fileName)).toEqual(files);
    expect(rows.every((each) => each.type === type)).toBe(true);
  });

  test('wants the folder for what lies in folders', async () => {
    expect(await list('<type>Report</type>')).toEqual([]);
    expect(await list('<folder>Nowhere</folder><type>Report</type>')).toEqual([]);
    const rows = await list('<folder>Finance</folder><type>Report</type>');
    expect(rows.map((each) => [each.fullName, each.fileName])).toEqual([
      ['Finance/Open_Invoices', 'reports/Finance/Open_Invoices.report'],
    ]);
  });

  test('answers nothing with a response that has no result', async () => {
    const { text } = await org.soap(
      '<listMetadata><queries><type>GlobalValueSet</type></queries></listMetadata>',
    );
    expect(text).toContain('<soapenv:Body><listMetadataResponse/></soapenv:Body>');
  });

  test.each(['CustomObject:Account', 'Settings:Account', 'Workflow:Account', 'CustomLabels:CustomLabels'])(
    'gives %s no id and no date, for nobody made it',
    async (key) => {
      const [type = '', name = ''] = key.split(':');
      const row = (await list(`<type>${type}</type>`)).find((each) => each.fullName === name);
      expect(row).toMatchObject({
        id: '',
        createdDate: '1970-01-01T00:00:00.000Z',
        lastModifiedDate: '1970-01-01T00:00:00.000Z',
        namespacePrefix: '',
      });
      expect(row?.manageableState).toBeUndefined();
    },
  );

  test('tells what belongs to a package', async () => {
    await org.control('/edit', {
      type: 'ApexClass',
      fullName: 'npsp__Utils',
      files: { content: 'class Utils {}', metadata: '<ApexClass/>' },
    });
    const rows = await list('<type>ApexClass</type>');
    expect(rows.map((each) => [each.fullName, each.manageableState, each.namespacePrefix])).toEqual([
      ['Invoice', 'unmanaged', undefined],
      ['npsp__Utils', 'installed', 'npsp'],
    ]);
    await org.control('/delete', { type: 'ApexClass', fullName: 'npsp__Utils' });
  });
});

describe('readMetadata', () => {
  test.each<[string, string, string[]]>([
    [
      'CustomField',
      'Account.Rating__c',
      ['fullName=Account.Rating__c', 'label=Rating', 'length=20', 'type=Text'],
    ],
    ['ValidationRule', 'Invoice__c.Due_Set', ['fullName=Invoice__c.Due_Set', 'active=true']],
    ['Layout', 'Account-Account %28Support%29 Layout', ['fullName=Account-Account %28Support%29 Layout']],
    ['CustomLabel', 'Late', ['fullName=Late', 'language=en_US', 'protected=true']],
    ['AccountSettings', 'Account', ['fullName=Account', 'enableAccountTeams=false']],
    ['CustomMetadata', 'Rate.Low', ['fullName=Rate.Low', 'label=Low', 'protected=false']],
    ['Report', 'Finance/Open_Invoices', ['fullName=Finance/Open_Invoices', 'format=Tabular']],
    ['FlowDefinition', 'Bill', ['fullName=Bill', 'activeVersionNumber=1']],
  ])('%s %s', async (type, name, begins) => {
    const [record] = await read(type, name);
    expect(record?.attributes['xsi:type']).toBe(type);
    expect(record?.children.map((each) => `${each.name}=${each.text}`)).toEqual(
      expect.arrayContaining(begins),
    );
    expect(record?.children[0]?.name).toBe('fullName');
  });

  test('gives an object whole and a profile whole', async () => {
    const [object] = await read('CustomObject', 'Invoice__c');
    expect(object?.children.map((each) => each.name)).toContain('validationRules');
    const [profile] = await read('Profile', 'Admin');
    expect(profile?.children.filter((each) => each.name === 'fieldPermissions')).toHaveLength(2);
  });

  test('drops the comments that stand for words nobody translated', async () => {
    const [record] = await read('CustomObjectTranslation', 'Invoice__c-de');
    expect(record?.children.find((each) => each.name === 'nameFieldLabel')?.text).toBe('');
  });

  test.each([
    'ApexTrigger',
    'LightningComponentBundle',
    'StaticResource',
    'Document',
    'ApexTestSuite',
    'Settings',
  ])('refuses %s', async (type) => {
    const { status, text } = await org.soap(
      `<readMetadata><type>${type}</type><fullNames>x</fullNames></readMetadata>`,
    );
    expect(status).toBe(500);
    expect(text).toContain(
      'INVALID_TYPE: This type of metadata is not available for this organization</faultstring>',
    );
  });

  test.each([
    ['CustomMetadata', 200],
    ['CustomApplication', 200],
    ['Layout', 10],
  ])('takes %s by %d', async (type, limit) => {
    const names = Array.from({ length: limit + 1 }, (_, index) => `<fullNames>N${index}</fullNames>`);
    const ask = (count: number) =>
      org.soap(`<readMetadata><type>${type}</type>${names.slice(0, count).join('')}</readMetadata>`);
    expect((await ask(limit)).status).toBe(200);
    expect((await ask(limit + 1)).text).toContain(
      `cannot submit more than ${limit} records in this operation`,
    );
  });
});
