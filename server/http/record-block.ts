// Writes down that an address or a person was shut out: an alarm for the operator, and a person's for good.

import { recordAdminEntry } from '../db/admin-log.ts';
import type { Database } from '../db/database.ts';
import type { Log } from '../log.ts';
import type { Block } from './rate-limit.ts';

export interface RecordBlockDeps {
  readonly db: Database;
  readonly log: Log;
  readonly now: () => number;
}

export function recordBlock({ db, log, now }: RecordBlockDeps): (block: Block) => Promise<void> {
  return async ({ of, key, seconds, nth }) => {
    log.warn(
      { log: 'operator', alarm: 'blocked', [of]: key, seconds, nth },
      'shut out after too many failures',
    );
    if (of !== 'person') return;
    await recordAdminEntry(db, {
      at: now(),
      subject: key,
      action: 'connect.blocked',
      detail: { seconds, nth },
    });
  };
}
