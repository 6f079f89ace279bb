// Addresses of Setup: a table of our own, and the published list where it is at hand.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { apiHostOf, readHost } from '#core/setup/host.ts';
import type { SetupPage } from '#core/setup/page.ts';
import { componentOf, orgHostOf } from '#core/setup/page-component.ts';
import { resolveSetupPage } from '#core/setup/resolve.ts';
import { toId18 } from '#core/setup/salesforce-id.ts';

const setup = 'https://acme.my.salesforce-setup.com/lightning/setup';
const api = 'acme.my.salesforce.com';

const table: readonly [address: string, expected: SetupPage][] = [
  [
    `${setup}/SecuritySession/home`,
    { kind: 'list', settings: 'Security', node: 'SecuritySession', apiHost: api },
  ],
  [
    'https://acme.builder.salesforce-experience.com/sfsites/picasso/core/config/commeditor.jsp',
    { kind: 'list', builder: 'experience', apiHost: null, likelyApiHost: api },
  ],
  [`${setup}/constructor/home`, { kind: 'list', node: 'constructor', apiHost: api }],
  [
    'https://acme.lightning.force.com/lightning/r/00O5g000000hTb7EAE/view',
    {
      kind: 'component',
      metadataType: 'Report',
      id: '00O5g000000hTb7EAE',
      id18: '00O5g000000hTb7EAE',
      apiHost: api,
    },
  ],
  [
    'https://acme.lightning.force.com/lightning/r/Report/01Z5g000000iAO8EAM/view',
    { kind: 'none', apiHost: api },
  ],
  [
    'https://acme.lightning.force.com/lightning/r/Report/00O5g000000hTb7XXX/view',
    { kind: 'malformed', apiHost: api },
  ],
  [
    'https://acme.lightning.force.com/lightning/r/ApexClass/01p5g000000dVj3AAE/view',
    { kind: 'none', apiHost: api },
  ],
  [
    `${setup}/ApexClasses/page?address=%2F01p5g000000dVj3AAE`,
    {
      kind: 'component',
      metadataType: 'ApexClass',
      id: '01p5g000000dVj3AAE',
      id18: '01p5g000000dVj3AAE',
      node: 'ApexClasses',
      apiHost: api,
    },
  ],
  [
    'https://acme--uat.sandbox.lightning.force.com/lightning/setup/ApexClasses/page?address=/01p5g000000dVj3',
    {
      kind: 'component',
      metadataType: 'ApexClass',
      id: '01p5g000000dVj3',
      id18: '01p5g000000dVj3AAE',
      node: 'ApexClasses',
      apiHost: 'acme--uat.sandbox.my.salesforce.com',
    },
  ],
  [
    `${setup}/ManageExternalClientApplication/0xI5g000000NbT3/detail`,
    {
      kind: 'component',
      metadataType: 'ExternalClientApplication',
      id: '0xI5g000000NbT3',
      id18: '0xI5g000000NbT3EAK',
      node: 'ManageExternalClientApplication',
      apiHost: api,
    },
  ],
  [
    `${setup}/PermSets/0PS5g000000DxR9GAK/summary`,
    {
      kind: 'component',
      metadataType: 'PermissionSet',
      id: '0PS5g000000DxR9GAK',
      id18: '0PS5g000000DxR9GAK',
      node: 'PermSets',
      apiHost: api,
    },
  ],
  [
    `${setup}/Flows/page?address=%2F3005g000000Myg2AAC%3FretUrl%3D%2Flightning%2Fsetup%2FFlows%2Fhome`,
    {
      kind: 'component',
      metadataType: 'Flow',
      id: '3005g000000Myg2AAC',
      id18: '3005g000000Myg2AAC',
      node: 'Flows',
      apiHost: api,
    },
  ],
  [
    'https://acme.lightning.force.com/builder_platform_interaction/flowBuilder.app?flowId=3015g000000zzz5AAA',
    {
      kind: 'component',
      metadataType: 'Flow',
      id: '3015g000000zzz5AAA',
      id18: '3015g000000zzz5AAA',
      builder: 'flow',
      apiHost: api,
    },
  ],
  [
    'https://acme.lightning.force.com/builder_platform_interaction/flowBuilder.app',
    { kind: 'new', builder: 'flow', apiHost: api },
  ],
  [`${setup}/Flows/home`, { kind: 'list', node: 'Flows', apiHost: api }],
  [`${setup}/SetupOneHome/home?setupApp=all`, { kind: 'list', node: 'SetupOneHome', apiHost: api }],
  [`${setup}/ApexClasses/page?address=%252F01p5g000000dVj3AAE`, { kind: 'malformed', apiHost: api }],
  [
    `${setup}/ApexClasses/page?address=%2F%2Fevil.example%2F01p5g000000dVj3AAE`,
    { kind: 'malformed', apiHost: api },
  ],
  [`${setup}/ApexClasses/page?address=%2F01p5g000000dVj3AAA`, { kind: 'malformed', apiHost: api }],
  [
    `${setup}/ApexClasses/page?address=%2F01p5g000000dVj3AAE&address=%2F01p5g000000eCW4AAM`,
    { kind: 'malformed', apiHost: api },
  ],
  [`${setup}/ApexClasses/page?address=%E0%A4%A`, { kind: 'malformed', apiHost: api }],
  ['https://acme.lightning.force.com/lightning/page/home', { kind: 'none', apiHost: api }],
  [
    'https://acme.lightning.force.com.evil.example/lightning/setup/Flows/home',
    { kind: 'foreign', apiHost: null },
  ],
  ['https://acmelightning.force.com/lightning/setup/Flows/home', { kind: 'foreign', apiHost: null }],
  ['http://acme.lightning.force.com/lightning/setup/Flows/home', { kind: 'foreign', apiHost: null }],
  ['https://ada@acme.lightning.force.com/lightning/setup/Flows/home', { kind: 'foreign', apiHost: null }],
  ['not an address', { kind: 'foreign', apiHost: null }],
  ['', { kind: 'foreign', apiHost: null }],
];

describe('resolveSetupPage', () => {
  test.each(table)('%s', (address, expected) => {
    expect(resolveSetupPage(address)).toEqual(expected);
  });
});

/** Each reader of an area names addresses in its first lines. */
const pages = new URL('../../../core/setup/pages/', import.meta.url);
const examples = readdirSync(pages).flatMap((file) =>
  [...readFileSync(new URL(file, pages), 'utf8').matchAll(/^\/\/ (https:\/\/\S+)$/gm)].map(([, url = '']) => [
    file,
    url,
  ]),
);

test.each(examples)('%s: %s', (file, url) => {
  expect(examples.length).toBeGreaterThan(25);
  expect(['component', 'componentByName', 'list', 'object', 'objectSection']).toContain(
    resolveSetupPage(url ?? '').kind,
  );
  expect(file).toMatch(/\.ts$/);
});

describe('componentOf', () => {
  test.each([
    [
      '/lightning/setup/ObjectManager/Account/FieldsAndRelationships/Owner/view',
      { type: 'CustomField', fullName: 'Account.OwnerId' },
    ],
    [
      '/lightning/setup/ObjectManager/Task/FieldsAndRelationships/Who/view',
      { type: 'CustomField', fullName: 'Task.WhoId' },
    ],
    [
      '/lightning/setup/ObjectManager/User/FieldsAndRelationships/Manager/view',
      { type: 'CustomField', fullName: 'User.ManagerId' },
    ],
    [
      '/lightning/setup/ObjectManager/Account/FieldsAndRelationships/ShippingAddress/view',
      { type: 'CustomField', fullName: 'Account.ShippingAddress' },
    ],
    ['/lightning/setup/ObjectManager/01I5g000000cOA2/FieldsAndRelationships/Owner/view', undefined],
    ['/lightning/setup/ObjectManager/Account/Details/view', { type: 'CustomObject', fullName: 'Account' }],
    [
      '/lightning/setup/ObjectManager/01I5g000000bhN1EAI/Details/view',
      { type: 'CustomObject', id: '01I5g000000bhN1EAI' },
    ],
    [
      '/lightning/o/Account/list?filterName=AllAccounts',
      { type: 'ListView', fullName: 'Account.AllAccounts' },
    ],
    ['/lightning/setup/SecuritySession/home', { type: 'Settings', fullName: 'Security' }],
    [
      '/lightning/setup/ApexClasses/page?address=%2F01p5g000000dVj3',
      { type: 'ApexClass', id: '01p5g000000dVj3AAE' },
    ],
    ['/lightning/setup/ApexClasses/home', undefined],
    ['/lightning/setup/ObjectManager/Account/PageLayouts/view', undefined],
    ['/lightning/r/Account/0015g000000RDL7AAO/view', undefined],
    ['/01Q5g000000aaa0', undefined],
  ])('%s', (path, component) => {
    expect(componentOf(resolveSetupPage(`https://acme.lightning.force.com${path}`))).toEqual(component);
  });

  test('the org of a host that does not tell it is the one that tools derive', () => {
    const url =
      'https://acme--uat.sandbox.builder.salesforce-experience.com/sfsites/picasso/core/config/commeditor.jsp?siteId=0DM5g000000EfGh';
    expect(orgHostOf(resolveSetupPage(url))).toBe('acme--uat.sandbox.my.salesforce.com');
    expect(
      orgHostOf(resolveSetupPage('https://na50.lightning.force.com/lightning/setup/Flows/home')),
    ).toBeUndefined();
    expect(orgHostOf(undefined)).toBeUndefined();
  });
});

describe('toId18', () => {
  test('is case-sensitive and refuses a wrong suffix', () => {
    expect(toId18('001D000000IqhSL')).toBe('001D000000IqhSLIAZ');
    expect(toId18('001D000000IqhSLIAZ')).toBe('001D000000IqhSLIAZ');
    expect(toId18('001D000000IqhSLAAA')).toBeUndefined();
    expect(toId18('001D000000IqhS')).toBeUndefined();
  });
});

const shared = new URL('../../../../shared/fixtures/', import.meta.url);
const published = existsSync(shared);

describe.runIf(published)('the published list', () => {
  interface Row {
    url: string;
    expect: Record<string, unknown>;
  }
  const rows: Row[] = published ? JSON.parse(readFileSync(new URL('setup-urls.json', shared), 'utf8')) : [];

  test('holds hundreds of rows', () => {
    expect(rows.length).toBeGreaterThan(290);
  });

  // A row names what it is sure of; where it leaves out the node or an id that the address has, both are right.
  test.each(rows.map((row) => [row.url, row.expect] as const))('%s', (url, { note: _, ...expected }) => {
    const { metadataType = null, ...rest } = resolveSetupPage(url);
    expect({ metadataType, ...rest }).toMatchObject(expected);
  });

  test('every node of Setup’s tree is a list, and none is a component', () => {
    const nodes: { node: string; home: string }[] = JSON.parse(
      readFileSync(new URL('setup-nodes.json', shared), 'utf8'),
    ).rows;
    expect(nodes.length).toBeGreaterThan(300);
    for (const { home } of nodes) {
      for (const host of ['acme.my.salesforce-setup.com', 'acme--uat.sandbox.lightning.force.com']) {
        const page = resolveSetupPage(`https://${host}${home}`);
        expect(page.kind, home).toBe('list');
        expect(page.metadataType, home).toBeUndefined();
      }
    }
  });

  test('every host leads to the right API host', () => {
    const hosts: { host: string; kind: string; apiHost: string | null; verified: boolean }[] = JSON.parse(
      readFileSync(new URL('hosts.json', shared), 'utf8'),
    ).rows;
    for (const row of hosts.filter((h) => h.verified || h.kind === 'classic, instance name')) {
      expect(apiHostOf(row.host), row.host).toBe(row.apiHost);
    }
  });
});

test('a production org and its sandbox never share an API host', () => {
  expect(readHost('acme.lightning.force.com')?.apiHost).not.toBe(
    readHost('acme--uat.sandbox.lightning.force.com')?.apiHost,
  );
});
