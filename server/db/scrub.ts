// What was taken out of a history leaves the disk as well.

import type { Database } from './database.ts';
import { scrubTables } from './off-disk.ts';

/** Throws `StillOnDisk`. */
export const scrubHistory = (db: Database) => scrubTables(db, ['versions', 'live_reads']);
