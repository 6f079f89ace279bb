// The mark on the icon: there while an alarm is open at an org of the account, gone when it is closed or nobody is signed in.

import { beforeEach, expect, test, vi } from 'vitest';
import { createLoginAlarms } from '../../../entrypoints/background/login-alarms.ts';

const setAlarm = vi.hoisted(() => vi.fn());
vi.mock('../../../entrypoints/background/badge.ts', () => ({ setAlarm }));

let orgs: unknown[];
let time: number;
let asked: number;
let state: 'signed_in' | 'ended';
beforeEach(() => {
  orgs = [{ name: 'Acme', alarms: 2 }, { name: 'Acme UAT' }];
  time = 1_000_000;
  asked = 0;
  state = 'signed_in';
  setAlarm.mockReset();
});
const shown = () => setAlarm.mock.lastCall;
const alarms = () =>
  createLoginAlarms({
    gateway: {
      async call() {
        asked += 1;
        if (orgs.length === 0) throw new Error('offline');
        return { orgs };
      },
    },
    session: async () => ({ state }),
    now: () => time,
  });

test('is there while an alarm is open, and says where', async () => {
  await alarms().refresh();
  expect(shown()).toEqual(['logins', 'Logins at Acme that nobody here asked for.']);
});

test('goes when it is closed, and when nobody is signed in', async () => {
  const mark = alarms();
  await mark.refresh();
  orgs = [{ name: 'Acme' }];
  await mark.refresh('anew');
  expect(shown()).toEqual(['logins', undefined]);
  orgs = [{ name: 'Acme', alarms: 1 }];
  await mark.refresh('anew');
  state = 'ended';
  await mark.refresh('anew');
  expect(shown()).toEqual(['logins', undefined]);
});

test('is asked for once in five minutes, whatever pages come', async () => {
  const mark = alarms();
  for (let page = 0; page < 5; page += 1) await mark.refresh();
  expect(asked).toBe(1);
  time += 5 * 60_000;
  await mark.refresh();
  expect(asked).toBe(2);
});

test('stays what it was when the API does not answer, and is asked for again', async () => {
  const mark = alarms();
  await mark.refresh();
  orgs = [];
  time += 5 * 60_000;
  await mark.refresh();
  expect(setAlarm).toHaveBeenCalledTimes(1);
  await mark.refresh();
  expect(asked).toBe(3);
});
