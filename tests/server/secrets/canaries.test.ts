// A secret planted in each known field of a live org is nowhere afterwards: not in git, database, logs or answers.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOpenLive } from '../../../server/compare/open-live.ts';
import { createCompareServices } from '../../../server/compare/services.ts';
import { capture } from '../../../server/history/capture.ts';
import { attachProject } from '../../../server/history/import.ts';
import { listVersions } from '../../../server/history/list-versions.ts';
import type { SalesforceDeps } from '../../../server/salesforce/client.ts';
import { listStamps } from '../../../server/salesforce/readers/list-stamps.ts';
import { readSourceAs } from '../../../server/secrets/read-source-as.ts';
import { createRedactor } from '../../../server/secrets/redactor.ts';
import { createOpenSync } from '../../../server/sync/open-sync.ts';
import { engine } from '../../helpers/databases.ts';
import { rowsOf } from '../db/catalog.ts';
import { makeProject } from '../history/git-project.ts';
import { makeWorld, type World } from '../history/world.ts';
import {
  createOrgsWorld,
  handleOrg,
  integration,
  type OrgsWorld,
  orgId,
  type Someone,
} from '../orgs/world.ts';
import { documentOf, type Planted, planted } from './planted.ts';

const connected = { ...handleOrg, tenantId: 't1', name: 'Acme' };
let world: OrgsWorld;
let history: World;
let ada: Someone;
let salesforce: SalesforceDeps;
const lines: string[] = [];

beforeAll(async () => {
  world = await createOrgsWorld();
  history = await makeWorld();
  ada = await world.person('ada@acme.example');
  await world.connect(ada, 'ada.king@acme.example', integration);
  await world.ask('/fault', { secrets: 'told' });
  salesforce = { ...world.salesforce, redactorOf: (of) => createRedactor(history.db, of) };
});
afterAll(async () => {
  await history.close();
  await world.stop();
});

const put = (item: Planted, round: number) =>
  world.ask('/edit', {
    type: item.type,
    fullName: item.fullName,
    files: { metadata: documentOf(item, round) },
  });

/** Every row, and of a file also what rows left behind in it. */
async function keptIn({ db, data }: World): Promise<string[]> {
  const rows = JSON.stringify(await rowsOf(db as unknown as Kysely<Record<string, Record<string, unknown>>>));
  expect(rows).toContain(orgId);
  const files = readdirSync(data).filter((name) => name.startsWith('canvasback.sqlite'));
  expect(files.length > 0).toBe(engine === 'sqlite');
  return [rows, ...files.map((name) => readFileSync(join(data, name)).toString('latin1'))];
}

/** Everything that is kept or was told, as one text: database with its log, every object of git, log lines, answers. */
async function everything(): Promise<string> {
  const kept = await keptIn(history);
  const objects = await history.git(orgId).run(['cat-file', '--batch-all-objects', '--batch']);
  return [...kept, objects.toString('latin1'), world.logged(), ...lines].join('\n');
}

async function expectNothingToldOf() {
  const text = await everything();
  expect(text).toContain('canvasback-redacted:');
  expect(text.match(/kAnArY-[\w-]{0,40}/g) ?? []).toEqual([]);
}

const say = <T>(answer: T): T => {
  lines.push(JSON.stringify(answer));
  return answer;
};

test('the org tells its secrets, so that there is something to be found', async () => {
  for (const item of planted) await put(item, 1);
  const component = await world.ask('/component?type=NamedCredential&fullName=Bank_Api');
  expect(JSON.stringify(component)).toContain('kAnArY-NamedCredential-password-1');
});

test('the first look at the org commits none', async () => {
  const open = createOpenSync({ ...salesforce, delegation: world.worker }, async () => connected, {
    refused: async () => {},
    granted: async () => {},
  });
  const handle = await open(orgId);
  const lister = await world.openSync();
  const listed = await listStamps(lister, [...new Set(planted.map(({ type }) => type))]);
  await lister.close();
  for (const { type, fullName } of planted) {
    const stamp = listed.find((each) => each.type === type && each.fullName === fullName);
    const [live] = await handle.read(stamp ? [stamp] : []);
    if (!live) throw new Error(`${type} is not read`);
    const version = await capture(history, {
      orgId,
      source: live.source,
      author: live.saved,
      at: live.saved?.at,
      committer: { id: 'canvasback', name: 'Canvasback' },
      lane: live.lane,
      apiVersion: live.apiVersion,
    });
    expect(version?.kind).toBe('added');
  }
  await handle.close();
  await expectNothingToldOf();
});

describe.each(planted)('$type', (item) => {
  const { type, fullName, change } = item;
  const services = () => createCompareServices(history, createOpenLive(salesforce), async () => {});
  const compare = async () =>
    say(
      await services().compareLive({
        org: connected,
        subject: ada.person.subject,
        proof: await ada.prove(`/v1/orgs/${orgId}/compare`),
        ref: { type, fullName },
        log: world.salesforce.log,
      }),
    );

  test('with the same secrets it is in sync; another secret is a change that is told without it', async () => {
    expect((await compare()).verdict).toBe('in_sync');
    await put(item, 2);
    const differs = await compare();
    expect(differs.verdict).toBe('differs');
    const version = await services().commitCompare({
      orgId,
      subject: ada.person.subject,
      name: 'Ada King',
      userId: '0055g000001AbCdAAK',
      role: 'owner',
      compareId: differs.compareId,
    });
    expect(say(version).version.summary).toBe(change);
    expect((await compare()).verdict).toBe('in_sync');
    const { versions } = say(await listVersions(history, { orgId, type, fullName }));
    for (const { revision } of versions) {
      const of = { orgId, type, fullName, revision, subject: ada.person.subject };
      for (const role of ['viewer', 'owner'] as const) say(await readSourceAs(history, { ...of, role }));
    }
    await expectNothingToldOf();
  });
});

test('a document that is written to history by another way is taken its secrets all the same', async () => {
  const [item] = planted as [Planted];
  const text = documentOf(item, 9);
  await capture(history, {
    orgId,
    source: {
      type: item.type,
      fullName: 'Another',
      files: [{ role: 'metadata', name: 'Another.authprovider-meta.xml', text }],
    },
    author: { userId: '005', name: 'Sam' },
    at: 1,
    committer: { id: 'x', name: 'X' },
    lane: 'read-metadata',
    apiVersion: '66.0',
  });
  await expectNothingToldOf();
});

test('a project that has the secrets in the clear keeps its bytes, agrees with the org, and shows them to nobody', async () => {
  const imported = await makeWorld();
  const project = makeProject();
  const path = 'force-app/main/default/namedCredentials/Bank_Api.namedCredential-meta.xml';
  const item = planted.find(({ type }) => type === 'NamedCredential') as Planted;
  project.write(path, documentOf(item, 1));
  project.commit('p1');
  project.write(path, documentOf(item, 2));
  project.commit('p2');
  await attachProject(imported, { orgId, dir: project.dir });

  const key = { type: 'NamedCredential', fullName: 'Bank_Api' } as const;
  const { versions } = await listVersions(imported, { orgId, ...key });
  expect(versions.map(({ summary, changes }) => [summary, changes])).toEqual([
    [item.change, 5],
    ['Created', 1],
  ]);
  const [newest] = versions;
  const of = { orgId, ...key, revision: newest?.revision ?? '', role: 'owner' as const };
  const { source } = await readSourceAs(imported, of);
  expect(source.files[0]?.text).not.toContain('kAnArY');
  const kept = await imported.git(orgId).run(['show', `refs/heads/main:${path}`]);
  expect(kept.toString()).toBe(documentOf(item, 2));

  await put(item, 2);
  const services = createCompareServices(
    imported,
    createOpenLive({ ...salesforce, redactorOf: (org) => createRedactor(imported.db, org) }),
    async () => {},
  );
  const compare = async () =>
    services.compareLive({
      org: connected,
      subject: ada.person.subject,
      proof: await ada.prove(`/v1/orgs/${orgId}/compare`),
      ref: key,
      log: world.salesforce.log,
    });
  const same = await compare();
  expect([same.verdict, same.changes]).toEqual(['in_sync', 0]);
  await put(item, 3);
  const differs = await compare();
  expect([differs.verdict, differs.changes]).toEqual(['differs', 5]);
  expect((await keptIn(imported)).join()).not.toContain('kAnArY');
  await imported.close();
});
