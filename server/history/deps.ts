// What the history services need from their surroundings.

import type { Database } from '../db/database.ts';
import type { PurgeRow } from '../db/purges.ts';
import type { Anchor } from './anchors.ts';
import type { GitStores } from './git-store.ts';

export interface HistoryDeps {
  readonly db: Database;
  readonly git: GitStores;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Undefined where commits carry no checkpoint of the audit log. */
  readonly anchor?: Anchor | undefined;
  /** What was purged of the org, where nothing can be purged meanwhile; else the database is asked each time. */
  readonly purges?: (() => Promise<readonly PurgeRow[]>) | undefined;
}

/** What reading versions needs. */
export type ReadDeps = Pick<HistoryDeps, 'db' | 'git' | 'purges'>;
