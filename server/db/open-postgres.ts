// Opens a database on a PostgreSQL server, after a look at what that server is.

import { Kysely, sql } from 'kysely';
import type { OpenOptions, Wanted } from './database.ts';
import { migrateForward } from './migrate.ts';
import { createPostgresDialect } from './postgres.ts';
import { explainConnecting } from './postgres-errors.ts';
import { describeSetting, readPostgres } from './setting.ts';
import { DatabaseUnusable } from './unusable.ts';

/** The oldest version that its makers still mend, and that the tests' statements are known to run on. */
export const oldestVersion = 14;

/** Throws `DatabaseUnusable`, or `SettingProblem`. */
export async function openPostgres<T>(
  address: string,
  { migrations, schema }: Wanted,
  { lost = () => {} }: OpenOptions,
): Promise<Kysely<T>> {
  const setting = readPostgres(address, schema);
  const name = describeSetting(setting);
  const db = new Kysely<T>({ dialect: createPostgresDialect(setting, lost) });
  try {
    const problem = problemOf(await factsOf(db));
    if (problem) throw new DatabaseUnusable(name, problem);
    await migrateForward(db, migrations, name);
    return db;
  } catch (error) {
    await db.destroy();
    throw explainConnecting(setting, error);
  }
}

export interface ServerFacts {
  /** 180004 for 18.4. */
  readonly version: number;
  readonly encoding: string;
  readonly replica: boolean;
  readonly commit: string;
}

export async function factsOf<T>(db: Kysely<T>): Promise<ServerFacts> {
  const { rows } = await sql<ServerFacts>`select current_setting('server_version_num')::int as version,
    current_setting('server_encoding') as encoding, pg_is_in_recovery() as replica,
    current_setting('synchronous_commit') as commit`.execute(db);
  if (!rows[0]) throw new Error('The server said nothing of itself.');
  return rows[0];
}

/** Why we do not work with such a server, in words. */
export function problemOf({ version, encoding, replica, commit }: ServerFacts): string | undefined {
  if (version < oldestVersion * 10_000) {
    return `its server is PostgreSQL ${Math.floor(version / 10_000)}; ${oldestVersion} or newer is needed.`;
  }
  if (encoding !== 'UTF8') {
    return `its encoding is ${encoding}. Create it with ENCODING 'UTF8' TEMPLATE template0.`;
  }
  if (replica) return 'its server is a replica, which cannot be written. Name the primary.';
  if (commit === 'off') {
    return 'synchronous_commit is off there, so what was recorded could be lost. Set it to on for this role.';
  }
  return undefined;
}
