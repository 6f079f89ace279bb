// `canvasback import` from the outside: what it prints, and how it fails.

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import { findAdminEntries, listAdminEntries } from '../../server/db/admin-log.ts';
import { openDatabase } from '../../server/db/database.ts';
import { addOrg } from '../../server/db/orgs.ts';
import { addTenant } from '../../server/db/tenants.ts';
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

test('is in the administrative log of the org’s account before anything changes; what cannot be read is not', async () => {
  project.write(`${classes}/Lead.cls`, 'class Lead {}');
  const tip = project.commit('first');
  const file = join(data, 'canvasback.sqlite');
  mkdirSync(data);
  const db = await openDatabase(file);
  await addTenant(db, { id: 'acme', name: 'Acme' }, 1);
  await addOrg(db, {
    ...{
      orgId,
      tenantId: 'acme',
      name: 'Acme',
      apiHost: 'acme.my.salesforce.com',
      kind: 'production',
      at: 1,
    },
    ...{ loginUrl: 'https://login.salesforce.com', apiVersion: '66.0', connectedBy: 'auth0|ada' },
    ...{ integrationUserId: '0055g000001IntgAAW', integrationUsername: 'integration@acme.example' },
  });
  run(join(data, 'nowhere'), '--org', orgId, '--data', data);
  expect(await listAdminEntries(db, orgId)).toEqual([]);
  run(project.dir, '--org', orgId, '--data', data, '--reindex');
  const filter = { tenantId: 'acme', limit: 9 };
  expect(await findAdminEntries(db, filter)).toMatchObject([
    {
      ...{ subject: 'operator', action: 'history.import', orgId },
      detail: { project: project.dir, rev: 'HEAD', tip, anew: true },
    },
  ]);
  await db.destroy();
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
