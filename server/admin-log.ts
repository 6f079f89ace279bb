// Puts the administrative log into the words of the account, with what happened to signing keys, in one order of time.

import type { AdminAction, AdminKind, KeyAction } from '#contract/audit.ts';
import type { InputOf, OutputOf } from '#contract/index.ts';
import { partsOf } from './comma-list.ts';
import {
  countAdminEntries,
  type FoundAdminEntry,
  findAdminEntries,
  type Place,
  tallyAdminEntries,
} from './db/admin-log.ts';
import type { Database } from './db/database.ts';
import { listMembers } from './db/members.ts';
import type { LoggedKeyEvent } from './delegation/protocol.ts';
import {
  actionOf,
  factsOf,
  type KeyRecords,
  type KeysOf,
  keysOf,
  readKeyEvents,
  tallyKeys,
  toldTwice,
} from './key-log.ts';

export interface AdminLogDeps {
  readonly db: Database;
  readonly delegation: KeyRecords;
}

interface Tenant {
  readonly tenantId: string;
}

type Entry = OutputOf<'admin.list'>['entries'][number];
type NameOf = (subject: string) => string;

const pageSize = 50;

/** A new action does not compile before it has a kind. */
const kindOf: Readonly<Record<AdminAction | KeyAction, AdminKind>> = {
  'tenant.create': 'people',
  'member.role': 'people',
  'member.name': 'people',
  'member.remove': 'people',
  'org.connect': 'connections',
  'org.replace': 'connections',
  'org.claim_refused': 'connections',
  'org.key_made': 'keys',
  'org.app_named': 'keys',
  'org.app_left': 'keys',
  'org.app_kept': 'keys',
  'org.integration_renamed': 'connections',
  'org.disconnect': 'connections',
  'org.block': 'connections',
  'org.unblock': 'connections',
  'connection.change': 'connections',
  'connect.blocked': 'connections',
  'user.link': 'connections',
  'user.unlink': 'connections',
  'alarm.acknowledge': 'connections',
  'history.commit': 'history',
  'history.keep': 'history',
  'history.purge': 'history',
  'history.import': 'history',
  'people.read': 'history',
  'person.erase': 'history',
  'database.grant': 'installation',
  'database.copy': 'installation',
  'key.made': 'keys',
  'key.app_named': 'keys',
  'key.accepted': 'keys',
  'key.next': 'keys',
  'key.in_use': 'keys',
  'key.retired': 'keys',
  'key.destroyed': 'keys',
  'key.leaving': 'keys',
  'key.kept': 'keys',
  'records.grant': 'installation',
  'records.copy': 'installation',
  'log.read': 'installation',
  'log.export': 'installation',
  'log.erase': 'installation',
  'log.retain': 'installation',
  'log.key_rotated': 'installation',
};
const everyKind: readonly AdminKind[] = ['people', 'connections', 'history', 'keys', 'installation'];

/** Facts that name a person. */
const people: ReadonlySet<string> = new Set(['member', 'person']);
/** Facts that say nothing to people, or something of another account. */
const leftOut: ReadonlySet<string> = new Set(['tenant', 'userId']);

/** Newest first. Without the delegation service's part while it does not answer, and says so. */
export async function listAdminLog(
  { db, delegation }: AdminLogDeps,
  of: InputOf<'admin.list'> & Tenant,
): Promise<OutputOf<'admin.list'>> {
  const { tenantId, who, kinds, from, to, before } = of;
  const [nameOf, keys] = await Promise.all([namer(db, tenantId), keysOf(db, tenantId)]);
  const tally = who === undefined ? undefined : await tallyKeys(delegation, keys.scope);
  const actions = kinds === undefined ? undefined : actionsOf(partsOf<AdminKind>(kinds));
  const asked = {
    ...(actions ? { actions } : {}),
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(to === undefined ? {} : { to: Date.parse(to) }),
    limit: pageSize,
  };
  const place = before === undefined ? undefined : placeOf(before);
  const told = await readKeyEvents(delegation, keys.scope, {
    ...asked,
    actions: actions && Object.values(actionOf).filter((action) => actions.includes(action)),
    ...(who === undefined ? {} : { bys: called(who, tally?.bys ?? [], nameOf) }),
    ...(place ? { before: until(place, 'keys') } : {}),
  });
  const without = toldTwice(keys, told);
  const filter = { ...asked, tenantId, without };
  const subjects =
    who === undefined
      ? {}
      : { subjects: called(who, (await tallyAdminEntries(db, filter)).subjects, nameOf) };
  const [found, counts] = await Promise.all([
    findAdminEntries(db, { ...filter, ...subjects, ...(place ? { before: until(place, 'account') } : {}) }),
    countAdminEntries(db, { ...filter, ...subjects }),
  ]);
  const entries = [
    ...found.map((entry) => viewOf(entry, nameOf, keys)),
    ...(told?.events ?? []).map((event) => keyViewOf(event, nameOf, keys)),
  ]
    .toSorted((one, other) => compare(placeOf(one.id), placeOf(other.id)))
    .slice(0, pageSize);
  const last = entries.length === pageSize ? entries.at(-1) : undefined;
  return {
    entries,
    total: counts.total + (told?.total ?? 0),
    matching: counts.matching + (told?.matching ?? 0),
    ...(last ? { next: last.id } : {}),
    ...(told ? {} : { keysMissing: true as const }),
  };
}

export async function countAdminLog(
  { db, delegation }: AdminLogDeps,
  { tenantId }: Tenant,
): Promise<OutputOf<'admin.count'>> {
  const [nameOf, keys] = await Promise.all([namer(db, tenantId), keysOf(db, tenantId)]);
  const told = await tallyKeys(delegation, keys.scope);
  const { subjects, actions } = await tallyAdminEntries(db, { tenantId, without: toldTwice(keys, told) });
  const byName = new Map<string, number>();
  for (const { value, entries } of [...subjects, ...(told?.bys ?? [])]) {
    const name = nameOf(value);
    byName.set(name, (byName.get(name) ?? 0) + entries);
  }
  const done = [
    ...actions,
    ...(told?.events ?? []).map(({ value, entries }) => ({ value: actionOf[value], entries })),
  ];
  const ofKind = (kind: AdminKind) => {
    const those = actionsOf([kind]);
    return done.reduce((sum, { value, entries }) => (those.includes(value) ? sum + entries : sum), 0);
  };
  return {
    people: [...byName].map(([value, entries]) => ({ value, entries })).sort(mostFirst),
    kinds: everyKind.map((value) => ({ value, entries: ofKind(value) })),
  };
}

/** Two logs, each in its own order: by time, and in one moment by what it counts itself. */
type Source = 'account' | 'keys';
interface AnyPlace extends Place {
  readonly source: Source;
}

const idOf = (at: number, source: Source, seq: number) => `${at}.${source}.${seq}`;

function placeOf(id: string): AnyPlace {
  const [at, source, seq] = id.split('.');
  return { at: Number(at), seq: Number(seq), source: source === 'keys' ? 'keys' : 'account' };
}

/** In one moment, what happened to keys is older: what an account has of it was written when it had been done. */
function compare(one: AnyPlace, other: AnyPlace): number {
  if (one.at !== other.at) return other.at - one.at;
  if (one.source !== other.source) return one.source === 'account' ? -1 : 1;
  return other.seq - one.seq;
}

/** Where one of the two goes on when the page before ended at a place of either. */
function until({ at, seq, source }: AnyPlace, of: Source): Place {
  if (source === of) return { at, seq };
  return of === 'keys' ? { at: at + 1, seq: 0 } : { at, seq: 0 };
}

const actionsOf = (kinds: readonly AdminKind[]): string[] =>
  Object.entries(kindOf).flatMap(([action, kind]) => (kinds.includes(kind) ? [action] : []));

const ownNames: Readonly<Record<string, string>> = {
  operator: 'The operator',
  worker: 'Canvasback in the background',
  service: 'Canvasback',
};

/** The log of an account may tell of people of another who tried to take its org: that they did, not who they are. */
async function namer(db: Database, tenantId: string): Promise<NameOf> {
  const names = new Map((await listMembers(db, tenantId)).map(({ subject, name }) => [subject, name]));
  return (subject) => ownNames[subject] ?? names.get(subject) ?? 'Somebody who is no member';
}

type Counted = OutputOf<'admin.count'>['people'][number];
const mostFirst = (one: Counted, other: Counted) =>
  other.entries - one.entries || (one.value < other.value ? -1 : 1);

/** Whoever is shown by that name: two people may share one. */
const called = (name: string, among: readonly { readonly value: string }[], nameOf: NameOf): string[] =>
  among.map(({ value }) => value).filter((value) => nameOf(value) === name);

function viewOf(
  { seq, at, subject, action, orgId, detail }: FoundAdminEntry,
  nameOf: NameOf,
  { orgs }: KeysOf,
): Entry {
  const shown = Object.entries(detail)
    .filter(([key]) => !leftOut.has(key))
    .map(([key, value]) => [key, people.has(key) ? nameOf(String(value)) : value] as const);
  const org = orgId === null ? undefined : (orgs.find((one) => one.orgId === orgId)?.name ?? orgId);
  return {
    id: idOf(at, 'account', seq),
    at: new Date(at).toISOString(),
    who: nameOf(subject),
    action,
    ...(org === undefined ? {} : { org }),
    detail: Object.fromEntries(shown),
  };
}

function keyViewOf(event: LoggedKeyEvent, nameOf: NameOf, { orgs }: KeysOf): Entry {
  const { at, seq, by } = event;
  return {
    id: idOf(at, 'keys', seq),
    at: new Date(at).toISOString(),
    who: nameOf(by),
    action: actionOf[event.event],
    ...factsOf(event, orgs),
  };
}
