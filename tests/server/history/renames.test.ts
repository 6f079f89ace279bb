// Renames: likely where a commit deletes and adds the nearly same component, certain where Salesforce kept the id.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attachProject } from '../../../server/history/import.ts';
import { recordStamps } from '../../../server/history/stamps.ts';
import { classes, classMeta, makeProject, type TestProject } from './git-project.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
let project: TestProject;
beforeEach(async () => {
  world = await makeWorld();
  project = makeProject();
});
afterEach(() => world.close());

function write(name: string, body: string): void {
  project.write(`${classes}/${name}.cls`, body);
  project.write(`${classes}/${name}.cls-meta.xml`, classMeta());
}

function remove(name: string): void {
  project.remove(`${classes}/${name}.cls`);
  project.remove(`${classes}/${name}.cls-meta.xml`);
}

const body = (name: string, { about = 'Routing', lines = 20 } = {}) =>
  `public class ${name} {\n${Array.from({ length: lines }, (_, at) => `  Integer ${about}${at} = ${at};\n`).join('')}}\n`;

const attach = () => attachProject(world, { orgId, dir: project.dir, rev: undefined });
const newest = async (fullName: string) => (await world.page('ApexClass', fullName)).versions[0];

describe('in one commit', () => {
  test('deleted and added nearly equal: each end names the other, as likely', async () => {
    write('Router', body('Router'));
    project.commit('first');
    remove('Router');
    write('LeadRouter', body('LeadRouter').replace('= 7;', '= 8;'));
    project.commit('renamed');
    await attach();
    expect(await newest('LeadRouter')).toMatchObject({
      kind: 'added',
      renamedFrom: {
        fullName: 'Router',
        certainty: 'likely',
        evidence: expect.stringContaining('One commit'),
      },
    });
    expect(await newest('Router')).toMatchObject({
      kind: 'deleted',
      renamedTo: { fullName: 'LeadRouter', certainty: 'likely' },
    });
  });

  test('unlike contents are no rename', async () => {
    write('Router', body('Router'));
    project.commit('first');
    remove('Router');
    write('LeadRouter', body('LeadRouter', { about: 'Scoring' }));
    project.commit('replaced');
    await attach();
    expect(await newest('LeadRouter')).not.toHaveProperty('renamedFrom');
    expect(await newest('Router')).not.toHaveProperty('renamedTo');
  });

  test('two that are as good are none: nobody can say which', async () => {
    write('A', body('A'));
    write('B', body('B'));
    project.commit('first');
    remove('A');
    remove('B');
    write('C', body('C'));
    project.commit('one of them');
    await attach();
    expect(await newest('C')).not.toHaveProperty('renamedFrom');
  });

  test('a few equal lines of metadata beside other code are no rename', async () => {
    write('A', 'class A {}\n');
    project.commit('first');
    remove('A');
    write('B', 'class B { Integer other; }\n');
    project.commit('second');
    await attach();
    expect(await newest('B')).not.toHaveProperty('renamedFrom');
  });
});

test('in two commits it is a deletion and an addition', async () => {
  write('Router', body('Router'));
  project.commit('first');
  remove('Router');
  project.commit('gone');
  write('LeadRouter', body('LeadRouter'));
  project.commit('another');
  await attach();
  expect(await newest('LeadRouter')).not.toHaveProperty('renamedFrom');
});

test('the fields of a renamed object keep their names, equal as many of them are', async () => {
  const field = (object: string, name: string) =>
    `force-app/main/default/objects/${object}/fields/${name}.field-meta.xml`;
  const xml = (name: string) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<CustomField xmlns="http://soap.sforce.com/2006/04/metadata">\n    <fullName>${name}</fullName>\n    <label>${name.replace('__c', '').replaceAll('_', ' ')}</label>\n    <type>Checkbox</type>\n</CustomField>\n`;
  const names = ['Is_VIP__c', 'Is_Hot__c', 'Is_Old__c'];
  for (const name of names) project.write(field('Old__c', name), xml(name));
  project.commit('first');
  for (const name of names) {
    project.remove(field('Old__c', name));
    project.write(field('New__c', name), xml(name));
  }
  project.commit('renamed');
  await attach();
  for (const name of names) {
    const rows = await world.db
      .selectFrom('versions')
      .selectAll()
      .where('full_name', '=', `New__c.${name}`)
      .execute();
    expect(rows.map(({ renamed_from }) => renamed_from)).toEqual([`Old__c.${name}`]);
  }
});

test('Salesforce kept the id: certain', async () => {
  write('Router', body('Router'));
  project.commit('first');
  write('LeadRouter', body('LeadRouter', { about: 'Quite other' }));
  project.commit('second');
  await attach();
  const stamp = (fullName: string) => ({
    type: 'ApexClass' as const,
    fullName,
    id: '01p5g00000AbCdEAAV',
    lastModifiedAt: 1,
    lastModifiedById: '005',
    lastModifiedByName: 'Ada King',
  });
  await recordStamps(world, orgId, [stamp('Router')]);
  await recordStamps(world, orgId, [stamp('LeadRouter')]);
  await recordStamps(world, orgId, [stamp('LeadRouter')]);
  expect(await newest('LeadRouter')).toMatchObject({
    renamedFrom: { fullName: 'Router', certainty: 'certain', evidence: 'Salesforce kept its id' },
  });
});
