// What one writer gave for free holds with many: each change that reads first, raced over real connections.

import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTenant } from '../../../../cli/tenant.ts';
import { fromHex, toHex } from '../../../../core/log/bytes.ts';
import { appendLeaf, emptyFrontier } from '../../../../core/log/merkle.ts';
import { createAuditLog } from '../../../../server/audit/append.ts';
import { sha256 } from '../../../../server/audit/hash.ts';
import { addAttempt, takeAttempt } from '../../../../server/db/connect-attempts.ts';
import type { Database } from '../../../../server/db/database.ts';
import { inTransaction } from '../../../../server/db/engine.ts';
import { findHistorySource } from '../../../../server/db/history-sources.ts';
import { claimJob, enqueueJob, finishJob, renewLease } from '../../../../server/db/jobs.ts';
import { putLink } from '../../../../server/db/links.ts';
import { listMembers, putMember } from '../../../../server/db/members.ts';
import { addOrg } from '../../../../server/db/orgs.ts';
import { redactionKey } from '../../../../server/db/redaction-keys.ts';
import { isRevoked, revokeToken } from '../../../../server/db/revoked-tokens.ts';
import { addTenant } from '../../../../server/db/tenants.ts';
import { createProofTable } from '../../../../server/db/used-proofs.ts';
import { insertVersionRows } from '../../../../server/db/versions.ts';
import { saveConnection } from '../../../../server/delegation/db/connections.ts';
import type { DelegationDatabase } from '../../../../server/delegation/db/database.ts';
import { saveLink } from '../../../../server/delegation/db/links.ts';
import type { HistoryDeps } from '../../../../server/history/deps.ts';
import { clearIndex } from '../../../../server/history/indexing.ts';
import { saveStep } from '../../../../server/history/save-step.ts';
import { recordStamps } from '../../../../server/history/stamps.ts';
import { createRateLimits, defaultQuotas } from '../../../../server/http/rate-limit.ts';
import { sharedLimits } from '../../../../server/http/shared-limits.ts';
import type { OrgsDeps } from '../../../../server/orgs/deps.ts';
import { removeMember } from '../../../../server/orgs/members.ts';
import { openTestDatabase, openTestDelegationDatabase } from '../../../helpers/databases.ts';

const orgId = '00D5g000004XyZaEAK';
let db: Database;
let delegation: DelegationDatabase;
beforeAll(async () => {
  [db, delegation] = await Promise.all([openTestDatabase(), openTestDelegationDatabase()]);
  await addTenant(db, { id: 'acme', name: 'Acme' }, 1);
});
afterAll(() => Promise.all([db?.destroy(), delegation?.destroy()]));

/** As many connections as the pool has, all at once. */
const at = 10;
const race = <T>(work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: at }, (_, index) => work(index)));
const wins = (results: readonly unknown[]) => results.filter((result) => Boolean(result)).length;

test('ten connections really are beside each other', async () => {
  const started = performance.now();
  await race(() => sql`select pg_sleep(0.5)`.execute(db));
  expect(performance.now() - started).toBeLessThan(4_000);
  const pids = await race(
    async () =>
      (await sql<{ pid: number }>`select pg_backend_pid() as pid, pg_sleep(0.2)`.execute(db)).rows[0]?.pid,
  );
  expect(new Set(pids).size).toBe(at);
});

const org = (id: string, apiHost: string) => ({
  orgId: id,
  tenantId: 'acme',
  name: 'Acme',
  apiHost,
  loginUrl: 'https://login.salesforce.com',
  apiVersion: '66.0',
  kind: 'production' as const,
  integrationUserId: '0055g000001IntgAAW',
  integrationUsername: 'integration@acme.example',
  connectedBy: 'auth0|ada',
  at: 1,
});

test('an org is connected once, whether its id or its address is raced for', async () => {
  expect(wins(await race((index) => addOrg(db, org(orgId, `a${index}.my.salesforce.com`))))).toBe(1);
  expect(wins(await race((index) => addOrg(db, org(`00D${index}`, 'same.my.salesforce.com'))))).toBe(1);
});

test('a Salesforce user becomes one person’s, and nobody gets an error instead of an answer', async () => {
  const link = (index: number) => ({
    orgId,
    subject: `auth0|${index}`,
    userId: '0055g000001AdaKAAW',
    username: 'ada@acme.example',
    name: 'Ada',
    at: 1,
  });
  const standing = { until: null, state: 'locked', reason: 'Not asked yet.' } as const;
  expect(wins(await race((index) => putLink(db, { ...link(index), standing })))).toBe(1);
  expect(wins(await race((index) => saveLink(delegation, link(index))))).toBe(1);
});

test('an org’s key for its markers is made once', async () => {
  const keys = await race((index) => redactionKey(db, orgId, { key: `k${index}`, at: 1 }));
  expect(new Set(keys).size).toBe(1);
});

test('an integration user is named by one person', async () => {
  const named = (claimedBy: string) => ({
    ...{ orgId, apiHost: 'acme.my.salesforce.com', loginUrl: 'https://login.salesforce.com', claimedBy },
    integration: { userId: '005', username: 'integration@acme.example' },
    tenant: 'acme',
    at: 1,
  });
  expect(wins(await race((index) => saveConnection(delegation, named(`auth0|${index}`))))).toBe(1);
});

test('a sign-in is finished once, a proof is used once, an ended session is ended', async () => {
  const attempt = { state: 's', subject: 'auth0|ada', jkt: 'k', verifier: 'v', nonce: 'n' };
  const rest = { api_host: 'h', redirect_uri: 'r', integration_username: null, expires_at: 100 };
  await addAttempt(db, { ...attempt, ...rest });
  expect(wins(await race(() => takeAttempt(db, attempt, 2)))).toBe(1);
  for (const each of [createProofTable(db, () => 1), createProofTable(delegation, () => 1)]) {
    expect(wins(await race(async () => each.claim('proof', 100)))).toBe(1);
  }
  // Two servers sweep at once while both claim.
  const two = [createProofTable(db, () => 50), createProofTable(db, () => 50)];
  expect(wins(await race(async (index) => two[index % 2]?.claim('another', 100)))).toBe(1);
  await race(() => revokeToken(db, 'jti', 100, 1));
  expect(await isRevoked(db, 'jti')).toBe(true);
});

test('a member belongs to one tenant, an account of a name is made once', async () => {
  for (const id of ['t0', 't1']) await addTenant(db, { id, name: id }, 1);
  const results = await race(async (index) => {
    const tenantId = `t${index % 2}`;
    const put = await putMember(db, { tenantId, subject: 'auth0|zoe', name: 'Zoe', role: 'viewer' }, 1);
    return put ? tenantId : undefined;
  });
  expect(new Set(results.filter(Boolean)).size).toBe(1);
  const ids = await race(() =>
    createTenant(db, 'Else', [{ subject: 'auth0|new', role: 'owner', name: 'New' }], 1),
  );
  expect(new Set(ids).size).toBe(1);
  const log = db.selectFrom('admin_log').select('seq').where('action', '=', 'tenant.create');
  expect(await log.execute()).toHaveLength(1);
});

test('a baseline is queued once; each job goes to one owner, none is missed', async () => {
  const queued = await race((index) => enqueueJob(db, { id: `j${index}`, orgId, kind: 'baseline', now: 1 }));
  expect(new Set(queued.map(({ id }) => id)).size).toBe(1);
  for (let index = 0; index < at - 1; index += 1) {
    await enqueueJob(db, { id: `k${index}`, orgId: `00D${index}`, kind: 'baseline', now: 1 });
  }
  // Nobody goes away empty while jobs are left: a row that is being taken is passed over.
  const taken = await race((index) => claimJob(db, { owner: `o${index}`, now: 2, leaseMs: 10 }));
  expect(new Set(taken.map((row) => row?.id)).size).toBe(at);
  expect(await claimJob(db, { owner: 'late', now: 2, leaseMs: 10 })).toBeUndefined();
  // Leases run out: ten servers take over, each job once; who lost one can neither keep nor finish it.
  const again = await race((index) => claimJob(db, { owner: `p${index}`, now: 20, leaseMs: 1000 }));
  expect(new Set(again.map((row) => row?.id)).size).toBe(at);
  const lost = taken.map((row, index) => ({ id: row?.id ?? '', owner: `o${index}` }));
  const end = { state: 'done', problem: null, now: 30 } as const;
  expect(wins(await Promise.all(lost.map((lease) => renewLease(db, lease, 99))))).toBe(0);
  expect(wins(await Promise.all(lost.map((lease) => finishJob(db, lease, end))))).toBe(0);
});

const key = { type: 'ApexClass', fullName: 'Lead' } as const;
const stampsOf = (names: readonly string[], at = 1) =>
  names.map((fullName) => ({
    type: key.type,
    fullName,
    id: `01p${fullName.padEnd(12, '0')}AAX`,
    lastModifiedAt: at,
    lastModifiedById: '005',
    lastModifiedByName: 'Ada',
  }));

test('two lists of one org, stamped in opposite order, both get through', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `C${index}`);
  await race((index) =>
    recordStamps({ db, now: () => 1 }, orgId, stampsOf(index % 2 ? names : [...names].reverse(), index)),
  );
  const rows = await db
    .selectFrom('components')
    .select('last_modified_at')
    .where('org_id', '=', orgId)
    .execute();
  // All of one list, none of two.
  expect(rows).toHaveLength(60);
  expect(new Set(rows.map((row) => row.last_modified_at)).size).toBe(1);
});

const version = (seq: number) => ({
  ...{ org_id: orgId, type: key.type, full_name: key.fullName, seq, commit_id: `c${seq}`, at: seq },
  ...({ kind: 'changed', author_name: 'Ada', author_certainty: 'certain', author_evidence: '' } as const),
  ...({ summary: '', changes: 0, noise: 0, message: '', origin: 'imported', files: '[]' } as const),
});

/** The next version, on top of what is seen first. */
async function append(): Promise<void> {
  const before = (await findHistorySource(db, orgId))?.indexedTip ?? null;
  const seq = Number(before?.slice(1) ?? 0) + 1;
  const places = [{ orgId, ...key, path: 'Lead.cls', losers: [] }];
  await saveStep(db, { orgId, before, after: `c${seq}`, at: 1, places, rows: [version(seq)] });
}

test('versions are numbered without gaps by whoever moves the index, and clearing it leaves no half', async () => {
  const deps = { db, now: () => 1 } as unknown as HistoryDeps;
  await race(async (index) => {
    for (let round = 0; round < 8; round += 1) {
      if (index === 0) await clearIndex(deps, orgId);
      else await append();
    }
  });
  const rows = await db
    .selectFrom('versions')
    .select('seq')
    .where('org_id', '=', orgId)
    .orderBy('seq')
    .execute();
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
  expect((await findHistorySource(db, orgId))?.indexedTip).toBe(rows.length === 0 ? null : `c${rows.length}`);
  await expect(insertVersionRows(db, [version(1), version(1)])).rejects.toThrow(/duplicate key/);
});

test('the audit log is one tree, whoever writes, and settles each attempt once', async () => {
  const servers = [1, 2].map(() => createAuditLog({ db: delegation, now: () => 5 }));
  const attempt = { org: orgId, tenant: 'acme', who: 'auth0|ada', caller: 'api', purpose: 'compare' };
  await race(async (index) => {
    for (let round = 0; round < 5; round += 1) {
      const log = servers[index % 2];
      const intended = await log?.intent(attempt);
      if (round > 0 && intended) await log?.outcome(intended, { result: 'granted' });
    }
  });
  const settled = await Promise.all(servers.map((log) => log.settle('stopped')));
  expect(settled.reduce((sum, count) => sum + count, 0)).toBe(at);
  await expect(servers[0]?.settle('stopped', 1)).resolves.toBe(0);
  const rows = await chainOf(delegation);
  expect(rows).toHaveLength(at * 10);
  let grown = emptyFrontier;
  for (const [index, row] of rows.entries()) {
    expect(row.idx).toBe(index);
    grown = appendLeaf(sha256, grown, fromHex(row.leaf_hash) ?? new Uint8Array());
  }
  const head = await delegation.selectFrom('audit_heads').selectAll().execute();
  const peaks = grown.peaks.map(toHex).join('');
  expect(head).toEqual([{ tree: 'acme', size: at * 10, last_leaf: rows.at(-1)?.leaf_hash, peaks }]);
  const people = await delegation.selectFrom('audit_people').select('key').execute();
  expect(people).toEqual([{ key: 'auth0|ada' }]);
});

const chainOf = (log: DelegationDatabase) =>
  log.selectFrom('audit_entries').selectAll().where('tree', '=', 'acme').orderBy('idx').execute();

test('servers count a person’s calls together, and shut the door together', async () => {
  const quotas = { ...defaultQuotas, person: { ...defaultQuotas.person, write: { points: 4, seconds: 60 } } };
  const servers = [1, 2].map(() => createRateLimits(quotas, sharedLimits(db)));
  const answers = await race(async (index) => {
    const call = servers[index % 2]?.spend({ subject: 'auth0|ada', kind: 'write' });
    return call?.then(
      () => 'allowed',
      (error: { code?: string }) => error.code,
    );
  });
  expect(answers.filter((answer) => answer === 'allowed')).toHaveLength(4);
  expect(answers.filter((answer) => answer === 'rate_limited')).toHaveLength(6);
  const shut = createRateLimits(
    { ...quotas, refusals: { points: 1, seconds: 60, blockSeconds: 300 } },
    sharedLimits(db),
  );
  await shut.countRefusal('203.0.113.7');
  await expect(shut.countRefusal('203.0.113.7')).rejects.toMatchObject({ code: 'rate_limited' });
  await expect(shut.countRefusal('203.0.113.7')).rejects.toSatisfy(
    (error) => (error as { retryAfter: number }).retryAfter > 200,
  );
  // Ten failures at once on two servers begin one block, and the next one is longer.
  const began: number[] = [];
  const connect = { points: 2, seconds: 60, blockSeconds: 1 };
  const both = [1, 2].map(() =>
    createRateLimits({ ...quotas, connect }, sharedLimits(db), ({ of, nth }) => {
      if (of === 'person') began.push(nth);
    }),
  );
  const fail = () =>
    race(async (index) =>
      both[index % 2]?.countFailedConnect({ subject: 'auth0|ada', address: '203.0.113.8' }),
    );
  await fail();
  expect(began).toEqual([1]);
  await expect(both[1]?.checkConnect('auth0|ada')).rejects.toMatchObject({ retryAfter: 1 });
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await expect(both[0]?.checkConnect('auth0|ada')).resolves.toBeUndefined();
  await fail();
  expect(began).toEqual([1, 2]);
  await expect(both[0]?.checkConnect('auth0|ada')).rejects.toMatchObject({ retryAfter: 5 });
  await both[1]?.forgiveConnect('auth0|ada');
  await expect(both[0]?.checkConnect('auth0|ada')).resolves.toBeUndefined();
});

test('what had to wait for what holds its rows is begun again, not lost', async () => {
  const counts = db as unknown as Kysely<{ tenants: { id: string; name: string; created_at: number } }>;
  for (const id of ['x', 'y']) await addTenant(db, { id, name: id }, 0);
  const add = (first: string, second: string) =>
    inTransaction(counts, async (transaction) => {
      for (const id of [first, second]) {
        await sql`update tenants set created_at = created_at + 1 where id = ${id}`.execute(transaction);
        await sql`select pg_sleep(0.05)`.execute(transaction);
      }
    });
  // Each takes what the other wants next: PostgreSQL ends one of them.
  await Promise.all([add('x', 'y'), add('y', 'x'), add('x', 'y')]);
  const rows = await counts
    .selectFrom('tenants')
    .select('created_at')
    .where('id', 'in', ['x', 'y'])
    .execute();
  expect(rows.map((row) => row.created_at)).toEqual([3, 3]);
});

test('of owners who each remove the next, all at once, one is left', async () => {
  await addTenant(db, { id: 'owners', name: 'Owners' }, 1);
  const nameOf = (index: number) => `auth0|owner-${index % at}`;
  for (let index = 0; index < at; index += 1) {
    const subject = nameOf(index);
    await putMember(db, { tenantId: 'owners', subject, name: subject, role: 'owner' }, 1);
  }
  // Each has looked already when the first goes.
  const looked = Promise.withResolvers<void>();
  let looking = 0;
  const forget = async () => {
    looking += 1;
    if (looking === at) looked.resolve();
    await looked.promise;
  };
  const deps = { db, now: () => 1, delegation: { forget } } as unknown as OrgsDeps;
  const removed = await race((index) => {
    const member = { tenantId: 'owners', tenantName: 'Owners', role: 'owner', subject: nameOf(index) };
    const person = { subject: nameOf(index) };
    const wanted = { person, member, proof: {}, subject: nameOf(index + 1) };
    return removeMember(deps, wanted as unknown as Parameters<typeof removeMember>[1]).then(
      () => true,
      () => false,
    );
  });
  expect(wins(removed)).toBe(at - 1);
  expect(await listMembers(db, 'owners')).toHaveLength(1);
});
