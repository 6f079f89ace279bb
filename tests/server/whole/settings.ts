// What tells the processes of a whole-process test which engine to use.

import { engine } from '../../helpers/databases.ts';
import { installAsDocumented } from '../../helpers/postgres/install.ts';

/** On PostgreSQL with roles and schemas as an operator makes them. */
export async function databaseSettings(): Promise<Record<string, string>> {
  return engine === 'sqlite' ? {} : { ...(await installAsDocumented()).settings };
}
