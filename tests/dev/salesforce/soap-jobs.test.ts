// Retrieves and deploys as jobs: their states by the org's clock, whose they are, and how a deploy is called off.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { shortId } from '../../../dev/salesforce/state/ids.ts';
import { childText } from '../../../dev/salesforce/xml.ts';
import type { OrgUnderTest } from './org-under-test.ts';
import { all, deployed, packageXml, startEveryTypeOrg, values, zipped } from './package-steps.ts';
import { classMeta } from './tiny-project.ts';

let org: OrgUnderTest;
let leo: string;
let now = Date.now();
beforeAll(async () => {
  org = await startEveryTypeOrg({ seed: 0, now: () => now });
  await org.fault({ sessionMinutes: 7 * 24 * 60 });
  leo = await org.mint('leo.marin@acme.example');
  await org.soap('<describeMetadata></describeMetadata>');
});
afterEach(() => org.fault({ asyncQueue: 0, asyncWork: 0 }));
afterAll(() => org.stop());

const resultOf = async (operation: string, token?: string) => {
  const { text } = await org.soap(operation, token ? { token } : {});
  const [result] = all(text, 'result');
  return { text, ...values(result), result };
};
const startRetrieve = async () =>
  (
    await resultOf(
      '<retrieve><retrieveRequest><apiVersion>66.0</apiVersion><unpackaged><types><members>*</members><name>ApexClass</name></types><version>66.0</version></unpackaged></retrieveRequest></retrieve>',
    )
  ).result;
const startDeploy = async () => {
  const zip = await zipped({
    'package.xml': packageXml({ ApexClass: ['Later'] }),
    'classes/Later.cls': 'class Later {}',
    'classes/Later.cls-meta.xml': classMeta(),
  });
  const options = '<rollbackOnError>true</rollbackOnError><singlePackage>true</singlePackage>';
  const { result } = await resultOf(
    `<deploy><ZipFile>${zip.toString('base64')}</ZipFile><DeployOptions>${options}</DeployOptions></deploy>`,
  );
  return (result && childText(result, 'id')) ?? '';
};
const retrieveStatus = (id: string, token?: string) =>
  resultOf(`<checkRetrieveStatus><asyncProcessId>${id}</asyncProcessId></checkRetrieveStatus>`, token);
const deployStatus = (id: string, token?: string) =>
  resultOf(`<checkDeployStatus><asyncProcessId>${id}</asyncProcessId></checkDeployStatus>`, token);
const cancel = (id: string) => resultOf(`<cancelDeploy><String>${id}</String></cancelDeploy>`);
const hasClass = async () => {
  const components: { fullName: string }[] = (await org.control('/state')).json().components;
  return components.some((each) => each.fullName === 'Later');
};

describe('a job', () => {
  test('has an id of its kind and is queued', async () => {
    const result = await startRetrieve();
    expect(result?.children.map((each) => [each.name, each.text])).toEqual([
      ['done', 'false'],
      ['id', expect.stringMatching(/^09S\w{15}$/)],
      ['state', 'Queued'],
    ]);
    const id = (result && childText(result, 'id')) ?? '';
    expect(shortId(id)).toBe(id.slice(0, 15));
    expect(shortId(await startDeploy())).toMatch(/^0Af/);
  });

  test('waits, works and ends when the clock says so', async () => {
    await org.fault({ asyncQueue: 60_000, asyncWork: 120_000 });
    const result = await startRetrieve();
    const id = (result && childText(result, 'id')) ?? '';
    const pending = await retrieveStatus(id);
    expect(pending.result?.children.map((each) => [each.name, each.text])).toEqual([
      ['done', 'false'],
      ['id', id],
      ['status', 'Pending'],
      ['success', 'false'],
      ['zipFile', ''],
    ]);
    expect(pending.text).toContain('<zipFile xsi:nil="true"/>');
    now += 60_000;
    expect((await retrieveStatus(id)).result?.children[2]?.text).toBe('InProgress');
    now += 119_999;
    expect((await retrieveStatus(id)).result?.children[2]?.text).toBe('InProgress');
    now += 1;
    expect((await retrieveStatus(id)).text).toContain('<status>Succeeded</status>');
  });

  test('is its owner’s alone', async () => {
    const id = await startDeploy();
    const refused = 'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id';
    expect((await deployStatus(id, leo)).text).toContain(`<faultstring>${refused}</faultstring>`);
    expect((await deployStatus(id.slice(0, 15))).text).toContain('<status>Succeeded</status>');
  });

  test.each<[string, string, string]>([
    ['none of the org’s', '0Af5g0000000000AAA', 'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id'],
    ['no id', 'nonsense', 'MALFORMED_ID: malformed id nonsense'],
    ['nothing', '', 'MALFORMED_ID: malformed id'],
  ])('is not found by %s', async (_, id, text) => {
    expect((await retrieveStatus(id)).text).toContain(`<faultstring>${text}</faultstring>`);
    expect((await deployStatus(id)).text).toContain(`<faultstring>${text}</faultstring>`);
  });

  test('of another kind is no answer but a fault', async () => {
    expect((await retrieveStatus(await startDeploy())).text).toContain(
      '<faultcode>sf:UNKNOWN_EXCEPTION</faultcode>',
    );
  });

  test('is forgotten after a day', async () => {
    const old = await startDeploy();
    expect((await deployStatus(old)).text).toContain('<done>true</done>');
    now += 25 * 60 * 60_000;
    await startRetrieve();
    expect((await deployStatus(old)).text).toContain('INVALID_CROSS_REFERENCE_KEY');
  });
});

describe('calling a deploy off', () => {
  test('before it began changes nothing', async () => {
    await org.fault({ asyncQueue: 60_000 });
    await org.control('/delete', { type: 'ApexClass', fullName: 'Later' });
    const id = await startDeploy();
    expect((await cancel(id)).text).toContain(`<result><done>true</done><id>${id}</id></result>`);
    now += 60_000;
    const { result } = await deployed(org, id);
    expect(result).toMatchObject({ status: 'Canceled', success: 'false', canceledByName: 'Ada King' });
    expect(await hasClass()).toBe(false);
  });

  test('while it works takes until it can', async () => {
    await org.fault({ asyncWork: 60_000 });
    const id = await startDeploy();
    expect((await deployStatus(id)).text).toContain('<status>InProgress</status>');
    expect((await cancel(id)).text).toContain(`<result><done>false</done><id>${id}</id></result>`);
    expect((await deployStatus(id)).text).toContain('<status>Canceling</status>');
    now += 60_000;
    expect((await deployed(org, id)).result.status).toBe('Canceled');
    expect(await hasClass()).toBe(false);
  });

  test('after it ended is refused', async () => {
    const id = await startDeploy();
    await deployed(org, id);
    expect((await cancel(id)).text).toContain(
      '<faultstring>INVALID_ID_FIELD: Deployment already completed</faultstring>',
    );
    expect(await hasClass()).toBe(true);
  });
});
