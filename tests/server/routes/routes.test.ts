// Each route translates, calls one service and returns; its success and the refusals it can meet.

import { afterEach, describe, expect, test } from 'vitest';
import type { ErrorCode } from '#contract/errors.ts';
import type { OutputOf } from '#contract/index.ts';
import { AppError } from '../../../server/errors.ts';
import type { Services } from '../../../server/routes/index.ts';
import { acme, as, orgId, type Stub, start, stubApp } from '../http/stub-app.ts';

let stub: Stub;
afterEach(() => stub.app.close());

const at = new Date(start).toISOString();
const key = { type: 'ApexClass' as const, fullName: 'Lead' };
const person = { subject: 'auth0|ada' };
const commit = 'a'.repeat(40);

const version: OutputOf<'history.list'>['versions'][number] = {
  revision: commit,
  number: 1,
  kind: 'added',
  at,
  author: { name: 'Ada King', certainty: 'certain', evidence: 'Git author' },
  summary: 'Added',
  changes: 1,
  noise: 0,
  message: 'First',
  origin: 'imported',
};
const component = { ...key, versions: 1, state: 'unknown' as const };
const org: OutputOf<'orgs.list'>['orgs'][number] = {
  orgId,
  name: 'Acme',
  apiHost: acme.apiHost,
  kind: 'production',
  integrationUser: 'integration@acme.example',
  connectedAt: at,
  connectedBy: 'Ada King',
  state: 'connected',
};
const status: OutputOf<'orgs.status'> = { apiHost: acme.apiHost, state: 'ready', org, standingUntil: at };
const compared: OutputOf<'compare.live'> = {
  ...key,
  compareId: 'c'.repeat(22),
  verdict: 'differs',
  summary: '1 change not committed',
  changes: 1,
  noise: 0,
  comparedAt: at,
  cost: { requests: 1 },
};
const source = { ...key, files: [{ role: 'content' as const, name: 'Lead.cls', text: 'x' }] };
const entry: OutputOf<'audit.list'>['entries'][number] = {
  provable: true,
  index: 0,
  at,
  who: 'Ada King',
  actingAs: 'ada.king@acme.example',
  purpose: 'compare',
  outcome: 'granted',
};
const explained = { what: 'It was declined.', fix: 'Ask.', who: 'you' };
const guide = {
  ...{
    own: false,
    state: 'in_use',
    clientId: '3MVG9',
    redirects: [],
    scopes: ['openid'],
    fingerprint: 'f',
    errors: [],
  },
};
const proof = { authorization: 'DPoP token-of-auth0|ada', dpop: 'proof', method: 'POST' };

const tallies = {
  people: [{ value: 'Ada King', entries: 1 }],
  purposes: [{ value: 'compare', entries: 1 }],
  outcomes: [{ value: 'granted', entries: 1 }],
};
const adminEntry = {
  ...{
    id: '1772442000000.account.3',
    at: '2026-03-02T09:00:00.000Z',
    who: 'Ada King',
    action: 'member.remove',
  },
  detail: { member: 'Sam Okafor', role: 'viewer' },
};

interface Case {
  readonly name: string;
  readonly method?: 'GET' | 'POST';
  readonly url: string;
  readonly payload?: object;
  readonly service: keyof Services;
  readonly gives: unknown;
  /** What the service was asked with. */
  readonly asked: unknown;
  readonly answer: unknown;
  readonly refusals: readonly ErrorCode[];
}

const cases: readonly Case[] = [
  {
    name: 'session.end',
    method: 'POST',
    url: '/v1/session/end',
    payload: {},
    service: 'endSession',
    gives: undefined,
    asked: { person, proof: { ...proof, path: '/v1/session/end' } },
    answer: {},
    refusals: ['storage_full'],
  },
  {
    name: 'orgs.list',
    url: '/v1/orgs',
    service: 'listOrgs',
    gives: [org],
    asked: { tenantId: 'tenant-acme', subject: 'auth0|ada', role: 'owner' },
    answer: { orgs: [org] },
    refusals: [],
  },
  {
    name: 'orgs.former',
    url: '/v1/former-orgs',
    service: 'listFormerOrgs',
    gives: [{ orgId, name: 'Acme', apiHost: acme.apiHost, endedAt: at, endedBy: 'Ada King' }],
    asked: 'tenant-acme',
    answer: { orgs: [{ orgId, name: 'Acme', apiHost: acme.apiHost, endedAt: at, endedBy: 'Ada King' }] },
    refusals: [],
  },
  {
    name: 'orgs.status',
    url: `/v1/org-status?apiHost=${acme.apiHost}`,
    service: 'orgStatus',
    gives: status,
    asked: { subject: 'auth0|ada', apiHost: acme.apiHost },
    answer: status,
    refusals: [],
  },
  {
    name: 'orgs.connectStart',
    method: 'POST',
    url: '/v1/org-connections',
    payload: { apiHost: acme.apiHost, redirectUri: 'https://x.chromiumapp.org/salesforce' },
    service: 'connectStart',
    gives: { authorizeUrl: 'https://acme.my.salesforce.com/authorize', state: 's', expiresAt: at },
    asked: {
      person,
      member: { name: 'Ada King', role: 'owner' },
      apiHost: acme.apiHost,
      redirectUri: 'https://x.chromiumapp.org/salesforce',
    },
    answer: { authorizeUrl: 'https://acme.my.salesforce.com/authorize', state: 's', expiresAt: at },
    refusals: ['not_a_member', 'org_claimed', 'invalid_request'],
  },
  {
    name: 'orgs.connectFinish',
    method: 'POST',
    url: '/v1/org-connections/finish',
    payload: { state: 's', code: 'k' },
    service: 'connectFinish',
    gives: status,
    asked: { person, state: 's', code: 'k', proof: { ...proof, path: '/v1/org-connections/finish' } },
    answer: status,
    refusals: [
      'connect_state_invalid',
      'connect_denied',
      'connect_wrong_org',
      'integration_user_invalid',
      'org_claimed',
      'permission_missing',
      'identity_mismatch',
      'delegation_unavailable',
    ],
  },
  {
    name: 'orgs.standing',
    method: 'POST',
    url: `/v1/orgs/${orgId}/standing`,
    payload: {},
    service: 'proveStanding',
    gives: status,
    asked: { person, org: acme, proof: { ...proof, path: `/v1/orgs/${orgId}/standing` } },
    answer: status,
    refusals: ['not_linked', 'salesforce_refused', 'org_blocked', 'audit_unavailable'],
  },
  {
    name: 'orgs.connectRefused',
    method: 'POST',
    url: '/v1/org-connections/refused',
    payload: { state: 's', error: 'access_denied' },
    service: 'connectRefused',
    gives: explained,
    asked: { person, state: 's', error: 'access_denied' },
    answer: explained,
    refusals: ['connect_state_invalid'],
  },
  {
    name: 'orgs.disconnect',
    method: 'POST',
    url: `/v1/orgs/${orgId}/disconnect`,
    payload: { name: 'Acme', history: 'keep' },
    service: 'disconnect',
    gives: { revoked: true, kept: 'kept/x.git' },
    asked: {
      person,
      member: { role: 'owner' },
      org: acme,
      proof: { ...proof, path: `/v1/orgs/${orgId}/disconnect` },
      input: { orgId, name: 'Acme', history: 'keep' },
    },
    answer: { revoked: true, kept: 'kept/x.git' },
    refusals: ['forbidden', 'confirmation_wrong', 'not_linked', 'delegation_unavailable'],
  },
  {
    name: 'orgs.unlink',
    method: 'POST',
    url: `/v1/orgs/${orgId}/unlink`,
    payload: {},
    service: 'unlink',
    gives: status,
    asked: { person, org: acme, proof: { ...proof, path: `/v1/orgs/${orgId}/unlink` } },
    answer: status,
    refusals: ['delegation_unavailable'],
  },
  {
    name: 'guide.values',
    url: `/v1/connect-guide?apiHost=${acme.apiHost}`,
    service: 'guideValues',
    gives: guide,
    asked: { person, member: { name: 'Ada King' }, apiHost: acme.apiHost },
    answer: guide,
    refusals: ['not_a_member', 'delegation_unavailable'],
  },
  {
    name: 'guide.makeKey',
    method: 'POST',
    url: `/v1/org-apps/${acme.apiHost}/key`,
    payload: {},
    service: 'makeOrgKey',
    gives: { state: 'prepared', fingerprint: 'f' },
    asked: { person, input: { apiHost: acme.apiHost }, proof: { path: `/v1/org-apps/${acme.apiHost}/key` } },
    answer: { state: 'prepared', fingerprint: 'f' },
    refusals: ['forbidden', 'signing_unavailable'],
  },
  {
    name: 'guide.nameApp',
    method: 'POST',
    url: `/v1/org-apps/${acme.apiHost}/consumer-key/3MVG9.own_app`,
    payload: {},
    service: 'nameOrgApp',
    gives: { state: 'next', fingerprint: 'f' },
    asked: {
      person,
      input: { apiHost: acme.apiHost, clientId: '3MVG9.own_app' },
      proof: { path: `/v1/org-apps/${acme.apiHost}/consumer-key/3MVG9.own_app` },
    },
    answer: { state: 'next', fingerprint: 'f' },
    refusals: ['forbidden', 'org_claimed'],
  },
  {
    name: 'guide.leaveApp',
    method: 'POST',
    url: `/v1/org-apps/${acme.apiHost}/installation`,
    payload: {},
    service: 'leaveOrgApp',
    gives: { done: false, refused: 'The org does not know the app.' },
    asked: {
      person,
      input: { apiHost: acme.apiHost },
      proof: { path: `/v1/org-apps/${acme.apiHost}/installation` },
    },
    answer: { done: false, refused: 'The org does not know the app.' },
    refusals: ['forbidden', 'invalid_request'],
  },
  {
    name: 'guide.keepApp',
    method: 'POST',
    url: `/v1/org-apps/${acme.apiHost}/own`,
    payload: {},
    service: 'keepOrgApp',
    gives: { state: 'in_use', fingerprint: 'f' },
    asked: { person, input: { apiHost: acme.apiHost }, proof: { path: `/v1/org-apps/${acme.apiHost}/own` } },
    answer: { state: 'in_use', fingerprint: 'f' },
    refusals: ['forbidden'],
  },
  {
    name: 'guide.check',
    method: 'POST',
    url: '/v1/connect-guide/checks',
    payload: { apiHost: acme.apiHost },
    service: 'guideCheck',
    gives: { checks: [] },
    asked: { member: { name: 'Ada King' }, input: { apiHost: acme.apiHost } },
    answer: { checks: [] },
    refusals: ['not_a_member', 'invalid_request'],
  },
  {
    name: 'members.list',
    url: '/v1/members',
    service: 'listMembers',
    gives: [{ subject: 'auth0|ada', name: 'Ada King', role: 'owner' }],
    asked: 'tenant-acme',
    answer: { members: [{ subject: 'auth0|ada', name: 'Ada King', role: 'owner' }] },
    refusals: [],
  },
  {
    name: 'members.remove',
    method: 'POST',
    url: '/v1/members/remove',
    payload: { subject: 'auth0|sam' },
    service: 'removeMember',
    gives: { unlinked: 1 },
    asked: { person, subject: 'auth0|sam', proof: { ...proof, path: '/v1/members/remove' } },
    answer: { unlinked: 1 },
    refusals: ['forbidden', 'not_found', 'last_owner'],
  },
  {
    name: 'components.find',
    url: `/v1/orgs/${orgId}/components/find?type=ApexClass&id=01p5g00000AAAAA`,
    service: 'findComponent',
    gives: component,
    asked: { orgId, type: 'ApexClass', id: '01p5g00000AAAAA' },
    answer: { component },
    refusals: [],
  },
  {
    name: 'history.list',
    url: `/v1/orgs/${orgId}/history?type=ApexClass&fullName=Lead&next=5`,
    service: 'listVersions',
    gives: { component, versions: [version], total: 1, matching: 1 },
    asked: { orgId, ...key, next: '5' },
    answer: { component, versions: [version], total: 1, matching: 1 },
    refusals: ['invalid_request'],
  },
  {
    name: 'history.list, filtered',
    url: `/v1/orgs/${orgId}/history?type=ApexClass&fullName=Lead&page=3&author=Ada%20King&kinds=deleted,added&from=${at}&words=100%25`,
    service: 'listVersions',
    gives: { component, versions: [], total: 9, matching: 0 },
    asked: {
      orgId,
      ...key,
      page: 3,
      author: 'Ada King',
      kinds: 'deleted,added',
      from: at,
      words: '100%',
    },
    answer: { component, versions: [], total: 9, matching: 0 },
    refusals: [],
  },
  {
    name: 'history.version',
    url: `/v1/orgs/${orgId}/history/version?type=ApexClass&fullName=Lead&revision=${commit}`,
    service: 'findVersion',
    gives: version,
    asked: { orgId, ...key, revision: commit },
    answer: { version },
    refusals: ['not_found'],
  },
  {
    name: 'history.count',
    url: `/v1/orgs/${orgId}/history/count?type=ApexClass&fullName=Lead`,
    service: 'countVersions',
    gives: { people: [{ name: 'Ada King', versions: 1 }], kinds: [], origins: [] },
    asked: { orgId, ...key },
    answer: { people: [{ name: 'Ada King', versions: 1 }], kinds: [], origins: [] },
    refusals: [],
  },
  {
    name: 'history.source',
    url: `/v1/orgs/${orgId}/history/source?type=ApexClass&fullName=Lead&revision=${commit}`,
    service: 'readSource',
    gives: { source, covered: true },
    asked: { orgId, ...key, role: 'owner', revision: commit },
    answer: { revision: commit, files: source.files, covered: true },
    refusals: ['version_unavailable', 'not_found'],
  },
  {
    name: 'history.source of a comparison',
    url: `/v1/orgs/${orgId}/history/source?type=ApexClass&fullName=Lead&revision=live:${compared.compareId}`,
    service: 'readSource',
    gives: { source, covered: false },
    asked: { orgId, ...key, ...person, revision: `live:${compared.compareId}` },
    answer: { revision: `live:${compared.compareId}`, files: source.files },
    refusals: ['compare_expired'],
  },
  {
    name: 'history.picture',
    url: `/v1/orgs/${orgId}/history/picture?type=StaticResource&fullName=Logo&revision=${commit}`,
    service: 'readPicture',
    gives: { media: 'image/png', width: 1, height: 1, base64: 'AA==' },
    asked: { orgId, type: 'StaticResource', fullName: 'Logo', revision: commit },
    answer: { picture: { media: 'image/png', width: 1, height: 1, base64: 'AA==' } },
    refusals: ['not_found', 'compare_expired'],
  },
  {
    name: 'compare.live',
    method: 'POST',
    url: `/v1/orgs/${orgId}/compare`,
    payload: { ...key },
    service: 'compareLive',
    gives: compared,
    asked: { ...person, org: acme, ref: key, proof: { ...proof, path: `/v1/orgs/${orgId}/compare` } },
    answer: compared,
    refusals: [
      'component_deleted',
      'salesforce_unavailable',
      'salesforce_limit',
      'salesforce_error',
      'delegation_refused',
    ],
  },
  {
    name: 'compare.commit',
    method: 'POST',
    url: `/v1/orgs/${orgId}/compare/commit`,
    payload: { compareId: 'c', message: 'Kept' },
    service: 'commitCompare',
    gives: { version },
    asked: {
      orgId,
      ...person,
      name: 'Ada King',
      userId: '0055g00000AAAAAAA1',
      role: 'owner',
      compareId: 'c',
      message: 'Kept',
    },
    answer: { version },
    refusals: ['forbidden', 'compare_expired', 'storage_full'],
  },
  {
    name: 'audit.list',
    url: `/v1/orgs/${orgId}/access?type=ApexClass&fullName=Lead&routine=without`,
    service: 'listAccess',
    gives: { entries: [entry], total: 1, matching: 1, leftOut: 3 },
    asked: { orgId, tenantId: 'tenant-acme', ...key, routine: 'without' },
    answer: { entries: [entry], total: 1, matching: 1, leftOut: 3 },
    refusals: ['delegation_unavailable'],
  },
  {
    name: 'audit.count',
    url: `/v1/orgs/${orgId}/access/count?type=ApexClass&fullName=Lead`,
    service: 'countAccess',
    gives: tallies,
    asked: { orgId, tenantId: 'tenant-acme', ...key },
    answer: tallies,
    refusals: ['delegation_unavailable'],
  },
  {
    name: 'admin.list',
    url: '/v1/admin-log?who=Ada%20King&kinds=people,history&before=1772442000000.keys.9',
    service: 'listAdminLog',
    gives: { entries: [adminEntry], total: 1, matching: 1 },
    asked: {
      tenantId: 'tenant-acme',
      who: 'Ada King',
      kinds: 'people,history',
      before: '1772442000000.keys.9',
    },
    answer: { entries: [adminEntry], total: 1, matching: 1 },
    refusals: [],
  },
  {
    name: 'admin.count',
    url: '/v1/admin-log/count',
    service: 'countAdminLog',
    gives: { people: [], kinds: [] },
    asked: { tenantId: 'tenant-acme' },
    answer: { people: [], kinds: [] },
    refusals: [],
  },
];

test.each([
  ['/v1/admin-log', 'An owner reads the administrative log.'],
  ['/v1/admin-log/count', 'An owner reads the administrative log.'],
  ['/v1/former-orgs', 'An owner reads the records of orgs that are disconnected.'],
])('%s is for owners alone', async (url, detail) => {
  stub = stubApp();
  for (const who of ['sam', 'mia']) {
    const answer = await stub.app.inject({ url, headers: as(who) });
    expect(answer.json()).toMatchObject({
      code: 'forbidden',
      detail,
    });
  }
  const stranger = await stub.app.inject({ url, headers: as('zoe') });
  expect(stranger.json()).toMatchObject({ code: 'not_a_member' });
  expect(stub.asked).toEqual([]);
});

const ask = ({ method = 'GET', url, payload }: Case) =>
  stub.app.inject({ method, url, headers: as('ada'), ...(payload ? { payload } : {}) } as const);

describe.each(cases)('$name', (one) => {
  test('asks its service once, with what it needs, and returns the answer', async () => {
    stub = stubApp({ services: { [one.service]: async () => one.gives } });
    const answer = await ask(one);
    expect(answer.json()).toEqual(one.answer);
    expect(answer.statusCode).toBe(200);
    expect(stub.asked).toHaveLength(1);
    const [{ name, with: asked } = { name: '', with: undefined }] = stub.asked;
    expect(name).toBe(one.service);
    if (typeof one.asked === 'string') expect(asked).toBe(one.asked);
    else expect(asked).toMatchObject(one.asked as object);
  });

  test.each([...one.refusals])('passes on %s as it is', async (code) => {
    const refuse = () => Promise.reject(new AppError(code, { detail: 'Why.' }));
    stub = stubApp({ services: { [one.service]: refuse } });
    const answer = await ask(one);
    const { entry: known } = new AppError(code);
    expect(answer.statusCode).toBe(known.status);
    expect(answer.json()).toMatchObject({ code, title: known.title, detail: 'Why.' });
  });
});

describe('session.get', () => {
  const session = async (who: string) => {
    stub = stubApp();
    return (await stub.app.inject({ url: '/v1/session', headers: as(who) })).json();
  };

  test('names the person and the tenant', async () => {
    expect(await session('mia')).toEqual({
      person: { subject: 'auth0|mia', name: 'Mia Lindqvist' },
      tenant: { id: 'tenant-acme', name: 'Acme', role: 'viewer' },
    });
  });

  test('a person who is a member of nothing has a session, and no tenant', async () => {
    expect(await session('zoe')).toEqual({
      person: { subject: 'auth0|zoe', name: 'auth0|zoe' },
      tenant: null,
    });
  });
});

test('orgs.list of a person who is a member of nothing is empty, and asks nothing', async () => {
  stub = stubApp();
  const answer = await stub.app.inject({ url: '/v1/orgs', headers: as('zoe') });
  expect(answer.json()).toEqual({ orgs: [] });
  expect(stub.asked).toEqual([]);
});

test('components.find says null for what history does not know', async () => {
  stub = stubApp({ services: { findComponent: async () => undefined } });
  const url = `/v1/orgs/${orgId}/components/find?type=Flow&id=3005g00000AAAAA`;
  expect((await stub.app.inject({ url, headers: as('ada') })).json()).toEqual({ component: null });
});

test('a commit message that is too long is refused before anything is written', async () => {
  stub = stubApp();
  const answer = await stub.app.inject({
    method: 'POST',
    url: `/v1/orgs/${orgId}/compare/commit`,
    headers: as('ada'),
    payload: { compareId: 'c', message: 'x'.repeat(2001) },
  });
  expect(answer.json()).toMatchObject({ code: 'invalid_request', detail: 'message is not as expected.' });
  expect(stub.asked).toEqual([]);
});
