// Components inside files they share with others: history of the item alone, and commits that touch nothing else.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ComponentSource, MetadataType } from '../../../core/component.ts';
import { capture } from '../../../server/history/capture.ts';
import { attachProject } from '../../../server/history/import.ts';
import { reindex } from '../../../server/history/indexing.ts';
import { findComponent, readSource } from '../../../server/history/versions.ts';
import { makeProject, runGit, type TestProject } from './git-project.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
let project: TestProject;
beforeEach(async () => {
  world = await makeWorld();
  project = makeProject();
});
afterEach(() => world.close());

const xmlns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const root = 'force-app/main/default';
const labels = `${root}/labels/CustomLabels.labels-meta.xml`;
const leadFlow = `${root}/workflows/Lead.workflow-meta.xml`;

const label = (name: string, value: string) =>
  `    <labels>\n        <fullName>${name}</fullName>\n        <value>${value}</value>\n    </labels>\n`;
const file = (...items: string[]) => `${head}<CustomLabels ${xmlns}>\n${items.join('')}</CustomLabels>\n`;
const part = (element: string, name: string, text: string) =>
  `    <${element}>\n        <fullName>${name}</fullName>\n        <description>${text}</description>\n    </${element}>\n`;
const workflow = (...items: string[]) => `${head}<Workflow ${xmlns}>\n${items.join('')}</Workflow>\n`;
const document = (type: MetadataType, name: string, inside: string) =>
  `${head}<${type} ${xmlns}>\n    <fullName>${name}</fullName>\n    ${inside}\n</${type}>\n`;
const labelDocument = (name: string, value: string) =>
  document('CustomLabel', name, `<value>${value}</value>`);

const attach = () => attachProject(world, { orgId, dir: project.dir });
const place = (type: MetadataType, fullName: string) => findComponent(world, { orgId, type, fullName });
const kinds = async (type: MetadataType, fullName: string) =>
  (await world.page(type, fullName)).versions.toReversed().map(({ kind, message }) => `${kind} ${message}`);
const textOf = async (type: MetadataType, fullName: string, at = 0) => {
  const { versions } = await world.page(type, fullName);
  const source = await readSource(world, { orgId, type, fullName, revision: versions[at]?.revision ?? '' });
  return source.files.map(({ name, text }) => [name, text]);
};
const gitDir = () => join(world.data, 'git', `${orgId}.git`);
const inGit = (...args: string[]) => runGit(gitDir(), args);
const committed = (path: string) =>
  spawnSync('git', ['show', `main:${path}`], { cwd: gitDir(), encoding: 'utf8' }).stdout;
const start = async (...items: string[]) => {
  project.write(labels, file(...items));
  project.commit('p1');
  await attach();
};

const sourceOf = (type: MetadataType, fullName: string, text?: string): ComponentSource => ({
  type,
  fullName,
  files: text === undefined ? [] : [{ role: 'metadata', name: nameOf(type, fullName), text }],
});
const nameOf = (type: MetadataType, fullName: string) =>
  type === 'CustomLabel' ? 'CustomLabels.labels-meta.xml' : `${fullName.split('.')[0]}.workflow-meta.xml`;
const takeFrom = (from: World, source: ComponentSource, more: object = {}) =>
  capture(from, {
    orgId,
    source,
    author: { userId: '0055g000001AbCd', name: 'Sam Okafor' },
    at: 1_750_000_000_000,
    committer: { id: 'ada', name: 'Ada King' },
    lane: 'read-metadata',
    apiVersion: '66.0',
    ...more,
  });
const take = (source: ComponentSource, more: object = {}) => takeFrom(world, source, more);
const takeLabel = (name: string, value?: string, more: object = {}) =>
  take(sourceOf('CustomLabel', name, value === undefined ? undefined : labelDocument(name, value)), more);

/** The index is the same when it is made again at once, and was the same when it was made step by step. */
const expectSameAnew = async () => {
  const rows = await world.rows();
  await reindex(world, orgId);
  expect(await world.rows()).toEqual(rows);
};
const reopen = async () => {
  await world.close();
  world = await makeWorld(world.data);
};

describe('history', () => {
  test('a commit makes versions of the items it changed, and of no other', async () => {
    await start(label('A', '1'), label('B', '1'), label('C', '1'));
    const b = file(label('A', '1'), label('B', '2'), label('C', '1'));
    for (const [message, text] of [
      ['b changes', b],
      [
        'a moves, a comment comes',
        file(label('B', '2'), '    <!-- x -->\n', label('A', '1'), label('C', '1')),
      ],
      ['c goes, d comes', file(label('B', '2'), label('A', '1'), label('D', '1'))],
    ] as const) {
      project.write(labels, text);
      project.commit(message);
    }
    expect(await attach()).toMatchObject({ commits: 3, versions: 3 });
    expect(await kinds('CustomLabel', 'A')).toEqual(['added p1']);
    expect(await kinds('CustomLabel', 'B')).toEqual(['added p1', 'changed b changes']);
    expect(await kinds('CustomLabel', 'C')).toEqual(['added p1', 'deleted c goes, d comes']);
    expect(await kinds('CustomLabel', 'D')).toEqual(['added c goes, d comes']);
    expect((await world.page('CustomLabel', 'B')).versions[0]).toMatchObject({ changes: 1, noise: 0 });
    expect(await place('CustomLabel', 'B')).toMatchObject({ path: labels });
    await expectSameAnew();
  });

  test('a version is read as a document of its own type, from a fresh start too', async () => {
    await start(label('A', '1'), label('B', '1'));
    project.write(labels, file(label('A', '1'), label('B', '2')));
    project.commit('p2');
    await attach();
    for (const _ of ['at hand', 'from git']) {
      const name = 'CustomLabels.labels-meta.xml';
      expect(await textOf('CustomLabel', 'B', 0)).toEqual([[name, labelDocument('B', '2')]]);
      expect(await textOf('CustomLabel', 'B', 1)).toEqual([[name, labelDocument('B', '1')]]);
      expect(await textOf('CustomLabel', 'A', 0)).toEqual([[name, labelDocument('A', '1')]]);
      await reopen();
    }
  });

  test('items of one name and several kinds, and names no file could have', async () => {
    project.write(
      leadFlow,
      workflow(part('alerts', 'Tell', 'a'), part('rules', 'Tell', 'r'), part('rules', 'A/B. C', 'x')),
    );
    project.commit('p1');
    await attach();
    expect(await kinds('WorkflowAlert', 'Lead.Tell')).toEqual(['added p1']);
    expect(await kinds('WorkflowRule', 'Lead.Tell')).toEqual(['added p1']);
    expect(await kinds('WorkflowRule', 'Lead.A/B. C')).toEqual(['added p1']);
    expect((await textOf('WorkflowRule', 'Lead.A/B. C'))[0]?.[1]).toContain('<WorkflowRule');
  });

  test('a file that is deleted takes its items along, one that is moved keeps their history', async () => {
    await start(label('A', '1'));
    project.write(leadFlow, workflow(part('rules', 'R', 'r')));
    project.commit('p2');
    project.git('mv', leadFlow, `${root}/Lead.workflow-meta.xml`);
    project.remove(labels);
    project.commit('p3');
    await attach();
    expect(await kinds('CustomLabel', 'A')).toEqual(['added p1', 'deleted p3']);
    expect(await kinds('WorkflowRule', 'Lead.R')).toEqual(['added p2']);
    expect((await place('WorkflowRule', 'Lead.R'))?.path).toBe(`${root}/Lead.workflow-meta.xml`);
    await expectSameAnew();
  });

  test('several files hold labels; of one in two, the default directory wins, and the other comes after it', async () => {
    const more = 'more/labels/app.labels-meta.xml';
    project.write(
      'sfdx-project.json',
      '{"packageDirectories":[{"path":"more"},{"path":"force-app","default":true}]}',
    );
    project.write(more, file(label('A', 'other'), label('M', '1')));
    await start(label('A', '1'), label('B', '1'));
    expect(await place('CustomLabel', 'M')).toMatchObject({ path: more });
    expect(await place('CustomLabel', 'A')).toMatchObject({ path: labels, losers: [more] });
    project.write(more, file(label('A', 'another'), label('M', '1')));
    project.commit('the loser changes');
    project.write(labels, file(label('B', '1')));
    project.commit('the winner goes');
    await attach();
    expect(await kinds('CustomLabel', 'A')).toEqual(['added p1', 'changed the winner goes']);
    expect(await place('CustomLabel', 'A')).toMatchObject({ path: more });
    expect((await textOf('CustomLabel', 'A'))[0]?.[1]).toBe(labelDocument('A', 'another'));
    await expectSameAnew();
  });

  test('of two items with one name the first counts, and the version says so', async () => {
    await start(label('A', '1'), label('A', '2'));
    const [version] = (await world.page('CustomLabel', 'A')).versions;
    expect(version?.note).toBe('The file holds it 2 times; the first counts.');
    expect((await textOf('CustomLabel', 'A'))[0]?.[1]).toBe(labelDocument('A', '1'));
  });

  test('before source format, and across the conversion, it is one history', async () => {
    project.write('src/package.xml', '<Package/>');
    project.write('src/workflows/Lead.workflow', workflow(part('rules', 'R', '1'), part('tasks', 'T', '1')));
    project.write('src/labels/CustomLabels.labels', file(label('A', '1')));
    project.remove('sfdx-project.json');
    project.commit('old');
    project.write('sfdx-project.json', '{"packageDirectories":[{"path":"force-app","default":true}]}');
    project.write(leadFlow, workflow(part('rules', 'R', '2'), part('tasks', 'T', '1')));
    project.write(labels, file(label('A', '1')));
    project.git('rm', '-rq', '--cached', 'src');
    for (const path of ['src/package.xml', 'src/workflows/Lead.workflow', 'src/labels/CustomLabels.labels'])
      project.remove(path);
    project.commit('converted');
    await attach();
    expect(await kinds('WorkflowRule', 'Lead.R')).toEqual(['added old', 'changed converted']);
    expect(await kinds('WorkflowTask', 'Lead.T')).toEqual(['added old']);
    expect(await kinds('CustomLabel', 'A')).toEqual(['added old']);
    expect((await place('CustomLabel', 'A'))?.path).toBe(labels);
  });

  test('what .forceignore leaves out has none, and says why when it had', async () => {
    project.write('.forceignore', '# nothing yet\n');
    await start(label('A', '1'));
    project.write('.forceignore', '**/labels/**\n');
    project.commit('ignored');
    await attach();
    const [version] = (await world.page('CustomLabel', 'A')).versions;
    expect(version).toMatchObject({ kind: 'deleted', note: expect.stringMatching(/\.forceignore/) });
  });
});

describe('a file that cannot be read', () => {
  const broken = file(label('A', '9'), '<<<<<<< HEAD\n', label('B', '9'));

  test('its items stay as they were, the import names it, and the next versions say so', async () => {
    await start(label('A', '1'), label('B', '1'));
    project.write(labels, broken);
    project.commit('broken');
    const { refused, versions } = await attach();
    expect(versions).toBe(0);
    expect(refused).toEqual([
      { path: labels, reason: expect.stringMatching(/disallowed.*line 7.*what it held before is kept/) },
    ]);
    expect((await textOf('CustomLabel', 'A'))[0]?.[1]).toBe(labelDocument('A', '1'));
    // The process that goes on has never seen the file whole.
    await reopen();
    project.write(labels, file(label('A', '1'), label('B', '2')));
    project.commit('mended');
    expect(await attach()).toMatchObject({ versions: 1, refused: [] });
    expect(await kinds('CustomLabel', 'A')).toEqual(['added p1']);
    expect(await kinds('CustomLabel', 'B')).toEqual(['added p1', 'changed mended']);
    const [version] = (await world.page('CustomLabel', 'B')).versions;
    expect(version?.note).toMatch(/could not be read in the commits before this one: .*line 7/);
    await expectSameAnew();
  });

  test.each([
    ['of another kind', `<Workflow ${xmlns}/>`],
    ['a large file’s pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n'],
    ['empty', ''],
  ])('%s: nothing is deleted', async (_, text) => {
    await start(label('A', '1'));
    project.write(labels, text);
    project.commit('broken');
    expect(await attach()).toMatchObject({ versions: 0 });
    project.remove(labels);
    project.commit('gone');
    await attach();
    expect(await kinds('CustomLabel', 'A')).toEqual(['added p1', 'deleted gone']);
    await expectSameAnew();
  });

  test('from the first commit on: its items begin when it is mended', async () => {
    project.write(labels, broken);
    project.commit('broken');
    await attach();
    await reopen();
    project.write(labels, file(label('A', '1')));
    project.commit('mended');
    await attach();
    expect(await kinds('CustomLabel', 'A')).toEqual(['added mended']);
    await expectSameAnew();
  });

  test('no commit rewrites it', async () => {
    await start(label('A', '1'));
    project.write(labels, broken);
    project.commit('broken');
    await attach();
    await expect(takeLabel('A', '2')).rejects.toMatchObject({
      code: 'invalid_request',
      detail: expect.stringMatching(/CustomLabels\.labels-meta\.xml can’t be rewritten: .*Mend it/),
    });
    expect(committed(labels)).toBe(broken);
  });
});

describe('commits', () => {
  test('rewrite the item where it lies, and nothing else', async () => {
    const odd = '\n    <!-- keep -->\n    <labels><fullName>Z</fullName><value>z</value></labels>\n';
    await start(label('A', '1'), label('B', '1'), odd);
    expect(await takeLabel('A', '2')).toMatchObject({ number: 2, kind: 'changed', changes: 1 });
    expect(committed(labels)).toBe(file(label('A', '2'), label('B', '1'), odd));
    expect(inGit('diff-tree', '-r', '--name-only', 'main^', 'main')).toBe(labels);
    expect(await kinds('CustomLabel', 'B')).toEqual(['added p1']);
    expect(await takeLabel('A', '2')).toBeUndefined();
    await expectSameAnew();
  });

  test('a byte order mark and Windows line ends stay', async () => {
    const text = `\uFEFF${file(label('A', '1'), label('B', '1'))}`.replaceAll('\n', '\r\n');
    project.write(labels, text);
    project.commit('p1');
    await attach();
    await takeLabel('B', '2');
    const [before, after] = ['1', '2'].map((value) => `<fullName>B</fullName>\r\n        <value>${value}`);
    expect(committed(labels)).toBe(text.replace(before ?? '', after ?? ''));
    expect(await takeLabel('B', '2')).toBeUndefined();
    // The same with force: only the layout differs, and no empty commit is made.
    const tip = inGit('rev-parse', 'main');
    expect(await takeLabel('B', '2', { force: true })).toMatchObject({ number: 2 });
    expect(inGit('rev-parse', 'main')).toBe(tip);
  });

  test('a new one goes to the file that is there, or to one of its own', async () => {
    await start(label('B', '1'));
    await takeLabel('A', '1');
    expect(committed(labels)).toBe(file(label('A', '1'), label('B', '1')));
    const rule = sourceOf(
      'WorkflowRule',
      'Lead.R',
      document('WorkflowRule', 'R', '<description>r</description>'),
    );
    expect(await take(rule)).toMatchObject({ kind: 'added' });
    expect(committed(leadFlow)).toBe(workflow(part('rules', 'R', 'r')));
    expect(await place('WorkflowRule', 'Lead.R')).toMatchObject({ path: leadFlow });
    await expectSameAnew();
  });

  test('an object’s file in another directory takes it; labels stay with the default one', async () => {
    project.write(
      'sfdx-project.json',
      '{"packageDirectories":[{"path":"force-app","default":true},{"path":"more"}]}',
    );
    project.write('more/workflows/Lead.workflow-meta.xml', workflow());
    project.write('more/labels/CustomLabels.labels-meta.xml', file());
    project.commit('p1');
    await attach();
    await take(sourceOf('WorkflowTask', 'Lead.T', document('WorkflowTask', 'T', '<subject>s</subject>')));
    await takeLabel('A', '1');
    expect((await place('WorkflowTask', 'Lead.T'))?.path).toBe('more/workflows/Lead.workflow-meta.xml');
    expect((await place('CustomLabel', 'A'))?.path).toBe(labels);
  });

  test('without a project they begin a history', async () => {
    expect(await takeLabel('A', '1')).toMatchObject({ number: 1, kind: 'added' });
    expect(inGit('ls-tree', '-r', '--name-only', 'main').split('\n')).toEqual([labels, 'sfdx-project.json']);
  });

  test('a deletion takes the item out; the last one leaves an empty file, where it comes back to', async () => {
    await start(label('A', '1'), label('B', '1'));
    expect(await takeLabel('A')).toMatchObject({ kind: 'deleted' });
    expect(committed(labels)).toBe(file(label('B', '1')));
    await takeLabel('B');
    expect(committed(labels)).toBe(file());
    expect(await takeLabel('A', '2')).toMatchObject({ kind: 'recreated', number: 3 });
    expect(committed(labels)).toBe(file(label('A', '2')));
    await expectSameAnew();
  });

  test('bytes that are no UTF-8 are not written anew', async () => {
    const bytes = Buffer.from(file(label('A', '1'), label('B', 'caf\u00e9')), 'latin1');
    project.write(labels, bytes);
    project.commit('p1');
    await attach();
    await expect(takeLabel('A', '2')).rejects.toMatchObject({
      detail: expect.stringMatching(/not encoded as UTF-8/),
    });
    expect((await world.page('CustomLabel', 'A')).versions[0]?.note).toMatch(/not UTF-8/);
  });

  test('what .forceignore leaves out is not captured', async () => {
    project.write('.forceignore', '**/labels/**\n');
    project.commit('p1');
    await attach();
    expect(await takeLabel('A', '1')).toBeUndefined();
  });

  test('two at once both end up in the file, of one process and of two', async () => {
    await start(label('A', '1'), label('B', '1'), label('C', '1'), label('D', '1'));
    const other = await makeWorld(world.data);
    const from = (each: World, name: string) =>
      takeFrom(each, sourceOf('CustomLabel', name, labelDocument(name, '2')));
    await Promise.all([
      from(world, 'A'),
      from(other, 'B'),
      from(world, 'C'),
      from(other, 'D'),
      from(other, 'E'),
    ]);
    await other.close();
    expect(committed(labels)).toBe(file(...['A', 'B', 'C', 'D', 'E'].map((name) => label(name, '2'))));
    for (const name of ['A', 'B', 'C', 'D']) expect((await world.page('CustomLabel', name)).total).toBe(2);
    await expectSameAnew();
  });
});

describe('with newer commits of the project', () => {
  test('each line keeps the items that it alone touched', async () => {
    await start(label('A', '1'), label('B', '1'), label('C', '1'));
    await takeLabel('A', 'live', { message: 'c1' });
    await takeLabel('N', 'live', { message: 'c2' });
    project.write(labels, file(label('A', '1'), label('B', 'p2'), '    <!-- p2 -->\n', label('C', '1')));
    project.commit('p2');
    expect(await attach()).toMatchObject({ versions: 1 });
    expect(committed(labels)).toBe(
      file(label('A', 'live'), label('B', 'p2'), '    <!-- p2 -->\n', label('C', '1'), label('N', 'live')),
    );
    await reopen();
    await takeLabel('C', 'live', { message: 'c3' });
    expect(await kinds('CustomLabel', 'A')).toEqual(['added p1', 'changed c1']);
    expect(await kinds('CustomLabel', 'B')).toEqual(['added p1', 'changed p2']);
    expect(await kinds('CustomLabel', 'C')).toEqual(['added p1', 'changed c3']);
    expect(await kinds('CustomLabel', 'N')).toEqual(['added c2']);
    await expectSameAnew();
  });

  test('an item that both touched is the project’s', async () => {
    await start(label('A', '1'), label('B', '1'));
    await takeLabel('A', 'live', { message: 'c1' });
    project.write(labels, file(label('A', 'p2'), label('B', '1')));
    project.commit('p2');
    await attach();
    expect(await kinds('CustomLabel', 'A')).toEqual(['added p1', 'changed c1', 'changed p2']);
    expect(committed(labels)).toBe(file(label('A', 'p2'), label('B', '1')));
    await expectSameAnew();
  });

  test('after the project rewrote its history, captured items lie on top of the new file', async () => {
    await start(label('A', '1'), label('B', '1'));
    const base = project.git('rev-parse', 'HEAD');
    project.write(labels, file(label('A', '1'), label('B', 'gone')));
    project.commit('p2');
    await attach();
    await takeLabel('A', 'live', { message: 'c1' });
    project.git('reset', '--quiet', '--hard', base);
    project.write(labels, file(label('A', '1'), label('B', 'q2'), label('Q', '1')));
    project.commit('q2');
    await attach();
    expect(committed(labels)).toBe(file(label('A', 'live'), label('B', 'q2'), label('Q', '1')));
    expect(await kinds('CustomLabel', 'A')).toEqual(['added p1', 'changed c1']);
    expect(await kinds('CustomLabel', 'B')).toEqual(['added p1', 'changed q2']);
    expect(await kinds('CustomLabel', 'Q')).toEqual(['added q2']);
    await takeLabel('Q', 'live', { message: 'c2' });
    await expectSameAnew();
  });

  test('a project that comes to a history of our own', async () => {
    await takeLabel('A', 'live');
    await takeLabel('N', 'live');
    await start(label('A', '1'), label('B', '1'));
    expect(await kinds('CustomLabel', 'A')).toHaveLength(2);
    expect(await kinds('CustomLabel', 'N')).toHaveLength(1);
    expect(committed(labels)).toBe(file(label('A', '1'), label('B', '1'), label('N', 'live')));
    await expectSameAnew();
  });
});
