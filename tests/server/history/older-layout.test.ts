// Projects from before source format: one file for an object and its parts, and histories that cross the conversion.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MetadataType } from '../../../core/component.ts';
import { comparable } from '../../../core/diff/comparable.ts';
import { diffComponent } from '../../../core/diff/component.ts';
import { capture } from '../../../server/history/capture.ts';
import { attachProject } from '../../../server/history/import.ts';
import { listVersions } from '../../../server/history/list-versions.ts';
import { lastCommitted, readSource } from '../../../server/history/versions.ts';
import { classMeta, makeProject, permissionSet, sfdxProject, type TestProject } from './git-project.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
let project: TestProject;

beforeEach(async () => {
  world = await makeWorld();
  project = makeProject({ project: null });
});
afterEach(() => world.close());

const attach = () => attachProject(world, { orgId, dir: project.dir });
const list = (type: MetadataType, fullName: string) => listVersions(world, { orgId, type, fullName });
async function story(type: MetadataType, fullName: string): Promise<string[]> {
  const { versions } = await list(type, fullName);
  return versions.toReversed().map(({ kind, summary }) => `${kind}: ${summary}`);
}

const xml = (type: string, ...inside: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${inside.join('\n')}\n</${type}>\n`;
const field = (name: string, label = name) =>
  `    <fields>\n        <fullName>${name}</fullName>\n        <label>${label}</label>\n        <type>Checkbox</type>\n    </fields>`;
const rule = (name: string) =>
  `    <validationRules>\n        <fullName>${name}</fullName>\n        <active>true</active>\n    </validationRules>`;
const own = ['    <label>Bill</label>', '    <pluralLabel>Bills</pluralLabel>'];
const wholeObject = (...parts: string[]) => xml('CustomObject', ...parts, ...own);

function writeSource(folder = 'src'): void {
  project.write(`${folder}/package.xml`, xml('Package', '    <version>40.0</version>'));
  project.write(`${folder}/classes/Lead.cls`, 'class Lead {}\n');
  project.write(`${folder}/classes/Lead.cls-meta.xml`, classMeta());
  project.write(`${folder}/permissionsets/Sales.permissionset`, permissionSet('Lead.A'));
  project.write(`${folder}/objects/Bill__c.object`, wholeObject(field('Paid__c'), rule('Positive')));
}

const app = 'force-app/main/default';

function convert(): void {
  project.git('rm', '--quiet', '-r', '--ignore-unmatch', 'src');
  project.write('sfdx-project.json', sfdxProject);
  project.write(`${app}/classes/Lead.cls`, 'class Lead {}\n');
  project.write(`${app}/classes/Lead.cls-meta.xml`, classMeta());
  project.write(
    `${app}/permissionsets/Sales.permissionset-meta.xml`,
    permissionSet('Lead.A').replaceAll('    ', '  '),
  );
  project.write(
    `${app}/objects/Bill__c/Bill__c.object-meta.xml`,
    xml('CustomObject', own[1] ?? '', own[0] ?? ''),
  );
  project.write(
    `${app}/objects/Bill__c/fields/Paid__c.field-meta.xml`,
    xml(
      'CustomField',
      '    <fullName>Paid__c</fullName>',
      '    <label>Paid__c</label>',
      '    <type>Checkbox</type>',
    ),
  );
  project.write(
    `${app}/objects/Bill__c/fields/New__c.field-meta.xml`,
    xml('CustomField', '    <fullName>New__c</fullName>', '    <type>Checkbox</type>'),
  );
  project.write(
    `${app}/objects/Bill__c/validationRules/Positive.validationRule-meta.xml`,
    xml('ValidationRule', '    <fullName>Positive</fullName>', '    <active>true</active>'),
  );
}

describe('a project that moved from src to source format', () => {
  beforeEach(async () => {
    writeSource();
    project.commit('first');
    project.write(
      'src/objects/Bill__c.object',
      wholeObject(field('Paid__c', 'Paid at last'), rule('Positive')),
    );
    project.commit('field in the object’s file');
    convert();
    project.commit('source format');
  });

  test('keeps one history for each component', async () => {
    const result = await attach();
    expect(result.refused).toEqual([]);
    expect(result.problems).toEqual([
      expect.stringMatching(/^Commits without sfdx-project\.json: .*force-app or src or with a package\.xml/),
    ]);
    expect(await story('ApexClass', 'Lead')).toEqual(['added: Created']);
    expect((await list('ApexClass', 'Lead')).component?.path).toBe(`${app}/classes/Lead.cls`);
    expect(await story('PermissionSet', 'Sales')).toEqual([
      'added: Created',
      'changed: Moved to source format; no change',
    ]);
  });

  test('shows of an object that it moved, not that all its parts went', async () => {
    await attach();
    expect(await story('CustomObject', 'Bill__c')).toEqual([
      'added: Created',
      expect.stringMatching(/^changed: .*Paid/),
      'changed: Moved to source format; no change',
    ]);
    const [moved, edited] = (await list('CustomObject', 'Bill__c')).versions;
    expect(moved).toMatchObject({ changes: 0, note: expect.stringMatching(/files of their own/) });
    const of = { orgId, type: 'CustomObject', fullName: 'Bill__c' } as const;
    const before = await readSource(world, { ...of, revision: edited?.revision ?? '' });
    const after = await readSource(world, { ...of, revision: moved?.revision ?? '' });
    expect(before.files.map(({ name, role }) => [name, role])).toEqual([['Bill__c.object', 'metadata']]);
    expect(before.files[0]?.text).toContain('<label>Paid at last</label>');
    const sides = comparable({ before, after });
    expect(diffComponent(sides.before, sides.after)).toMatchObject({ same: true, noiseCount: 0 });
    expect(sides.before?.files[0]?.text).not.toContain('Paid');
    // Two of the older files are compared with their parts.
    expect(comparable({ before, after: before })).toEqual({ before, after: before });
  });

  test('says of a part in which file its earlier versions lie', async () => {
    await attach();
    const object = { type: 'CustomObject', fullName: 'Bill__c' };
    const field = await list('CustomField', 'Bill__c.Paid__c');
    expect(field).toMatchObject({ total: 1, component: { earlierIn: object } });
    const rule = await list('ValidationRule', 'Bill__c.Positive');
    expect(rule).toMatchObject({ total: 1, component: { earlierIn: object } });
    const made = await list('CustomField', 'Bill__c.New__c');
    expect(made.total).toBe(1);
    expect(made.component).not.toHaveProperty('earlierIn');
  });
});

test('an object of which only parts were kept ends with a note, not with a bare deletion', async () => {
  project.write('src/objects/Account.object', xml('CustomObject', field('Tier__c')));
  project.commit('first');
  project.git('rm', '--quiet', '-r', 'src');
  project.write('sfdx-project.json', sfdxProject);
  project.write(
    `${app}/objects/Account/fields/Tier__c.field-meta.xml`,
    xml('CustomField', '    <fullName>Tier__c</fullName>'),
  );
  project.commit('source format');
  await attach();
  expect((await list('CustomObject', 'Account')).versions[0]).toMatchObject({
    kind: 'deleted',
    note: expect.stringMatching(/split: its parts have files of their own/),
  });
});

test('an object’s file that is no XML stands in nobody’s way', async () => {
  project.write('src/objects/Bill__c.object', '<CustomObject><label>Bill</lable>');
  project.commit('first');
  convert();
  project.commit('source format');
  await attach();
  expect(await story('CustomObject', 'Bill__c')).toHaveLength(2);
  expect((await list('CustomField', 'Bill__c.Paid__c')).component).not.toHaveProperty('earlierIn');
});

describe('which folders count', () => {
  test('src, force-app and those with a package.xml, and the import says so', async () => {
    writeSource();
    writeSource('sales/deploy');
    project.write('force-app/classes/App.cls', 'class App {}');
    project.write('samples/classes/Sample.cls', 'class Sample {}');
    project.write('manifest/package.xml', xml('Package'));
    project.commit('first');
    const { problems } = await attach();
    expect(problems).toEqual([
      'There is no sfdx-project.json: read are folders called force-app or src and those with a package.xml, here force-app, src, sales/deploy.',
    ]);
    expect((await list('ApexClass', 'Sample')).component).toBeNull();
    expect((await list('ApexClass', 'App')).total).toBe(1);
    expect((await list('ApexClass', 'Lead')).component).toMatchObject({
      path: 'src/classes/Lead.cls',
      losers: ['sales/deploy/classes/Lead.cls'],
    });
  });

  test('every folder where none of these holds a component, and a manifest that comes later changes nothing', async () => {
    project.write('code/classes/Lead.cls', 'class Lead {}');
    project.commit('first');
    project.write('manifest/package.xml', xml('Package'));
    project.commit('a manifest');
    const { problems } = await attach();
    expect(problems).toEqual([
      expect.stringMatching(/no sfdx-project\.json: neither .* every folder is read/),
    ]);
    expect(await story('ApexClass', 'Lead')).toEqual(['added: Created']);
  });

  test('a folder that has its package.xml for a while counts for that while', async () => {
    writeSource('deploy');
    project.commit('first');
    project.git('rm', '--quiet', '-r', 'deploy');
    convert();
    project.commit('source format');
    await attach();
    expect(await story('ApexClass', 'Lead')).toEqual(['added: Created']);
    expect(await story('CustomObject', 'Bill__c')).toHaveLength(2);
  });

  test('src goes on counting beside a project file that does not name it, until its package.xml goes', async () => {
    writeSource();
    project.commit('first');
    project.write('sfdx-project.json', sfdxProject);
    project.commit('a project file, nothing moved yet');
    project.write('src/classes/Lead.cls', 'class Lead { Integer a; }\n');
    project.commit('still in src');
    await attach();
    expect((await list('ApexClass', 'Lead')).versions.map(({ kind }) => kind)).toEqual(['changed', 'added']);
    project.remove('src/package.xml');
    project.commit('no manifest');
    await attach();
    expect((await list('ApexClass', 'Lead')).versions[0]).toMatchObject({
      kind: 'deleted',
      note: expect.stringMatching(/sfdx-project\.json leaves them out/),
    });
  });
});

describe('a commit from the org', () => {
  const live = (fullName: string, type: MetadataType, name: string, text: string) => ({
    orgId,
    source: { type, fullName, files: [{ role: 'metadata' as const, name, text }] },
    author: { userId: '0055g000001AbCdAAK', name: 'Sam Okafor' },
    at: 1_790_000_000_000,
    committer: { id: 'ada', name: 'Ada King' },
    lane: 'read-metadata',
    apiVersion: '66.0',
  });

  test('to an object in one file keeps its parts, and a part gets a file of its own', async () => {
    writeSource();
    project.commit('first');
    await attach();
    const renamed = xml('CustomObject', '    <label>Invoice</label>', '    <pluralLabel>Bills</pluralLabel>');
    const version = await capture(world, live('Bill__c', 'CustomObject', 'Bill__c.object-meta.xml', renamed));
    expect(version).toMatchObject({ changes: 1, summary: expect.stringMatching(/Bill → Invoice/) });
    const last = await lastCommitted(world, { orgId, type: 'CustomObject', fullName: 'Bill__c' });
    expect(last?.source?.files.map(({ name }) => name)).toEqual(['Bill__c.object']);
    expect(last?.source?.files[0]?.text).toMatch(
      /<fullName>Paid__c<[\s\S]*<label>Invoice<[\s\S]*<fullName>Positive</,
    );
    expect(
      await capture(world, live('Bill__c', 'CustomObject', 'Bill__c.object-meta.xml', renamed)),
    ).toBeUndefined();
    const text = xml('CustomField', '    <fullName>Paid__c</fullName>', '    <type>Checkbox</type>');
    await capture(world, live('Bill__c.Paid__c', 'CustomField', 'Paid__c.field-meta.xml', text));
    expect(await list('CustomField', 'Bill__c.Paid__c')).toMatchObject({
      total: 1,
      component: {
        path: `${app}/objects/Bill__c/fields/Paid__c.field-meta.xml`,
        earlierIn: { fullName: 'Bill__c' },
      },
    });
  });

  test('to an object whose file cannot be read is refused, for its parts would be lost', async () => {
    project.write('src/objects/Bill__c.object', '<CustomObject><fields>');
    project.commit('first');
    await attach();
    const text = xml('CustomObject', ...own);
    await expect(
      capture(world, live('Bill__c', 'CustomObject', 'Bill__c.object-meta.xml', text)),
    ).rejects.toMatchObject({
      code: 'invalid_request',
      detail: expect.stringMatching(/Bill__c\.object cannot be read/),
    });
  });

  test('makes no folder that would be taken for all that counts', async () => {
    project.write('code/classes/Lead.cls', 'class Lead {}');
    project.commit('first');
    await attach();
    const text = permissionSet('Lead.A');
    await capture(world, live('Sales', 'PermissionSet', 'Sales.permissionset-meta.xml', text));
    expect((await list('PermissionSet', 'Sales')).component?.path).toBe(
      'main/default/permissionsets/Sales.permissionset-meta.xml',
    );
    const rows = await world.rows();
    await world.close();
    world = await makeWorld(world.data);
    await attachProject(world, { orgId, dir: project.dir, anew: true });
    expect(await world.rows()).toEqual(rows);
  });
});
