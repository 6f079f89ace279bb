// Opens the delegation service's database and settings for commands that work beside it, as its user.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import { parseEnv } from 'node:util';
import { isPostgres, problemOfSetting } from '../server/db/setting.ts';
import { type DelegationConfig, readDelegationConfig } from '../server/delegation/config.ts';
import {
  type DelegationDatabase,
  delegationStore,
  openDelegationDatabase,
} from '../server/delegation/db/database.ts';

export interface Where {
  readonly env?: string;
  /** The same database, as another of its roles. */
  readonly database?: string;
}

export const envWords = 'settings of the delegation service, as NAME=value lines; the environment otherwise';

export interface Beside {
  readonly db: DelegationDatabase;
  readonly config: DelegationConfig;
}

export async function withDelegation(where: Where, work: (beside: Beside) => Promise<void>): Promise<void> {
  const env = where.env ? parseEnv(readFileSync(where.env, 'utf8')) : process.env;
  const read = readDelegationConfig(env);
  const config = where.database ? { ...read, database: checked(where.database) } : read;
  refuseOtherUser(config);
  const db = await openDelegationDatabase(config.database);
  try {
    await work({ db, config });
  } finally {
    await db.destroy();
  }
}

function checked(database: string): string {
  const problem = problemOfSetting(database, delegationStore.schema);
  if (problem) throw new Error(`--database ${problem}`);
  return database;
}

/** A key or a database that another user made could not be read by the service. */
function refuseOtherUser({ database, signingKeyFolder, auditKeyFolder }: DelegationConfig): void {
  for (const path of [isPostgres(database) ? undefined : database, signingKeyFolder, auditKeyFolder]) {
    if (path === undefined) continue;
    let at = resolve(path);
    while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
    const { uid } = statSync(at);
    if (uid === process.getuid?.()) continue;
    throw new Error(`Run this as the delegation service’s user: ${at} belongs to user ${uid}.`);
  }
}
