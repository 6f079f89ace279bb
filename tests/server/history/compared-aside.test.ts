// What a comparison leaves in history: whom it named with what certainty, and nothing of a flow's version beside the active one.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Live } from '../../../server/compare/live.ts';
import { createCompareServices } from '../../../server/compare/services.ts';
import { noteReading } from '../../../server/db/history-sources.ts';
import { attachProject } from '../../../server/history/import.ts';
import { findComponent } from '../../../server/history/versions.ts';
import { createLog } from '../../../server/log.ts';
import { classes, classMeta, makeProject, runGit } from './git-project.ts';
import { makeWorld, orgId, type World } from './world.ts';

const ada = { userId: '0055g000001AbCdEAK', name: 'Ada King' };
const log = createLog({ level: 'silent' });
const org = { orgId, apiHost: 'acme.my.salesforce.com', apiVersion: '66.0' };

let world: World;
let live: Live;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

function services() {
  const open = async () => ({ read: async () => live, cost: () => ({ requests: 1 }), close: async () => {} });
  const made = createCompareServices(world, open, async () => undefined);
  return {
    compare: (ref: { type: 'ApexClass' | 'Flow'; id?: string; fullName?: string }) =>
      made.compareLive({ org, subject: 'ada', proof: {}, ref, log } as unknown as Parameters<
        typeof made.compareLive
      >[0]),
    commit: (compareId: string) =>
      made.commitCompare({
        ...{ orgId, subject: 'ada', name: 'Robin', userId: '0055g000001AbCdEAL', role: 'owner', compareId },
      }),
  };
}

const apex = (text: string, at: number): Live => ({
  source: {
    ...{ type: 'ApexClass', fullName: 'Lead' },
    files: [
      { role: 'content', name: 'Lead.cls', text },
      { role: 'metadata', name: 'Lead.cls-meta.xml', text: classMeta() },
    ],
  },
  ...{ id: '01p5g00000AAAAAAA1', otherIds: [], lane: 'tooling', apiVersion: '66.0' },
  saved: { at, ...ada },
});

test('whom the comparison would not name with certainty, the commit does not either', async () => {
  const project = makeProject();
  project.write(`${classes}/Lead.cls`, 'class Lead { /* in git, never deployed */ }\n');
  project.write(`${classes}/Lead.cls-meta.xml`, classMeta());
  project.commit('changed in git', { author: 'Sam', at: 1_760_000_000 });
  await attachProject(world, { orgId, dir: project.dir });
  live = apex('class Lead {}\n', 1_700_000_000_000);
  const { compare, commit } = services();
  const result = await compare({ type: 'ApexClass', fullName: 'Lead' });
  expect(result.liveAuthor).toMatchObject({ name: 'Ada King', certainty: 'unknown' });
  const { version } = await commit(result.compareId);
  expect(version.author).toEqual({
    ...{ name: 'Ada King', certainty: 'unknown' },
    evidence: 'Salesforce’s LastModifiedBy, but the version before is newer than this save',
  });
  const message = runGit(`${world.data}/git/${orgId}.git`, ['log', '-1', '--format=%B', 'main']);
  expect(message).toMatch(/^Canvasback-Author: unknown$/m);
  // With certainty there is nothing to say.
  live = apex('class Lead { /* 2 */ }\n', 1_770_000_000_000);
  const next = await commit((await compare({ type: 'ApexClass', fullName: 'Lead' })).compareId);
  expect(next.version.author).toMatchObject({ certainty: 'certain' });
  expect(runGit(`${world.data}/git/${orgId}.git`, ['log', '-1', '--format=%B', 'main'])).not.toContain(
    'Canvasback-Author',
  );
});

test('where somebody else saved in between, it is likely and stays so', async () => {
  const { compare, commit } = services();
  const day = 86_400_000;
  live = apex('class Lead {}\n', 1_700_000_000_000);
  await commit((await compare({ type: 'ApexClass', fullName: 'Lead' })).compareId);
  live = { ...apex('class Lead { /* Nora */ }\n', 1_700_000_000_000 + day) };
  live = { ...live, saved: { at: 1_700_000_000_000 + day, userId: '0055g000001NoRaEAK', name: 'Nora' } };
  await compare({ type: 'ApexClass', fullName: 'Lead' });
  live = apex('class Lead { /* Nora, Ada */ }\n', 1_700_000_000_000 + 2 * day);
  const result = await compare({ type: 'ApexClass', fullName: 'Lead' });
  expect(result.liveAuthor?.certainty).toBe('likely');
  const { version } = await commit(result.compareId);
  expect(version.author.certainty).toBe('likely');
  // Names can be erased, so that none of another person is in the sentence.
  expect(version.author.evidence).not.toContain('Nora');
});

test('a comparison during which an import began notes nothing: it may have had half of the history', async () => {
  const { compare, commit } = services();
  live = apex('class Lead {}\n', 1_700_000_000_000);
  await commit((await compare({ type: 'ApexClass', fullName: 'Lead' })).compareId);
  const known = () => findComponent(world, { orgId, type: 'ApexClass', fullName: 'Lead' });
  const before = await known();
  expect(before?.state).toBe('in_sync');
  await noteReading(world.db, orgId, 'a'.repeat(40), { at: 1, over: true });
  live = apex('class Lead { /* 2 */ }\n', 1_700_000_100_000);
  await expect(compare({ type: 'ApexClass', fullName: 'Lead' })).rejects.toMatchObject({
    code: 'history_reading',
  });
  expect(await known()).toEqual(before);
});

const flow = (label: string, at: number, version: string, aside: boolean): Live => ({
  source: {
    ...{ type: 'Flow', fullName: 'Route' },
    files: [
      {
        ...{ role: 'metadata', name: 'Route.flow-meta.xml' },
        text: `<?xml version="1.0" encoding="UTF-8"?>\n<Flow xmlns="http://soap.sforce.com/2006/04/metadata"><label>${label}</label></Flow>\n`,
      },
    ],
  },
  ...{ id: '3005g000000AAAAAAA', otherIds: [version], lane: 'tooling', apiVersion: '66.0' },
  ...{ saved: { at, ...ada }, aside },
});

test('looking at an old version of a flow says nothing of the flow itself', async () => {
  const { compare, commit } = services();
  live = flow('Five', 1_790_000_000_000, '3015g000000BBBBAAA', false);
  await commit((await compare({ type: 'Flow', id: '3005g000000AAAAAAA' })).compareId);
  const known = () => findComponent(world, { orgId, type: 'Flow', id: '3005g000000AAAAAAA' });
  const before = await known();
  expect(before?.state).toBe('in_sync');
  live = flow('Three', 1_700_000_000_000, '3015g000000CCCCAAA', true);
  const result = await compare({ type: 'Flow', id: '3015g000000CCCCAAA' });
  expect(result.verdict).toBe('differs');
  expect(await known()).toEqual(before);
  const row = await world.db.selectFrom('components').select('last_modified_at').executeTakeFirst();
  expect(row?.last_modified_at).toBe(1_790_000_000_000);
  // Its id leads to the flow all the same.
  expect(await findComponent(world, { orgId, type: 'Flow', id: '3015g000000CCCCAAA' })).toMatchObject({
    fullName: 'Route',
  });
  await commit(result.compareId);
  expect((await known())?.state).toBe('unknown');
});

test('a flow that has nothing but a draft is found by its ids once that is committed', async () => {
  const { compare, commit } = services();
  live = flow('Draft', 1_790_000_000_000, '3015g000000DDDDAAA', true);
  const { compareId } = await compare({ type: 'Flow', id: '3015g000000DDDDAAA' });
  await commit(compareId);
  for (const id of ['3015g000000DDDDAAA', '3005g000000AAAAAAA'])
    expect(await findComponent(world, { orgId, type: 'Flow', id }), id).toMatchObject({
      ...{ fullName: 'Route', versions: 1, state: 'unknown' },
    });
});
