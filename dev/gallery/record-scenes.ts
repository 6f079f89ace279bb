// States of the records: of a component, of its org, of the account; filtered, very many, none, locked, not to be had.

import { anew, broken, missed, unchanged } from './data/log.ts';
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
    log: unchanged(),
    trusted: anew(),
    answers: { ...base.answers, ...answers },
    panelState: { [stateKey]: { tab: 'access', ...state } },
  });
  const fails = (error: Error): Answers => ({ 'audit.list': () => Promise.reject(error) });
  const withLog = (log: Scene['log'], more: Partial<Scene> = {}): Scene => ({
    ...shown({ records: 'org' }),
    ...(log ? { log } : {}),
    ...more,
  });
  return {
    'panel/access': shown({}),
    'panel/access-log-broken': withLog(broken()),
    'panel/access-log-broken-side': withLog(broken('shrunk'), { surface: 'side' }),
    'panel/access-log-entry': withLog(broken('entry')),
    'panel/access-log-missed': withLog(missed()),
    'panel/access-log-anew': withLog(anew()),
    'panel/access-log-rows': withLog(unchanged(), { rowChecks }),
    'popup/log-broken': { ...base, surface: 'popup', log: broken() },
    'panel/history-log-broken': { ...shown({ tab: 'history' }), log: broken() },
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

/** One listed otherwise, one with a part that was erased, by their places in the log. */
const rowChecks: Scene['rowChecks'] = (index) =>
  ({
    26: {
      state: 'differs',
      differences: [
        { what: 'purpose', shown: 'compare', log: 'sync' },
        { what: 'user', shown: 'ada.king@acme.example', log: 'integration@acme.example' },
      ],
    } as const,
    24: { state: 'proven', erased: 'persons' } as const,
    16: { state: 'proven', erased: 'text' } as const,
  })[index];

const withoutKeys = (entries: ReturnType<typeof adminAt>) =>
  entries.filter(({ action }) => !/^(?:key|records)\./.test(action));

export const recordsOf = (now: number): Answers => ({
  ...recordAnswers(accessAt(now), adminAt(now)),
  ...loginAnswers(reconciledAt(now)),
});
