// Every query of the API's and the delegation service's databases runs on this engine, and gives what it should.

import { readdirSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import type { Database } from '../../../server/db/database.ts';
import { inTransaction } from '../../../server/db/engine.ts';
import type { DelegationDatabase } from '../../../server/delegation/db/database.ts';
import { openTestDatabase, openTestDelegationDatabase } from '../../helpers/databases.ts';

const folders = { api: '../../../server/db/', delegation: '../../../server/delegation/db/' };
/** What makes, moves and describes databases; it has tests of its own. */
const noQueries =
  /^(?:append-only|bytewise-text|copy|database|engine|grants|list-tables|look|migrate|off-disk|older-transactions|open-postgres|postgres|postgres-errors|setting|sqlite|tables|unusable)\.ts$/;

/** Exported functions by their names: those that take a database first. */
async function queriesIn(folder: string): Promise<Map<string, (...args: never[]) => unknown>> {
  const found = new Map<string, (...args: never[]) => unknown>();
  for (const file of readdirSync(new URL(folder, import.meta.url)).sort()) {
    if (!file.endsWith('.ts') || noQueries.test(file)) continue;
    const module = (await import(`${folder}${file}`)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module))
      if (
        typeof value === 'function' &&
        !['connectedOrgOf', 'losersOf', 'searchOf', 'unnamed'].includes(name)
      )
        found.set(`${file.replace('.ts', '')}.${name}`, value as (...args: never[]) => unknown);
  }
  return found;
}

const orgId = '00D5g000004XyZaEAK';
const apiHost = 'acme.my.salesforce.com';
const of = { orgId, type: 'ApexClass', fullName: 'Größe' } as const;
const stamp = {
  type: 'ApexClass',
  fullName: 'Größe',
  id: '01p5g00000AbCdEAAX',
  otherIds: ['01p5g00000ZZZZZAAX'],
  lastModifiedAt: 5,
  lastModifiedById: '005',
  lastModifiedByName: 'Zoë',
};
const version = (seq: number, author_name: string, message: string) => ({
  org_id: orgId,
  type: of.type,
  full_name: of.fullName,
  seq,
  commit_id: String(seq).repeat(40),
  kind: seq === 1 ? ('added' as const) : ('changed' as const),
  at: seq * 1_000_000_000_000,
  author_name,
  author_id: seq === 1 ? '005' : null,
  author_certainty: 'certain' as const,
  author_evidence: 'Git author',
  summary: '1 line changed',
  changes: 1,
  noise: 0,
  message,
  origin: 'imported' as const,
  files: '[]',
});
const attempt = {
  state: 's',
  subject: 'auth0|ada',
  jkt: 'k',
  verifier: 'v',
  nonce: 'n',
  api_host: apiHost,
  redirect_uri: 'r',
  expires_at: 100,
};
const read = {
  ...of,
  id: 'r1',
  subject: 'auth0|ada',
  files: [],
  meta: { lane: 'tooling', apiVersion: '66.0', identical: false },
  createdAt: 1,
};
const link = {
  orgId,
  subject: 'auth0|ada',
  userId: '005',
  username: 'ada@acme.example',
  name: 'Ada',
  standing: { until: 9, state: 'connected', reason: null },
  at: 1,
} as const;
const purged = {
  ...{ org_id: orgId, kind: 'text', type: of.type, full_name: of.fullName, field: null, forms: '[]' },
  ...{ marker: 'canvasback-redacted:1', made_at: 4, finished_at: null },
} as const;
const loginRow = {
  ...{ org_id: orgId, row_id: '0Ya1', user_id: '005', at: 7, login_type: 'Remote Access 2.0' },
  ...{ address: '203.0.113.7', status: 'Success', application: 'Canvasback' },
};
const loginName = { clientId: 'c', application: 'Canvasback', loginType: 'Remote Access 2.0' };
const newAlarm = {
  ...{ id: 'a1', orgId, kind: 'login_not_granted', at: 8 },
  logins: [{ at: 7, userId: '005', address: '198.51.100.66', application: 'Canvasback', status: 'Success' }],
} as const;
const lease = { id: 'j1', owner: 'me' };
const seqs = (rows: unknown) => (rows as { seq: number }[]).map(({ seq }) => seq);
const held = (row: unknown, ...names: string[]) =>
  row && names.map((name) => (row as Record<string, unknown>)[name]);

type Call = readonly [
  name: string,
  args: readonly unknown[],
  gives: unknown,
  of?: (answer: unknown) => unknown,
];

/** In this order, each with its arguments after the database, and what it gives. */
const apiCalls: readonly Call[] = [
  ['tenants.addTenant', [{ id: 't1', name: 'Acme' }, 1], undefined],
  ['tenants.findTenant', ['t1'], { id: 't1', name: 'Acme' }],
  ['tenants.findTenantByName', ['Acme'], { id: 't1', name: 'Acme' }],
  ['members.putMember', [{ tenantId: 't1', subject: 'a', name: 'Ada', role: 'owner' }, 1], true],
  ['members.findMember', ['a'], { tenantId: 't1', subject: 'a', name: 'Ada', role: 'owner' }],
  ['members.listMembers', ['t1'], ['a'], (rows) => (rows as { subject: string }[]).map((one) => one.subject)],
  ['members.removeMember', [{ tenantId: 't1', subject: 'a' }], true],
  [
    'orgs.addOrg',
    [
      {
        ...{
          orgId,
          apiHost,
          tenantId: 't1',
          name: 'Acme',
          loginUrl: 'l',
          apiVersion: '66.0',
          kind: 'sandbox',
        },
        ...{ integrationUserId: '005', integrationUsername: 'i', connectedBy: 'a', at: 1 },
      },
    ],
    true,
  ],
  ['reconciliations.addReconciliations', [3], undefined],
  [
    'reconciliations.claimReconciliation',
    [{ owner: 'me', now: 4, leaseMs: 10 }],
    [1, 'waiting', 4, 14],
    (row) => held(row, 'judge_from', 'state', 'run_at', 'lease_until'),
  ],
  [
    'reconciliations.finishReconciliation',
    [
      { orgId, owner: 'me' },
      { until: 4, state: 'reconciled', reason: null, detail: null, next_at: 900 },
    ],
    true,
  ],
  ['reconciliations.hurryReconciliation', [orgId, 50], undefined],
  [
    'reconciliations.findReconciliation',
    [orgId],
    [4, 'reconciled', 50, null],
    (row) => held(row, 'until', 'state', 'next_at', 'lease_until'),
  ],
  ['orgs.moveOrgState', [orgId, { from: 'connected', to: 'blocked', reason: 'x' }], true],
  ['orgs.findOrg', [orgId], ['blocked', 1], (row) => held(row, 'state', 'connected_at')],
  ['orgs.findOrgByHost', [apiHost], [orgId], (row) => held(row, 'org_id')],
  ['orgs.renameIntegrationUser', [orgId, 'other@acme.example'], 'i'],
  ['orgs.listOrgs', ['t1'], 1, (rows) => (rows as unknown[]).length],
  ['connect-attempts.addAttempt', [attempt], undefined],
  [
    'connect-attempts.findAttempt',
    [{ subject: 'auth0|ada', apiHost }, 50],
    ['s'],
    (row) => held(row, 'state'),
  ],
  [
    'connect-attempts.takeAttempt',
    [{ state: 's', subject: 'auth0|ada', jkt: 'k' }, 50],
    [50],
    (row) => held(row, 'used_at'),
  ],
  ['connect-attempts.takeExpired', [100], 1, (rows) => (rows as unknown[]).length],
  ['connect-attempts.dropAttempt', ['s'], undefined],
  ['links.putLink', [link], true],
  ['links.findLink', [link], ['005', 9], (row) => held(row, 'userId', 'standingUntil')],
  ['links.findLinkedSubject', [link], 'auth0|ada'],
  ['links.setStanding', [link, { until: null, state: 'locked', reason: 'why' }], undefined],
  ['links.renameLink', [link, 'ada.king@acme.example'], undefined],
  ['links.listLinked', [orgId], 1, (rows) => (rows as unknown[]).length],
  [
    'links.linksOfPerson',
    [{ tenantId: 't1', subject: 'auth0|ada' }],
    ['locked'],
    (rows) => held((rows as unknown[])[0], 'state'),
  ],
  ['links.removeLink', [link], true],
  ['history-sources.putHistorySource', [orgId, { dir: '/p', rev: 'HEAD', at: 1 }], undefined],
  ['history-sources.noteReading', [orgId, 'on its way', { at: 1, over: true }], undefined],
  ['history-sources.findReading', [orgId], 'on its way'],
  ['history-sources.endReading', [orgId, 'on its way'], undefined],
  ['history-sources.moveIndexedTip', [orgId, null, 'tip', 2], true],
  ['history-sources.findHistorySource', [orgId], { dir: '/p', rev: 'HEAD', indexedTip: 'tip' }],
  ['components.putPlaces', [[{ ...of, path: 'a.cls', losers: ['b.cls'] }]], undefined],
  ['components.putStamp', [orgId, stamp, 3], undefined],
  ['components.putState', [of, 'drifted', 4], undefined],
  [
    'components.findComponentRow',
    [{ orgId, type: of.type, id: stamp.otherIds[0] }],
    ['drifted', 4, 3, 5],
    (row) => held(row, 'state', 'compared_at', 'seen_at', 'last_modified_at'),
  ],
  ['components.countComponents', [orgId], 1],
  ['other-ids.putOtherIds', [of, ['301000000000001AAA']], undefined],
  ['other-ids.nameOfOtherId', [{ orgId, type: of.type, id: '301000000000001' }], of.fullName],
  [
    'versions.insertVersionRows',
    [[version(1, 'Zoë', 'first'), version(2, 'ada', 'ÜBER 100%'), version(3, 'Bo', 'x')]],
    undefined,
  ],
  ['versions.countVersions', [of], 3],
  ['versions.listVersionRows', [of, { limit: 2, before: 3, filter: { words: ['über', '100%'] } }], [2], seqs],
  ['versions.versionRowsAt', [of, { limit: 2, skip: 1, filter: { from: 1 } }], [3, 2], seqs],
  ['versions.countMatching', [of, { author: 'Zoë', kinds: ['added'], origin: 'imported', to: 2e12 }], 1],
  [
    'versions.countVersionsBy',
    [of],
    ['Bo 1', 'Zoë 1', 'ada 1'],
    (rows) =>
      (rows as { author: string; versions: number }[]).map((one) => `${one.author} ${one.versions}`).sort(),
  ],
  ['versions.commitsAt', [of, [1, 9]], new Map([[1, '1'.repeat(40)]])],
  ['versions.newestVersionRow', [of], [3, 3e12], (row) => held(row, 'seq', 'at')],
  ['versions.oldestVersionRow', [of], [1], (row) => held(row, 'seq')],
  ['versions.findVersionRow', [of, '2'.repeat(40)], [2], (row) => held(row, 'seq')],
  ['versions.findVersionBefore', [of, 3], [2], (row) => held(row, 'seq')],
  ['versions.versionsOfCommit', [orgId, '2'.repeat(40)], [2], seqs],
  ['people.putPerson', [{ orgId, userId: '005', name: 'Zoë' }], undefined],
  ['people.findPerson', [{ orgId, userId: '005' }], { userId: '005', name: 'Zoë', erasedAt: undefined }],
  ['people.erasePerson', [{ orgId, userId: '005' }, 8], 1],
  ['people.erasedIds', [orgId], new Set(['005'])],
  ['people.listPeople', [orgId], [{ userId: '005', name: undefined, erasedAt: 8 }]],
  ['versions.deleteVersionRows', [orgId], undefined],
  ['components.forgetPlaces', [orgId], undefined],
  ['components.forgetComponent', [of], undefined],
  ['live-reads.keepLiveRead', [read], undefined],
  ['live-reads.markLiveReadCommitted', [read, 'abc'], undefined],
  [
    'live-reads.findLiveRead',
    [{ id: 'r1', orgId, subject: 'auth0|ada', now: 2 }],
    { ...read, meta: { ...read.meta, committed: 'abc' } },
  ],
  ['live-reads.deleteLiveReads', [orgId], undefined],
  [
    'jobs.enqueueJob',
    [{ id: 'j1', orgId, kind: 'baseline', now: 1 }],
    ['queued'],
    (row) => held(row, 'state'),
  ],
  [
    'jobs.claimJob',
    [{ owner: 'me', now: 2, leaseMs: 10 }],
    ['running', 12],
    (row) => held(row, 'state', 'lease_until'),
  ],
  ['jobs.renewLease', [lease, 20], true],
  ['jobs.saveProgress', [lease, { done: 1, total: 2, cursor: '{}', problem: null, now: 3 }], true],
  ['jobs.isHeld', [lease], true],
  ['jobs.nextDue', [], 20],
  ['worker-beat.noteWorkerAlive', [9], undefined],
  ['worker-beat.workerLife', [10], { alive: true, lastAt: 9 }],
  ['jobs.postponeJob', [lease, { problem: 'p', retryAt: 5, cursor: null, now: 4 }], true],
  ['jobs.releaseJob', [lease, 5], false],
  ['jobs.finishJob', [lease, { state: 'done', problem: null, now: 6 }], false],
  ['jobs.latestJob', [orgId, 'baseline'], ['waiting', 5], (row) => held(row, 'state', 'retry_at')],
  ['jobs.haltJobs', [orgId], undefined],
  ['jobs.isStopping', [orgId, 6], false],
  ['jobs.leaveJob', [lease], false],
  ['jobs.dropJobs', [orgId], undefined],
  ['login-rows.putLoginRows', [[loginRow, { ...loginRow, row_id: '0Ya2', at: 5 }]], undefined],
  ['login-rows.markLoginRows', [{ orgId, rowIds: ['0Ya1'], alarmId: 'a1' }], undefined],
  ['login-rows.dropLoginRows', [orgId, { before: 6, alarmed: 6 }], undefined],
  ['login-rows.listLoginRows', [orgId, 7], [{ ...loginRow, alarm_id: 'a1' }]],
  ['login-rows.putLoginName', [{ orgId, ...loginName, at: 1 }], undefined],
  ['login-rows.listLoginNames', [orgId], [loginName]],
  ['login-alarms.raiseLoginAlarm', [newAlarm], 'a1'],
  ['login-alarms.countOpenAlarms', [[orgId]], new Map([[orgId, 1]])],
  [
    'login-alarms.acknowledgeLoginAlarm',
    [{ orgId, id: 'a1', logins: 1, by: 'auth0|ada', note: 'seen', at: 9 }],
    'done',
  ],
  [
    'login-alarms.listLoginAlarms',
    [orgId],
    [
      {
        ...{ id: 'a1', orgId, kind: 'login_not_granted', raisedAt: 8, lastAt: 8, logins: 1 },
        ...{ first: newAlarm.logins, acknowledged: { at: 9, by: 'auth0|ada', note: 'seen' } },
      },
    ],
  ],
  ['sign-ins.beginSignIn', [{ id: 's1', apiHost, clientId: 'c', at: 5 }], undefined],
  ['sign-ins.endSignIn', ['s1', { outcome: 'granted', userId: '005', at: 6 }], undefined],
  [
    'sign-ins.listSignIns',
    [apiHost, 5],
    ['s1', '005', 'granted', 6],
    (rows) => held((rows as unknown[])[0], 'id', 'user_id', 'outcome', 'ended_at'),
  ],
  ['redaction-keys.findRedactionKey', [orgId], undefined],
  ['redaction-keys.redactionKey', [orgId, { key: 'k', at: 1 }], 'k'],
  ['purges.putPurge', [{ ...purged, id: 'p1' }], undefined],
  ['purges.finishPurges', [orgId, 5], undefined],
  ['purges.listPurges', [orgId], [{ ...purged, id: 'p1', finished_at: 5 }]],
  ['scrub.scrubHistory', [], undefined],
  ['revoked-tokens.revokeToken', ['jti', 10, 1], undefined],
  ['revoked-tokens.isRevoked', ['jti'], true],
  ['admin-log.recordAdminEntry', [{ at: 7, subject: 'a', action: 'org.claim_refused', orgId }], undefined],
  [
    'admin-log.listAdminEntries',
    [orgId],
    [{ at: 7, subject: 'a', action: 'org.claim_refused', orgId, detail: {} }],
  ],
  ['admin-log.refusedClaims', [orgId, 7], [7]],
  ['admin-log.keyRequests', ['t1'], []],
  ['admin-log.firstConnects', ['t1'], new Map()],
  [
    'held-orgs.heldOrgs',
    [{ orgId, tenantId: 't1' }],
    [{ orgId, name: 'Acme', apiHost, spans: [{}], ended: undefined }],
  ],
  [
    'admin-log.findAdminEntries',
    [
      {
        tenantId: 't1',
        subjects: ['a'],
        actions: ['org.claim_refused'],
        from: 7,
        to: 8,
        before: { at: 8, seq: 1 },
        without: [99],
        limit: 5,
      },
    ],
    [7],
    (rows) => (rows as { at: number }[]).map(({ at }) => at),
  ],
  ['admin-log.countAdminEntries', [{ tenantId: 't1', subjects: [] }], { total: 1, matching: 0 }],
  [
    'admin-log.tallyAdminEntries',
    [{ tenantId: 't1' }],
    { subjects: [{ value: 'a', entries: 1 }], actions: [{ value: 'org.claim_refused', entries: 1 }] },
  ],
  ['admin-log.recordForEveryAccount', [{ at: 9, subject: 'operator', action: 'database.copy' }], undefined],
  [
    'used-proofs.createProofTable',
    [() => 1],
    true,
    (table) => (table as { claim(key: string, until: number): unknown }).claim('p', 9),
  ],
  ['orgs.freeAddress', [orgId], undefined],
  ['forget-org.forgetOrg', [{ orgId, apiHost }], undefined],
];

const connection = {
  orgId,
  apiHost,
  loginUrl: 'l',
  claimedBy: 'a',
  tenant: 'acme',
  integration: { userId: '005', username: 'i' },
  at: 1,
};
const delegated = { orgId, subject: 'a', userId: '005', username: 'ada', at: 1 };

const key = {
  ...{ id: 'k1', apiHost, state: 'next', clientId: undefined, preparedBy: 'auth0|ada', location: 'k1.key' },
  ...{ fingerprint: 'f1', publicKey: 'p', certificate: 'c', endsAt: 9, madeAt: 1 },
} as const;
const login = { orgId, userId: undefined, clientId: 'c', at: 7 };
const happened = { at: 2, by: 'operator' } as const;

const delegationCalls: readonly Call[] = [
  ['signing-keys.changingKeys', [async () => 'done'], 'done'],
  ['signing-keys.insertKey', [key, 'operator'], undefined],
  ['signing-keys.nameApp', [key, 'consumer', happened], undefined],
  ['signing-keys.updateKey', ['k1', { location: 'k2.key', certificate: undefined, endsAt: 8 }], undefined],
  ['signing-keys.saveAccepted', [apiHost, key, 3], undefined],
  ['signing-keys.acceptedKeys', [apiHost], new Map([[apiHost, 'k1']])],
  ['key-events.recordKeyEvent', [key, 'kept', happened], undefined],
  ['app-returns.beginReturn', [apiHost, happened], 'dropped'],
  ['app-returns.isReturning', [apiHost], false],
  ['app-returns.endReturn', [apiHost, happened], false],
  ['app-returns.finishReturns', [new Map([[apiHost, 'k1']]), happened], undefined],
  ['signing-keys.adoptPrepared', [apiHost, happened], undefined],
  ['signing-keys.changeState', [key, 'retired', happened], undefined],
  ['signing-keys.retireKeysOf', [apiHost, happened], undefined],
  ['signing-keys.markDestroyed', [key, { at: 4, by: 'service' }], undefined],
  [
    'signing-keys.listKeys',
    [{ hosts: [apiHost], states: ['retired'] }],
    ['consumer', 'k2.key', undefined, 8, 2, 4],
    (rows) =>
      held(
        (rows as unknown[])[0],
        'clientId',
        'location',
        'certificate',
        'endsAt',
        'changedAt',
        'destroyedAt',
      ),
  ],
  [
    'key-events.everyKeyEvent',
    [],
    ['made', 'app_named', 'accepted', 'kept', 'retired', 'retired', 'destroyed'],
    (rows) => (rows as { event: string }[]).map(({ event }) => event),
  ],
  ['key-events.recordOperatorAct', ['database_copied', { at: 8, detail: 'd' }], undefined],
  [
    'key-events.listKeyEvents',
    [
      {
        ...{
          fingerprints: ['f1'],
          hosts: [{ apiHost, spans: [{ from: 1 }] }],
          bys: ['operator'],
          from: 2,
          to: 9,
        },
        ...{ events: ['retired', 'database_copied'], before: { at: 8, seq: 7 }, limit: 5 },
      },
    ],
    { known: ['f1'], total: 8, matching: 3 },
    (answer) => {
      const { events, ...counts } = answer as { events: unknown[] };
      expect(events).toHaveLength(2);
      return counts;
    },
  ],
  [
    'key-events.tallyKeyEvents',
    [{ fingerprints: [], hosts: [] }],
    {
      ...{ bys: [{ value: 'operator', entries: 1 }], known: [] },
      events: [{ value: 'database_copied', entries: 1 }],
    },
  ],
  ['connections.saveConnection', [connection], true],
  ['connections.noteNameRefused', [{ orgId, userId: '005', username: 'i', at: 5 }], undefined],
  [
    'connections.findConnection',
    [orgId],
    [apiHost, 'connected', 5],
    (row) => held(row, 'apiHost', 'state', 'nameRefusedAt'),
  ],
  ['connections.renameIntegration', [{ orgId, userId: '005', username: 'i2' }], undefined],
  ['connections.moveConnection', [orgId, 'blocked'], undefined],
  ['connections.nameTenant', [orgId, 'other'], undefined],
  ['connections.confirmConnection', [orgId, 5], undefined],
  ['connections.tenantOf', [orgId], connection.tenant],
  ['logins.beginLogin', [{ ...login, id: 'l2' }], undefined],
  ['logins.endLogin', ['l2', { outcome: 'granted', userId: '005', at: 8 }], undefined],
  [
    'logins.listLogins',
    [{ orgId, from: 7, after: { askedAt: 7, id: 'l1' }, limit: 5 }],
    [{ id: 'l2', userId: '005', clientId: 'c', askedAt: 7, endedAt: 8, outcome: 'granted' }],
  ],
  ['logins.dropLogin', ['l2'], undefined],
  ['logins.loginsSince', [], 0],
  ['logins.pruneLogins', [1], undefined],
  ['links.saveLink', [delegated], true],
  ['links.renameLinked', [{ ...delegated, username: 'ada.king' }], undefined],
  ['links.findLink', [orgId, 'a'], { userId: '005', username: 'ada.king' }],
  ['links.findLinkedSubject', [orgId, '005'], 'a'],
  ['links.removeLink', [orgId, 'a'], undefined],
  ['links.removeLinksOf', ['a'], undefined],
  ['connections.removeConnection', [orgId, happened], undefined],
];

let open: (Database | DelegationDatabase)[] = [];
afterEach(async () => {
  for (const db of open) await db.destroy();
  open = [];
});

test.each([
  ['API', folders.api, apiCalls, openTestDatabase],
  ['delegation service', folders.delegation, delegationCalls, openTestDelegationDatabase],
] as const)('each query of the %s', async (_, folder, calls, openOne) => {
  const queries = await queriesIn(folder);
  // A query that is new has no line above yet.
  expect(calls.map(([name]) => name).sort()).toEqual([...queries.keys()].sort());
  const db = await openOne();
  open.push(db);
  for (const [name, args, gives, look] of calls) {
    const query = queries.get(name) as (...given: unknown[]) => unknown;
    const inOne = name === 'history-sources.moveIndexedTip';
    const answer = inOne
      ? await inTransaction(db as Database, async (transaction) => query(transaction, ...args))
      : await query(db, ...args);
    expect(await (look ? look(answer) : answer), name).toEqual(gives);
  }
});
