// States of the records: of a component, of its org, of the account; filtered, very many, none, locked, not to be had.

import { alarmAt, loginAnswers, reconciledAt, unreadAt } from './data/logins.ts';
import { accessAt, adminAt, manyAttempts, recordAnswers } from './data/records.ts';
import type { Answers, Scene } from './fake-host.ts';

/** @param stateKey where the panel keeps what is open for that component */
export function recordScenes(
  base: Scene,
  stateKey: string,
  refused: { readonly locked: Error; readonly unavailable: Error },
): Readonly<Record<string, Scene>> {
  const now = Date.now();
  const shown = (state: object, answers: Answers = {}): Scene => ({
    ...base,
    answers: { ...base.answers, ...answers },
    panelState: { [stateKey]: { tab: 'access', ...state } },
  });
  const fails = (error: Error): Answers => ({ 'audit.list': () => Promise.reject(error) });
  return {
    'panel/access': shown({}),
    'panel/access-org': shown({ records: 'org' }),
    'panel/access-alarm': shown({ records: 'org' }, loginAnswers(alarmAt(now, 'login_from_elsewhere'))),
    'panel/access-not-reconciled': shown({ records: 'org' }, loginAnswers(unreadAt(now))),
    'panel/access-admin': shown({ records: 'admin' }),
    'panel/access-admin-keys-missing': shown(
      { records: 'admin' },
      {
        'admin.list': (input) => ({
          ...recordAnswers([], withoutKeys(adminAt(now)))['admin.list'](input),
          keysMissing: true,
        }),
      },
    ),
    'panel/access-filtered': shown({ records: 'org', recordsFilter: { outcomes: ['refused', 'unknown'] } }),
    'panel/access-long': shown({ records: 'org' }, recordAnswers(manyAttempts(now, 5_000), adminAt(now))),
    'panel/access-empty': shown({}, recordAnswers([], [])),
    'panel/access-locked': shown({}, fails(refused.locked)),
    'panel/access-failed': shown({}, fails(refused.unavailable)),
  };
}

const withoutKeys = (entries: ReturnType<typeof adminAt>) =>
  entries.filter(({ action }) => !/^(?:key|records)\./.test(action));

export const recordsOf = (now: number): Answers => ({
  ...recordAnswers(accessAt(now), adminAt(now)),
  ...loginAnswers(reconciledAt(now)),
});
