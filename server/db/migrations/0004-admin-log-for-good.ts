// What the administrative log holds is neither changed nor removed, whatever a statement says.

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const event of ['UPDATE', 'DELETE']) {
    await sql`CREATE TRIGGER ${sql.raw(`admin_log_no_${event.toLowerCase()}`)}
      BEFORE ${sql.raw(event)} ON admin_log
      BEGIN SELECT RAISE(ABORT, 'the administrative log is append-only'); END`.execute(db);
  }
}
