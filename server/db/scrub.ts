// What was taken out of a history leaves the disk as well.

import type { Database } from './database.ts';
import { type ScrubOptions, scrubTables } from './off-disk.ts';

/** Throws `StillOnDisk`. */
export const scrubHistory = (db: Database, options?: ScrubOptions) =>
  scrubTables(db, ['versions', 'live_reads'], options);
