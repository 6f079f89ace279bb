// The Metadata API: lists, documents, faults.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { childText, parseXml, type XmlElement } from '../../../dev/salesforce/xml.ts';
import { api, envelope, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';
import { fields } from './tiny-project.ts';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest();
});
afterAll(() => org.stop());

/** Elements of that name anywhere in an answer. */
function all(text: string, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  const walk = (element: XmlElement) => {
    if (element.name === name) found.push(element);
    else element.children.forEach(walk);
  };
  walk(parseXml(text));
  return found;
}

const read = (type: string, ...names: string[]) =>
  org.soap(
    `<readMetadata><type>${type}</type>${names.map((name) => `<fullNames>${name}</fullNames>`).join('')}</readMetadata>`,
  );
const list = (...types: string[]) =>
  org.soap(
    `<listMetadata>${types.map((type) => `<queries><type>${type}</type></queries>`).join('')}<asOfVersion>66.0</asOfVersion></listMetadata>`,
  );

describe('listMetadata', () => {
  test('gives full file properties of each component', async () => {
    const rows = all((await list('ApexClass', 'PermissionSet')).text, 'result').map((each) =>
      Object.fromEntries(each.children.map((value) => [value.name, value.text])),
    );
    expect(rows.map((row) => row.fullName)).toEqual(['Helper', 'Lead', 'Broken', 'Sales_Ops']);
    expect(rows[1]).toEqual({
      createdById: expect.stringMatching(/^005/),
      createdByName: 'Ada King',
      createdDate: '2026-01-10T09:00:00.000Z',
      fileName: 'classes/Lead.cls',
      fullName: 'Lead',
      id: expect.stringMatching(/^01p/),
      lastModifiedById: expect.stringMatching(/^005/),
      lastModifiedByName: 'Sam Okafor',
      lastModifiedDate: '2026-02-11T10:30:00.000Z',
      manageableState: 'unmanaged',
      type: 'ApexClass',
    });
  });

  test('gives a flow by its current version and its definition by its own id', async () => {
    const ids = async (type: string) =>
      all((await list(type)).text, 'result').map((each) => childText(each, 'id')?.slice(0, 3));
    expect(await ids('Flow')).toEqual(['301', '301']);
    expect(await ids('FlowDefinition')).toEqual(['300', '300']);
  });

  test('takes three queries and no more', async () => {
    expect((await list('ApexClass', 'Flow', 'PermissionSet')).status).toBe(200);
    const refused = await list('ApexClass', 'Flow', 'PermissionSet', 'Flow');
    expect(refused.status).toBe(500);
    expect(refused.text).toContain('<faultcode>sf:EXCEEDED_ID_LIMIT</faultcode>');
  });
});

describe('readMetadata', () => {
  test('gives a record for each name in the order asked, nil for an unknown one', async () => {
    const records = all((await read('PermissionSet', 'Nope', 'Sales_Ops')).text, 'records');
    expect(records.map((each) => each.attributes)).toEqual([
      { 'xsi:nil': 'true' },
      { 'xsi:type': 'PermissionSet' },
    ]);
    expect(records[1] && childText(records[1], 'fullName')).toBe('Sales_Ops');
    expect(records[1] && childText(records[1], 'label')).toBe('Sales Ops');
  });

  test('shuffles the lists whose order means nothing, and writes absent fields as nil', async () => {
    const order = async () =>
      all((await read('PermissionSet', 'Sales_Ops')).text, 'fieldPermissions').map((each) =>
        childText(each, 'field'),
      );
    const first = await order();
    expect(first.toSorted()).toEqual(fields.toSorted());
    expect([first, await order(), await order()].every((each) => each.join() === fields.join())).toBe(false);
    expect((await read('PermissionSet', 'Sales_Ops')).text).toContain('<description xsi:nil="true"/>');
  });

  test('keeps the order when the seed is 0', async () => {
    await org.restart({ seed: 0 });
    const text = (await read('PermissionSet', 'Sales_Ops')).text;
    await org.restart();
    expect(all(text, 'fieldPermissions').map((each) => childText(each, 'field'))).toEqual(fields);
    expect(text).not.toContain('xsi:nil');
  });

  test('gives a flow’s current version, or the one its name numbers', async () => {
    const [current, first] = all((await read('Flow', 'Route', 'Route-1')).text, 'records');
    expect(current && [childText(current, 'label'), childText(current, 'status')]).toEqual([
      'Route leads',
      'Active',
    ]);
    expect(first && [childText(first, 'label'), childText(first, 'status')]).toEqual(['Route', 'Obsolete']);
    expect((await read('Flow', 'Route')).text).toContain('Is it big &amp; new?');
  });

  test.each([
    [
      'ApexClass',
      ['Lead'],
      'sf:INVALID_TYPE',
      'INVALID_TYPE: This type of metadata is not available for this organization',
    ],
    ['Nothing', ['x'], 'sf:INVALID_TYPE', 'INVALID_TYPE: Unknown type:Nothing'],
    [
      'PermissionSet',
      Array.from({ length: 11 }, (_, index) => `P${index}`),
      'sf:EXCEEDED_ID_LIMIT',
      'EXCEEDED_ID_LIMIT: record limit reached. cannot submit more than 10 records in this operation',
    ],
    ['PermissionSet', ['Broken'], 'sf:UNKNOWN_EXCEPTION', 'UNKNOWN_EXCEPTION: An unexpected error occurred.'],
  ])('refuses %s %s', async (type, names, code, text) => {
    const answer = await read(type, ...names);
    expect(answer.status).toBe(500);
    expect(answer.text).toContain(`<faultcode>${code}</faultcode><faultstring>${text}`);
  });
});

describe('the Metadata API', () => {
  test('describes what it has', async () => {
    const objects = all(
      (await org.soap('<describeMetadata><asOfVersion>66.0</asOfVersion></describeMetadata>')).text,
      'metadataObjects',
    );
    expect(objects.map((each) => childText(each, 'xmlName'))).toContain('PermissionSet');
  });

  test('wants a user who may modify metadata', async () => {
    const token = await org.mint('mia.lindqvist@acme.example');
    const answer = await org.soap('<describeMetadata></describeMetadata>', { token });
    expect(answer.text).toContain(
      '<faultcode>sf:INSUFFICIENT_ACCESS</faultcode><faultstring>INSUFFICIENT_ACCESS: use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
    );
  });

  test.each([
    [
      'an unknown session',
      envelope('<describeMetadata></describeMetadata>', '00D!nope'),
      'sf:INVALID_SESSION_ID',
    ],
    ['nothing', '', 'Premature end of file.'],
    ['XML that breaks off', '<soapenv:Envelope', 'soapenv:Client'],
    ['no envelope', '<hello/>', 'soapenv:Client'],
    ['a DTD', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', 'DOCTYPE is disallowed'],
    [
      'an entity it doesn’t know',
      envelope('<describeMetadata>&boom;</describeMetadata>', 'x'),
      'soapenv:Client',
    ],
  ])('answers %s with a fault and lives on', async (_, body, text) => {
    const headers = { 'content-type': 'text/xml' };
    const answer = await org.call(api, '/services/Soap/m/66.0', { method: 'POST', body, headers });
    expect(answer.status).toBe(500);
    expect(answer.text).toContain(text);
    expect((await list('ApexClass')).status).toBe(200);
  });

  test('wants text/xml, a version it has, an operation it has', async () => {
    const plain = await org.call(api, '/services/Soap/m/66.0', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(plain.text).toContain('content-type of the request should be text/xml');
    expect((await org.soap('<describeMetadata></describeMetadata>', { version: '12.0' })).text).toContain(
      'UNSUPPORTED_API_VERSION',
    );
    expect((await org.soap('<launchMetadata></launchMetadata>')).text).toContain(
      'No operation available for request',
    );
  });

  test('says when no calls are left', async () => {
    await org.fault({ requestsLeft: 0 });
    const answer = await list('ApexClass');
    await org.fault({ requestsLeft: null });
    expect(answer.text).toContain('REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.');
  });
});
