// Retrieves: what a manifest picks, how the files are written, and what the answer says of them.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { childText, parseXml } from '../../../dev/salesforce/xml.ts';
import type { OrgUnderTest } from './org-under-test.ts';
import { check, retrieve, startEveryTypeOrg, unzipped } from './package-steps.ts';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startEveryTypeOrg({ seed: 0 });
});
afterAll(() => org.stop());

const xmlns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

describe('the zip', () => {
  test('holds the files in the layout of packages and the manifest as asked', async () => {
    const got = await retrieve(org, {
      ApexClass: ['Invoice'],
      Layout: ['Account-Account %28Support%29 Layout'],
    });
    expect(got.files).toEqual({
      'unpackaged/classes/Invoice.cls': 'public class Invoice {\n}\n',
      'unpackaged/classes/Invoice.cls-meta.xml': `<?xml version="1.0" encoding="UTF-8"?>\n<ApexClass ${xmlns}>\n    <apiVersion>66.0</apiVersion>\n    <status>Active</status>\n</ApexClass>\n`,
      'unpackaged/layouts/Account-Account %28Support%29 Layout.layout': `<?xml version="1.0" encoding="UTF-8"?>\n<Layout ${xmlns}>\n    <showEmailCheckbox>false</showEmailCheckbox>\n</Layout>\n`,
      'unpackaged/package.xml': `<?xml version="1.0" encoding="UTF-8"?>\n<Package ${xmlns}>\n    <types>\n        <members>Invoice</members>\n        <name>ApexClass</name>\n    </types>\n    <types>\n        <members>Account-Account %28Support%29 Layout</members>\n        <name>Layout</name>\n    </types>\n    <version>66.0</version>\n</Package>\n`,
    });
  });

  test('is the same to the byte in each retrieve when the seed is 0', async () => {
    const types = {
      CustomObject: ['*'],
      StaticResource: ['*'],
      Profile: ['*'],
      LightningComponentBundle: ['*'],
    };
    const [one, other] = [await retrieve(org, types), await retrieve(org, types)];
    expect(one.zip.equals(other.zip)).toBe(true);
  });

  test('has no folder for a single package', async () => {
    const got = await retrieve(org, { Settings: ['Account'] }, '<singlePackage>true</singlePackage>');
    expect(Object.keys(got.files)).toEqual(['settings/Account.settings', 'package.xml']);
    expect(got.properties.map((each) => each.fileName)).toEqual(['settings/Account.settings', 'package.xml']);
  });

  test('holds a bundle with its own files only, and an unpacked resource as one zip', async () => {
    const got = await retrieve(org, { LightningComponentBundle: ['invoiceList'], StaticResource: ['icons'] });
    expect(Object.keys(got.files).filter((path) => path.includes('lwc'))).toEqual([
      'unpackaged/lwc/invoiceList/invoiceList.html',
      'unpackaged/lwc/invoiceList/invoiceList.js',
      'unpackaged/lwc/invoiceList/invoiceList.js-meta.xml',
    ]);
    const { default: JSZip } = await import('jszip');
    const inside = (await JSZip.loadAsync(got.zip)).file('unpackaged/staticresources/icons.resource');
    const files = await unzipped((await inside?.async('nodebuffer')) ?? Buffer.alloc(0));
    expect(files).toEqual({
      'a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
      'more/b.css': 'b { color: red; }\n',
    });
  });

  test('holds only the files asked for', async () => {
    const got = await retrieve(
      org,
      { ApexClass: ['*'] },
      '<singlePackage>true</singlePackage><specificFiles>classes/Invoice.cls</specificFiles>',
    );
    expect(Object.keys(got.files)).toEqual(['classes/Invoice.cls', 'package.xml']);
  });
});

describe('wildcards', () => {
  const paths = async (types: Record<string, string[]>) =>
    Object.keys((await retrieve(org, types)).files).filter((path) => !path.endsWith('package.xml'));

  test.each<[string, string[]]>([
    [
      'ApexTrigger',
      ['unpackaged/triggers/OnInvoice.trigger', 'unpackaged/triggers/OnInvoice.trigger-meta.xml'],
    ],
    ['CustomObject', ['unpackaged/objects/Invoice__c.object']],
    ['CustomLabels', ['unpackaged/labels/CustomLabels.labels']],
    ['Workflow', ['unpackaged/workflows/Account.workflow']],
    ['CustomMetadata', ['unpackaged/customMetadata/Rate.Low.md']],
    ['GlobalValueSet', []],
  ])('%s', async (type, expected) => {
    expect(await paths({ [type]: ['*'] })).toEqual(expected);
  });

  test.each(['Report', 'EmailTemplate', 'Document', 'CustomField', 'WorkflowRule', 'StandardValueSet'])(
    '%s has none',
    async (type) => {
      const got = await retrieve(org, { [type]: ['*'] });
      expect(Object.keys(got.files)).toEqual(['unpackaged/package.xml']);
      expect(got.messages).toEqual([`Entity of type '${type}' named '*' cannot be found`]);
    },
  );

  test('folders and what lies in them go by the same type', async () => {
    expect(
      await paths({ Report: ['Finance', 'Finance/Open_Invoices'], Document: ['Brand/note.txt'] }),
    ).toEqual([
      'unpackaged/reports/Finance-meta.xml',
      'unpackaged/reports/Finance/Open_Invoices.report',
      'unpackaged/documents/Brand/note.txt',
      'unpackaged/documents/Brand/note.txt-meta.xml',
    ]);
  });
});

describe('parts', () => {
  test('a field without its object comes in a file that holds only it', async () => {
    const got = await retrieve(org, { CustomField: ['Invoice__c.Due__c'] });
    const root = parseXml(got.files['unpackaged/objects/Invoice__c.object'] ?? '');
    expect(root.children.map((each) => [each.name, childText(each, 'fullName')])).toEqual([
      ['fields', 'Due__c'],
    ]);
    expect(got.properties[0]).toMatchObject({
      fileName: 'unpackaged/objects/Invoice__c.object',
      fullName: 'Invoice__c.Due__c',
      type: 'CustomField',
    });
  });

  test('an object named by itself holds them all', async () => {
    const got = await retrieve(org, { CustomObject: ['Invoice__c'], CustomField: ['Invoice__c.Due__c'] });
    const root = parseXml(got.files['unpackaged/objects/Invoice__c.object'] ?? '');
    expect(root.children.map((each) => each.name)).toEqual([
      'deploymentStatus',
      'fields',
      'label',
      'nameField',
      'pluralLabel',
      'sharingModel',
      'validationRules',
    ]);
  });

  test('a label, and a rule, come without the others of their file', async () => {
    const got = await retrieve(org, { CustomLabel: ['Paid'], WorkflowRule: ['Account.Clear when closed'] });
    expect(got.files['unpackaged/labels/CustomLabels.labels']).toContain('<fullName>Paid</fullName>');
    expect(got.files['unpackaged/labels/CustomLabels.labels']).not.toContain('Late');
    expect(got.files['unpackaged/workflows/Account.workflow']).toContain('<rules>');
    expect(got.files['unpackaged/workflows/Account.workflow']).not.toContain('<fieldUpdates>');
  });
});

describe('profiles', () => {
  const fields = async (types: Record<string, string[]>) => {
    const got = await retrieve(org, { Profile: ['Admin'], ...types });
    const root = parseXml(got.files['unpackaged/profiles/Admin.profile'] ?? '');
    return root.children
      .filter((each) => each.name === 'fieldPermissions')
      .map((each) => childText(each, 'field'));
  };

  test('tell only of what else the manifest names', async () => {
    expect(await fields({})).toEqual([]);
    expect(await fields({ CustomObject: ['Account'] })).toEqual(['Account.Rating__c']);
    expect(await fields({ CustomObject: ['*'] })).toEqual(['Invoice__c.Due__c']);
    expect(await fields({ CustomField: ['Invoice__c.Due__c', 'Account.Rating__c'] })).toEqual([
      'Account.Rating__c',
      'Invoice__c.Due__c',
    ]);
  });
});

describe('what the answer says', () => {
  test('file properties of each component and of the manifest', async () => {
    const got = await retrieve(org, { ApexClass: ['Invoice'] });
    expect(got.properties).toEqual([
      {
        createdById: expect.stringMatching(/^005/),
        createdByName: 'Leo Marin',
        createdDate: expect.stringMatching(/Z$/),
        fileName: 'unpackaged/classes/Invoice.cls',
        fullName: 'Invoice',
        id: expect.stringMatching(/^01p/),
        lastModifiedById: expect.stringMatching(/^005/),
        lastModifiedByName: 'Leo Marin',
        lastModifiedDate: expect.stringMatching(/Z$/),
        manageableState: 'unmanaged',
        type: 'ApexClass',
      },
      expect.objectContaining({
        createdByName: 'Ada King',
        fileName: 'unpackaged/package.xml',
        fullName: 'unpackaged/package.xml',
        id: '',
        manageableState: 'unmanaged',
        type: 'Package',
      }),
    ]);
  });

  test('names that are not there, and types there are not', async () => {
    const got = await retrieve(org, {
      ApexClass: ['Gone', 'Invoice'],
      Nothing: ['*'],
      GlobalPicklist: ['*'],
      WaveDashboard: ['*'],
    });
    expect(got.messages).toEqual([
      "Entity of type 'ApexClass' named 'Gone' cannot be found",
      "Entity type: 'Nothing' is unknown",
      "Entity type 'GlobalPicklist' is not available in this api version",
      "Entity type 'WaveDashboard' is not available in this organization",
    ]);
    expect(got.text).toContain('<messages><fileName>unpackaged/package.xml</fileName>');
    expect(got.files['unpackaged/classes/Invoice.cls']).toContain('Invoice');
    expect(childText(got.result, 'status')).toBe('Succeeded');
  });

  test('a package there is not', async () => {
    const got = await retrieve(org, {}, '<packageNames>Abacus</packageNames>');
    expect(got.result.children.map((each) => [each.name, each.text])).toEqual([
      ['done', 'true'],
      ['errorMessage', "INVALID_CROSS_REFERENCE_KEY: No package named 'Abacus' found"],
      ['errorStatusCode', 'UNKNOWN_EXCEPTION'],
      ['id', got.id],
      ['status', 'Failed'],
      ['success', 'false'],
      ['zipFile', ''],
    ]);
    expect(got.text).toContain('<zipFile xsi:nil="true"/>');
  });

  test('gives the zip once', async () => {
    const got = await retrieve(org, { ApexClass: ['Invoice'] });
    expect(got.zip.length).toBeGreaterThan(100);
    const again = await check(org, got.id);
    expect([childText(again.result, 'status'), again.zip.length]).toEqual(['Succeeded', 0]);
    expect(again.text).toContain('<zipFile xsi:nil="true"/>');
  });

  test('leaves the zip where it is when it isn’t asked for', async () => {
    const asked = await org.soap(
      '<retrieve><request><apiVersion>66.0</apiVersion><unpackaged><types><members>*</members><name>ApexClass</name></types></unpackaged></request></retrieve>',
    );
    const id = /<id>(09S\w{15})<\/id>/.exec(asked.text)?.[1] ?? '';
    const without = await org.soap(
      `<checkRetrieveStatus><asyncProcessId>${id}</asyncProcessId><includeZip>false</includeZip></checkRetrieveStatus>`,
    );
    expect(without.text).toContain('<zipFile xsi:nil="true"/>');
    expect((await check(org, id)).files['unpackaged/classes/Invoice.cls']).toContain('Invoice');
  });
});

describe('flows', () => {
  test('come in their current version, or the one their name numbers, and as definitions', async () => {
    const got = await retrieve(org, { Flow: ['Bill', 'Bill-1'], FlowDefinition: ['Bill'] });
    expect(Object.keys(got.files)).toEqual([
      'unpackaged/flows/Bill.flow',
      'unpackaged/flows/Bill-1.flow',
      'unpackaged/flowDefinitions/Bill.flowDefinition',
      'unpackaged/package.xml',
    ]);
    expect(got.files['unpackaged/flowDefinitions/Bill.flowDefinition']).toContain('<activeVersionNumber>1<');
  });
});

describe('with a seed', () => {
  test('sets come in another order each time, and the document is the same all the same', async () => {
    await org.restart({ seed: 7 });
    const texts = new Set<string>();
    for (let turn = 0; turn < 8; turn += 1) {
      const got = await retrieve(org, { CustomLabels: ['CustomLabels'] });
      texts.add(got.files['unpackaged/labels/CustomLabels.labels'] ?? '');
    }
    await org.restart({ seed: 0 });
    expect(texts.size).toBeGreaterThan(1);
    expect([...texts].some((text) => !text.endsWith('\n'))).toBe(true);
    const sorted = [...texts].map((text) =>
      parseXml(text)
        .children.map((each) => childText(each, 'fullName'))
        .sort(),
    );
    expect(new Set(sorted.map(String))).toEqual(new Set(['Late,Paid']));
  });
});
