// States of an org's logins in panel and popup: an open alarm, a history that cannot be read.

import type { OutputOf } from '../../contract/index.ts';
import { alarmAt, loginAnswers, unreadAt } from './data/logins.ts';
import type { Scene } from './fake-host.ts';

export function loginScenes(base: Scene, status: OutputOf<'orgs.status'>): Readonly<Record<string, Scene>> {
  const now = Date.now();
  const { org } = status;
  const alarm: Scene = {
    ...base,
    answers: {
      ...base.answers,
      'orgs.status': () => ({ ...status, ...(org ? { org: { ...org, alarms: 1 } } : {}) }),
      ...loginAnswers(alarmAt(now, 'login_from_elsewhere')),
    },
  };
  const unread: Scene = { ...base, answers: { ...base.answers, ...loginAnswers(unreadAt(now)) } };
  return {
    'panel/login-alarm': alarm,
    'popup/login-alarm': { ...alarm, surface: 'popup' },
    'popup/not-reconciled': { ...unread, surface: 'popup' },
  };
}
