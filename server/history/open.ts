// Opens the data folder of the API: its database, and one git repository for each org.

import { join } from 'node:path';
import { databaseIn, openDatabase } from '../db/database.ts';
import { type AnchorDeps, createAnchor } from './anchors.ts';
import type { HistoryDeps } from './deps.ts';
import { openGitStores } from './git-store.ts';

export interface OpenHistory extends HistoryDeps {
  close(): Promise<void>;
}

export interface OpenHistoryOptions {
  /** The data folder; made when missing. */
  readonly data: string;
  /** Where the database is, unless it is in that folder: a file, or a PostgreSQL address. */
  readonly database?: string | undefined;
  readonly now?: () => number;
  /** The git program. */
  readonly program?: string;
  /** Where checkpoints for commits come from; without it, they carry none. */
  readonly anchors?: Pick<AnchorDeps, 'auditLog' | 'log'>;
  /** Hears of connections that ended. */
  readonly lost?: (code: string) => void;
}

/** Throws `DatabaseUnusable`. */
export async function openHistory({
  data,
  database = databaseIn(data),
  now = Date.now,
  program,
  anchors,
  lost,
}: OpenHistoryOptions): Promise<OpenHistory> {
  const db = await openDatabase(database, lost ? { lost } : {});
  const git = openGitStores(join(data, 'git'), program);
  return {
    db,
    git,
    now,
    ...(anchors ? { anchor: createAnchor({ db, now, ...anchors }) } : {}),
    async close() {
      git.close();
      await db.destroy();
    },
  };
}
