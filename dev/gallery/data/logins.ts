// What an org's login history is found to be in the gallery: in agreement, not readable, or with logins that are nobody's.

import type { OutputOf } from '../../../contract/index.ts';
import type { Answers } from '../fake-host.ts';

type Reconciliation = OutputOf<'reconcile.state'>;

const minute = 60_000;
const iso = (time: number) => new Date(time).toISOString();

export function reconciledAt(now: number): Reconciliation {
  return {
    ...{ state: 'reconciled', running: false, applications: ['Canvasback'], alarms: [] },
    ...{ until: iso(now - 9 * minute), ranAt: iso(now - 9 * minute), nextAt: iso(now + 6 * minute) },
    seen: {
      ...{ rows: 41, explained: 41, merged: 0, missing: 0, others: 0, egressDeclared: true },
      addresses: [{ address: '203.0.113.7', logins: 41 }],
      failures: { logins: 0, last: [] },
    },
  };
}

export function alarmAt(now: number, kind: Reconciliation['alarms'][number]['kind']): Reconciliation {
  const login = (ago: number, username: string) => ({
    ...{ at: iso(now - ago * minute), userId: '0055g000001SamOAAW', username, status: 'Success' },
    ...{ address: kind === 'login_from_elsewhere' ? '198.51.100.66' : '203.0.113.7' },
    application: 'Canvasback',
  });
  const first = [
    login(31, 'sam.okafor@acme.example'),
    login(29, 'integration@acme.example'),
    login(12, 'integration@acme.example'),
  ];
  return {
    ...reconciledAt(now),
    alarms: [
      {
        ...{ id: '6a1f0000-0000-4000-8000-000000000001', kind, logins: 7, first },
        ...{ raisedAt: iso(now - 24 * minute), lastAt: iso(now - 9 * minute) },
      },
    ],
  };
}

export function unreadAt(now: number): Reconciliation {
  return {
    ...{ state: 'not_reconciled', running: false, applications: ['Canvasback'], alarms: [] },
    until: iso(now - 26 * 60 * minute),
    reason: {
      code: 'permission',
      what: 'The integration user may not read the logins of others.',
      fix: 'Ask a Salesforce admin to give it “Monitor Login History”, with a permission set of its own.',
      who: 'salesforce_admin',
    },
  };
}

/** Closing an alarm ends it. */
export function loginAnswers(state: Reconciliation): Answers {
  return {
    'reconcile.state': () => state,
    'reconcile.run': () => state,
    'reconcile.acknowledge': ({ alarmId, note }) => ({
      ...state,
      alarms: state.alarms.map((alarm) =>
        alarm.id === alarmId
          ? {
              ...alarm,
              acknowledged: { at: alarm.lastAt, by: 'Ada King', ...(note ? { note } : {}) },
            }
          : alarm,
      ),
    }),
  };
}
