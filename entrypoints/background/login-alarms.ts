// Puts a mark on the extension's icon while an alarm about logins is open at an org of the person's account.

import type { OutputOf } from '../../contract/index.ts';
import type { Session } from '../../utils/extension-host.ts';
import { log } from '../../utils/log.ts';
import { setAlarm } from './badge.ts';
import type { Gateway } from './gateway.ts';

export interface LoginAlarmDeps {
  readonly gateway: Pick<Gateway, 'call'>;
  readonly session: () => Promise<Session>;
  readonly now: () => number;
}

export interface LoginAlarms {
  /** Asks which orgs have open alarms: at once with `anew`, else when that was asked a while ago. Never throws. */
  refresh(how?: 'anew'): Promise<void>;
}

const againMs = 5 * 60_000;

export function createLoginAlarms({ gateway, session, now }: LoginAlarmDeps): LoginAlarms {
  /** Lost when the worker is stopped: then it is asked once more. */
  let askedAt = Number.NEGATIVE_INFINITY;

  async function openAlarms(): Promise<string[]> {
    if ((await session()).state !== 'signed_in') return [];
    const { orgs } = (await gateway.call('orgs.list', {})) as OutputOf<'orgs.list'>;
    return orgs.filter(({ alarms = 0 }) => alarms > 0).map(({ name }) => name);
  }

  return {
    async refresh(how) {
      if (how !== 'anew' && now() - askedAt < againMs) return;
      askedAt = now();
      try {
        const names = await openAlarms();
        const sentence = `Logins at ${names.join(', ')} that nobody here asked for.`;
        await setAlarm('logins', names.length > 0 ? sentence : undefined);
      } catch (error) {
        // What it showed before stands; it is asked again with the next page.
        askedAt = Number.NEGATIVE_INFINITY;
        log.warn('logins', error);
      }
    },
  };
}
