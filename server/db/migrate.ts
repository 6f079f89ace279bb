// Brings a schema forward: every migration the database lacks, in order, in one transaction.

import type { Kysely } from 'kysely';
import { DatabaseUnusable } from './sqlite.ts';

export interface Migration {
  /** Sorts in the order of application and never changes: `0001-first`. */
  readonly name: string;
  up(db: Kysely<unknown>): Promise<void>;
}

interface Applied {
  schema_migrations: { name: string; position: number };
}

export async function migrateForward<T>(
  db: Kysely<T>,
  wanted: readonly Migration[],
  file: string,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const own = transaction as unknown as Kysely<Applied>;
    await own.schema
      .createTable('schema_migrations')
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('position', 'integer', (column) => column.notNull())
      .execute();
    const applied = await own.selectFrom('schema_migrations').selectAll().orderBy('position').execute();
    for (const [index, { name }] of applied.entries()) {
      if (wanted[index]?.name === name) continue;
      throw new DatabaseUnusable(
        file,
        `a newer Canvasback wrote it (it has the change "${name}", unknown here). Start that version again.`,
      );
    }
    for (const [position, migration] of wanted.entries()) {
      if (position < applied.length) continue;
      await migration.up(transaction as unknown as Kysely<unknown>);
      await own.insertInto('schema_migrations').values({ name: migration.name, position }).execute();
    }
  });
}
