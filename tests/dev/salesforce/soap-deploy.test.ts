// Deploys: what changes in the org and under whose name, what is told of each component, what is refused and how.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { document, newClass, xmlns } from './deploy-texts.ts';
import { everyTypeFiles } from './every-type.ts';
import type { OrgUnderTest } from './org-under-test.ts';
import { deploy, packageXml, retrieve, safely, startEveryTypeOrg } from './package-steps.ts';
import { classMeta } from './tiny-project.ts';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startEveryTypeOrg({ seed: 0 });
});
afterEach(() => org.control('/replay/reset', {}));
afterAll(() => org.stop());

const liveClass = async (name: string) =>
  (await retrieve(org, { ApexClass: [name] })).files[`unpackaged/classes/${name}.cls`];
const state = async () => (await org.control('/state')).json();

describe('a deploy', () => {
  test('makes a component as the user who asked, and says so', async () => {
    const token = await org.mint('leo.marin@acme.example');
    const { result, successes, failures } = await deploy(org, newClass, safely, token);
    expect(result).toMatchObject({
      checkOnly: 'false',
      createdByName: 'Leo Marin',
      done: 'true',
      numberComponentErrors: '0',
      numberComponentsDeployed: '1',
      numberComponentsTotal: '1',
      numberTestsTotal: '0',
      rollbackOnError: 'true',
      runTestsEnabled: 'false',
      status: 'Succeeded',
      success: 'true',
    });
    expect(result.createdBy).toMatch(/^005\w{12}$/);
    expect(failures).toEqual([]);
    expect(successes).toEqual([
      {
        changed: 'true',
        componentType: 'ApexClass',
        created: 'true',
        createdDate: expect.stringMatching(/Z$/),
        deleted: 'false',
        fileName: 'classes/Helper.cls',
        fullName: 'Helper',
        id: expect.stringMatching(/^01p\w{15}$/),
        success: 'true',
      },
      {
        changed: 'true',
        componentType: '',
        created: 'false',
        createdDate: expect.any(String),
        deleted: 'false',
        fileName: 'package.xml',
        fullName: 'package.xml',
        success: 'true',
      },
    ]);
    expect(await liveClass('Helper')).toBe('public class Helper {}\n');
    const made = (await state()).components.find((each: { fullName: string }) => each.fullName === 'Helper');
    expect(made.lastModifiedBy).toBe('Leo Marin');
    const trail = await org.query('SELECT Display, CreatedBy.Name FROM SetupAuditTrail', undefined, '');
    expect(trail.json().records.map((row: { Display: string }) => row.Display)).toEqual([
      'Created Helper Apex Class code',
    ]);
  });

  test('keeps what it changed when the org starts again', async () => {
    await deploy(org, newClass);
    await org.restart({ seed: 0 });
    expect(await liveClass('Helper')).toBe('public class Helper {}\n');
  });

  test('leaves what is the same as it was', async () => {
    const before = (await state()).edits.length;
    const files = {
      'package.xml': packageXml({ ApexClass: ['Invoice'], Layout: ['*'] }),
      'classes/Invoice.cls': everyTypeFiles['classes/billing/Invoice.cls'] ?? '',
      'classes/Invoice.cls-meta.xml': classMeta().replace(/\n\s+/g, ''),
      'layouts/Account-Account %28Support%29 Layout.layout': document(
        'Layout',
        '<showEmailCheckbox>true</showEmailCheckbox>',
      ),
    };
    const { successes } = await deploy(org, files);
    expect(successes.map((each) => [each.fullName, each.changed, each.created])).toEqual([
      ['Invoice', 'false', 'false'],
      ['Account-Account %28Support%29 Layout', 'true', 'false'],
      ['package.xml', 'true', 'false'],
    ]);
    expect((await state()).edits.length).toBe(before + 1);
  });

  test('of everything a retrieve gave changes nothing', async () => {
    const types = {
      ApexClass: ['*'],
      ApexTrigger: ['*'],
      AuraDefinitionBundle: ['*'],
      CustomLabels: ['*'],
      CustomMetadata: ['*'],
      CustomObject: ['*', 'Account'],
      CustomObjectTranslation: ['*'],
      Document: ['Brand', 'Brand/note.txt'],
      EmailTemplate: ['Finance', 'Finance/Reminder'],
      Flow: ['*'],
      Layout: ['*'],
      LightningComponentBundle: ['*'],
      PermissionSet: ['*'],
      Profile: ['*'],
      QuickAction: ['*'],
      Report: ['Finance', 'Finance/Open_Invoices'],
      Settings: ['*'],
      StaticResource: ['*'],
      Workflow: ['*'],
    };
    const got = await retrieve(org, types, '<singlePackage>true</singlePackage>');
    const { result, successes, failures } = await deploy(org, got.zip);
    expect(failures).toEqual([]);
    expect(result.status).toBe('Succeeded');
    expect(successes.filter((each) => each.changed !== 'false').map((each) => each.fullName)).toEqual([
      'package.xml',
    ]);
    expect(successes.map((each) => each.componentType)).toEqual(
      expect.arrayContaining([
        'CustomField',
        'ValidationRule',
        'CustomLabel',
        'WorkflowRule',
        'AccountSettings',
      ]),
    );
    expect((await state()).edits).toEqual([]);
    expect((await retrieve(org, types, '<singlePackage>true</singlePackage>')).zip.equals(got.zip)).toBe(
      true,
    );
  });

  test('only checks when told so', async () => {
    const { result, successes } = await deploy(org, newClass, `${safely}<checkOnly>true</checkOnly>`);
    expect([result.status, result.checkOnly, successes[0]?.created]).toEqual(['Succeeded', 'true', 'true']);
    expect(await liveClass('Helper')).toBeUndefined();
  });

  test('of a recent validation deploys what was checked', async () => {
    const checked = await deploy(org, newClass, `${safely}<checkOnly>true</checkOnly>`);
    const quick = await org.soap(
      `<deployRecentValidation><validationId>${checked.id}</validationId></deployRecentValidation>`,
    );
    expect(quick.text).toMatch(/<result>0Af\w{15}<\/result>/);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await liveClass('Helper')).toBe('public class Helper {}\n');
    const plain = await deploy(org, newClass);
    const refused = await org.soap(
      `<deployRecentValidation><validationId>${plain.id}</validationId></deployRecentValidation>`,
    );
    expect(refused.text).toContain('<faultcode>sf:INVALID_ID_FIELD</faultcode>');
  });
});

describe('options and turns', () => {
  test('files the manifest leaves out may be added to it', async () => {
    const files = { ...newClass, 'package.xml': packageXml({}) };
    expect((await deploy(org, files)).failures.map((each) => each.problem)).toEqual(['Not in package.xml']);
    const { result } = await deploy(org, files, `${safely}<autoUpdatePackage>true</autoUpdatePackage>`);
    expect(result.status).toBe('Succeeded');
    expect(await liveClass('Helper')).toBe('public class Helper {}\n');
  });

  test('names without files may be allowed', async () => {
    const files = { ...newClass, 'package.xml': packageXml({ ApexClass: ['Helper', 'Gone'] }) };
    const { result } = await deploy(org, files, `${safely}<allowMissingFiles>true</allowMissingFiles>`);
    expect(result.status).toBe('Succeeded');
  });

  test('test levels are taken, and no tests are run', async () => {
    const run = '<runTests>HelperTest</runTests><testLevel>RunSpecifiedTests</testLevel>';
    const { result } = await deploy(org, newClass, safely + run);
    expect(result).toMatchObject({ status: 'Succeeded', runTestsEnabled: 'true', numberTestsTotal: '0' });
  });

  test('two at once are worked on one after the other', async () => {
    const other = { ...newClass, 'classes/Helper.cls': 'public class Helper { /* the second */ }\n' };
    const [one, two] = await Promise.all([deploy(org, newClass), deploy(org, other)]);
    expect([one.result.status, two.result.status]).toEqual(['Succeeded', 'Succeeded']);
    expect([one, two].map((each) => each.successes[0]?.created).toSorted()).toEqual(['false', 'true']);
  });

  test('a flow’s definition may say what is so, and no other version', async () => {
    const files = (number: number) => ({
      'package.xml': packageXml({ FlowDefinition: ['Bill'] }),
      'flowDefinitions/Bill.flowDefinition': document(
        'FlowDefinition',
        `<activeVersionNumber>${number}</activeVersionNumber>`,
      ),
    });
    expect((await deploy(org, files(1))).successes[0]?.changed).toBe('false');
    expect((await deploy(org, files(2))).result.status).toBe('Failed');
  });
});

describe('one bad component', () => {
  const files = {
    ...newClass,
    'package.xml': packageXml({ ApexClass: ['Helper', 'Gone'], PermissionSet: ['Broken', 'Odd'] }),
    'permissionsets/Broken.permissionset': `<?xml version="1.0"?>\n<PermissionSet ${xmlns}>\n    <label>Broken</lable>\n</PermissionSet>\n`,
    'permissionsets/Odd.permissionset': document('PermissionSet', '<label>Odd</label><colour>red</colour>'),
    'classes/Extra.cls': 'public class Extra {}',
    'classes/Extra.cls-meta.xml': classMeta(),
  };
  const problems = [
    [
      'PermissionSet',
      'permissionsets/Broken.permissionset',
      'Broken',
      'Error parsing file: The element type "label" must be terminated by the matching end-tag "</label>".',
      '3',
    ],
    ['ApexClass', 'classes/Extra.cls', 'Extra', 'Not in package.xml', undefined],
    [
      'PermissionSet',
      'permissionsets/Odd.permissionset',
      'Odd',
      'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}colour invalid at this location in type PermissionSet',
      undefined,
    ],
    [
      'ApexClass',
      'package.xml',
      'Gone',
      "An object 'Gone' of type ApexClass was named in package.xml, but was not found in zipped directory",
      undefined,
    ],
  ];
  const told = (each: Record<string, string>) => [
    each.componentType,
    each.fileName,
    each.fullName,
    each.problem,
    each.lineNumber,
  ];

  test('fails the deploy, and nothing of it stays', async () => {
    const { result, successes, failures } = await deploy(org, files);
    expect(failures.map(told).toSorted()).toEqual(problems.toSorted());
    expect(failures.map((each) => [each.problemType, each.success])).toEqual(
      problems.map(() => ['Error', 'false']),
    );
    expect(successes.map((each) => each.fullName)).toEqual(['Helper', 'package.xml']);
    expect(result).toMatchObject({
      status: 'Failed',
      success: 'false',
      numberComponentErrors: '4',
      numberComponentsDeployed: '1',
      numberComponentsTotal: '5',
    });
    expect(await liveClass('Helper')).toBeUndefined();
  });

  test('leaves the good ones when errors don’t roll back', async () => {
    const { result } = await deploy(org, files, '<singlePackage>true</singlePackage>');
    expect([result.status, result.success]).toEqual(['SucceededPartial', 'false']);
    expect(await liveClass('Helper')).toBe('public class Helper {}\n');
  });
});

test.each<[string, Record<string, string>, string, string, string]>([
  ['no manifest', { 'classes/A.cls': '' }, '', 'classes/package.xml', 'No package.xml found'],
  ['nothing', {}, '', 'package.xml', 'No package.xml found'],
  [
    'a type that is none',
    { 'package.xml': packageXml({ Reports: ['*'] }) },
    '<singlePackage>true</singlePackage>',
    'package.xml',
    "Unknown type name 'Reports' specified in package.xml",
  ],
  [
    'an API version of tomorrow',
    {
      'package.xml': packageXml({ ApexClass: ['A'] }),
      'classes/A.cls': 'class A {}',
      'classes/A.cls-meta.xml': classMeta('88.0'),
    },
    '<singlePackage>true</singlePackage>',
    'classes/A.cls',
    'Invalid api version:88.0',
  ],
  [
    'text where a document belongs',
    { 'package.xml': packageXml({ CustomMetadata: ['*'] }), 'customMetadata/README.md': '# Read me' },
    '<singlePackage>true</singlePackage>',
    'customMetadata/README.md',
    'Error parsing file: Content is not allowed in prolog.',
  ],
  [
    'a document with a DTD',
    {
      'package.xml': packageXml({ Layout: ['*'] }),
      'layouts/L.layout': '<!DOCTYPE x [<!ENTITY a "b">]><Layout>&a;</Layout>',
    },
    '<singlePackage>true</singlePackage>',
    'layouts/L.layout',
    'Error parsing file: DOCTYPE is disallowed when the feature "http://apache.org/xml/features/disallow-doctype-decl" set to true.',
  ],
])('refuses a package with %s', async (_, files, options, fileName, problem) => {
  const { result, failures } = await deploy(org, files, options);
  expect(failures.map((each) => [each.fileName, each.problem])).toEqual([[fileName, problem]]);
  expect(result.status).toBe('Failed');
});
