// Makes up login histories, honest ones and ones with a thief, and reconciles them run by run as the worker does.

import {
  type LoginAlarm,
  type LoginAttempt,
  type LoginName,
  type LoginRow,
  type ReconcileRules,
  reconcile,
} from '../../../server/audit/reconcile.ts';
import {
  mayBeRenamed,
  type ReconcileWindow,
  wideWindow,
  windowOf,
} from '../../../server/audit/reconcile-window.ts';

const minute = 60_000;

export const rules: ReconcileRules = {
  skewMs: 5 * minute,
  settleMs: 120 * minute,
  mergeMs: 60 * minute,
  isEgress: (address) => address === ours || address === second,
  isOthers: (address) => address === neighbour,
};
export const ours = '203.0.113.7';
const second = '2001:db8::7';
export const elsewhere = '198.51.100.66';
const neighbour = '192.0.2.10';

/** Numbers between 0 and 1, the same for the same seed. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Shown extends LoginRow {
  /** When it shows, by our clock. */
  readonly showsAt: number;
}

export interface History {
  readonly attempts: LoginAttempt[];
  readonly rows: Shown[];
  readonly begin: number;
  readonly end: number;
}

const integration = '0055g000001IntgAAW';
const people = ['0055g000001AdaKAAW', '0055g000001SamOAAW', '0055g000001MiaLAAW'];

export interface Wishes {
  readonly hours?: number;
  /** What Salesforce does with rows of alike logins within the hour. */
  readonly merge?: boolean;
  /** The longest that a row is late. */
  readonly lateMs?: number;
  /** Every token leaves a row, at once and by one clock. */
  readonly plain?: boolean;
}

/** What one installation does in some hours, and what LoginHistory tells of it. */
export function honestHistory(seed: number, wishes: Wishes = {}): History {
  const chance = chanceOf(seed);
  const { hours = 12, plain = false } = wishes;
  const merge = wishes.merge ?? (!plain && chance() < 0.5);
  const lateMs = wishes.lateMs ?? (plain ? 0 : [0, 5 * minute, 110 * minute][Math.floor(chance() * 3)]) ?? 0;
  const offset = plain ? 0 : (chance() - 0.5) * 8 * minute;
  const begin = 1_800_000_000_000 + Math.floor(chance() * 1e9);
  const end = begin + hours * 60 * minute;
  const attempts: LoginAttempt[] = [];
  const rows: Shown[] = [];
  const address = () => (chance() < 0.8 ? ours : second);
  /** The app's consumer key and name at a time: one rotation to an own app, one rename. */
  const rotatedAt = chance() < 0.3 ? begin + hours * 20 * minute : Number.POSITIVE_INFINITY;
  const renamedAt = chance() < 0.3 && !merge ? begin + hours * 40 * minute : Number.POSITIVE_INFINITY;
  const appAt = (time: number) => {
    const own = time >= rotatedAt;
    const name = time >= renamedAt ? 'Version History' : 'Canvasback';
    return { clientId: own ? 'own' : 'ours', application: own ? `${name} (own)` : name };
  };

  function show(of: Omit<LoginRow, 'id' | 'at'>, time: number): void {
    const at = time + offset + (plain ? 0 : (chance() - 0.5) * 1.8 * minute);
    const showsAt = time + chance() * lateMs;
    rows.push({ ...of, id: `0Ya${rows.length}`, at: Math.round(at), showsAt });
  }

  function mint(userId: string, time: number, retry = true): void {
    const took = 200 + chance() * (chance() < 0.05 ? 100_000 : 3000);
    const { clientId, application } = appAt(time);
    const luck = plain ? 0 : chance();
    const outcome = luck < 0.9 ? 'granted' : luck < 0.95 ? 'refused' : 'unknown';
    const id = `m${attempts.length}`;
    attempts.push({ id, kind: 'mint', userId, clientId, from: time, to: time + took, outcome });
    const of = { userId, loginType: 'Remote Access 2.0', application, address: address() };
    const left = outcome === 'granted' || chance() < 0.5;
    const good = outcome === 'granted' || (outcome === 'unknown' && chance() < 0.7);
    const status = good ? 'Success' : 'Login rate exceeded';
    if (left) show({ ...of, status }, time + took * chance());
    if (outcome !== 'granted' && retry) mint(userId, time + took + 500, false);
  }

  function signIn(userId: string, time: number): void {
    const { clientId, application } = appAt(time);
    const id = `s${attempts.length}`;
    const known = chance() < 0.9;
    const outcome = known ? 'granted' : 'unknown';
    attempts.push({
      ...{ id, kind: 'sign_in', userId: known ? userId : undefined, clientId, outcome },
      ...{ from: time, to: time + 2000 },
    });
    const browser = `198.51.100.${Math.floor(chance() * 50)}`;
    const login = { userId, loginType: 'Remote Access 2.0', application, address: browser };
    show({ ...login, status: 'Success' }, time + 1000);
    show({ ...login, loginType: 'Application', application: 'Browser', status: 'Success' }, time - 3000);
  }

  /** Of no concern: other programs, also as our integration user, and another installation. */
  function others(time: number): void {
    const loginType = 'Remote Access 2.0';
    const login = { loginType, status: 'Success', address: elsewhere };
    if (chance() < 0.3) show({ ...login, userId: integration, application: 'Deploy Robot' }, time);
    if (chance() < 0.3) show({ ...login, userId: people[0] ?? '', application: 'Data Loader' }, time);
    const { application } = appAt(time);
    if (chance() < 0.2) show({ ...login, userId: integration, application, address: neighbour }, time);
  }

  for (const person of people.slice(0, 2)) {
    signIn(person, begin + 1000);
    mint(person, begin + 4000);
  }
  mint(integration, begin + 6000, false);
  mint(integration, begin + 9000, false);
  for (let time = begin + 15 * minute; time < end; time += 15 * minute) {
    mint(integration, time);
    others(time + chance() * 15 * minute);
    const busy = chance() < 0.3 ? 8 : 2;
    for (let turn = 0; turn < busy; turn += 1) {
      mint(people[Math.floor(chance() * 3)] ?? '', time + chance() * 14 * minute);
    }
    if (chance() < 0.05) signIn(people[2] ?? '', time + chance() * 14 * minute);
  }
  return { attempts, rows: merge ? merged(rows) : rows, begin, end };
}

/** The first of alike logins stands for those of the hour after it. */
function merged(rows: readonly Shown[]): Shown[] {
  const since = new Map<string, number>();
  return rows
    .toSorted((one, other) => one.at - other.at)
    .filter(({ userId, application, status, address, at }) => {
      const alike = [userId, application, status, address].join('\n');
      const first = since.get(alike);
      if (first !== undefined && at - first < 60 * minute) return false;
      since.set(alike, at);
      return true;
    });
}

export interface Told extends LoginAlarm {
  /** When the run was that raised it. */
  readonly at: number;
}

/** Reconciles every quarter of an hour, or less regularly, with what each run remembers of those before it. */
export function reconcileAll(
  { attempts, rows, begin, end }: History,
  { everyMs = 15 * minute, names: known = [] }: { everyMs?: number; names?: readonly LoginName[] } = {},
): { alarms: Told[]; names: readonly LoginName[] } {
  let names = known;
  let until: number | undefined;
  const read = new Map<string, Shown>();
  let missing = 0;
  const alarmed = new Set<string>();
  const alarms: Told[] = [];
  for (let now = begin + minute; now <= end + 4 * 60 * minute; now += everyMs) {
    const pass = (window: ReconcileWindow) => {
      for (const row of rows) {
        if (row.showsAt <= now && row.at >= window.rowsFrom) read.set(row.id, row);
      }
      const ours = new Set(names.map(({ application }) => application));
      const seen = [...read.values()].filter(
        ({ id, at, application }) =>
          // Of other programs, what is read now alone.
          (ours.has(application) ? at >= window.keptFrom : at >= window.rowsFrom) && !alarmed.has(id),
      );
      const told = attempts.filter((attempt) => attempt.from <= now && attempt.to >= window.attemptsFrom);
      const input = { attempts: told, rows: seen, names, readFrom: window.rowsFrom, judgeFrom: begin, now };
      return reconcile(input, rules);
    };
    let result = pass(windowOf({ until, judgeFrom: begin }, now, rules));
    const learned = result.names.length > names.length;
    if (learned || mayBeRenamed(result.missing.length, missing)) {
      result = pass(wideWindow(begin, now, rules));
    }
    names = result.names;
    missing = result.missing.length;
    for (const alarm of result.alarms) {
      alarmed.add(alarm.row.id);
      alarms.push({ ...alarm, at: now });
    }
    if (names.length > 0) until = now;
  }
  return { alarms, names };
}
