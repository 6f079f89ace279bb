// Git has user ids, the database their names; a name that is erased is nowhere any more, and the history is whole.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listAdminEntries } from '../../../server/db/admin-log.ts';
import { keepLiveRead } from '../../../server/db/live-reads.ts';
import { type Capture, capture } from '../../../server/history/capture.ts';
import { reindex } from '../../../server/history/indexing.ts';
import { countVersions } from '../../../server/history/list-versions.ts';
import { recordStamps } from '../../../server/history/stamps.ts';
import { classMeta, runGit } from './git-project.ts';
import { makeWorld, orgId, type World } from './world.ts';

const sam = { userId: '0055g000001AbCdEAK', name: 'Sam Okafor' };
const ada = { userId: '0055g000002AbCdEAC', name: 'Ada King' };
const ofLead = { orgId, type: 'ApexClass', fullName: 'Lead' } as const;

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const save = (text: string, author: typeof sam, more: Partial<Capture> = {}) =>
  capture(world, {
    orgId,
    source: {
      type: 'ApexClass',
      fullName: 'Lead',
      files: [
        { role: 'content', name: 'Lead.cls', text },
        { role: 'metadata', name: 'Lead.cls-meta.xml', text: classMeta() },
      ],
    },
    author,
    committer: { id: ada.userId, name: ada.name },
    lane: 'tooling',
    apiVersion: '66.0',
    ...more,
  });

const inGit = (...args: string[]) => runGit(join(world.data, 'git', `${orgId}.git`), args);
const authors = async () =>
  (await world.page('ApexClass', 'Lead')).versions.map(({ author }) => author.name).toReversed();

function people(...args: string[]) {
  const cli = join(import.meta.dirname, '../../../cli/main.ts');
  const [command = '', ...rest] = args;
  const all = [cli, 'people', command, ...rest, '--org', orgId, '--data', world.data];
  return spawnSync(process.execPath, [...all, '--database', world.database], { encoding: 'utf8' });
}

test('git names people by their ids alone; history shows their names', async () => {
  await save('class Lead {}\n', sam);
  await save('class Lead { }\n', ada, { force: true });
  expect(inGit('log', '--format=%an %ae %cn %ce').replaceAll(/005\w+/g, 'id')).toBe(
    Array(2).fill(`id id@${orgId}.invalid id id@${orgId}.invalid`).join('\n'),
  );
  expect(await authors()).toEqual(['Sam Okafor', 'Ada King']);
  // The index made anew from git finds the names again.
  await reindex(world, orgId);
  expect(await authors()).toEqual(['Sam Okafor', 'Ada King']);
  await save('class Lead { Id id; }\n', { ...sam, name: 'Sam Okafor-Reyes' });
  expect((await authors()).at(-1)).toBe('Sam Okafor-Reyes');
});

test('whoever clones it can have the names beside it', async () => {
  await save('class Lead {}\n', { ...sam, name: 'Sam <Okafor>\n# Eve' });
  const { stdout, status } = people('mailmap');
  expect({ stdout, status }).toEqual({
    stdout: `Ada King <${ada.userId}@${orgId}.invalid>\nSam Okafor Eve <${sam.userId}@${orgId}.invalid>\n`,
    status: 0,
  });
  expect((await listAdminEntries(world.db, orgId))[0]).toMatchObject({
    ...{ subject: 'operator', action: 'people.read' },
    detail: { names: 2 },
  });
});

test('an erased name is gone from list, search, filter, stamps and readings, and stays away', async () => {
  const stamp = { type: 'ApexClass', fullName: 'Lead', lastModifiedAt: 1 } as const;
  await save('class Lead {}\n', sam);
  await save('class Lead { Id id; }\n', ada);
  const stamped = { ...stamp, lastModifiedById: sam.userId, lastModifiedByName: sam.name };
  await recordStamps(world, orgId, [stamped]);
  await keepLiveRead(world.db, {
    ...{ id: 'r1', ...ofLead, subject: 'auth0|mia', files: [], createdAt: world.now() },
    meta: { savedBy: sam, lane: 'tooling', apiVersion: '66.0', identical: false },
  });

  expect(people('erase', sam.userId.slice(0, 15))).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('Versions that said the name: 1.'),
  });
  expect(people('list').stdout).toBe(`${ada.userId}  Ada King\n${sam.userId}  erased\n`);
  // To look is an access too.
  const [looked, erased] = await listAdminEntries(world.db, orgId);
  expect(looked).toMatchObject({ subject: 'operator', action: 'people.read', detail: { names: 1 } });
  expect(erased).toMatchObject({
    subject: 'operator',
    action: 'person.erase',
    detail: { userId: sam.userId, versions: 1 },
  });

  const gone = async () => {
    for (const table of ['versions', 'people', 'components', 'live_reads', 'admin_log'] as const) {
      const rows = await world.db.selectFrom(table).selectAll().execute();
      expect(JSON.stringify(rows), table).not.toMatch(/okafor/i);
    }
    expect(await authors()).toEqual(['Erased person', 'Ada King']);
  };
  await gone();
  expect((await countVersions(world, ofLead)).people.map(({ name }) => name)).toEqual([
    'Ada King',
    'Erased person',
  ]);
  // Neither what Salesforce says next, nor the index made anew from git, brings it back.
  await recordStamps(world, orgId, [stamped]);
  await reindex(world, orgId);
  await gone();
  await save('class Lead { String s; }\n', sam);
  expect((await authors()).at(-1)).toBe('Erased person');
});

test('what is no user’s id, or nobody’s, erases nothing', async () => {
  expect(people('erase', '005000000000001')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('Nobody in the history'),
  });
  expect(await world.db.selectFrom('people').selectAll().execute()).toEqual([]);
  expect(people('erase', '003000000000001')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('is not the id of a Salesforce user'),
  });
});
