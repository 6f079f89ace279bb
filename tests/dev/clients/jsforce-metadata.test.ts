// jsforce asks the Metadata API: what there is, documents, packages out of the org and back into it.

import JSZip from 'jszip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeEveryTypeProject } from '../salesforce/every-type.ts';
import { type OrgUnderTest, startOrgUnderTest } from '../salesforce/org-under-test.ts';
import { type ClientProcess, startClient } from './client-process.ts';
import type { JsforceSteps } from './jsforce-client.ts';

let org: OrgUnderTest;
let client: ClientProcess<JsforceSteps>;
beforeAll(async () => {
  const project = `${process.env.TMPDIR ?? '/tmp'}/jsforce-${process.pid}`;
  makeEveryTypeProject(project);
  org = await startOrgUnderTest({ seed: 0, project });
  client = await startClient<JsforceSteps>(org, 'jsforce-client.ts');
  await client.run('connect', { accessToken: await org.mint() });
});
afterAll(async () => {
  const strayed = client.strayed();
  await client.stop();
  await org.stop();
  expect(strayed).toEqual([]);
});

const unpackaged = (...types: { name: string; members: string[] }[]) => ({
  apiVersion: '66.0',
  singlePackage: true,
  unpackaged: { types, version: '66.0' },
});

/** The files of a package, by path. */
async function opened(zip: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const file of Object.values((await JSZip.loadAsync(zip, { base64: true })).files))
    if (!file.dir) files[file.name] = await file.async('string');
  return files;
}

async function packed(files: Record<string, string>): Promise<string> {
  const zip = new JSZip();
  for (const [path, text] of Object.entries(files)) zip.file(path, text);
  return zip.generateAsync({ type: 'base64' });
}

const manifest = (...types: [string, string][]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">${types.map(([name, member]) => `<types><members>${member}</members><name>${name}</name></types>`).join('')}<version>66.0</version></Package>`;
const classMeta =
  '<?xml version="1.0" encoding="UTF-8"?>\n<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>66.0</apiVersion><status>Active</status></ApexClass>';

describe('jsforce asks what there is', () => {
  test('each type, with its folder and its parts', async () => {
    const { metadataObjects, partialSaveAllowed } = await client.run('describeMetadata');
    expect(metadataObjects.find((each) => each.xmlName === 'CustomObject')).toMatchObject({
      directoryName: 'objects',
      suffix: 'object',
      inFolder: false,
      metaFile: false,
      childXmlNames: expect.arrayContaining(['CustomField', 'ValidationRule', 'RecordType']),
    });
    expect(metadataObjects.find((each) => each.xmlName === 'Report')).toMatchObject({ inFolder: true });
    expect(partialSaveAllowed).toBe(true);
  });

  test('the components of three types at once', async () => {
    const rows = await client.run('listMetadata', [
      { type: 'ApexClass' },
      { type: 'CustomField' },
      { type: 'Report', folder: 'Finance' },
    ]);
    expect(rows.map((row) => `${row.type} ${row.fullName} ${row.fileName}`).sort()).toEqual([
      'ApexClass Invoice classes/Invoice.cls',
      'CustomField Account.Rating__c objects/Account.object',
      'CustomField Invoice__c.Due__c objects/Invoice__c.object',
      'Report Finance/Open_Invoices reports/Finance/Open_Invoices.report',
    ]);
    expect(rows[0]).toMatchObject({ lastModifiedByName: 'Leo Marin', manageableState: 'unmanaged' });
  });

  test('nothing of a type without components, as an empty list', async () => {
    expect(await client.run('listMetadata', [{ type: 'CallCenter' }])).toEqual([]);
  });

  test('a type that isn’t one', async () => {
    const error = await client.failure('listMetadata', [{ type: 'Nonsense' }]);
    expect(error.errorCode).toBe('sf:INVALID_TYPE');
  });
});

describe('jsforce reads', () => {
  test('documents in the order asked, with nothing for an unknown name', async () => {
    const records = await client.run('readMetadata', {
      type: 'CustomObject',
      names: ['Invoice__c', 'Nope__c', 'Account'],
    });
    expect(records.map((each) => each.fullName)).toEqual(['Invoice__c', undefined, 'Account']);
    expect(records[0]).toMatchObject({ label: 'Invoice', pluralLabel: 'Invoices' });
    expect(records[0]?.fields).toMatchObject([{ fullName: 'Due__c', type: 'Date' }]);
  });

  test('not eleven at once', async () => {
    const names = Array.from({ length: 11 }, (_, index) => `P${index}`);
    const error = await client.failure('readMetadata', { type: 'PermissionSet', names });
    expect(error.errorCode).toBe('sf:EXCEEDED_ID_LIMIT');
  });

  test('not code', async () => {
    const error = await client.failure('readMetadata', { type: 'ApexClass', names: ['Invoice'] });
    expect(error.errorCode).toBe('sf:INVALID_TYPE');
  });
});

describe('jsforce retrieves', () => {
  test('a package by names and by a wildcard', async () => {
    const result = await client.run(
      'retrieve',
      unpackaged(
        { name: 'ApexClass', members: ['*'] },
        { name: 'CustomObject', members: ['Invoice__c'] },
        { name: 'LightningComponentBundle', members: ['invoiceList'] },
      ),
    );
    expect(result).toMatchObject({ success: true, status: 'Succeeded' });
    const files = await opened(result.zipFile);
    expect(Object.keys(files).sort()).toEqual([
      'classes/Invoice.cls',
      'classes/Invoice.cls-meta.xml',
      'lwc/invoiceList/invoiceList.html',
      'lwc/invoiceList/invoiceList.js',
      'lwc/invoiceList/invoiceList.js-meta.xml',
      'objects/Invoice__c.object',
      'package.xml',
    ]);
    expect(files['objects/Invoice__c.object']).toContain('<fullName>Due__c</fullName>');
    expect(result.fileProperties.map((each) => `${each.type} ${each.fullName} ${each.fileName}`)).toEqual(
      expect.arrayContaining([
        'ApexClass Invoice classes/Invoice.cls',
        'CustomObject Invoice__c objects/Invoice__c.object',
        'LightningComponentBundle invoiceList lwc/invoiceList',
      ]),
    );
  });

  test('what is there, and is told what isn’t', async () => {
    const result = await client.run(
      'retrieve',
      unpackaged({ name: 'ApexClass', members: ['Nope', 'Invoice'] }),
    );
    expect(result.success).toBe(true);
    expect(result.messages).toEqual([
      { fileName: 'package.xml', problem: "Entity of type 'ApexClass' named 'Nope' cannot be found" },
    ]);
    expect(Object.keys(await opened(result.zipFile))).toContain('classes/Invoice.cls');
  });
});

describe('jsforce deploys', () => {
  const files = (body: string) => ({
    'package.xml': manifest(['ApexClass', 'Added']),
    'classes/Added.cls': body,
    'classes/Added.cls-meta.xml': classMeta,
  });
  const row = async () =>
    (await client.run('toolingQuery', "SELECT Id, Body FROM ApexClass WHERE Name = 'Added'")).records[0];

  test('only to check: nothing changes', async () => {
    const result = await client.run('deploy', {
      zip: await packed(files('public class Added {}')),
      options: { checkOnly: true, singlePackage: true },
    });
    expect(result).toMatchObject({
      status: 'Succeeded',
      success: true,
      checkOnly: true,
      numberComponentErrors: 0,
    });
    expect(await row()).toBeUndefined();
  });

  test('a new class, then a change of it', async () => {
    const deploy = async (body: string) =>
      client.run('deploy', {
        zip: await packed(files(body)),
        options: { singlePackage: true, rollbackOnError: true },
      });
    const first = await deploy('public class Added {}');
    expect(first).toMatchObject({
      status: 'Succeeded',
      numberComponentsTotal: 1,
      numberComponentsDeployed: 1,
    });
    const successes = [first.details.componentSuccesses].flat();
    expect(successes.find((each) => each?.fullName === 'Added')).toMatchObject({
      componentType: 'ApexClass',
      created: true,
      success: true,
    });
    const second = await deploy('public class Added { /* 2 */ }');
    expect(
      [second.details.componentSuccesses].flat().find((each) => each?.fullName === 'Added'),
    ).toMatchObject({
      created: false,
      changed: true,
    });
    expect((await row())?.Body).toBe('public class Added { /* 2 */ }');
  });

  test('what can’t be: the failure names the file and what is wrong', async () => {
    const result = await client.run('deploy', {
      zip: await packed({
        'package.xml': manifest(['PermissionSet', 'Bad']),
        'permissionsets/Bad.permissionset':
          '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><lab',
      }),
      options: { singlePackage: true, rollbackOnError: true },
    });
    expect(result).toMatchObject({ status: 'Failed', success: false, numberComponentErrors: 1 });
    const [failure] = [result.details.componentFailures].flat();
    expect(failure).toMatchObject({ fileName: 'permissionsets/Bad.permissionset', problemType: 'Error' });
  });

  test('by REST, and asks after it by REST', async () => {
    const started = await client.run('deployRest', {
      zip: await packed(files('public class Added { /* rest */ }')),
      options: { singlePackage: true, rollbackOnError: true },
    });
    let result = await client.run('checkDeploy', { id: String(started.id), rest: true });
    for (let turn = 0; turn < 100 && !result.done; turn += 1)
      result = await client.run('checkDeploy', { id: String(started.id), rest: true });
    expect(result).toMatchObject({ done: true, status: 'Succeeded', success: true });
    expect((await row())?.Body).toBe('public class Added { /* rest */ }');
  });
});
