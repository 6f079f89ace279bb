// Which certificates end soon, told to the operator's log once a day until their keys are rotated.

import type { Log } from '../../log.ts';
import type { DelegationDatabase } from '../db/database.ts';
import { listKeys } from '../db/signing-keys.ts';

export const dayMs = 24 * 3_600_000;
/** How long before its end a certificate is spoken of. */
export const endingSoonMs = 30 * dayMs;

export function createEndWatch({ db, now, log }: { db: DelegationDatabase; now: () => number; log: Log }) {
  let told = Number.NEGATIVE_INFINITY;
  return async (): Promise<void> => {
    if (now() < told + dayMs) return;
    told = now();
    for (const { endsAt, apiHost, fingerprint } of await listKeys(db, { states: ['in_use', 'next'] })) {
      if (endsAt === undefined || endsAt > now() + endingSoonMs) continue;
      const facts = {
        key: fingerprint.slice(0, 16),
        org: apiHost || undefined,
        ends: new Date(endsAt).toISOString(),
      };
      const words = endsAt > now() ? 'a certificate ends soon' : 'a certificate has ended';
      log.warn(facts, `${words}: rotate the key (canvasback keys rotate)`);
    }
  };
}
