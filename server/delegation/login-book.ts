// Notes each login before Salesforce is asked for it, and what came of it, in the delegation service's database.

import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { DelegationDatabase } from './db/database.ts';
import { beginLogin, dropLogin, endLogin } from './db/logins.ts';
import type { LoginBook } from './mint-token.ts';

export interface LoginBookDeps {
  readonly db: DelegationDatabase;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

export function createLoginBook({ db, now, log }: LoginBookDeps): LoginBook {
  const told = async (noted: Promise<void>) => {
    await noted.catch((err: unknown) => log.error({ err }, 'what came of a login could not be noted'));
  };
  return {
    async begin(of) {
      try {
        const id = randomUUID();
        await beginLogin(db, { ...of, id, at: now() });
        return id;
      } catch (cause) {
        throw new AppError('audit_unavailable', { cause });
      }
    },
    end: (id, outcome, userId) => told(endLogin(db, id, { outcome, userId, at: now() })),
    drop: (id) => told(dropLogin(db, id)),
  };
}
