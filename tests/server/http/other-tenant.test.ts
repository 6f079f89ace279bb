// Two accounts on one database and one server: every id of the one, given by the other to every endpoint that takes such an id.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ZodMiniType } from 'zod/mini';
import { fillPath } from '#contract/endpoint.ts';
import { type EndpointName, endpoints } from '#contract/index.ts';
import { type AccessLogDeps, countAccess, listAccess } from '../../../server/access-log.ts';
import { type AdminLogDeps, countAdminLog, listAdminLog } from '../../../server/admin-log.ts';
import { createCompareServices } from '../../../server/compare/services.ts';
import { recordAdminEntry } from '../../../server/db/admin-log.ts';
import { addAttempt } from '../../../server/db/connect-attempts.ts';
import { heldOrgs } from '../../../server/db/held-orgs.ts';
import { putLink } from '../../../server/db/links.ts';
import { raiseLoginAlarm } from '../../../server/db/login-alarms.ts';
import { listMembers, putMember } from '../../../server/db/members.ts';
import { addOrg } from '../../../server/db/orgs.ts';
import { addTenant } from '../../../server/db/tenants.ts';
import { AppError } from '../../../server/errors.ts';
import { attachProject } from '../../../server/history/import.ts';
import { countVersions, listVersions } from '../../../server/history/list-versions.ts';
import { readPicture } from '../../../server/history/pictures.ts';
import { findComponent, findVersion } from '../../../server/history/versions.ts';
import { createAuthority } from '../../../server/http/authority.ts';
import { createLog } from '../../../server/log.ts';
import { createOrgServices } from '../../../server/orgs/index.ts';
import {
  acknowledgeAlarm,
  reconciliationOf,
  requestReconciliation,
} from '../../../server/reconcile/state.ts';
import type { LogServices } from '../../../server/routes/log.ts';
import { createLimitBook } from '../../../server/salesforce/limit-book.ts';
import { readSourceAs } from '../../../server/secrets/read-source-as.ts';
import { enqueueBaseline } from '../../../server/sync/enqueue.ts';
import { classes, classMeta, makeProject } from '../history/git-project.ts';
import { makeWorld, type World } from '../history/world.ts';
import { as, type Stub, stubApp } from './stub-app.ts';

const now = () => 1_800_000_000_000;
const lead = { type: 'ApexClass', fullName: 'Lead' } as const;
/** One secret for each account: whoever of the other sees it has seen too much. */
const accounts = {
  acme: {
    orgId: '00D5g000004XyZaEAK',
    former: '00D5g000004AcmFEAK',
    host: 'acme.my.salesforce.com',
    owner: 'ada',
    viewer: 'mia',
    word: 'OnlyAtAcme',
  },
  else: {
    orgId: '00D5g000009ElseEAK',
    former: '00D5g000009ElsFEAK',
    host: 'else.my.salesforce.com',
    owner: 'eve',
    viewer: 'vic',
    word: 'OnlyAtElse',
  },
} as const;
type Account = keyof typeof accounts;
const both: Account[] = ['acme', 'else'];
const otherOf = (account: Account): Account => (account === 'acme' ? 'else' : 'acme');

interface Ids {
  orgId: string;
  /** An org that the account has disconnected. */
  former: string;
  apiHost: string;
  revision: string;
  live: string;
  compareId: string;
  state: string;
  subject: string;
  alarmId: string;
}
const ids = {} as Record<Account, Ids>;
let world: World;
let stub: Stub;
const forgotten: unknown[] = [];

beforeAll(async () => {
  world = await makeWorld();
  const { db } = world;
  const log = createLog({ level: 'silent' });
  const verify = async ({ headers }: { headers: { authorization?: string | undefined } }) => {
    const subject = /^DPoP token-of-(.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    if (!subject) throw new AppError('not_authenticated');
    return { subject, jkt: `jkt-${subject}`, jti: 'jti', expiresAt: now() + 600_000, scopes: [] };
  };
  const compare = createCompareServices(
    world,
    async ({ org }) => ({
      read: async () => ({
        source: {
          ...lead,
          files: [
            {
              role: 'content' as const,
              name: 'Lead.cls',
              text: `class Lead { /* live ${wordOf(org.orgId)} */ }\n`,
            },
          ],
        },
        id: '01p5g00000AAAAAAA1',
        otherIds: [],
        saved: { at: now() - 60_000, userId: '0055g00000AAAAAAA1', name: 'Leo' },
        lane: 'tooling',
        apiVersion: '66.0',
      }),
      cost: () => ({ requests: 1 }),
      close: async () => {},
    }),
    async () => {},
  );
  const delegation = {
    forget: async (wanted: unknown) => {
      forgotten.push(wanted);
      return { revoked: true };
    },
  };
  const ownApp = {
    ...{ clientId: '3MVG9app', signInClientId: '3MVG9app', publicKey: 'k', fingerprint: 'f' },
    ...{ own: false, state: 'in_use' as const },
  };
  const nothing = async (): Promise<never> => {
    throw new AppError('salesforce_unavailable');
  };
  const orgs = createOrgServices({
    db,
    salesforce: {
      delegation: { openJob: nothing, mint: nothing, endJob: nothing },
      fetch: nothing,
      limits: createLimitBook(now),
      redactorOf: () => ({ redact: async (source) => ({ source, notes: [] }) }),
      now,
      log,
    },
    signInClientId: undefined,
    redirects: ['https://x.chromiumapp.org/salesforce'],
    stopJobs: async () => {},
    removeHistory: async () => undefined,
    delegation: {
      ...delegation,
      makeOrgKey: nothing,
      nameOrgApp: nothing,
      leaveOrgApp: nothing,
      keepOrgApp: nothing,
      app: async () => ownApp,
    },
    startBaseline: async () => {},
    now,
    log,
  });
  const accessLog: AccessLogDeps = {
    spans: async (asked) => (await heldOrgs(db, asked))[0]?.spans ?? [],
    delegation: {
      entries: async ({ orgId }) => ({
        entries: [
          {
            ...{ index: 0, at: new Date(now()).toISOString(), who: 'worker', actingAs: wordOf(orgId) },
            ...{ purpose: 'compare', outcome: 'granted', provable: true },
          },
        ],
        ...{ total: 1, matching: 1, leftOut: 0 },
      }),
      tally: async ({ orgId }) => ({
        whos: [{ value: wordOf(orgId), attempts: 1 }],
        purposes: [],
        outcomes: [],
      }),
    },
    names: async (tenantId) =>
      new Map((await listMembers(db, tenantId)).map(({ subject, name }) => [subject, name])),
  };
  // Says whose log it was asked for, and of which org.
  const ofLog = (tenant: string, orgId = '') => ({
    ...{ index: 0, leaf: '0'.repeat(64) },
    entry: { salt: '', text: `${accounts[tenant as Account].word} ${orgId && wordOf(orgId)}` },
  });
  const logOfAccounts: LogServices = {
    logGrowth: async ({ tenant }) => ({
      ...{ size: 1, checkpoint: accounts[tenant as Account].word, vkey: '', successions: [], proof: [] },
    }),
    logProofs: async ({ tenant, orgId }) => ({ entries: [{ ...ofLog(tenant, orgId), proof: [] }] }),
    logLines: async ({ tenant }) => ({ entries: [ofLog(tenant)] }),
  };
  // Says what it was asked with, so that another account's org or key would show.
  const keyRecords: AdminLogDeps['delegation'] = {
    keyEvents: async ({ hosts, fingerprints }) => ({
      events: [...hosts.map(({ apiHost }) => apiHost), ...fingerprints].map((detail, seq) => ({
        ...{ seq, at: now(), apiHost: '', fingerprint: 'f', event: 'retired', by: 'operator', detail },
      })),
      ...{ total: 1, matching: 1, known: fingerprints },
    }),
    tallyKeyEvents: async () => ({ bys: [], events: [], known: [] }),
  };
  stub = stubApp({
    app: { authority: createAuthority(db, { verify, nonce: () => 'n' }, now) },
    services: {
      ...orgs,
      findComponent: (of) => findComponent(world, of),
      listVersions: (of) => listVersions(world, of),
      findVersion: (of) => findVersion(world, of),
      countVersions: (of) => countVersions(world, of),
      readSource: (of) => readSourceAs(world, of),
      readPicture: (of) => readPicture(world, of),
      ...compare,
      reconciliation: (of) => reconciliationOf({ db, now }, of),
      requestReconciliation: (of) => requestReconciliation({ db, now }, of),
      acknowledgeAlarm: (of) => acknowledgeAlarm({ db, now }, of),
      listAccess: (of) => listAccess(accessLog, of),
      countAccess: (of) => countAccess(accessLog, of),
      listAdminLog: (of) => listAdminLog({ db, delegation: keyRecords }, of),
      countAdminLog: (of) => countAdminLog({ db, delegation: keyRecords }, of),
      ...logOfAccounts,
      endSession: async () => {},
    },
  });
  for (const account of both) {
    const { orgId, former, host, owner, viewer, word } = accounts[account];
    await addTenant(db, { id: account, name: word }, 1);
    for (const [name, role] of [
      [owner, 'owner'],
      [viewer, 'viewer'],
    ] as const) {
      await putMember(db, { tenantId: account, subject: `auth0|${name}`, name: `${name} ${word}`, role }, 1);
    }
    await addOrg(db, {
      ...{ orgId, tenantId: account, name: word, apiHost: host, loginUrl: 'https://login.salesforce.com' },
      ...{ apiVersion: '66.0', kind: 'production', integrationUserId: '0055g00000AAAAAAA9' },
      ...{ integrationUsername: `integration@${word}.example`, connectedBy: `auth0|${owner}`, at: 1 },
    });
    for (const [name, digit] of [
      [owner, '1'],
      [viewer, '2'],
    ] as const) {
      await putLink(db, {
        ...{
          orgId,
          subject: `auth0|${name}`,
          userId: `0055g00000${account === 'acme' ? 'A' : 'E'}AAAAAA${digit}`,
        },
        ...{ username: `${name}@${word}.example`, name: `${name} ${word}`, at: 1 },
        standing: { until: now() + 600_000, state: 'connected', reason: null },
      });
    }
    await recordAdminEntry(db, {
      ...{ at: now(), subject: `auth0|${owner}`, action: 'org.connect', orgId },
      detail: { username: `${owner}@${word}.example` },
    });
    await recordAdminEntry(db, {
      ...{ at: now(), subject: `auth0|${owner}`, action: 'org.disconnect', tenantId: account, orgId: former },
      detail: { name: `${word} once`, apiHost: `once-${host}`, history: 'keep', revoked: true },
    });
    await recordAdminEntry(db, {
      ...{ at: now(), subject: `auth0|${owner}`, action: 'org.key_made', orgId },
      detail: { apiHost: host, fingerprint: `key of ${word}` },
    });
    const project = makeProject();
    project.write(`${classes}/Lead.cls`, `class Lead { /* ${word} */ }\n`);
    project.write(`${classes}/Lead.cls-meta.xml`, classMeta());
    const revision = project.commit(`first ${word}`);
    await attachProject(world, { orgId, dir: project.dir });
    await enqueueBaseline(db, orgId, now());
    const alarmId = `${account === 'acme' ? '1' : '2'}0000000-0000-4000-8000-000000000000`;
    await raiseLoginAlarm(db, {
      ...{ id: alarmId, orgId, kind: 'login_not_granted', at: now() },
      logins: [
        {
          ...{ at: now(), userId: '0055g00000AAAAAAA1', username: `${owner}@${word}.example` },
          ...{ address: '198.51.100.66', application: `App of ${word}`, status: 'Success' },
        },
      ],
    });
    const compared = (await ask(owner, 'compare.live', { orgId, ...lead })).json();
    expect(compared.verdict).toBe('differs');
    const state = `state-of-${account}`;
    await addAttempt(db, {
      ...{
        state,
        subject: `auth0|${owner}`,
        jkt: `jkt-auth0|${owner}`,
        verifier: 'v',
        nonce: 'n',
        api_host: host,
      },
      ...{
        redirect_uri: 'https://x.chromiumapp.org/salesforce',
        integration_username: null,
        expires_at: now() + 60_000,
      },
    });
    const { compareId, liveRevision: live } = compared;
    ids[account] = {
      ...{ orgId, former, apiHost: host, revision, live, compareId, state, alarmId },
      subject: `auth0|${viewer}`,
    };
  }
});
afterAll(async () => {
  await stub.app.close();
  await world.close();
});

const wordOf = (orgId: string) => (orgId === accounts.acme.orgId ? accounts.acme.word : accounts.else.word);
const names = Object.keys(endpoints) as EndpointName[];
const shapeOf = (name: EndpointName) =>
  (endpoints[name].input as unknown as { _zod: { def: { shape: Record<string, ZodMiniType> } } })._zod.def
    .shape;

async function ask(who: string, name: EndpointName, input: Record<string, string | number>) {
  const { method } = endpoints[name];
  const { path: url, rest } = fillPath(endpoints[name].path, input);
  return stub.app.inject({
    method,
    url,
    headers: as(who),
    ...(method === 'GET' ? { query: rest as Record<string, string> } : { payload: rest }),
  });
}

/** What every endpoint takes that names something of an account; the walk below gives each its own and the other's. */
const naming = ['orgId', 'apiHost', 'revision', 'compareId', 'state', 'subject', 'alarmId'] as const;
/** What names nothing of an account, or only within the org that is named beside it. */
const harmless = [
  ...[
    'type',
    'id',
    'fullName',
    'message',
    'next',
    'page',
    'author',
    'from',
    'to',
    'kinds',
    'origin',
    'words',
    'who',
    'purposes',
    'routine',
    'outcomes',
    'before',
    'size',
    'indices',
  ],
  ...[
    'name',
    'history',
    'code',
    'error',
    'description',
    'redirectUri',
    'integrationUsername',
    'anew',
    'clientId',
    'logins',
    'note',
  ],
];

test('every field of every endpoint names something of an account, or is known not to', () => {
  const fields = new Set(names.flatMap((name) => Object.keys(shapeOf(name))));
  expect([...fields].filter((field) => ![...naming, ...harmless].includes(field))).toEqual([]);
});

const rest = {
  ...{ ...lead, clientId: '3MVG9other', name: 'x', history: 'keep', code: 'c', error: 'access_denied' },
  ...{ redirectUri: 'https://x.chromiumapp.org/salesforce', logins: 1 },
};
const ofTheLog = { from: '0', to: '1', size: '1', indices: '0' };
const inputFor = (name: EndpointName, given: Record<string, string>) =>
  Object.fromEntries(
    Object.entries({ ...rest, ...(name.startsWith('log.') ? ofTheLog : {}), ...given }).filter(
      ([field]) => field in shapeOf(name),
    ),
  );
const rows = async () => ({
  tenants: await world.db.selectFrom('tenants').selectAll().orderBy('id').execute(),
  members: await world.db.selectFrom('members').selectAll().orderBy('subject').execute(),
  orgs: await world.db.selectFrom('orgs').selectAll().orderBy('org_id').execute(),
  links: await world.db.selectFrom('links').selectAll().orderBy('subject').execute(),
  attempts: await world.db.selectFrom('connect_attempts').selectAll().orderBy('state').execute(),
  reads: await world.db.selectFrom('live_reads').selectAll().orderBy('id').execute(),
  jobs: await world.db.selectFrom('jobs').selectAll().orderBy('id').execute(),
  alarms: await world.db.selectFrom('login_alarms').selectAll().orderBy('id').execute(),
  turns: await world.db.selectFrom('reconciliations').selectAll().orderBy('org_id').execute(),
});

const waysOf = (field: (typeof naming)[number]) => {
  if (field === 'revision') return ['revision', 'live'] as const;
  return field === 'orgId' ? (['orgId', 'former'] as const) : [field];
};
const walk = names.flatMap((name) =>
  naming
    .filter((field) => field in shapeOf(name))
    .flatMap((field) => waysOf(field).map((id) => [name, id] as const)),
);

test('the walk goes where ids are taken', () => {
  expect(walk.length).toBeGreaterThan(20);
  expect(new Set(walk.map(([, id]) => id))).toEqual(
    new Set(['orgId', 'former', 'apiHost', 'revision', 'live', 'compareId', 'state', 'subject', 'alarmId']),
  );
});

describe.each(both)('an owner of %s', (account) => {
  const { owner, word } = accounts[account];
  const other = otherOf(account);

  test.each(walk)('%s with the other account’s %s learns and changes nothing of it', async (name, id) => {
    const own = ids[account];
    const theirs = ids[other];
    const field = id === 'live' ? 'revision' : id === 'former' ? 'orgId' : id;
    const given = {
      orgId: own.orgId,
      apiHost: own.apiHost,
      revision: own.revision,
      compareId: own.compareId,
      alarmId: own.alarmId,
    };
    const before = await rows();
    const answer = await ask(
      owner,
      name,
      inputFor(name, { ...given, state: own.state, subject: own.subject, [field]: theirs[id] }),
    );
    expect(answer.statusCode).not.toBe(500);
    expect(answer.body).not.toContain(accounts[other].word);
    if (name === 'orgs.status') {
      expect(answer.json()).toEqual({ apiHost: theirs.apiHost, state: 'not_member' });
    } else expect(answer.statusCode, answer.body).toBeGreaterThanOrEqual(400);
    expect(await rows()).toEqual(before);
    expect(forgotten).toEqual([]);
  });

  test('sees in every list their own alone', async () => {
    const { orgId, revision } = ids[account];
    for (const name of names.filter((each) => endpoints[each].method === 'GET' && each !== 'guide.values')) {
      const answer = await ask(owner, name, inputFor(name, { ...ids[account], orgId, revision }));
      expect(answer.statusCode, `${name}: ${answer.body}`).toBe(200);
      expect(answer.body, name).not.toContain(accounts[other].word);
    }
    expect((await ask(owner, 'admin.list', {})).body).toContain(`${owner}@${word}.example`);
    const keys = (await ask(owner, 'admin.list', {})).body;
    expect(keys).toContain(`key of ${word}`);
    expect(keys).toContain(accounts[account].host);
    expect(keys).not.toContain(accounts[other].host);
    expect((await ask(owner, 'orgs.former', {})).json()).toMatchObject({ orgs: [{ name: `${word} once` }] });
    expect((await ask(owner, 'audit.list', { orgId: ids[account].former })).statusCode).toBe(200);
    expect((await ask(owner, 'history.source', { orgId, ...lead, revision })).body).toContain(word);
  });
});
