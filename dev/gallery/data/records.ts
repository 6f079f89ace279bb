// What the two logs would say: each outcome, refusals of several kinds, and what owners do to an account.

import type { InputOf, OutputOf } from '../../../contract/index.ts';

type AccessEntry = OutputOf<'audit.list'>['entries'][number];
type AdminEntry = OutputOf<'admin.list'>['entries'][number];

const hour = 3_600_000;
const pageSize = 50;
const flow = 'Flow Route_New_Leads';
const ada = { who: 'Ada King', actingAs: 'ada.king@acme.example' };
const sam = { who: 'Sam Okafor', actingAs: 'sam.okafor@acme.example' };
const worker = { who: 'Canvasback in the background', actingAs: 'integration@acme.example' };

/** Newest first. */
const attempts: readonly (Omit<AccessEntry, 'index' | 'at' | 'provable'> & { ago: number })[] = [
  { ago: 0.01, ...ada, purpose: 'compare', component: flow, outcome: 'pending' },
  { ago: 0.1, ...ada, purpose: 'compare', component: flow, outcome: 'granted' },
  { ago: 0.2, ...ada, purpose: 'standing', outcome: 'granted' },
  ...[0.22, 0.47, 0.72].map((ago) => ({
    ago,
    ...worker,
    purpose: 'reconcile' as const,
    outcome: 'granted' as const,
  })),
  {
    ...{ ago: 2, ...sam, purpose: 'compare', component: flow, outcome: 'refused' },
    code: 'not_approved',
    reason:
      'The app is not approved for this Salesforce user. Ask your Salesforce admin to assign you the app’s permission set.',
  },
  {
    ...{ ago: 2.4, who: 'A person who is no longer a member', actingAs: '', purpose: 'compare' },
    ...{ component: 'PermissionSet Sales_Manager', outcome: 'refused', code: 'not_linked' },
    reason: 'This person has not linked a Salesforce user of this org.',
  },
  {
    ...{ ago: 26, ...sam, purpose: 'compare', component: flow, outcome: 'refused' },
    code: 'identity_mismatch',
    reason: 'Salesforce answered for another user, org or address.',
  },
  {
    ...{ ago: 27, ...worker, purpose: 'sync', outcome: 'refused', code: 'blocked' },
    reason:
      'The app is blocked in this org. A Salesforce admin can unblock it under Setup › Connected Apps OAuth Usage.',
  },
  {
    ...{ ago: 27.5, who: 'Somebody who did not prove who they are', actingAs: '', purpose: 'compare' },
    ...{
      outcome: 'refused',
      code: 'person_not_proven',
      reason: 'The person’s session or proof did not hold.',
    },
  },
  {
    ...{ ago: 30, ...worker, purpose: 'sync', outcome: 'unknown', code: 'interrupted' },
    reason: 'The service stopped before the outcome was recorded.',
  },
  { ago: 30.2, ...worker, purpose: 'sync', outcome: 'granted' },
  { ago: 30.4, ...ada, purpose: 'probe', outcome: 'granted' },
];

export function accessAt(now: number): readonly AccessEntry[] {
  return attempts.map(({ ago, ...entry }, index) => ({
    ...entry,
    // The oldest is of before the account had a log of its own.
    provable: index < attempts.length - 1,
    index: (attempts.length - index) * 2,
    at: new Date(now - ago * hour).toISOString(),
  }));
}

/** As many as wanted, one every twenty minutes. */
export function manyAttempts(now: number, count: number): readonly AccessEntry[] {
  const known = accessAt(now)
    .slice(1)
    .filter(({ purpose }) => purpose !== 'reconcile');
  return Array.from({ length: count }, (_, index) => ({
    ...(known[index % known.length] as AccessEntry),
    index: count - index,
    at: new Date(now - (index * hour) / 3).toISOString(),
  }));
}

const ownKey = '3f9a1c0b7d52e468'.repeat(4);
const nextKey = 'b07e44d19c3f2a65'.repeat(4);
const installationKey = 'a1b2c3d4e5f60718'.repeat(4);

const changes: readonly (Omit<AdminEntry, 'id' | 'at'> & { ago: number })[] = [
  {
    ...{ ago: 0.2, who: 'Canvasback', action: 'key.destroyed', org: 'Acme' },
    detail: { fingerprint: ownKey, installation: false, apiHost: 'acme.my.salesforce.com' },
  },
  {
    ...{ ago: 0.21, who: 'Canvasback', action: 'key.in_use', org: 'Acme' },
    detail: { fingerprint: nextKey, installation: false, apiHost: 'acme.my.salesforce.com' },
  },
  {
    ...{ ago: 0.21, who: 'Canvasback', action: 'key.retired', org: 'Acme' },
    detail: { fingerprint: ownKey, installation: false, apiHost: 'acme.my.salesforce.com' },
  },
  {
    ...{ ago: 0.21, who: 'Canvasback', action: 'key.accepted', org: 'Acme' },
    detail: { fingerprint: nextKey, installation: false, apiHost: 'acme.my.salesforce.com' },
  },
  {
    ...{ ago: 0.5, who: 'The operator', action: 'key.made', org: 'Acme' },
    detail: { fingerprint: nextKey, installation: false, apiHost: 'acme.my.salesforce.com', state: 'next' },
  },
  {
    ...{ ago: 1, who: 'Ada King', action: 'history.commit', org: 'Acme' },
    detail: { type: 'Flow', fullName: 'Route_New_Leads', revision: 'ff'.repeat(20) },
  },
  { ago: 2, who: 'Somebody who is no member', action: 'org.claim_refused', org: 'Acme', detail: {} },
  {
    ...{ ago: 26, who: 'Sam Okafor', action: 'connection.change', org: 'Acme' },
    detail: {
      ...{ person: 'Sam Okafor', from: 'connected', to: 'revoked', event: 'user_refused', by: 'salesforce' },
      reason: 'The app is not approved for this Salesforce user.',
    },
  },
  {
    ...{ ago: 27, who: 'Ada King', action: 'connection.change', org: 'Acme' },
    detail: { person: 'Ada King', from: 'connected', to: 'blocked', event: 'app_refused', by: 'salesforce' },
  },
  {
    ...{ ago: 28, who: 'Ada King', action: 'org.disconnect', org: 'Acme UAT' },
    detail: {
      name: 'Acme UAT',
      apiHost: 'acme--uat.sandbox.my.salesforce.com',
      history: 'keep',
      revoked: false,
    },
  },
  {
    ...{ ago: 28.2, who: 'The operator', action: 'people.read', org: 'Acme' },
    detail: { names: 212 },
  },
  {
    ...{ ago: 28.5, who: 'The operator', action: 'history.import', org: 'Acme' },
    detail: { project: '/srv/git/acme-metadata.git', rev: 'main', tip: '9b1c4d77'.repeat(5) },
  },
  {
    ...{ ago: 28.6, who: 'Canvasback', action: 'key.destroyed' },
    detail: {
      ...{ fingerprint: installationKey, installation: true },
      reason: 'It stays in KMS: schedule its deletion there.',
    },
  },
  { ago: 28.7, who: 'The operator', action: 'records.grant', detail: { role: 'canvasback_delegation' } },
  { ago: 29, who: 'Ada King', action: 'member.remove', detail: { member: 'Leo Marin', role: 'viewer' } },
  {
    ...{ ago: 50, who: 'Ada King', action: 'org.connect', org: 'Acme' },
    detail: { username: 'ada.king@acme.example' },
  },
  {
    ago: 51,
    who: 'The operator',
    action: 'member.role',
    detail: { member: 'Sam Okafor', role: 'release_manager' },
  },
  { ago: 52, who: 'The operator', action: 'tenant.create', detail: { name: 'Acme' } },
];

const kinds: Readonly<Record<string, OutputOf<'admin.count'>['kinds'][number]['value']>> = {
  tenant: 'people',
  member: 'people',
  history: 'history',
  people: 'history',
  key: 'keys',
  records: 'installation',
};
const kindOf = ({ action }: AdminEntry) => kinds[action.split('.')[0] ?? ''] ?? 'connections';

export function adminAt(now: number): readonly AdminEntry[] {
  return changes.map(({ ago, ...entry }, index) => ({
    ...entry,
    id: `${Math.round(now - ago * hour)}.${entry.action.startsWith('key.') ? 'keys' : 'account'}.${changes.length - index}`,
    at: new Date(now - ago * hour).toISOString(),
  }));
}

interface Asked {
  readonly who?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly before?: string | undefined;
}

export function recordAnswers(access: readonly AccessEntry[], admin: readonly AdminEntry[]) {
  const ofScope = ({ type, fullName }: { type?: string | undefined; fullName?: string | undefined }) =>
    access.filter(({ component }) => !type || component === `${type} ${fullName}`);
  return {
    'audit.list': (asked: InputOf<'audit.list'>): OutputOf<'audit.list'> => {
      const { purposes, outcomes } = asked;
      const all = ofScope(asked);
      const found = all.filter(
        (entry) =>
          matches(entry, asked) &&
          (!purposes || purposes.split(',').includes(entry.purpose)) &&
          (!outcomes || outcomes.split(',').includes(entry.outcome)),
      );
      const routine = ({ purpose, outcome }: AccessEntry) =>
        asked.routine === 'without' && purpose === 'reconcile' && outcome === 'granted';
      const listed = found.filter((entry) => !routine(entry));
      return {
        ...page(listed, all.length, asked, ({ index, provable }) => `${provable ? 1 : 0}.${index}`),
        leftOut: found.length - listed.length,
      };
    },
    'audit.count': (asked: InputOf<'audit.count'>): OutputOf<'audit.count'> => ({
      people: counts(ofScope(asked).map(({ who }) => who)),
      purposes: counts(ofScope(asked).map(({ purpose }) => purpose)),
      outcomes: counts(ofScope(asked).map(({ outcome }) => outcome)),
    }),
    'admin.list': (asked: InputOf<'admin.list'>): OutputOf<'admin.list'> => {
      const found = admin.filter(
        (entry) => matches(entry, asked) && (!asked.kinds || asked.kinds.split(',').includes(kindOf(entry))),
      );
      return page(found, admin.length, asked, ({ id }) => id);
    },
    'admin.count': (): OutputOf<'admin.count'> => ({
      people: counts(admin.map(({ who }) => who)),
      kinds: counts(admin.map(kindOf)),
    }),
  };
}

function page<Entry>(all: readonly Entry[], total: number, asked: Asked, keyOf: (entry: Entry) => string) {
  const from = all.findIndex((entry) => keyOf(entry) === asked.before) + 1;
  const entries = all.slice(from, from + pageSize);
  const last = entries.length === pageSize ? entries.at(-1) : undefined;
  return { entries, total, matching: all.length, ...(last ? { next: keyOf(last) } : {}) };
}

function matches(entry: { readonly who: string; readonly at: string }, { who, from, to }: Asked): boolean {
  return (
    (who === undefined || entry.who === who) &&
    (from === undefined || entry.at >= from) &&
    (to === undefined || entry.at < to)
  );
}

function counts<T extends string>(values: readonly T[]): { value: T; entries: number }[] {
  const found = [...new Set(values)].map((value) => ({
    value,
    entries: values.filter((one) => one === value).length,
  }));
  return found.sort((one, other) => other.entries - one.entries);
}
