// Disconnecting: by an owner who types the name; tokens, jobs, links, stamps, readings and history go, the log stays.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { listAccess } from '../../../server/access-log.ts';
import { listAdminEntries } from '../../../server/db/admin-log.ts';
import { heldOrgs } from '../../../server/db/held-orgs.ts';
import { keepLiveRead, type LiveRead } from '../../../server/db/live-reads.ts';
import { putMember } from '../../../server/db/members.ts';
import { connectedOrgOf, findOrg } from '../../../server/db/orgs.ts';
import { AppError } from '../../../server/errors.ts';
import { capture } from '../../../server/history/capture.ts';
import { findProject } from '../../../server/history/find-project.ts';
import { recordStamps } from '../../../server/history/stamps.ts';
import { apiHost, createOrgsWorld, integration, type OrgsWorld, orgId, type Someone } from './world.ts';

let world: OrgsWorld;
let ada: Someone;
let sam: Someone;
const username = 'ada.king@acme.example';

beforeAll(async () => {
  world = await createOrgsWorld();
  ada = await world.person('ada@acme.example');
  sam = await world.person('sam@acme.example');
  await world.connect(ada, username, integration);
  await world.connect(sam, 'sam.okafor@acme.example');
});
afterAll(() => world.stop());

const path = `/v1/orgs/${orgId}/disconnect`;

async function disconnect(
  someone: Someone,
  {
    name = 'Acme',
    history = 'delete',
    at = path,
  }: { name?: string; history?: 'keep' | 'delete'; at?: string } = {},
) {
  const row = await findOrg(world.db, orgId);
  if (!row || !someone.member) throw new Error('The org is not connected.');
  const { person, member } = someone;
  const proof = await someone.prove(at);
  return world.services.disconnect({
    ...{ person, member, proof, org: connectedOrgOf(row) },
    input: { orgId, name, history },
  });
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.catch((thrown: unknown) => thrown);
  return error instanceof AppError ? error.code : `no refusal: ${JSON.stringify(error)}`;
}

const isAnything = z.object({});
const savedNow = {
  lastModifiedAt: 1,
  lastModifiedById: '0055g000001AdaKAAW',
  lastModifiedByName: 'Ada King',
};
const liveRead: Omit<LiveRead, 'createdAt'> = {
  id: 'a-reading',
  orgId,
  subject: 'auth0|ada',
  type: 'ApexClass',
  fullName: 'Kept',
  files: [],
  meta: {
    id: '01p5g00000AAAAAAAA',
    savedBy: { userId: '0055g000001AdaKAAW', name: 'Ada King' },
    savedAt: 1,
    lane: 'tooling',
    apiVersion: '66.0',
    identical: false,
  },
};

const status = (subject = 'auth0|ada') => world.services.orgStatus({ subject, apiHost });
const repository = () => join(world.dir, 'git', `${orgId}.git`);
const history = () => ({ db: world.db, git: world.git, now: Date.now });

async function commitSomething() {
  await capture(history(), {
    orgId,
    source: {
      type: 'ApexClass',
      fullName: 'Kept',
      files: [
        { role: 'content', name: 'Kept.cls', text: 'class Kept {}\n' },
        { role: 'metadata', name: 'Kept.cls-meta.xml', text: '<ApexClass/>\n' },
      ],
    },
    author: { userId: '0055g000001AdaKAAW', name: 'Ada King' },
    at: Date.now(),
    committer: { id: 'canvasback', name: 'Canvasback' },
    message: 'First version on record',
    lane: 'tooling',
    apiVersion: '66.0',
    force: false,
  });
}

test('is an owner’s, who types the org’s name', async () => {
  expect(await codeOf(disconnect(sam))).toBe('forbidden');
  expect(await codeOf(disconnect(ada, { name: 'acme' }))).toBe('confirmation_wrong');
  expect(await codeOf(disconnect(ada, { name: '' }))).toBe('confirmation_wrong');
  expect((await status()).state).toBe('ready');
});

test('needs the proof of its own request: the delegation service checks it', async () => {
  expect(await codeOf(disconnect(ada, { at: `/v1/orgs/${orgId}/standing` }))).toBe('delegation_refused');
  expect((await status()).state).toBe('ready');
});

test('ends the tokens in use, and deletes what was kept of the org, in both databases and in git', async () => {
  await commitSomething();
  const stamp = { type: 'ApexClass', fullName: 'Kept', id: '01p5g00000AAAAAAAA', ...savedNow } as const;
  await recordStamps(history(), orgId, [stamp]);
  await keepLiveRead(world.db, { ...liveRead, createdAt: Date.now() });
  expect(existsSync(repository())).toBe(true);
  const handle = await world.openAs(sam, 'standing');
  await handle.query({ api: 'data', object: 'User', fields: ['IsActive'] }, isAnything);
  const open = async () =>
    (await world.ask<{ sessions: { clientId: string }[] }>('/sessions')).sessions.filter(
      ({ clientId }) => clientId !== '',
    ).length;
  expect(await open()).toBe(1);

  expect(await disconnect(ada)).toEqual({ revoked: true });
  expect(await open()).toBe(0);
  expect(await codeOf(handle.query({ api: 'data', object: 'User', fields: ['IsActive'] }, isAnything))).toBe(
    'delegation_refused',
  );
  expect((await status()).state).toBe('not_connected');
  expect((await status('auth0|sam')).state).toBe('not_connected');
  expect(existsSync(repository())).toBe(false);
  expect(existsSync(join(world.dir, 'kept'))).toBe(false);
  expect(await codeOf(world.openAs(sam, 'standing'))).toBe('org_not_connected');
  for (const table of [
    'orgs',
    'links',
    'components',
    'versions',
    'live_reads',
    'jobs',
    'history_sources',
  ] as const) {
    expect(await world.db.selectFrom(table).selectAll().where('org_id', '=', orgId).execute(), table).toEqual(
      [],
    );
  }
});

test('the logs stay, and say who did it to whom', async () => {
  expect((await world.api.entries({ tenant: 't1', orgId })).total).toBeGreaterThan(3);
  const entries = await listAdminEntries(world.db, orgId);
  expect(entries[0]).toMatchObject({
    action: 'org.disconnect',
    subject: 'auth0|ada',
    detail: { name: 'Acme', apiHost, history: 'delete', revoked: true },
  });
  const ended = entries.filter(({ detail }) => detail?.event === 'org_disconnected');
  expect(ended.map(({ detail }) => [detail?.person, detail?.from, detail?.to]).sort()).toEqual([
    ['auth0|ada', 'connected', 'disconnected'],
    ['auth0|sam', 'connected', 'disconnected'],
  ]);
});

test('another account can connect it then, and starts with nothing', async () => {
  await putMember(world.db, { tenantId: 't2', subject: 'auth0|zoe', name: 'Zoe Novak', role: 'owner' }, 1);
  const zoe = await world.person('zoe@else.example');
  expect(await world.connect(zoe, 'leo.marin@acme.example', integration)).toMatchObject({
    state: 'ready',
    org: { connectedBy: 'Zoe Novak' },
  });
  expect(world.git.orgIds()).toEqual([]);
  // And the one that had it before is refused, as anybody would be.
  expect(await codeOf(world.start(ada, integration))).toBe('org_claimed');
  const entries = await listAdminEntries(world.db, orgId);
  expect(entries[0]).toMatchObject({ action: 'org.claim_refused', subject: 'auth0|ada' });
  const { claims } = (await world.services.orgStatus({ subject: 'auth0|zoe', apiHost })).org ?? {};
  expect(claims).toHaveLength(1);
  // What the first account asked Salesforce for is not this one's to see, and the other way round.
  const zoes = [integration, 'leo.marin@acme.example'];
  const adas = [username, integration, 'sam.okafor@acme.example'];
  expect(await seenBy('t2')).toEqual(zoes);
  expect(await seenBy('t1')).toEqual(adas);
  await disconnect(zoe);
  expect(await seenBy('t2')).toEqual(zoes);
  expect(await seenBy('t1')).toEqual(adas);
  expect(await seenBy('t3')).toEqual([]);
  expect(await world.services.listFormerOrgs('t1')).toEqual([
    { orgId, name: 'Acme', apiHost, endedAt: expect.any(String), endedBy: 'Ada King' },
  ]);
  expect(await world.services.listFormerOrgs('t2')).toMatchObject([{ orgId, endedBy: 'Zoe Novak' }]);
});

/** As whom Salesforce was asked, in the account's view of the org's records. */
async function seenBy(tenantId: string): Promise<string[]> {
  const log = {
    delegation: world.api,
    names: async () => new Map<string, string>(),
    spans: async (of: { orgId: string; tenantId: string }) => (await heldOrgs(world.db, of))[0]?.spans ?? [],
  };
  const { entries, total } = await listAccess(log, { orgId, tenantId });
  expect(total).toBe(entries.length);
  return [...new Set(entries.map(({ actingAs }) => actingAs))].filter((one) => one !== '').toSorted();
}

test('kept history is a repository that git reads; the attached project is not touched; connecting begins anew', async () => {
  await world.connect(ada, username, integration);
  // Both times are its own again, and nothing of what lay between.
  expect(await seenBy('t1')).toEqual([username, integration, 'sam.okafor@acme.example']);
  expect(await world.services.listFormerOrgs('t1')).toEqual([]);
  const project = join(world.dir, 'project');
  const before = snapshot(project);
  await world.git(orgId).borrow(findProject(project), 'sha1');
  await commitSomething();
  const { kept } = await disconnect(ada, { history: 'keep' });
  expect(kept).toMatch(new RegExp(`^kept/${orgId}-\\d{8}T\\d{6}Z\\.git$`));
  expect(existsSync(repository())).toBe(false);
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', join(world.dir, kept ?? ''), ...args]).toString();
  expect(git('log', '--format=%s')).toContain('First version on record');
  expect(git('ls-tree', '-r', '--name-only', 'HEAD')).toContain('Kept.cls');
  expect(snapshot(project)).toEqual(before);
  const [latest] = await listAdminEntries(world.db, orgId);
  expect(latest).toMatchObject({ action: 'history.keep', detail: { repository: kept } });
  expect(await world.connect(ada, username, integration)).toMatchObject({ state: 'ready' });
  expect(await world.db.selectFrom('versions').select('org_id').execute()).toEqual([]);
});

test('what was about to be recorded while the history goes is refused, and brings nothing back', async () => {
  const gone = world.git.takeAway(orgId, 'delete', 'unused');
  await expect(commitSomething()).rejects.toMatchObject({ code: 'org_not_connected' });
  await gone;
  await expect(commitSomething()).rejects.toMatchObject({ code: 'org_not_connected' });
  expect(existsSync(repository())).toBe(false);
});

function snapshot(dir: string): string {
  const git = (...args: string[]) => execFileSync('git', ['-C', dir, ...args]).toString();
  return `${git('rev-parse', '--all')}${git('count-objects', '-v')}${readFileSync(join(dir, '.git', 'config'))}`;
}
