// What the administrative log holds is neither changed nor removed, whatever a statement says.

import type { Kysely } from 'kysely';
import { makeAppendOnly } from '../append-only.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await makeAppendOnly(db, 'admin_log', 'the administrative log is append-only');
}
