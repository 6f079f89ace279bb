// source-deploy-retrieve takes whole orgs to source format and back: what returns is what was there.

import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { writeRepository } from '../../../dev/seed/repository.ts';
import { liveEdit, story } from '../../../dev/seed/story.ts';
import { makeEveryTypeProject } from '../salesforce/every-type.ts';
import { clientId, type OrgUnderTest, startOrgUnderTest } from '../salesforce/org-under-test.ts';
import { type ClientProcess, startClient } from './client-process.ts';
import { makeOneOfEachProject } from './one-of-each.ts';
import type { Member, Outcome, SdrSteps } from './sdr-client.ts';
import { byteDifferences, meaningDifferences, readTree } from './trees.ts';

interface Session {
  readonly org: OrgUnderTest;
  readonly client: ClientProcess<SdrSteps>;
  /** Everything the org lists. */
  readonly members: readonly Member[];
}

const open: Pick<Session, 'org' | 'client'>[] = [];
afterEach(async () => {
  for (const { org, client } of open.splice(0)) {
    const strayed = client.strayed();
    await client.stop();
    await org.stop();
    expect(strayed).toEqual([]);
  }
});

const scratch = () => mkdtempSync(join(process.env.TMPDIR ?? '/tmp', 'round-trip-'));

async function session(makeProject: (dir: string) => void, seed: number): Promise<Session> {
  const project = join(scratch(), 'project');
  mkdirSync(project);
  makeProject(project);
  const org = await startOrgUnderTest({ seed, project });
  const client = await startClient<SdrSteps>(org, 'sdr-client.ts');
  open.push({ org, client });
  const keyFile = join(org.dir, 'tls', 'leaf.key');
  await client.run('signIn', { username: 'ada.king@acme.example', clientId, keyFile, version: '66.0' });
  return { org, client, members: await client.run('list', {}) };
}

const problems = (outcome: Outcome) => outcome.moved.filter((each) => each.problem !== undefined);

/** Everything the org lists, retrieved into a project of its own. */
async function retrieveAll({
  client,
  members,
}: Session): Promise<{ tree: Map<string, Buffer>; dir: string }> {
  const dir = scratch();
  const outcome = await client.run('retrieve', { members: [...members], project: dir });
  expect(problems(outcome)).toEqual([]);
  expect(outcome).toMatchObject({ status: 'Succeeded', success: true });
  return { tree: readTree(dir), dir };
}

async function deployBack({ client }: Session, dir: string): Promise<Outcome> {
  const outcome = await client.run('deploy', { project: dir, options: { rollbackOnError: true } });
  expect(problems(outcome)).toEqual([]);
  expect(outcome).toMatchObject({ status: 'Succeeded', success: true });
  return outcome;
}

const makeSampleOrg = (dir: string) => writeRepository(dir, story, liveEdit);

describe.each([
  ['every way files lie', makeEveryTypeProject],
  ['one of each plain type', makeOneOfEachProject],
  ['the sample org', makeSampleOrg],
])('%s', (_, makeProject) => {
  test('comes back byte for byte when nothing is left undetermined', { timeout: 240_000 }, async () => {
    const at = await session(makeProject, 0);
    const first = await retrieveAll(at);
    await deployBack(at, first.dir);
    const second = await retrieveAll(at);
    expect(byteDifferences(first.tree, second.tree)).toEqual([]);
    expect(first.tree.size).toBeGreaterThan(20);
  });

  test('comes back with the same meaning when the org is as undetermined as Salesforce', {
    timeout: 240_000,
  }, async () => {
    const at = await session(makeProject, 20_261);
    const first = await retrieveAll(at);
    await deployBack(at, first.dir);
    const second = await retrieveAll(at);
    expect(meaningDifferences(first.tree, second.tree)).toEqual([]);
    expect(first.tree.size).toBeGreaterThan(20);
  });
});
