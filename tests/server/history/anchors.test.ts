// Commits carry the audit log's checkpoint, in a trailer that git knows and a signed note comes back from.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findKept } from '../../../cli/audit/kept.ts';
import { readTrailer } from '../../../core/log/anchor.ts';
import { readNote } from '../../../core/log/checkpoint.ts';
import { createLogService } from '../../../server/audit/serve.ts';
import { addOrg } from '../../../server/db/orgs.ts';
import { addTenant } from '../../../server/db/tenants.ts';
import { openDelegationDatabase } from '../../../server/delegation/db/database.ts';
import { createLogKeys } from '../../../server/delegation/log-keys.ts';
import { AppError } from '../../../server/errors.ts';
import { type AnchorDeps, createAnchor } from '../../../server/history/anchors.ts';
import { capture } from '../../../server/history/capture.ts';
import { purge } from '../../../server/history/purge/purge.ts';
import { fill } from '../../cli/audit-world.ts';
import { newSetting } from '../../helpers/databases.ts';
import { makeFolder, runGit } from './git-project.ts';
import { apex, secret } from './purge-world.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
let growth: AnchorDeps['auditLog']['logGrowth'];
let asked: { tenant: string; from: number }[];
let warned: unknown[];
let time: number;
let notes: string[];
let closeLog: () => Promise<void>;

beforeEach(async () => {
  world = await makeWorld();
  await addTenant(world.db, { id: 'acme', name: 'Acme' }, 1);
  await addOrg(world.db, {
    ...{ orgId, tenantId: 'acme', name: 'Production', apiHost: 'acme.my.salesforce.com', at: 1 },
    ...{
      loginUrl: 'https://login.salesforce.com',
      kind: 'production',
      integrationUserId: '0055g000001IntgAAW',
    },
    ...{ integrationUsername: 'i@acme.example', connectedBy: 'auth0|ada', apiVersion: '66.0' },
  });
  [asked, warned, time, notes] = [[], [], 1_800_000_000_000, []];
  const db = await openDelegationDatabase(await newSetting());
  closeLog = () => db.destroy();
  await fill(db, 3);
  const name = 'canvasback.example.com/audit';
  const keys = createLogKeys({ db, folder: join(makeFolder(), 'keys'), name, now: () => time });
  const service = createLogService(db, keys);
  growth = async ({ tenant, from }) => {
    const { proof, successions, ...head } = await service.growth(tenant, from);
    notes.push(head.checkpoint);
    return { ...head, proof: [...proof], successions: [...successions] };
  };
});
afterEach(async () => {
  await closeLog();
  await world.close();
});

const inGit = (...args: string[]) => runGit(join(world.data, 'git', `${orgId}.git`), args);
const anchored = (patienceMs = 2000) => ({
  ...world,
  anchor: createAnchor({
    ...{ db: world.db, now: () => time, patienceMs },
    auditLog: {
      logGrowth(of) {
        asked.push(of);
        return growth(of);
      },
    },
    log: { warn: (fact: unknown) => warned.push(fact) },
  }),
});
const take = (deps: ReturnType<typeof anchored>, text: string, message?: string) =>
  capture(deps, {
    ...{ orgId, source: apex('Lead', `class Lead { ${text} }\n`), lane: 'tooling', apiVersion: '66.0' },
    ...{ committer: { id: 'auth0|ada', name: 'Ada' }, message },
  });
const trailer = () =>
  inGit('log', '-1', '--format=%(trailers:key=Audit-Checkpoint,valueonly)', 'main').trim();

test('git reads the trailer, and the signed note comes back from it; whoever reads versions does not see it', async () => {
  const version = await take(anchored(), 'int a;');
  expect(readTrailer(trailer())).toBe(notes[0]);
  expect(readNote(notes[0] ?? '')?.text).toMatch(/^canvasback\.example\.com\/audit\/acme\n6\n/);
  const message = inGit('log', '-1', '--format=%B', 'main');
  const parsed = execFileSync('git', ['interpret-trailers', '--parse'], { input: message, encoding: 'utf8' });
  expect(parsed.split('\n').map((line) => line.split(':')[0])).toEqual([
    ...['Canvasback-Lane', 'Canvasback-Api-Version', 'Audit-Checkpoint', ''],
  ]);
  expect(findKept('log', inGit('log', 'main'))).toMatchObject({
    kept: [{ size: 6, note: notes[0] }],
    broken: [],
  });
  expect(version).toMatchObject({ number: 1, summary: 'Created' });
  expect(JSON.stringify(await world.page('ApexClass', 'Lead'))).not.toContain('Audit-Checkpoint');
});

test('a baseline asks once for its commits of some seconds, and anew after them', async () => {
  const deps = anchored();
  for (const text of ['int a;', 'int b;', 'int c;']) await take(deps, text);
  expect(asked).toEqual([{ tenant: 'acme', from: 0 }]);
  time += 6000;
  await take(deps, 'int d;');
  expect(asked).toHaveLength(2);
});

test('without an answer the commit is made all the same, and that is logged', async () => {
  growth = async () => {
    throw new AppError('delegation_unavailable');
  };
  expect(await take(anchored(), 'int a;')).toMatchObject({ number: 1 });
  growth = () => new Promise(() => {});
  expect(await take(anchored(20), 'int b;')).toMatchObject({ number: 2 });
  expect(trailer()).toBe('');
  expect(inGit('log', '-1', '--format=%(trailers:key=Canvasback-Lane,valueonly)', 'main').trim()).toBe(
    'tooling',
  );
  expect(warned).toMatchObject([{ orgId }, { orgId, err: 'no answer within 20 ms' }]);
});

test('what a person types is no checkpoint', async () => {
  await take(anchored(), 'int a;', 'why\n\nAudit-Checkpoint: mine\n audit-checkpoint : mine');
  const found = findKept('log', inGit('log', 'main'));
  expect(found).toMatchObject({ kept: [{ note: notes[0] }], broken: [] });
  expect(inGit('log', '-1', '--format=%B', 'main')).toContain('typed: Audit-Checkpoint: mine\n');
});

test('a purge keeps it', async () => {
  const deps = anchored();
  await take(deps, `String key = '${secret}';`);
  const before = trailer();
  await purge(world, { orgId, wanted: { kind: 'text', texts: [secret] } });
  expect(inGit('log', '-1', '-p', 'main')).not.toContain(secret);
  expect(trailer()).toBe(before);
});
