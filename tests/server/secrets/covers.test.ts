// What looks like a secret in a project's code: no sentence of the index holds it, and viewers see covers in its place.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ComponentSource } from '../../../core/component.ts';
import { diffComponent } from '../../../core/diff/component.ts';
import { createComparer } from '../../../server/compare/compare-versions.ts';
import { compareHere } from '../../../server/compare/compared.ts';
import { attachProject } from '../../../server/history/import.ts';
import { listVersions } from '../../../server/history/list-versions.ts';
import { lastCommitted } from '../../../server/history/versions.ts';
import { readSourceAs } from '../../../server/secrets/read-source-as.ts';
import { makeProject } from '../history/git-project.ts';
import { makeWorld, orgId, type World } from '../history/world.ts';

const key = { type: 'CustomMetadata', fullName: 'Bank.Api' } as const;
const path = 'force-app/main/default/customMetadata/Bank.Api.md-meta.xml';
const record = (secret: string, label = 'Api') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata">\n    <label>${label}</label>\n    <values>\n        <field>Api_Secret__c</field>\n        <value>${secret}</value>\n    </values>\n</CustomMetadata>\n`;
const first = 'hush-hush-number-one';
const second = 'hush-hush-number-two';
const token = `ghp${'_'}${'a1B2'.repeat(9)}`;

let world: World;
let revisions: string[];
beforeAll(async () => {
  world = await makeWorld();
  const project = makeProject();
  project.write(path, record(first));
  project.commit('p1');
  project.write(path, record(second));
  project.commit(`take ${token} for now`);
  project.write(path, record(second, 'Another'));
  project.commit('p3');
  await attachProject(world, { orgId, dir: project.dir });
  const { versions } = await listVersions(world, { orgId, ...key });
  revisions = versions.map(({ revision }) => revision);
});
afterAll(() => world.close());

const read = (revision: string | undefined, role: 'viewer' | 'owner' | 'release_manager') =>
  readSourceAs(world, { orgId, ...key, revision: revision ?? '', role });
const textFor = async (role: 'viewer' | 'owner' | 'release_manager') => {
  const { source, covered } = await read(revisions[0], role);
  return [source.files[0]?.text, covered];
};

describe('the index', () => {
  test('tells of the change, not of the secret, also where the commit’s own message has one', async () => {
    const { versions } = await listVersions(world, { orgId, ...key });
    expect(versions.map(({ summary, changes, message }) => [summary, changes, message])).toEqual([
      ['Label Api → Another', 1, 'p3'],
      [
        `Field Api_Secret__c ${'•'.repeat(19)}1 → ${'•'.repeat(19)}2`,
        1,
        `take ${'•'.repeat(token.length)} for now`,
      ],
      ['Created', 1, 'p1'],
    ]);
    const rows = JSON.stringify(await world.rows());
    for (const secret of [first, second, token]) expect(rows).not.toContain(secret);
  });
});

describe('the text of a version', () => {
  test.each(['owner', 'release_manager'] as const)('is whole for the role %s', async (role) => {
    expect(await textFor(role)).toEqual([record(second, 'Another'), false]);
  });

  test('is covered for viewers, line by line, and a change still shows', async () => {
    const both = await Promise.all([read(revisions[1], 'viewer'), read(revisions[2], 'viewer')]);
    const [after, before] = both.map(({ source }) => source) as [ComponentSource, ComponentSource];
    expect(both.map(({ covered }) => covered)).toEqual([true, true]);
    for (const { files } of [after, before]) {
      const [file] = files;
      expect(file?.text).not.toMatch(/hush/);
      expect(file?.text.split('\n').map(({ length }) => length)).toEqual(
        record(first)
          .split('\n')
          .map(({ length }) => length),
      );
    }
    expect(diffComponent(before, after).changeCount).toBe(1);
    expect((await read(revisions[1], 'viewer')).source).toEqual(after);
  });

  test('is whole for what compares and commits: covers are for eyes only', async () => {
    const committed = await lastCommitted(world, { orgId, ...key });
    expect(committed?.source?.files[0]?.text).toContain(second);
  });
});

describe('the sentence of a comparison', () => {
  const source = (text: string): ComponentSource => ({
    type: 'ApexClass',
    fullName: 'Api',
    files: [{ role: 'content', name: 'Api.cls', text }],
  });
  const record1 = (secret: string): ComponentSource => ({
    ...key,
    files: [{ role: 'metadata', name: 'Bank.Api.md-meta.xml', text: record(secret) }],
  });

  test('is the same for a comparison in a thread', async () => {
    const inThread = await createComparer({ fromSize: 1 })(record1(first), record1(second));
    expect(inThread).toEqual(compareHere(record1(first), record1(second)));
    expect(inThread.summary).not.toContain('hush');
  });

  test('says so when nothing else changed than a secret too short to be told apart', () => {
    const compared = compareHere(record1('hush1'), record1('hush2'));
    expect([compared.same, compared.changeCount, compared.summary]).toEqual([
      false,
      1,
      'What looks like a secret changed',
    ]);
  });

  test('of texts without any is what it always was', () => {
    const [before, after] = [source('class Api {}\n'), source('class Api { Integer a; }\n')];
    const { summary } = diffComponent(before, after);
    expect(compareHere(before, after).summary).toBe(summary);
  });
});
