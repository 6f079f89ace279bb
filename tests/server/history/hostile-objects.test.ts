// Objects, refs and files that git itself would never have made: read for what they are, or refused in words.

import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capture } from '../../../server/history/capture.ts';
import { attachProject } from '../../../server/history/import.ts';
import { classes, makeFolder, makeProject, runGit, type TestProject } from './git-project.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
let project: TestProject;

beforeEach(async () => {
  world = await makeWorld();
  project = makeProject();
});
afterEach(() => world.close());

const attach = (dir = project.dir) => attachProject(world, { orgId, dir });

function write(kind: 'tree' | 'commit', content: Buffer): string {
  const run = spawnSync('git', ['hash-object', '-w', '--literally', '-t', kind, '--stdin'], {
    cwd: project.dir,
    input: content,
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  return run.stdout.trim();
}

interface Entry {
  readonly name: string;
  readonly oid: string;
  readonly mode?: string;
}

const tree = (...entries: Entry[]) =>
  write(
    'tree',
    Buffer.concat(
      entries.map(({ name, oid, mode = '40000' }) =>
        Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')]),
      ),
    ),
  );
const file = (text: string) => runGit(project.dir, ['hash-object', '-w', '--stdin'], {}, text);
const setMain = (commit: string) => runGit(project.dir, ['update-ref', 'refs/heads/main', commit]);

function commitRaw(
  of: string,
  { author = 'Ada <a@b>', at = '1600000000', message = 'odd' as string | Buffer } = {},
) {
  const parent = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: project.dir, encoding: 'utf8' });
  const line = (role: string) =>
    Buffer.concat([Buffer.from(`${role} `), Buffer.from(author, 'latin1'), Buffer.from(` ${at} +0000\n`)]);
  const id = write(
    'commit',
    Buffer.concat([
      Buffer.from(`tree ${of}\n${parent.status === 0 ? `parent ${parent.stdout}` : ''}`),
      line('author'),
      line('committer'),
      Buffer.from('\n'),
      Buffer.from(message as string),
    ]),
  );
  setMain(id);
  return id;
}

const captureOther = () =>
  capture(world, {
    orgId,
    source: {
      type: 'ApexClass',
      fullName: 'Other',
      files: [{ role: 'content', name: 'Other.cls', text: 'class Other {}\n' }],
    },
    author: { userId: '0055g000001AbCd', name: 'Ada King' },
    at: 1_800_000_000_000,
    committer: { id: 'ada', name: 'Ada King' },
    lane: 'tooling',
    apiVersion: '66.0',
  });

describe('a tree', () => {
  test('with `..`, `.git`, an absolute path and a step without a name is refused there, and captures go on', async () => {
    project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
    project.commit('first');
    await attach();
    await captureOther();
    const evil = { name: 'Evil.cls', oid: file('class Evil {}'), mode: '100644' };
    const inside = tree(evil);
    const root = tree(
      { name: '..', oid: inside },
      { name: '.GIT', oid: tree({ name: 'hooks', oid: inside }) },
      { name: '.git', oid: tree({ name: 'hooks', oid: inside }) },
      { name: '/etc', oid: inside },
      { name: 'force-app', oid: tree({ name: '.', oid: inside }, { ...evil, name: 'Good.cls' }) },
    );
    commitRaw(root);
    const { refused } = await attach();
    expect(refused.map(({ path, reason }) => `${path}: ${reason}`).sort()).toEqual(
      [
        '../Evil.cls',
        '.GIT/hooks/Evil.cls',
        '.git/hooks/Evil.cls',
        '/etc/Evil.cls',
        'force-app/./Evil.cls',
      ].map((path) => `${path}: its path leads outside the project`),
    );
    expect((await world.page('ApexClass', 'Evil')).component).toBeNull();
    expect((await world.page('ApexClass', 'Good')).total).toBe(1);
    expect((await world.page('ApexClass', 'Other')).total).toBe(1);
    // What is ours to clone holds none of it.
    const names = (
      await world.git(orgId).run(['ls-tree', '-r', '--name-only', 'refs/heads/main'])
    ).toString();
    expect(names).toMatch(/Good\.cls/);
    expect(names).not.toMatch(/Evil/);
  });

  test('that is missing, or is no tree, fails in words and leaves the index as it was', async () => {
    project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
    project.commit('first');
    await attach();
    const rows = await world.rows();
    const before = runGit(project.dir, ['rev-parse', 'HEAD']);
    for (const oid of ['1'.repeat(40), file('no tree')]) {
      setMain(before);
      commitRaw(oid);
      await expect(attach(), oid).rejects.toThrow(/git .* failed/);
      expect(await world.rows()).toEqual(rows);
    }
    setMain(before);
    project.write(`${classes}/Lead.cls`, 'class Lead { }\n');
    project.commit('mended');
    await attach();
    expect((await world.page('ApexClass', 'Lead')).total).toBe(2);
  });
});

describe('a commit', () => {
  test.each([
    ['99999999999999999999', 0],
    ['-1', 0],
    ['253402300800000', 0],
    ['8640000000000', 0],
    ['1700000000', 1_700_000_000_000],
  ])('of the date %s has a moment that every calendar has', async (at, expected) => {
    commitRaw(
      tree({
        name: 'force-app',
        oid: tree({ name: 'Lead.cls', oid: file('class Lead {}'), mode: '100644' }),
      }),
      { at },
    );
    await attach();
    const [version] = (await world.page('ApexClass', 'Lead')).versions;
    expect(Math.abs(Date.parse(version?.at ?? '') - expected)).toBeLessThanOrEqual(1000);
  });

  test('with a NUL in its message, a name that is no UTF-8 and a forged line is one version', async () => {
    const oid = tree({
      name: 'force-app',
      oid: tree({ name: 'Lead.cls', oid: file('class Lead {}'), mode: '100644' }),
    });
    const forged = `:100644 100644 ${'0'.repeat(40)} ${'1'.repeat(40)} M\0force-app/Forged.cls`;
    const message = Buffer.from(`\n\nsubject\0${'a'.repeat(40)}\0\0Mallory\0${'1'}\0x\0${forged}\0`);
    commitRaw(oid, { author: 'Caf\xe9 \x1b[31m <a@b>', message });
    await attach();
    const { versions, total } = await world.page('ApexClass', 'Lead');
    expect(total).toBe(1);
    expect(versions[0]?.author.name).toMatch(/^Caf\uFFFD/);
    expect(versions[0]?.message).toBe('subject');
    expect((await world.page('ApexClass', 'Forged')).component).toBeNull();
  });
});

describe('refs', () => {
  const twoVersions = () => {
    project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
    const first = project.commit('first');
    project.write(`${classes}/Lead.cls`, 'class Lead { }\n');
    return { first, second: project.commit('second') };
  };

  test('that replace objects, and grafts, change nothing', async () => {
    const { first, second } = twoVersions();
    const other = file('class Replaced {}');
    project.git('replace', project.git('rev-parse', `${second}:${classes}/Lead.cls`), other);
    project.git('replace', '--graft', second);
    mkdirSync(join(project.dir, '.git', 'info'), { recursive: true });
    writeFileSync(join(project.dir, '.git', 'info', 'grafts'), `${second}\n`);
    await attach();
    const { versions } = await world.page('ApexClass', 'Lead');
    expect(versions.map(({ revision }) => revision)).toEqual([second, first]);
  });

  test('by the hundred thousand cost no time', async () => {
    const { second } = twoVersions();
    project.git('pack-refs', '--all');
    const many = Array.from({ length: 200_000 }, (_, at) => `${second} refs/heads/z${at}\n`);
    appendFileSync(join(project.dir, '.git', 'packed-refs'), many.join(''));
    const started = performance.now();
    expect(await attach()).toMatchObject({ versions: 2 });
    expect(await attachProject(world, { orgId, dir: project.dir, rev: 'z199999' })).toMatchObject({
      commits: 0,
    });
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe('files of the repository', () => {
  test('alternates that go in a circle, or nowhere, are named and do no harm', async () => {
    project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
    project.commit('first');
    const own = join(project.dir, '.git', 'objects');
    mkdirSync(join(own, 'info'), { recursive: true });
    writeFileSync(join(own, 'info', 'alternates'), `${own}\n/nowhere/objects\n-x\n"/etc\n`);
    const { versions, problems } = await attach();
    expect(versions).toBe(1);
    expect(problems).toEqual(
      [own, '/nowhere/objects', '-x', '"/etc'].map(
        (store) => `It borrows objects from ${store}: what it names there is read, too.`,
      ),
    );
  });

  test('a pipe among the objects is refused instead of waited for', async () => {
    project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
    project.commit('first');
    const pipe = join(project.dir, '.git', 'objects', 'aa', 'pipe');
    mkdirSync(join(pipe, '..'), { recursive: true });
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    await expect(attach()).rejects.toThrow(`${pipe} is neither a file nor a folder; remove it.`);
  });

  test('a .git file that leads to what is no repository is refused, and nothing of it is read', async () => {
    const dir = makeFolder();
    for (const target of ['/etc', '/etc/passwd', '../nowhere', '']) {
      writeFileSync(join(dir, '.git'), `gitdir: ${target}\n`);
      await expect(attach(dir), target).rejects.toThrow(
        /its \.git file does not lead to a repository|its object store .* is missing/,
      );
    }
  });

  test('HEAD that is a link to another file names nothing', async () => {
    project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
    project.commit('first');
    const head = join(project.dir, '.git', 'HEAD');
    const text = readFileSync(head, 'utf8');
    spawnSync('rm', [head]);
    symlinkSync('/etc/passwd', head);
    await expect(attach()).rejects.toThrow(/no commit yet/);
    spawnSync('rm', [head]);
    writeFileSync(head, text);
    expect(await attach()).toMatchObject({ versions: 1 });
  });
});
