// Deploys of zips in every shape, of parts of documents, and of destructive changes.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { childText, parseXml } from '../../../dev/salesforce/xml.ts';
import { document, newClass } from './deploy-texts.ts';
import { everyTypeFiles } from './every-type.ts';
import type { OrgUnderTest } from './org-under-test.ts';
import { deploy, packageXml, retrieve, startEveryTypeOrg, unzipped, zipped } from './package-steps.ts';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startEveryTypeOrg({ seed: 0 });
});
afterEach(() => org.control('/replay/reset', {}));
afterAll(() => org.stop());

describe('zips', () => {
  test('in a folder keep its name in what is told', async () => {
    const inFolder = Object.fromEntries(
      Object.entries(newClass).map(([path, text]) => [`zip/${path}`, text]),
    );
    const { result, successes } = await deploy(org, inFolder);
    expect([result.status, ...successes.map((each) => each.fileName)]).toEqual([
      'Succeeded',
      'zip/classes/Helper.cls',
      'zip/package.xml',
    ]);
  });

  test('that are none hold no manifest; damaged ones fail; the process lives on', async () => {
    const none = await deploy(org, Buffer.from('this is no zip'));
    expect(none.failures[0]?.problem).toBe('No package.xml found');
    const cut = await deploy(org, (await zipped(newClass)).subarray(0, 200));
    expect([cut.result.status, cut.result.errorStatusCode]).toEqual(['Failed', 'UNKNOWN_EXCEPTION']);
    const climbing = Buffer.from(
      (await zipped({ 'xx/xx/evil': 'x' })).toString('latin1').replaceAll('xx/xx', '../..'),
      'latin1',
    );
    expect((await deploy(org, climbing)).result.errorMessage).toContain('not a name inside a package');
    expect((await deploy(org, newClass)).result.status).toBe('Succeeded');
  });

  test('with more than 10,000 files are refused at once', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 10_001 }, (_, index) => [`classes/C${index}.cls`, '']),
    );
    const zip = (await zipped(files)).toString('base64');
    const refused = await org.soap(`<deploy><ZipFile>${zip}</ZipFile><DeployOptions/></deploy>`);
    expect(refused.text).toContain(
      '<faultcode>sf:INVALID_OPERATION</faultcode><faultstring>INVALID_OPERATION: Too many files in zip</faultstring>',
    );
  });
});

describe('parts', () => {
  test('a field is added to its object, the others stay', async () => {
    const files = {
      'package.xml': packageXml({ CustomField: ['Invoice__c.Paid__c'] }),
      'objects/Invoice__c.object': document(
        'CustomObject',
        '<fields><fullName>Paid__c</fullName><label>Paid</label><type>Checkbox</type></fields>',
      ),
    };
    const { successes } = await deploy(org, files);
    expect(successes.map((each) => [each.componentType, each.fullName, each.fileName, each.created])).toEqual(
      [
        ['CustomField', 'Invoice__c.Paid__c', 'objects/Invoice__c.object', 'true'],
        ['', 'package.xml', 'package.xml', 'false'],
      ],
    );
    const got = await retrieve(org, { CustomObject: ['Invoice__c'] });
    const object = parseXml(got.files['unpackaged/objects/Invoice__c.object'] ?? '');
    const fields = object.children.filter((each) => each.name === 'fields');
    expect(fields.map((each) => childText(each, 'fullName'))).toEqual(['Due__c', 'Paid__c']);
    expect(object.children.find((each) => each.name === 'label')?.text).toBe('Invoice');
  });

  test('a label goes among the others, and one the manifest doesn’t name is refused', async () => {
    const label = (name: string) =>
      `<labels><fullName>${name}</fullName><language>en_US</language><protected>true</protected><shortDescription>${name}</shortDescription><value>New</value></labels>`;
    const files = {
      'package.xml': packageXml({ CustomLabel: ['Paid', 'Sent'] }),
      'labels/CustomLabels.labels': document('CustomLabels', label('Paid') + label('Sent')),
    };
    const { successes } = await deploy(org, files);
    expect(successes.map((each) => [each.fullName, each.created, each.changed])).toEqual([
      ['Paid', 'false', 'true'],
      ['Sent', 'true', 'true'],
      ['package.xml', 'false', 'true'],
    ]);
    const got = await retrieve(org, { CustomLabels: ['CustomLabels'] });
    const root = parseXml(got.files['unpackaged/labels/CustomLabels.labels'] ?? '');
    expect(root.children.map((each) => [childText(each, 'fullName'), childText(each, 'value')])).toEqual([
      ['Late', "It's late"],
      ['Paid', 'New'],
      ['Sent', 'New'],
    ]);
    const { failures } = await deploy(org, {
      ...files,
      'package.xml': packageXml({ CustomLabel: ['Paid'] }),
    });
    expect(failures.map((each) => [each.componentType, each.fullName, each.problem])).toEqual([
      ['CustomLabel', 'Sent', 'Not in package.xml'],
    ]);
  });

  test('a profile keeps what the deployed one doesn’t speak of', async () => {
    const files = {
      'package.xml': packageXml({ Profile: ['Admin'] }),
      'profiles/Admin.profile': document(
        'Profile',
        '<fieldPermissions><editable>false</editable><field>Account.Rating__c</field><readable>true</readable></fieldPermissions>',
      ),
    };
    expect((await deploy(org, files)).result.status).toBe('Succeeded');
    const got = await retrieve(org, { Profile: ['Admin'], CustomObject: ['Account', 'Invoice__c'] });
    const root = parseXml(got.files['unpackaged/profiles/Admin.profile'] ?? '');
    const rights = root.children.filter((each) => each.name === 'fieldPermissions');
    expect(rights.map((each) => [childText(each, 'field'), childText(each, 'editable')])).toEqual([
      ['Account.Rating__c', 'false'],
      ['Invoice__c.Due__c', 'true'],
    ]);
  });

  test('a bundle loses the files it no longer has; a resource comes packed', async () => {
    const resource = await zipped({ 'a.svg': '<svg/>' });
    const files = {
      'package.xml': packageXml({ LightningComponentBundle: ['invoiceList'], StaticResource: ['icons'] }),
      'lwc/invoiceList/invoiceList.js': 'export default class {}\n',
      'lwc/invoiceList/invoiceList.js-meta.xml':
        everyTypeFiles['lwc/invoiceList/invoiceList.js-meta.xml'] ?? '',
    };
    const { default: JSZip } = await import('jszip');
    const zip = await JSZip.loadAsync(await zipped(files));
    zip.file('staticresources/icons.resource', resource);
    zip.file(
      'staticresources/icons.resource-meta.xml',
      everyTypeFiles['staticresources/icons.resource-meta.xml'] ?? '',
    );
    const { result } = await deploy(org, await zip.generateAsync({ type: 'nodebuffer' }));
    expect(result.status).toBe('Succeeded');
    const got = await retrieve(org, { LightningComponentBundle: ['*'], StaticResource: ['icons'] });
    expect(Object.keys(got.files).filter((path) => path.includes('/lwc/'))).toEqual([
      'unpackaged/lwc/invoiceList/invoiceList.js',
      'unpackaged/lwc/invoiceList/invoiceList.js-meta.xml',
    ]);
    const opened = await JSZip.loadAsync(got.zip);
    const held = await opened.file('unpackaged/staticresources/icons.resource')?.async('nodebuffer');
    expect(await unzipped(held ?? Buffer.alloc(0))).toEqual({ 'a.svg': '<svg/>' });
  });
});

test('sets in another order, and folders with a slash, are what they were', async () => {
  const labels = (everyTypeFiles['labels/CustomLabels.labels-meta.xml'] ?? '').split(/(?= {4}<labels>)/);
  const [head = '', late = '', rest = ''] = labels;
  const [paid = '', end = ''] = rest.split('</CustomLabels>');
  const files = {
    'package.xml': packageXml({ CustomLabels: ['CustomLabels'], Report: ['Finance/'] }),
    'labels/CustomLabels.labels': `${head}${paid}${late}</CustomLabels>${end}`,
    'reports/Finance-meta.xml': everyTypeFiles['reports/Finance.reportFolder-meta.xml'] ?? '',
  };
  const { result, successes } = await deploy(org, files);
  expect(result.status).toBe('Succeeded');
  expect(successes.map((each) => [each.fullName, each.changed])).toEqual([
    ['CustomLabels', 'false'],
    ['Paid', 'false'],
    ['Late', 'false'],
    ['Finance', 'false'],
    ['package.xml', 'true'],
  ]);
  expect((await org.control('/state')).json().edits).toEqual([]);
});

describe('destructive changes', () => {
  test('delete what is there and tell of what is not', async () => {
    const files = {
      'package.xml': packageXml({}),
      'destructiveChanges.xml': packageXml({ ApexClass: ['Invoice', 'Gone'], CustomLabel: ['Late'] }),
    };
    const { result, successes } = await deploy(org, files);
    expect(result.status).toBe('Succeeded');
    expect(
      successes.map((each) => [
        each.componentType,
        each.fullName,
        each.deleted,
        each.problemType,
        each.problem,
      ]),
    ).toEqual([
      ['ApexClass', 'Invoice', 'true', undefined, undefined],
      ['ApexClass', 'destructiveChanges.xml', 'false', 'Warning', 'No ApexClass named: Gone found'],
      ['CustomLabel', 'Late', 'true', undefined, undefined],
      ['', 'package.xml', 'false', undefined, undefined],
    ]);
    const got = await retrieve(org, { ApexClass: ['*'], CustomLabels: ['*'] });
    expect(got.files['unpackaged/classes/Invoice.cls']).toBeUndefined();
    expect(got.files['unpackaged/labels/CustomLabels.labels']).not.toContain('Late');
  });
});
