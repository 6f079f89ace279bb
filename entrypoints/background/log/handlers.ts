// What our pages may ask about the account's audit log, and what they and the toolbar button are told of it unasked.

import { log } from '../../../utils/log.ts';
import { brokenSentence, type LogState } from '../../../utils/log-state.ts';
import { problem } from '../../../utils/problems.ts';
import { setAlarm } from '../badge.ts';
import type { Gateway } from '../gateway.ts';
import { tellPages } from '../panel.ts';
import type { Handlers } from '../router.ts';
import type { PersonSession } from '../session.ts';
import { checkRows } from './rows.ts';
import { createLogWatch } from './watch.ts';

interface LogDeps {
  readonly gateway: Pick<Gateway, 'call'>;
  readonly session: Pick<PersonSession, 'person'>;
  /** Its origin. */
  readonly api: string;
  readonly now: () => number;
}

type Names = 'log.state' | 'log.check' | 'log.rows' | 'log.trust' | 'log.file';

export function createLogHandlers({ gateway, session, api, now }: LogDeps) {
  const alarm = ({ state }: LogState) => setAlarm('log', state === 'broken' ? brokenSentence : undefined);
  const watch = createLogWatch({
    ...{ gateway, person: session.person, api, now },
    changed: (state) => {
      void tellPages({ what: 'log' });
      void alarm(state);
    },
  });
  const handlers: Pick<Handlers, Names> = {
    'log.state': () => watch.state(),
    'log.check': ({ asked }) => watch.check(asked),
    'log.rows': ({ orgId, entries }) => checkRows({ gateway, watch }, orgId, entries),
    'log.trust': ({ vkey }) => watch.trust(vkey),
    async 'log.file'() {
      const text = await watch.file();
      if (text === undefined) {
        throw problem('internal', { title: 'Nothing is kept of the audit log yet.', retry: false });
      }
      return text;
    },
  };
  return {
    handlers,
    watch,
    /** Where nobody waits for it: after a sign-in, whose first look pins the key, and after an org was connected. */
    look: () => watch.check(true).catch((error) => log.warn('log.check', error)),
    /** The badge is of whoever is signed in. */
    personChanged: async () => alarm(await watch.state()),
  };
}
