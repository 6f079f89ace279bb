// Deploys over REST: the same work as over SOAP, told as JSON.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api, type OrgUnderTest } from './org-under-test.ts';
import { packageXml, startEveryTypeOrg, zipped } from './package-steps.ts';
import { classMeta } from './tiny-project.ts';

let org: OrgUnderTest;
let token: string;
beforeAll(async () => {
  org = await startEveryTypeOrg({ seed: 0 });
  token = await org.mint();
});
afterAll(() => org.stop());

const place = '/services/data/v66.0/metadata/deployRequest';
const ask = (path: string, method: string, body?: Buffer | string, type = 'application/json', as = token) =>
  org.call(api, path, {
    method,
    headers: { authorization: `Bearer ${as}`, 'content-type': type },
    ...(body === undefined ? {} : { body }),
  });

const defaults = {
  allowMissingFiles: false,
  autoUpdatePackage: false,
  checkOnly: false,
  ignoreWarnings: false,
  performRetrieve: false,
  purgeOnDelete: false,
  rollbackOnError: false,
  runTests: null,
  singlePackage: false,
  testLevel: null,
};

async function multipart(options: object | string, files: Readonly<Record<string, string>>) {
  const json = typeof options === 'string' ? options : JSON.stringify({ deployOptions: options });
  const head = `--xx\r\ncontent-disposition: form-data; name="json"\r\ncontent-type: application/json\r\n\r\n${json}\r\n--xx\r\nContent-Disposition: form-data; name="file"; filename="deploy.zip"\r\nContent-Type: application/zip\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), await zipped(files), Buffer.from('\r\n--xx--\r\n')]);
}
const post = async (options: object | string, files: Readonly<Record<string, string>>, as = token) =>
  ask(place, 'POST', await multipart(options, files), 'multipart/form-data; boundary="xx"', as);

const files = {
  'package.xml': packageXml({ ApexClass: ['Rest', 'Gone'] }),
  'classes/Rest.cls': 'class Rest {}',
  'classes/Rest.cls-meta.xml': classMeta(),
};

describe('a deploy over REST', () => {
  test('begins with 201 and is told in full', async () => {
    const begun = await post({ singlePackage: true, testLevel: 'NoTestRun' }, files);
    expect(begun.status).toBe(201);
    const { id, url, ...rest } = begun.json();
    expect(id).toMatch(/^0Af\w{15}$/);
    expect(url).toBe(`https://acme.my.salesforce.com${place}/${id}?includeDetails=true`);
    expect(rest).toEqual({
      deployOptions: { ...defaults, singlePackage: true, testLevel: 'NoTestRun' },
      deployResult: null,
      validatedDeployRequestId: null,
    });
    const told = (await ask(`${place}/${id}?includeDetails=true`, 'GET')).json();
    expect(told.deployResult).toMatchObject({
      checkOnly: false,
      completedDate: expect.stringMatching(/Z$/),
      done: true,
      id,
      numberComponentErrors: 1,
      numberComponentsDeployed: 1,
      numberComponentsTotal: 2,
      status: 'SucceededPartial',
      success: false,
    });
    const { componentFailures, componentSuccesses, allComponentMessages, runTestResult } =
      told.deployResult.details;
    expect(componentFailures).toEqual([
      {
        changed: false,
        columnNumber: null,
        componentType: 'ApexClass',
        created: false,
        createdDate: expect.any(String),
        deleted: false,
        fileName: 'package.xml',
        fullName: 'Gone',
        id: null,
        lineNumber: null,
        problem:
          "An object 'Gone' of type ApexClass was named in package.xml, but was not found in zipped directory",
        problemType: 'Error',
        success: false,
      },
    ]);
    expect(componentSuccesses).toHaveLength(2);
    expect(allComponentMessages).toHaveLength(3);
    expect(runTestResult).toMatchObject({ numFailures: 0, numTestsRun: 0, failures: [], codeCoverage: [] });
    const brief = (await ask(`${place}/${id}`, 'GET')).json();
    expect(brief.deployResult.details).toBeNull();
  });

  test('can be called off', async () => {
    await org.fault({ asyncQueue: 60_000 });
    const { id } = (await post({ singlePackage: true }, files)).json();
    await org.fault({ asyncQueue: 60_000 });
    const off = await ask(`${place}/${id}`, 'PATCH', '{"deployResult":{"status":"Canceling"}}');
    expect([off.status, off.json().deployResult.status]).toEqual([202, 'Canceled']);
    await org.fault({ asyncQueue: 0 });
    const again = await ask(`${place}/${id}`, 'PATCH', '{"deployResult":{"status":"Canceling"}}');
    expect([again.status, again.json()]).toEqual([
      400,
      [{ message: 'Deployment already completed', errorCode: 'INVALID_ID_FIELD' }],
    ]);
  });

  test('of a validation is quick', async () => {
    const good = { ...files, 'package.xml': packageXml({ ApexClass: ['Rest'] }) };
    const { id } = (await post({ singlePackage: true, checkOnly: true }, good)).json();
    expect((await ask(`${place}/${id}`, 'GET')).json().deployResult.status).toBe('Succeeded');
    const quick = await ask(place, 'POST', JSON.stringify({ validatedDeployRequestId: id }));
    expect([quick.status, quick.json().deployOptions.checkOnly]).toEqual([201, false]);
    expect(quick.json().id).not.toBe(id);
  });
});

test.each<[string, () => ReturnType<typeof post>, number, string]>([
  [
    'no file',
    () => ask(place, 'POST', 'x', 'multipart/form-data; boundary=xx'),
    400,
    'INVALID_MULTIPART_REQUEST',
  ],
  ['options that are no JSON', () => post('{', files), 400, 'JSON_PARSER_ERROR'],
  ['options of another kind', () => post({ checkOnly: 'yes' }, files), 400, 'INVALID_MULTIPART_REQUEST'],
  ['an id there is not', () => ask(`${place}/0Af5g0000000000AAA`, 'GET'), 400, 'INVALID_CROSS_REFERENCE_KEY'],
  ['a validation there is not', () => ask(place, 'POST', '{}'), 400, 'MALFORMED_ID'],
  ['another method', () => ask(place, 'DELETE'), 405, 'METHOD_NOT_ALLOWED'],
  ['another resource', () => ask('/services/data/v66.0/metadata/other', 'GET'), 404, 'NOT_FOUND'],
])('refuses %s', async (_, call, status, code) => {
  const answer = await call();
  expect([answer.status, answer.json()[0].errorCode]).toEqual([status, code]);
});

test('refuses a user who may not change metadata', async () => {
  const answer = await post({}, files, await org.mint('mia.lindqvist@acme.example'));
  expect([answer.status, answer.json()[0].errorCode]).toEqual([403, 'INSUFFICIENT_ACCESS']);
});
