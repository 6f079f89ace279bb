// A project's repository becomes history: one version for each first-parent commit that changed a component.

import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attachProject } from '../../../server/history/import.ts';
import { reindex } from '../../../server/history/indexing.ts';
import { readSource } from '../../../server/history/versions.ts';
import { workTime } from '../../helpers/work-time.ts';
import {
  classes,
  classMeta,
  flows,
  makeFolder,
  makeProject,
  permissionSet,
  permissionSets,
  runGit,
  type TestProject,
} from './git-project.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
let project: TestProject;

beforeEach(async () => {
  world = await makeWorld();
  project = makeProject();
});
afterEach(() => world.close());

const attach = (dir = project.dir, rev?: string) => attachProject(world, { orgId, dir, rev });

function writeClass(name: string, body: string, meta = classMeta()) {
  project.write(`${classes}/${name}.cls`, body);
  project.write(`${classes}/${name}.cls-meta.xml`, meta);
}

describe('versions', () => {
  test('a class has one whenever its code or its metadata changes', async () => {
    writeClass('Lead', 'class Lead {}\n');
    project.commit('first');
    project.write(`${classes}/Lead.cls`, 'class Lead { Integer a; }\n');
    project.commit('code');
    project.write(`${classes}/Lead.cls-meta.xml`, classMeta('61.0'));
    project.commit('metadata', { author: 'Sam Okafor', at: 1_600_000_000 });
    project.write('README.md', 'nothing to see');
    project.commit('neither');
    const result = await attach();
    expect(result).toMatchObject({ commits: 4, versions: 3, problems: [], refused: [] });
    const { versions, component, total } = await world.page('ApexClass', 'Lead');
    expect(total).toBe(3);
    expect(component).toMatchObject({ versions: 3, path: `${classes}/Lead.cls`, state: 'unknown' });
    expect(versions[0]).toMatchObject({
      number: 3,
      kind: 'changed',
      at: '2020-09-13T12:26:40.000Z',
      author: { name: 'Sam Okafor', certainty: 'certain', evidence: 'Git author' },
      summary: expect.stringMatching(/60\.0 → 61\.0/),
      changes: 1,
      message: 'metadata',
      origin: 'imported',
    });
    expect(versions[2]).toMatchObject({ number: 1, kind: 'added' });
  });

  test('deletion and recreation are versions; a deleted one has no files', async () => {
    writeClass('Lead', 'class Lead {}\n');
    project.commit('first');
    project.remove(`${classes}/Lead.cls`);
    project.remove(`${classes}/Lead.cls-meta.xml`);
    const deletion = project.commit('gone');
    writeClass('Lead', 'class Lead { /* again */ }\n');
    project.commit('back');
    await attach();
    expect((await world.story('ApexClass', 'Lead')).map((line) => line.replace(/:.*/, ''))).toEqual([
      '1 added',
      '2 deleted',
      '3 recreated',
    ]);
    const source = await readSource(world, {
      orgId,
      type: 'ApexClass',
      fullName: 'Lead',
      revision: deletion,
    });
    expect(source.files).toEqual([]);
  });

  test('a moved file is the same component, and its move alone is no version', async () => {
    writeClass('Lead', 'class Lead {}\n');
    project.commit('first');
    project.git('mv', 'force-app/main', 'force-app/core');
    project.commit('moved');
    await attach();
    const { component, total } = await world.page('ApexClass', 'Lead');
    expect(total).toBe(1);
    expect(component?.path).toBe('force-app/core/default/classes/Lead.cls');
  });

  test('a merge is one commit', async () => {
    writeClass('Lead', 'class Lead {}\n');
    project.commit('first');
    project.git('checkout', '--quiet', '-b', 'feature');
    for (const letter of ['a', 'b', 'c']) {
      project.write(`${classes}/Lead.cls`, `class Lead { /* ${letter} */ }\n`);
      project.commit(`feature ${letter}`);
    }
    project.git('checkout', '--quiet', 'main');
    project.git('merge', '--quiet', '--no-ff', '-m', 'merge feature', 'feature');
    await attach();
    const { versions } = await world.page('ApexClass', 'Lead');
    expect(versions.map(({ message }) => message)).toEqual(['merge feature', 'first']);
  });

  test('old file names inside a package directory count, and conversion keeps one history', async () => {
    project.write('force-app/permissionsets/Sales.permissionset', permissionSet('Lead.A'));
    project.write('src/permissionsets/Outside.permissionset', permissionSet('Lead.A'));
    project.commit('old layout');
    project.git(
      'mv',
      'force-app/permissionsets/Sales.permissionset',
      'force-app/permissionsets/Sales.permissionset-meta.xml',
    );
    project.write('force-app/permissionsets/Sales.permissionset-meta.xml', permissionSet('Lead.A', 'Lead.B'));
    project.commit('source format');
    await attach();
    const { versions, component } = await world.page('PermissionSet', 'Sales');
    expect(versions.map(({ kind }) => kind)).toEqual(['changed', 'added']);
    expect(component?.path).toMatch(/Sales\.permissionset-meta\.xml$/);
    expect((await world.page('PermissionSet', 'Outside')).component).toBeNull();
  });

  test('are listed 50 a page, newest first, without gap or repetition', async () => {
    const texts = Array.from({ length: 120 }, (_, index) => `class Lead { /* ${index + 1} */ }\n`);
    project.commitEach(`${classes}/Lead.cls`, texts);
    await attach();
    const numbers: number[][] = [];
    let next: string | undefined;
    do {
      const page = await world.page('ApexClass', 'Lead', next);
      expect(page.total).toBe(120);
      numbers.push(page.versions.map(({ number }) => number));
      next = page.next;
    } while (next);
    expect(numbers.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(numbers.flat()).toEqual(Array.from({ length: 120 }, (_, index) => 120 - index));
    await expect(world.page('ApexClass', 'Lead', '1 or 1=1')).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});

describe('repositories', () => {
  const first = () => {
    writeClass('Lead', 'class Lead {}\n');
    return project.commit('first');
  };

  test('bare', async () => {
    const tip = first();
    const bare = makeFolder();
    runGit(bare, ['clone', '--quiet', '--bare', project.dir, '.']);
    expect(await attach(bare)).toMatchObject({ tip, versions: 1 });
  });

  test('worktree, with its own HEAD', async () => {
    first();
    const tree = `${makeFolder()}/tree`;
    project.git('worktree', 'add', '--quiet', '-b', 'side', tree);
    project.write(`${classes}/Lead.cls`, 'class Lead { /* main only */ }\n');
    project.commit('on main');
    expect(await attach(tree)).toMatchObject({ versions: 1 });
  });

  test('packed refs, tags, branches, abbreviated ids and suffixes name the tip', async () => {
    const one = first();
    project.git('tag', '-a', '-m', 'a tag', 'v1');
    writeClass('Lead', 'class Lead { /* 2 */ }\n');
    const two = project.commit('second');
    project.git('branch', 'release/x');
    project.git('pack-refs', '--all');
    for (const [rev, tip] of [
      ['v1', one],
      ['release/x', two],
      ['refs/heads/main', two],
      ['main~1', one],
      ['HEAD^', one],
      [two.slice(0, 10), two],
    ] as const) {
      expect((await attach(project.dir, rev)).tip, rev).toBe(tip);
    }
  });

  test('one that borrows its objects itself', async () => {
    first();
    const clone = makeFolder();
    runGit(clone, ['clone', '--quiet', '--shared', project.dir, '.']);
    expect(await attach(clone)).toMatchObject({
      versions: 1,
      problems: [`It borrows objects from ${project.dir}/.git/objects: what it names there is read, too.`],
    });
  });

  test('sha256 objects', async () => {
    project = makeProject({ init: ['--object-format=sha256'] });
    const tip = first();
    expect(tip).toHaveLength(64);
    expect(await attach()).toMatchObject({ tip, versions: 1 });
    const source = await readSource(world, { orgId, type: 'ApexClass', fullName: 'Lead', revision: tip });
    expect(source.files[0]?.text).toBe('class Lead {}\n');
    const other = makeProject();
    other.commit('sha1');
    await expect(attach(other.dir)).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('a shallow clone says that older versions are not in it', async () => {
    first();
    writeClass('Lead', 'class Lead { /* 2 */ }\n');
    project.commit('second');
    const shallow = makeFolder();
    runGit(shallow, ['clone', '--quiet', '--depth=1', `file://${project.dir}`, '.']);
    const result = await attach(shallow);
    expect(result.versions).toBe(1);
    expect(result.problems).toContainEqual(expect.stringMatching(/shallow/));
    expect((await world.page('ApexClass', 'Lead')).versions[0]?.note).toMatch(/shallow/);
  });

  test.each([
    ['an empty repository', () => project.dir, undefined, /no commit yet/],
    ['no repository', () => makeFolder(), undefined, /not a git repository/],
    ['no directory', () => '/nowhere/at/all', undefined, /no such directory/],
    ['an unknown revision', () => project.dir, 'v9', /no branch, tag or commit "v9"/],
  ])('%s is refused with the reason', async (_, dir, rev, reason) => {
    await expect(attach(dir(), rev)).rejects.toThrow(reason);
  });

  test('a folder inside one is refused, and the repository named', async () => {
    first();
    await expect(attach(`${project.dir}/force-app`)).rejects.toThrow(/folder inside the repository/);
  });

  test('nothing is written in the project', async () => {
    first();
    const listing = () => execFileSync('find', [project.dir, '-printf', '%p %s %T@\n']).toString();
    const before = listing();
    await attach();
    await reindex(world, orgId);
    expect(listing()).toBe(before);
  });
});

describe('what belongs to the org', () => {
  test('the package directories of each commit, else the tip’s', async () => {
    project.remove('sfdx-project.json');
    project.write('app/classes/A.cls', 'class A {}');
    project.write('other/classes/B.cls', 'class B {}');
    project.commit('before there was a project file');
    project.write('sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: './app/' }] }));
    project.commit('project file');
    await attach();
    expect(await world.story('ApexClass', 'A')).toHaveLength(1);
    expect((await world.page('ApexClass', 'B')).component).toBeNull();
  });

  test('without any project file every folder is read, and that is said', async () => {
    project = makeProject({ project: null });
    project.write('anywhere/A.cls', 'class A {}');
    project.commit('first');
    const result = await attach();
    expect(result.problems).toEqual([expect.stringMatching(/no sfdx-project\.json/)]);
    expect(await world.story('ApexClass', 'A')).toHaveLength(1);
  });

  test.each([
    ['not JSON', '{ "packageDirectories": ['],
    ['a list', '[]'],
    ['null', 'null'],
    ['directories outside', '{"packageDirectories":[{"path":"../other"},{"path":"/etc"},{"path":7},null]}'],
  ])('a project file that is %s', async (_, text) => {
    project.write('sfdx-project.json', text);
    writeClass('Lead', 'class Lead {}');
    project.commit('first');
    const result = await attach();
    expect(result.problems.length).toBeGreaterThan(0);
    expect(await world.story('ApexClass', 'Lead')).toHaveLength(1);
  });

  test('.forceignore is honoured, and what it leaves out later ends with a note', async () => {
    project.write('.forceignore', '# comment\n**/jest-mocks/**\nforce-app/main/default/classes/Secret*\n');
    writeClass('Lead', 'class Lead {}');
    writeClass('SecretPlan', 'class SecretPlan {}');
    project.write('force-app/jest-mocks/Mock.cls', 'class Mock {}');
    project.commit('first');
    project.write('.forceignore', '**/classes/**\n**/jest-mocks/**\n');
    project.commit('ignore classes');
    await attach();
    expect((await world.page('ApexClass', 'SecretPlan')).component).toBeNull();
    expect((await world.page('ApexClass', 'Mock')).component).toBeNull();
    const { versions } = await world.page('ApexClass', 'Lead');
    expect(versions[0]).toMatchObject({ kind: 'deleted', note: expect.stringMatching(/\.forceignore/) });
  });

  test('a .forceignore pattern made to hang the matcher is left out', async () => {
    project.write('.forceignore', `${'a*'.repeat(9)}b\n`);
    writeClass(`${'a'.repeat(200)}`, 'class A {}');
    project.commit('first');
    const worked = workTime();
    const result = await attach();
    expect(worked()).toBeLessThan(5000);
    expect(result.problems).toEqual([expect.stringMatching(/too many stars/)]);
  });

  test('of two files with one name the default directory’s wins and the other is listed', async () => {
    const packageDirectories = [{ path: 'extra' }, { path: 'force-app', default: true }];
    project.write('sfdx-project.json', JSON.stringify({ packageDirectories }));
    project.write('extra/classes/Lead.cls', 'class Lead { /* extra */ }');
    project.write(`${classes}/Lead.cls`, 'class Lead { /* default */ }');
    const tip = project.commit('first');
    await attach();
    const { component } = await world.page('ApexClass', 'Lead');
    expect(component).toMatchObject({ path: `${classes}/Lead.cls`, losers: ['extra/classes/Lead.cls'] });
    const source = await readSource(world, { orgId, type: 'ApexClass', fullName: 'Lead', revision: tip });
    expect(source.files.map(({ text }) => text)).toEqual(['class Lead { /* default */ }']);
  });
});

describe('again', () => {
  test('nothing new is nothing', async () => {
    writeClass('Lead', 'class Lead {}');
    project.commit('first');
    await attach();
    expect(await attach()).toMatchObject({ commits: 0, versions: 0 });
  });

  test('only what is new is indexed, with the same rows as all at once', async () => {
    for (let index = 0; index < 4; index += 1) {
      writeClass('Lead', `class Lead { /* ${index} */ }`);
      project.write(`${flows}/F${index}.flow-meta.xml`, `<Flow><label>${index}</label></Flow>`);
      if (index === 3) project.remove(`${flows}/F1.flow-meta.xml`);
      project.commit(`commit ${index}`);
      expect((await attach()).commits).toBe(1);
    }
    const stepwise = await world.rows();
    await reindex(world, orgId);
    expect(await world.rows()).toEqual(stepwise);
  });

  test('a rewritten history replaces the old one', async () => {
    writeClass('Lead', 'class Lead {}');
    const base = project.commit('first');
    writeClass('Lead', 'class Lead { /* wrong */ }');
    project.commit('to be rewritten');
    await attach();
    project.git('reset', '--quiet', '--hard', base);
    writeClass('Lead', 'class Lead { /* right */ }');
    project.commit('rewritten');
    await attach();
    const { versions } = await world.page('ApexClass', 'Lead');
    expect(versions.map(({ message }) => message)).toEqual(['rewritten', 'first']);
  });

  test('an old tip merged into another line is not taken for its continuation', async () => {
    writeClass('Lead', 'class Lead {}');
    const base = project.commit('first');
    writeClass('Lead', 'class Lead { /* side */ }');
    project.commit('side');
    await attach();
    project.git('branch', 'side');
    project.git('reset', '--quiet', '--hard', base);
    writeClass('Other', 'class Other {}');
    project.commit('other');
    project.git('merge', '--quiet', '--no-ff', '-m', 'merge side', 'side');
    await attach();
    const { versions } = await world.page('ApexClass', 'Lead');
    expect(versions.map(({ message }) => message)).toEqual(['merge side', 'first']);
  });
});

describe('content', () => {
  test('malformed XML is a version with the place named', async () => {
    project.write(`${permissionSets}/Sales.permissionset-meta.xml`, permissionSet('Lead.A'));
    project.commit('good');
    project.write(
      `${permissionSets}/Sales.permissionset-meta.xml`,
      '<PermissionSet>\n  <label>Sales</lable>\n',
    );
    project.commit('bad');
    project.write(`${permissionSets}/Sales.permissionset-meta.xml`, permissionSet('Lead.B'));
    project.commit('good again');
    await attach();
    const { versions } = await world.page('PermissionSet', 'Sales');
    expect(versions[1]?.note).toMatch(/Sales\.permissionset-meta\.xml: .*line 2, column \d+.*lines/);
    expect(versions[1]?.kind).toBe('changed');
    expect(versions[0]?.note).toBeUndefined();
    expect(versions[2]?.note).toBeUndefined();
  });

  test('merge markers, LFS pointers and other encodings are noted', async () => {
    writeClass('Marked', 'class A {\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> other\n}\n');
    writeClass('Pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n');
    project.write(`${classes}/Latin.cls`, Buffer.from('class Latin { /* café */ }', 'latin1'));
    project.write(`${classes}/Wide.cls`, Buffer.from('\uFEFFclass Wide {}', 'utf16le'));
    const revision = project.commit('odd');
    await attach();
    const noteOf = async (name: string) => (await world.page('ApexClass', name)).versions[0]?.note;
    expect(await noteOf('Marked')).toMatch(/Marked\.cls: .*merge conflict markers \(line 2\)/);
    expect(await noteOf('Pointer')).toMatch(/^Pointer\.cls: stored in Git LFS; content not here\./);
    expect(await noteOf('Latin')).toMatch(/not UTF-8/);
    expect(await noteOf('Wide')).toMatch(/UTF-16/);
    const read = async (fullName: string) =>
      (await readSource(world, { orgId, type: 'ApexClass', fullName, revision })).files[0]?.text;
    expect(await read('Latin')).toBe('class Latin { /* café */ }');
    expect(await read('Wide')).toBe('class Wide {}');
  });

  test('a missing blob is a version whose content is not available', async () => {
    writeClass('Lead', 'class Lead {}');
    project.commit('first');
    writeClass('Lead', 'class Lead { /* lost */ }');
    const lost = project.commit('lost');
    writeClass('Lead', 'class Lead { /* here */ }');
    const last = project.commit('here');
    const oid = project.git('rev-parse', `${lost}:${classes}/Lead.cls`);
    execFileSync('rm', ['-f', `${project.dir}/.git/objects/${oid.slice(0, 2)}/${oid.slice(2)}`]);
    await attach();
    const { versions } = await world.page('ApexClass', 'Lead');
    expect(versions.map(({ kind, summary }) => `${kind}: ${summary}`)).toEqual([
      'changed: Changed; the version before is not available',
      'unavailable: Content not available',
      'added: Created',
    ]);
    const of = { orgId, type: 'ApexClass', fullName: 'Lead' } as const;
    await expect(readSource(world, { ...of, revision: lost })).rejects.toMatchObject({
      code: 'version_unavailable',
    });
    expect((await readSource(world, { ...of, revision: last })).files).toHaveLength(2);
    await expect(readSource(world, { ...of, revision: 'f'.repeat(40) })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
