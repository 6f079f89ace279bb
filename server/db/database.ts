// Opens a database and brings its schema forward; everything else reaches it through Kysely.

import { join } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import { type Migration, migrateForward } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { openPostgres } from './open-postgres.ts';
import { isPostgres } from './setting.ts';
import { explainOpening, forKysely, openFile } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** The API's own database. */
export type Database = Kysely<Tables>;

export interface Wanted {
  readonly migrations: readonly Migration[];
  /** Where its tables are in PostgreSQL, unless the setting names another schema. */
  readonly schema: string;
}

export interface OpenOptions {
  /** Hears of connections to PostgreSQL that ended while nobody used them, by their code. */
  readonly lost?: (code: string) => void;
}

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

/** `setting` is a file’s path or a PostgreSQL address; see setting.ts. Throws `DatabaseUnusable`. */
export function openStore<T>(setting: string, wanted: Wanted, options: OpenOptions = {}): Promise<Kysely<T>> {
  return isPostgres(setting)
    ? openPostgres<T>(setting, wanted, options)
    : openSqlite<T>(setting, wanted.migrations);
}

export const apiStore: Wanted = { migrations, schema: 'canvasback' };

export function openDatabase(setting: string, options?: OpenOptions): Promise<Database> {
  return openStore<Tables>(setting, apiStore, options);
}

/** Where the database is when nothing else is said; `data` is the data folder of the API. */
export function databaseIn(data: string): string {
  return join(data, 'canvasback.sqlite');
}
