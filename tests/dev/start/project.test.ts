// A `--project` that cannot be the org's history is named, with a way out.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkProject } from '../../../dev/world/project.ts';

let dir: string;
const git = (at: string, ...args: string[]) =>
  execFileSync('git', ['-C', at, '-c', 'user.name=T', '-c', 'user.email=t@example', ...args], {
    encoding: 'utf8',
  });

function makeRepository(name: string, files: Record<string, string>): string {
  const at = join(dir, name);
  mkdirSync(at);
  git(at, 'init', '-q', '-b', 'main');
  for (const [path, text] of Object.entries(files)) writeFileSync(join(at, path), text);
  if (Object.keys(files).length > 0) {
    git(at, 'add', '.');
    git(at, 'commit', '-q', '-m', 'one');
  }
  return at;
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'canvasback-project-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('--project', () => {
  test('takes a repository, bare or not, and answers with commits', () => {
    const at = makeRepository('good', { 'sfdx-project.json': '{}' });
    const head = git(at, 'rev-parse', 'HEAD').trim();
    writeFileSync(join(at, 'more.txt'), '');
    git(at, 'checkout', '-q', '-b', 'drift');
    git(at, 'add', '.');
    git(at, 'commit', '-q', '-m', 'two');
    git(at, 'checkout', '-q', 'main');
    const drift = git(at, 'rev-parse', 'drift').trim();
    expect(checkProject(at)).toEqual({ tip: head, live: head });
    expect(checkProject(at, 'drift')).toEqual({ tip: head, live: drift });
    git(dir, 'clone', '-q', '--bare', at, 'bare.git');
    expect(checkProject(join(dir, 'bare.git'), 'drift')).toEqual({ tip: head, live: drift });
  });

  test('that is no folder is named', () => {
    expect(() => checkProject(join(dir, 'nowhere'))).toThrow(/nowhere is not a folder/);
  });

  test('that is not a repository is named', () => {
    mkdirSync(join(dir, 'plain'));
    expect(() => checkProject(join(dir, 'plain'))).toThrow(/plain is not a git repository/);
  });

  test('that is only a folder inside a repository is named', () => {
    const at = makeRepository('outer', { 'sfdx-project.json': '{}' });
    mkdirSync(join(at, 'inner'));
    expect(() => checkProject(join(at, 'inner'))).toThrow(/inner is not a git repository/);
  });

  test('without a commit is named', () => {
    expect(() => checkProject(makeRepository('empty', {}))).toThrow(/empty has no commits/);
  });

  test('without sfdx-project.json is named', () => {
    const at = makeRepository('other', { 'readme.txt': 'words' });
    expect(() => checkProject(at)).toThrow(/has no sfdx-project.json at its top in HEAD/);
    writeFileSync(join(at, 'sfdx-project.json'), '{}');
    expect(() => checkProject(at), 'a file that is not committed does not count').toThrow(
      /has no sfdx-project/,
    );
  });

  test('with an unknown live revision is named, and options are no revisions', () => {
    const at = makeRepository('live', { 'sfdx-project.json': '{}' });
    expect(() => checkProject(at, 'nothing')).toThrow(/has no revision “nothing”/);
    expect(() => checkProject(at, '--all')).toThrow(/has no revision “--all”/);
  });

  test('runs no hook and no setting of the repository', () => {
    const at = makeRepository('hostile', { 'sfdx-project.json': '{}' });
    const witness = join(dir, 'witness');
    git(at, 'config', 'core.fsmonitor', `touch ${witness}`);
    git(at, 'config', 'core.pager', `touch ${witness}`);
    checkProject(at);
    expect(() => execFileSync('ls', [witness], { stdio: 'ignore' })).toThrow();
  });
});
