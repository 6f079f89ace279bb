// The option that says where the API's database is, for commands that open it.

import { Option } from 'commander';
import { apiStore, databaseIn } from '../server/db/database.ts';
import { problemOfSetting } from '../server/db/setting.ts';

export interface WhichDatabase {
  /** The data folder of the API. */
  readonly data: string;
  readonly database?: string;
}

/** As the API's own setting, which it follows: a password in an argument could be seen by every user. */
export function databaseOption(): Option {
  return new Option('--database <setting>', 'a file, or postgres://…, when it is not in the data folder').env(
    'CANVASBACK_DATABASE',
  );
}

/** Throws with what is wrong with it. */
export function databaseOf({ data, database }: WhichDatabase): string {
  if (!database) return databaseIn(data);
  const problem = problemOfSetting(database, apiStore.schema);
  if (problem) throw new Error(`The setting of the database ${problem}`);
  return database;
}
