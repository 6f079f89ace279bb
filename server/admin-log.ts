// Puts the administrative log into the words of the account: people and orgs by name, other accounts' people without.

import type { AdminAction, AdminKind } from '#contract/audit.ts';
import type { InputOf, OutputOf } from '#contract/index.ts';
import { partsOf } from './comma-list.ts';
import {
  countAdminEntries,
  type FoundAdminEntry,
  findAdminEntries,
  tallyAdminEntries,
} from './db/admin-log.ts';
import type { Database } from './db/database.ts';
import { listMembers } from './db/members.ts';
import { listOrgs } from './db/orgs.ts';

interface Tenant {
  readonly tenantId: string;
}

type Entry = OutputOf<'admin.list'>['entries'][number];

const pageSize = 50;

/** A new action does not compile before it has a kind. */
const kindOf: Readonly<Record<AdminAction, AdminKind>> = {
  'tenant.create': 'people',
  'member.role': 'people',
  'member.remove': 'people',
  'org.connect': 'connections',
  'org.replace': 'connections',
  'org.claim_refused': 'connections',
  'org.key_made': 'connections',
  'org.app_named': 'connections',
  'org.app_left': 'connections',
  'org.app_kept': 'connections',
  'org.integration_renamed': 'connections',
  'org.disconnect': 'connections',
  'org.block': 'connections',
  'org.unblock': 'connections',
  'connection.change': 'connections',
  'connect.blocked': 'connections',
  'user.link': 'connections',
  'user.unlink': 'connections',
  'history.commit': 'history',
  'history.keep': 'history',
  'history.purge': 'history',
  'person.erase': 'history',
};
const everyKind: readonly AdminKind[] = ['people', 'connections', 'history'];

/** Facts that name a person. */
const people: ReadonlySet<string> = new Set(['member', 'person']);
/** Facts that say nothing to people, or something of another account. */
const leftOut: ReadonlySet<string> = new Set(['tenant', 'userId']);

/** Newest first. */
export async function listAdminLog(
  db: Database,
  of: InputOf<'admin.list'> & Tenant,
): Promise<OutputOf<'admin.list'>> {
  const { tenantId, who, kinds, from, to, before } = of;
  const [nameOf, orgs] = await Promise.all([namer(db, tenantId), listOrgs(db, tenantId)]);
  const filter = {
    tenantId,
    ...(who === undefined ? {} : { subjects: await subjectsCalled(db, tenantId, who, nameOf) }),
    ...(kinds === undefined ? {} : { actions: actionsOf(partsOf<AdminKind>(kinds)) }),
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(to === undefined ? {} : { to: Date.parse(to) }),
  };
  const [entries, counts] = await Promise.all([
    findAdminEntries(db, { ...filter, before, limit: pageSize }),
    countAdminEntries(db, filter),
  ]);
  const names = new Map(orgs.map(({ org_id: orgId, name }) => [orgId, name]));
  const last = entries.length === pageSize ? entries.at(-1) : undefined;
  return {
    entries: entries.map((entry) => viewOf(entry, nameOf, names)),
    ...counts,
    ...(last ? { next: last.seq } : {}),
  };
}

export async function countAdminLog(db: Database, { tenantId }: Tenant): Promise<OutputOf<'admin.count'>> {
  const [nameOf, { subjects, actions }] = await Promise.all([
    namer(db, tenantId),
    tallyAdminEntries(db, tenantId),
  ]);
  const byName = new Map<string, number>();
  for (const { value, entries } of subjects) {
    const name = nameOf(value);
    byName.set(name, (byName.get(name) ?? 0) + entries);
  }
  const ofKind = (kind: AdminKind) =>
    actions.reduce((sum, { value, entries }) => (actionsOf([kind]).includes(value) ? sum + entries : sum), 0);
  return {
    people: [...byName].map(([value, entries]) => ({ value, entries })).sort(mostFirst),
    kinds: everyKind.map((value) => ({ value, entries: ofKind(value) })),
  };
}

const actionsOf = (kinds: readonly AdminKind[]): string[] =>
  Object.entries(kindOf).flatMap(([action, kind]) => (kinds.includes(kind) ? [action] : []));

const ownNames: Readonly<Record<string, string>> = {
  operator: 'The operator',
  worker: 'Canvasback in the background',
};

/** The log of an account may tell of people of another who tried to take its org: that they did, not who they are. */
async function namer(db: Database, tenantId: string): Promise<(subject: string) => string> {
  const names = new Map((await listMembers(db, tenantId)).map(({ subject, name }) => [subject, name]));
  return (subject) => ownNames[subject] ?? names.get(subject) ?? 'Somebody who is no member';
}

type Counted = OutputOf<'admin.count'>['people'][number];
const mostFirst = (one: Counted, other: Counted) =>
  other.entries - one.entries || (one.value < other.value ? -1 : 1);

async function subjectsCalled(
  db: Database,
  tenantId: string,
  name: string,
  nameOf: (subject: string) => string,
): Promise<string[]> {
  const { subjects } = await tallyAdminEntries(db, tenantId);
  return subjects.map(({ value }) => value).filter((value) => nameOf(value) === name);
}

function viewOf(
  { seq, at, subject, action, orgId, detail }: FoundAdminEntry,
  nameOf: (subject: string) => string,
  orgs: ReadonlyMap<string, string>,
): Entry {
  const shown = Object.entries(detail)
    .filter(([key]) => !leftOut.has(key))
    .map(([key, value]) => [key, people.has(key) ? nameOf(String(value)) : value] as const);
  const org = orgId === null ? undefined : (orgs.get(orgId) ?? orgId);
  return {
    seq,
    at: new Date(at).toISOString(),
    who: nameOf(subject),
    action,
    ...(org === undefined ? {} : { org }),
    detail: Object.fromEntries(shown),
  };
}
