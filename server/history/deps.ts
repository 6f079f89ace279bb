// What the history services need from their surroundings.

import type { Database } from '../db/database.ts';
import type { GitStores } from './git-store.ts';

export interface HistoryDeps {
  readonly db: Database;
  readonly git: GitStores;
  /** Epoch milliseconds. */
  readonly now: () => number;
}
