// Opens a database and brings its schema forward; everything else reaches it through Kysely.

import { Kysely, SqliteDialect } from 'kysely';
import { type Migration, migrateForward } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { explainOpening, forKysely, openFile } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** The API's own database. */
export type Database = Kysely<Tables>;

/**
 * Opens `file` (`:memory:` for none) and runs the migrations it lacks, all of them or none.
 * Throws `DatabaseUnusable` for a file that is damaged, not a database, read-only or of a newer Canvasback.
 */
export async function openSqlite<T>(file: string, wanted: readonly Migration[]): Promise<Kysely<T>> {
  const raw = openFile(file);
  const db = new Kysely<T>({ dialect: new SqliteDialect({ database: forKysely(raw) }) });
  try {
    await migrateForward(db, wanted, file);
    return db;
  } catch (error) {
    raw.close();
    throw explainOpening(file, error);
  }
}

export function openDatabase(file: string): Promise<Database> {
  return openSqlite<Tables>(file, migrations);
}
