// Up to which commit an org's history is being read, for every process that would take half of it for all.

import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('history_sources').addColumn('reading_to', 'text').execute();
}
