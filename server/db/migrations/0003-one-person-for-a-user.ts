// A Salesforce user is one person’s: what two people had linked stays with who linked it first.

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`DELETE FROM links WHERE EXISTS (
    SELECT 1 FROM links AS other
    WHERE other.org_id = links.org_id AND other.user_id = links.user_id AND other.subject <> links.subject
      AND (other.linked_at < links.linked_at
        OR (other.linked_at = links.linked_at AND other.subject < links.subject)))`.execute(db);
  await db.schema.createIndex('links_user').on('links').columns(['org_id', 'user_id']).unique().execute();
}
