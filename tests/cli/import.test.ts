// `canvasback import` from the outside: what it prints, and how it fails.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import { classes, makeFolder, makeProject, type TestProject } from '../server/history/git-project.ts';

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const orgId = '00D5g000004XyZaEAK';
let data: string;
let project: TestProject;

beforeEach(() => {
  data = join(makeFolder(), 'api');
  project = makeProject();
});

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'import', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('says what it found, then that nothing is new, then what is', () => {
  project.write(`${classes}/Lead.cls`, 'class Lead {}');
  const first = project.commit('first');
  const where = ['--org', orgId, '--data', data];
  const one = run(project.dir, ...where);
  expect(one.stdout).toMatch(
    /^1 commit indexed, 1 version of components found in [\d.]+ s\. 1 component at /,
  );
  expect(one).toMatchObject({ status: 0, stderr: '' });
  expect(one.stdout).toContain(first.slice(0, 12));
  expect(run(project.dir, ...where).stdout).toMatch(/^Nothing new/);
  project.write(`${classes}/Lead.cls`, 'class Lead { }');
  const second = project.commit('second');
  const json = JSON.parse(run(project.dir, ...where, '--json').stdout);
  expect(json).toMatchObject({
    commits: 1,
    versions: 1,
    components: 1,
    tip: second,
    problems: [],
    refused: [],
  });
  expect(JSON.parse(run(project.dir, ...where, '--reindex', '--json').stdout)).toMatchObject({
    commits: 2,
    versions: 2,
  });
});

test('fails with one line that says why', () => {
  project.commit('first');
  const lineOf = (...args: string[]) => {
    const { status, stdout, stderr } = run(...args);
    expect({ status, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
      status: 2,
      stdout: '',
      lines: 1,
    });
    return stderr;
  };
  expect(lineOf('/nowhere', '--org', orgId, '--data', data)).toMatch(/there is no such directory/);
  expect(lineOf(project.dir, '--org', 'acme', '--data', data)).toMatch(/"acme" is not an org id/);
  expect(lineOf(project.dir, '--org', orgId, '--data', data, '--rev', '--exec=x')).toMatch(
    /no branch, tag or commit/,
  );
  writeFileSync(join(data, 'canvasback.sqlite'), 'no database\n'.repeat(1000));
  expect(lineOf(project.dir, '--org', orgId, '--data', data)).toMatch(/not a database/);
});
