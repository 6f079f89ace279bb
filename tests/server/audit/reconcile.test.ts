// Reconciliation: honest histories raise no alarm whatever Salesforce does with its rows, thefts do where the rules say so.

import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { type LoginRow, reconcile } from '../../../server/audit/reconcile.ts';
import {
  chanceOf,
  elsewhere,
  type History,
  honestHistory,
  ours,
  reconcileAll,
  rules,
  type Shown,
} from './login-histories.ts';

const histories = Number(process.env.LOGIN_HISTORIES ?? 12);
const minute = 60_000;

function stolen(
  history: History,
  { at, userId = '0055g000001SamOAAW', address = ours }: Partial<Shown>,
): Shown {
  const row = {
    ...{ id: '0YaThief', userId, at: at ?? 0, showsAt: at ?? 0, address },
    ...{ loginType: 'Remote Access 2.0', status: 'Success', application: 'Canvasback' },
  };
  history.rows.push(row);
  return row;
}

describe('an honest history', () => {
  test(`raises no alarm, in ${histories} of them`, () => {
    let recognised = 0;
    // In the last one another program stands near our first tokens after a rename.
    const seeds = [...Array.from({ length: histories }, (_, place) => place + 1), 4301];
    for (const seed of seeds) {
      const { alarms, names } = reconcileAll(honestHistory(seed));
      expect(alarms, `seed ${seed}`).toEqual([]);
      if (names.some(({ clientId, application }) => clientId === 'ours' && application === 'Canvasback')) {
        recognised += 1;
      }
      expect(
        names.filter(({ application }) => /Robot|Loader|Browser/.test(application)),
        `seed ${seed}`,
      ).toEqual([]);
    }
    expect(recognised).toBe(seeds.length);
  });
});

describe('a stolen key', () => {
  test('used from another address raises an alarm in the cycle in which its row shows, in every history', () => {
    for (let seed = 1; seed <= histories; seed += 1) {
      const history = honestHistory(seed);
      const chance = chanceOf(seed * 7);
      // Before the app is renamed or another takes its place.
      const at = Math.round(history.begin + (60 + chance() * 150) * minute);
      const thief = stolen(history, { at, address: elsewhere });
      const { alarms } = reconcileAll(history);
      expect(
        alarms.map(({ kind }) => kind),
        `seed ${seed}`,
      ).toEqual(['login_from_elsewhere']);
      // Beside a sign-in it is one of two rows that could be the sign-in's.
      const [{ row } = { row: thief }] = alarms;
      expect(Math.abs(row.at - at), `seed ${seed}`).toBeLessThan(11 * minute);
      // At once, unless a sign-in's own row is still to come, or no name is known yet: rows are up to two hours late here.
      expect(alarms[0]?.at ?? 0, `seed ${seed}`).toBeLessThanOrEqual(at + 240 * minute);
    }
  });

  test('used from our own address raises one where every login has its row, within one cycle', () => {
    let next = 0;
    for (let seed = 1; seed <= histories; seed += 1) {
      const history = honestHistory(seed, { plain: true });
      const at = Math.round(history.begin + (60 + chanceOf(seed)() * 150) * minute);
      stolen(history, { at });
      const { alarms } = reconcileAll(history);
      expect(
        alarms.map(({ kind }) => kind),
        `seed ${seed}`,
      ).toEqual(['login_not_granted']);
      // A login of ours that is under way at that moment covers it until its own row is there.
      const took = (alarms[0]?.at ?? 0) - at;
      if (took > 15 * minute) next += 1;
      expect(took, `seed ${seed}`).toBeLessThanOrEqual(30 * minute);
    }
    expect(next).toBeLessThanOrEqual(histories / 50);
  });

  test('used for a user whom we never act as raises one from anywhere, merged rows or not', () => {
    for (let seed = 1; seed <= histories; seed += 1) {
      const history = honestHistory(seed, { merge: true });
      const at = Math.round(history.begin + (60 + chanceOf(seed)() * 150) * minute);
      const thief = stolen(history, { at, userId: '0055g000001NoraAAW' });
      const { alarms } = reconcileAll(history);
      expect(
        alarms.map(({ row }) => row.id),
        `seed ${seed}`,
      ).toEqual([thief.id]);
    }
  });

  test('is one alarm for each of its rows, however often they are looked at again', () => {
    const history = honestHistory(3, { plain: true });
    for (let turn = 0; turn < 5; turn += 1) {
      stolen(history, { at: history.begin + (100 + turn) * minute, address: elsewhere });
      Object.assign(history.rows.at(-1) as object, { id: `0YaThief${turn}` });
    }
    const { alarms } = reconcileAll(history, { everyMs: 4 * minute });
    expect(alarms.map(({ row }) => row.id)).toEqual([0, 1, 2, 3, 4].map((turn) => `0YaThief${turn}`));
  });
});

const begin = 1_800_000_000_000;
const user = '0055g000001AdaKAAW';
const named = [{ clientId: 'ours', application: 'Canvasback', loginType: 'Remote Access 2.0' }];
const attempt = (id: string, from: number, change: object = {}) => ({
  ...{ id, kind: 'mint' as const, userId: user, clientId: 'ours', from, to: from + 1000 },
  ...{ outcome: 'granted' as const, ...change },
});
const row = (id: string, at: number, change: Partial<LoginRow> = {}): LoginRow => ({
  ...{ id, userId: user, at, address: ours, status: 'Success' },
  ...{ loginType: 'Remote Access 2.0', application: 'Canvasback', ...change },
});

describe('one look', () => {
  const look = (
    attempts: ReturnType<typeof attempt>[],
    rows: LoginRow[],
    { now = begin + 300 * minute, declared = true }: { now?: number; declared?: boolean } = {},
  ) =>
    reconcile(
      { attempts, rows, names: named, readFrom: begin - 60 * minute, judgeFrom: begin, now },
      { ...rules, isEgress: declared ? rules.isEgress : undefined },
    );

  test('gives up a pair where another choice explains both rows', () => {
    const attempts = [attempt('a', begin + 20 * minute), attempt('b', begin + 23 * minute)];
    // The first row could be either's, the second only the first's.
    const rows = [row('r1', begin + 19 * minute), row('r2', begin + 16 * minute)];
    expect(look(attempts, rows).alarms).toEqual([]);
  });

  test.each<[string, object, Partial<LoginRow>, string[]]>([
    ['a granted token', {}, {}, []],
    ['one that came to nothing known', { outcome: 'unknown' }, {}, []],
    ['a refused one', { outcome: 'refused' }, {}, ['login_not_granted']],
    ['another user’s', { userId: '0055g000001SamOAAW' }, {}, ['login_not_granted']],
    ['one whose user is not known', { userId: undefined }, {}, []],
    [
      'one of six minutes ago',
      { from: begin + 24 * minute, to: begin + 24 * minute },
      {},
      ['login_not_granted'],
    ],
    ['one of another address', {}, { address: elsewhere }, ['login_from_elsewhere']],
    ['a sign-in of another address', { kind: 'sign_in' }, { address: elsewhere }, []],
    ['nothing that concerns us: another program', { userId: 'x' }, { application: 'Data Loader' }, []],
    ['nothing that concerns us: a login by the form', { userId: 'x' }, { loginType: 'Application' }, []],
  ])('a row beside %s', (_, change, changed, kinds) => {
    const at = begin + 30 * minute;
    const { alarms } = look([attempt('a', at, change)], [row('r', at + 500, changed)]);
    expect(alarms.map(({ kind }) => kind)).toEqual(kinds);
  });

  test('without declared addresses looks at counts alone, and tells where logins came from', () => {
    const at = begin + 30 * minute;
    const seen = look([attempt('a', at)], [row('r', at, { address: elsewhere })], { declared: false });
    expect([seen.alarms, [...seen.addresses]]).toEqual([[], [[elsewhere, 1]]]);
  });

  test('a failed login that nobody tried is told, and is no alarm: anybody can cause it', () => {
    const { alarms, failures } = look(
      [],
      [row('r', begin + minute, { status: 'Failed: Signature Invalid' })],
    );
    expect([alarms, failures.map(({ id }) => id)]).toEqual([[], ['r']]);
  });

  test('a token without a row is missing after the stated time, and merged where an alike one is near', () => {
    const at = begin + 30 * minute;
    const attempts = [attempt('a', at), attempt('b', at + 40 * minute), attempt('c', at + 200 * minute)];
    const early = look(attempts, [row('r', at)], { now: at + 90 * minute });
    expect([early.missing, early.counts.merged]).toEqual([[], 0]);
    const later = look(attempts, [row('r', at)], { now: at + 400 * minute });
    expect([later.missing.map(({ id }) => id), later.counts.merged]).toEqual([['c'], 1]);
  });

  test('an app whose tokens never show is not recognised', () => {
    const attempts = [1, 2, 3].map((hour) => attempt(`a${hour}`, begin + hour * minute));
    expect(look(attempts, []).unrecognised).toEqual(['ours']);
    expect(look(attempts, [row('r', begin + minute)]).unrecognised).toEqual([]);
  });

  test('what was before the beginning is not judged', () => {
    expect(look([], [row('r', begin - 1)]).alarms).toEqual([]);
    expect(look([], [row('r', begin)]).alarms).toHaveLength(1);
  });
});
