// A bundle is one component of many files: what comes, changes and goes with it, and which names are refused.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ComponentFile, ComponentSource } from '../../../core/component.ts';
import { capture } from '../../../server/history/capture.ts';
import { attachProject } from '../../../server/history/import.ts';
import { listVersions } from '../../../server/history/list-versions.ts';
import { findComponent, lastCommitted } from '../../../server/history/versions.ts';
import { makeProject } from './git-project.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const key = { type: 'LightningComponentBundle', fullName: 'billList' } as const;
const meta =
  '<?xml version="1.0" encoding="UTF-8"?>\n<LightningComponentBundle xmlns="http://soap.sforce.com/2006/04/metadata">\n    <apiVersion>66.0</apiVersion>\n</LightningComponentBundle>\n';
const bundle = (code: Record<string, string>): ComponentSource => {
  const files = Object.entries(code).map(([name, text]): ComponentFile => ({ role: 'content', name, text }));
  return { ...key, files: [...files, { role: 'metadata', name: 'billList.js-meta.xml', text: meta }] };
};
const take = (source: ComponentSource) =>
  capture(world, {
    orgId,
    source,
    author: { userId: '0055g000001AbCdAAK', name: 'Sam Okafor' },
    at: 1_790_000_000_000,
    committer: { id: 'ada', name: 'Ada King' },
    lane: 'tooling',
    apiVersion: '66.0',
  });
const inGit = async () =>
  (await world.git(orgId).run(['ls-tree', '-r', '--name-only', 'refs/heads/main']))
    .toString()
    .split('\n')
    .slice(0, -1);
const folder = 'force-app/main/default/lwc/billList';

describe('a captured bundle', () => {
  test('keeps its files in a folder of its own; one that is gone in the org goes from git', async () => {
    await take(bundle({ 'billList.js': 'one\n', 'util/format.js': 'two\n' }));
    expect(await inGit()).toEqual([
      `${folder}/billList.js`,
      `${folder}/billList.js-meta.xml`,
      `${folder}/util/format.js`,
      'sfdx-project.json',
    ]);
    await take(bundle({ 'billList.js': 'one\n', 'billList.css': 'three\n' }));
    expect(await inGit()).toEqual([
      `${folder}/billList.css`,
      `${folder}/billList.js`,
      `${folder}/billList.js-meta.xml`,
      'sfdx-project.json',
    ]);
    const { versions } = await listVersions(world, { orgId, ...key });
    expect(versions.map(({ kind, summary }) => `${kind}: ${summary}`)).toEqual([
      'changed: File billList.css added; File util/format.js removed',
      'added: Created',
    ]);
    expect((await findComponent(world, { orgId, ...key }))?.path).toBe(folder);
  });

  test('that is deleted takes all of its files along, and comes back whole', async () => {
    await take(bundle({ 'billList.js': 'one\n', 'util/format.js': 'two\n' }));
    expect((await take({ ...key, files: [] }))?.kind).toBe('deleted');
    expect(await inGit()).toEqual(['sfdx-project.json']);
    expect((await take(bundle({ 'billList.js': 'again\n' })))?.kind).toBe('recreated');
    const committed = await lastCommitted(world, { orgId, ...key });
    expect(committed?.source?.files.map(({ name }) => name)).toEqual(['billList.js', 'billList.js-meta.xml']);
  });

  test.each([
    '../../classes/Evil.cls',
    'a//b.js',
    '.git/config',
    'util/.GIT/config',
    '/etc/x',
    'a\nM 100644 x',
    '..',
  ])('with a file called %j is refused, and nothing is written', async (name) => {
    await expect(take(bundle({ 'billList.js': 'one\n', [name]: 'evil' }))).rejects.toMatchObject({
      code: 'salesforce_error',
      detail: 'Salesforce names a file whose path cannot be kept.',
    });
    expect(await world.git(orgId).readRef('refs/heads/main')).toBeUndefined();
  });
});

test('a folder below lwc with neither its name nor metadata is no component, nor is Apex in such a folder a bundle', async () => {
  const project = makeProject();
  project.write('force-app/main/default/lwc/notes/readme.md', 'Notes.\n');
  project.write('force-app/main/default/lwc/billList/billList.js', 'one\n');
  project.write('force-app/main/default/lwc/renamed/before.js', 'one\n');
  project.write('force-app/main/default/lwc/renamed/before.js-meta.xml', meta);
  project.write('force-app/main/default/lwc/billList/__tests__/billList.test.js', 'not sent\n');
  project.write('force-app/main/default/classes/lwc/Made.cls', 'class Made {}\n');
  project.commit('p1');
  await attachProject(world, { orgId, dir: project.dir });
  const rows = await world.db.selectFrom('versions').select(['type', 'full_name', 'files']).execute();
  expect(
    rows
      .map(({ type, full_name, files }) => [
        type,
        full_name,
        JSON.parse(files).map(([name]: string[]) => name),
      ])
      .sort(),
  ).toEqual([
    ['ApexClass', 'Made', ['Made.cls']],
    ['LightningComponentBundle', 'billList', ['billList.js']],
    ['LightningComponentBundle', 'renamed', ['before.js', 'before.js-meta.xml']],
  ]);
});
