// A project made to do harm: its hooks, settings, names and links are never obeyed.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capture } from '../../../server/history/capture.ts';
import { findProject, isRefName } from '../../../server/history/find-project.ts';
import { attachProject } from '../../../server/history/import.ts';
import { readSource } from '../../../server/history/versions.ts';
import { classes, classMeta, makeFolder, makeProject, runGit, type TestProject } from './git-project.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
let project: TestProject;
let trap: string;

beforeEach(async () => {
  world = await makeWorld();
  project = makeProject();
  trap = join(makeFolder(), 'sprung');
});
afterEach(() => world.close());

const attach = (dir = project.dir, rev?: string) => attachProject(world, { orgId, dir, rev });

/** A program that leaves a trace when anything runs it. */
function setTrap(file: string): string {
  writeFileSync(file, `#!/bin/sh\ntouch '${trap}'\nexit 0\n`);
  chmodSync(file, 0o755);
  return file;
}

const lead = { type: 'ApexClass', fullName: 'Lead' } as const;

async function captureLead(): Promise<void> {
  await capture(world, {
    orgId,
    source: { ...lead, files: [{ role: 'content', name: 'Lead.cls', text: 'class Lead { /* live */ }\n' }] },
    author: { userId: '0055g000001AbCd', name: 'Ada King' },
    at: 1_800_000_000_000,
    committer: { id: 'auth0|ada', name: 'Ada King' },
    lane: 'tooling',
    apiVersion: '66.0',
  });
}

test('hooks and settings of the project run nothing, while importing, reading and committing', async () => {
  project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
  project.write('.gitattributes', '* filter=evil diff=evil merge=evil\n');
  const tip = project.commit('first');
  const program = setTrap(join(project.dir, '.git', 'evil.sh'));
  const included = join(makeFolder(), 'included');
  writeFileSync(included, `[core]\n\tfsmonitor = ${program}\n\tpager = ${program}\n`);
  for (const hook of [
    'pre-commit',
    'post-checkout',
    'reference-transaction',
    'post-index-change',
    'post-commit',
  ]) {
    mkdirSync(join(project.dir, '.git', 'hooks'), { recursive: true });
    setTrap(join(project.dir, '.git', 'hooks', hook));
  }
  for (const [name, value] of [
    ['core.fsmonitor', program],
    ['core.sshCommand', program],
    ['core.pager', program],
    ['core.editor', program],
    ['core.alternateRefsCommand', program],
    ['diff.external', program],
    ['diff.evil.textconv', program],
    ['filter.evil.clean', program],
    ['filter.evil.smudge', program],
    ['gpg.program', program],
    ['core.askPass', program],
    ['core.gitProxy', program],
    ['core.worktree', '/'],
    ['core.hooksPath', join(project.dir, '.git', 'hooks')],
    ['credential.helper', program],
    ['alias.log', `!${program}`],
    ['alias.cat-file', `!${program}`],
    ['includeIf.gitdir:/.path', included],
    ['include.path', included],
    ['log.showSignature', 'true'],
    ['uploadpack.packObjectsHook', program],
    ['remote.origin.url', `ext::sh -c ${program}`],
    ['remote.origin.promisor', 'true'],
    ['extensions.partialClone', 'origin'],
    ['protocol.ext.allow', 'always'],
  ] as const) {
    // Written by hand: git itself would run some of these.
    writeFileSync(
      join(project.dir, '.git', 'config'),
      `\n[${name.split('.')[0]}${name.split('.').length > 2 ? ` "${name.split('.')[1]}"` : ''}]\n\t${name.split('.').at(-1)} = ${value}\n`,
      { flag: 'a' },
    );
  }
  await attach();
  await readSource(world, { orgId, ...lead, revision: tip });
  await captureLead();
  expect(await world.story('ApexClass', 'Lead')).toHaveLength(2);
  expect(existsSync(trap)).toBe(false);
  // The trap itself works: plain git in that folder springs it.
  spawnSync('git', ['status'], { cwd: project.dir });
  expect(existsSync(trap)).toBe(true);
});

test('a missing blob of a partial clone is never fetched', async () => {
  project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
  project.commit('first');
  const clone = makeFolder();
  runGit(project.dir, ['config', 'uploadpack.allowFilter', 'true']);
  runGit(clone, ['clone', '--quiet', '--bare', '--filter=blob:none', `file://${project.dir}`, '.']);
  runGit(clone, ['config', 'remote.origin.url', `ext::sh -c touch% ${trap}`]);
  runGit(clone, ['config', 'protocol.ext.allow', 'always']);
  await attach(clone);
  expect((await world.page('ApexClass', 'Lead')).versions[0]?.kind).toBe('unavailable');
  expect(existsSync(trap)).toBe(false);
});

test('variables of our own process that steer git are not passed on', async () => {
  project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
  project.commit('first');
  const steering = {
    GIT_DIR: project.dir,
    GIT_OBJECT_DIRECTORY: '/nowhere',
    GIT_ALTERNATE_OBJECT_DIRECTORIES: '/nowhere',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.fsmonitor',
    GIT_CONFIG_VALUE_0: setTrap(`${trap}.sh`),
    GIT_TRACE: `${trap}.trace`,
  };
  Object.assign(process.env, steering);
  try {
    await attach();
    await captureLead();
  } finally {
    for (const name of Object.keys(steering)) delete process.env[name];
  }
  expect(await world.story('ApexClass', 'Lead')).toHaveLength(2);
  expect(existsSync(trap) || existsSync(`${trap}.trace`)).toBe(false);
});

describe('names', () => {
  test('like options are only names', async () => {
    project.write(`${classes}/--upload-pack=touch sprung.cls`, 'class A {}');
    project.write('force-app/-x/--output=sprung/classes/Inside.cls', 'class C {}');
    project.write('-n.cls', 'class B {}');
    project.git('checkout', '--quiet', '-b', 'main2');
    const tip = project.commit('--exec=touch sprung');
    runGit(project.dir, ['update-ref', 'refs/heads/--output=sprung', tip]);
    for (const rev of [
      '--upload-pack=x',
      '--output=sprung',
      '-h',
      '--all',
      '@{-1}',
      'HEAD:README',
      '..',
      'HEAD..main2',
    ]) {
      await expect(attach(project.dir, rev), rev).rejects.toThrow(/no branch, tag or commit/);
    }
    await attach();
    const { versions } = await world.page('ApexClass', '--upload-pack=touch sprung');
    expect(versions[0]?.message).toBe('--exec=touch sprung');
    expect((await world.page('ApexClass', 'Inside')).total).toBe(1);
    expect(existsSync(join(project.dir, 'sprung')) || existsSync('sprung')).toBe(false);
  });

  test.each([
    '../config',
    'refs/../../config',
    '/etc/passwd',
    '.git/config',
    'a/./b',
    'x.lock',
    'a\nb',
    '-x',
    '',
  ])('%j is no ref', (name) => {
    expect(isRefName(name)).toBe(false);
  });

  test('a tree that holds `..` and `.git` is refused where it does', async () => {
    const blob = runGit(project.dir, ['hash-object', '-w', '--stdin'], {}, 'class Evil {}');
    const tree = (entry: string, mode: string, oid: string) => {
      const raw = Buffer.concat([Buffer.from(`${mode} ${entry}\0`), Buffer.from(oid, 'hex')]);
      const run = spawnSync('git', ['hash-object', '-w', '--literally', '-t', 'tree', '--stdin'], {
        cwd: project.dir,
        input: raw,
        encoding: 'utf8',
      });
      return run.stdout.trim();
    };
    const inner = tree('Evil.cls', '100644', blob);
    const up = tree('..', '40000', tree('..', '40000', inner));
    const commit = runGit(project.dir, ['commit-tree', '-m', 'evil', tree('force-app', '40000', up)]);
    runGit(project.dir, ['update-ref', 'refs/heads/main', commit]);
    const result = await attach();
    expect(result.refused).toEqual([
      { path: 'force-app/../../Evil.cls', reason: 'its path leads outside the project' },
    ]);
    expect((await world.page('ApexClass', 'Evil')).component).toBeNull();
  });

  test('a captured component whose name is a path is refused', async () => {
    for (const fullName of ['../../hooks/post-commit', 'a/b', '..', 'a\\b', 'a\nD force-app', '']) {
      const source = { type: 'ApexClass', fullName, files: [] } as const;
      const attempt = capture(world, {
        orgId,
        source,
        author: { userId: '005', name: 'A' },
        at: 0,
        committer: { id: 'x', name: 'A' },
        lane: 'tooling',
        apiVersion: '66.0',
      });
      await expect(attempt, fullName).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });

  test('an org id is never a path', () => {
    for (const id of ['../../etc', '00D5g000004XyZa/..', '', '--git-dir=x']) {
      expect(() => world.git(id)).toThrowError(expect.objectContaining({ code: 'invalid_request' }));
    }
  });
});

describe('links', () => {
  test('symbolic links and submodules are left out and listed', async () => {
    project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
    project.write(`${classes}/Lead.cls-meta.xml`, classMeta());
    symlinkSync('/etc/passwd', join(project.dir, classes, 'Passwd.cls'));
    project.commit('first');
    project.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},${classes}/Module.cls`);
    project.git('commit', '--quiet', '-m', 'module');
    const { refused } = await attach();
    expect(refused).toEqual([
      { path: `${classes}/Passwd.cls`, reason: 'it is a symbolic link' },
      { path: `${classes}/Module.cls`, reason: 'it is not a regular file' },
    ]);
    expect((await world.page('ApexClass', 'Passwd')).component).toBeNull();
  });

  test('a file that becomes a link is deleted', async () => {
    project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
    project.commit('first');
    project.remove(`${classes}/Lead.cls`);
    symlinkSync('/etc/passwd', join(project.dir, classes, 'Lead.cls'));
    project.commit('linked');
    await attach();
    expect((await world.page('ApexClass', 'Lead')).versions[0]?.kind).toBe('deleted');
  });

  test('refs that point in a circle, or at no object, lead nowhere', () => {
    const refs = join(project.dir, '.git', 'refs', 'heads');
    writeFileSync(join(refs, 'a'), 'ref: refs/heads/b\n');
    writeFileSync(join(refs, 'b'), 'ref: refs/heads/a\n');
    writeFileSync(join(refs, 'c'), 'ref: refs/../../../etc/passwd\n');
    symlinkSync('/etc/passwd', join(refs, 'd'));
    const { readRef } = findProject(project.dir);
    expect(['a', 'b', 'c', 'd'].map((name) => readRef(`refs/heads/${name}`))).toEqual(
      Array(4).fill(undefined),
    );
  });
});

test('without git the failure says what to install', async () => {
  const bare = await makeWorld(undefined, 'no-such-git');
  project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
  project.commit('first');
  const attempt = attachProject(bare, { orgId, dir: project.dir });
  await expect(attempt).rejects.toMatchObject({
    detail: expect.stringMatching(/"no-such-git" was not found\. Install git/),
  });
  await bare.close();
});
