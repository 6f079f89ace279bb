// One tenant's log as lines of a file, as docs/audit-log.md has them.

import type { Kysely } from 'kysely';
import { readCheckpoint, readNote } from '#core/log/checkpoint.ts';
import type { ExportLine } from '#core/log/verify-log.ts';
import type { LogService } from './serve.ts';
import type { AuditTables } from './tables.ts';

const atOnce = 1000;

/**
 * With all that was in the log when the first line was asked for. What is erased while it is read is on record in it too,
 * and so is a key that follows meanwhile: nobody takes either for tampering.
 */
export async function* exportLines(
  db: Kysely<AuditTables>,
  service: Pick<LogService, 'growth' | 'lines'>,
  tree: string,
): AsyncGenerator<ExportLine> {
  let { size, checkpoint } = await service.growth(tree, 0);
  const note = readNote(checkpoint);
  const origin = note && readCheckpoint(note.text)?.origin;
  if (origin === undefined) throw new Error('The audit log signed something else than a checkpoint.');
  yield { type: 'log', format: 1, origin, tree };
  let keys = 0;
  for (const key of await keysAfter(db, keys)) {
    keys = key.seq;
    yield lineOf(key);
  }
  for (let from = 0; ; ) {
    for (; from < size; from = Math.min(size, from + atOnce)) {
      for (const line of await service.lines(tree, from, size, atOnce)) yield { type: 'entry', ...line };
    }
    if (!(await isErasedAfter(db, tree, size))) break;
    ({ size, checkpoint } = await service.growth(tree, 0));
    for (const key of await keysAfter(db, keys)) {
      keys = key.seq;
      yield lineOf(key);
    }
  }
  yield { type: 'checkpoint', note: checkpoint };
}

const keysAfter = (db: Kysely<AuditTables>, seq: number) =>
  db.selectFrom('audit_keys').select(['seq', 'vkey', 'note']).where('seq', '>', seq).orderBy('seq').execute();

const lineOf = ({ vkey, note }: { readonly vkey: string; readonly note: string | null }): ExportLine => ({
  ...{ type: 'key', vkey },
  ...(note === null ? {} : { note }),
});

async function isErasedAfter(db: Kysely<AuditTables>, tree: string, size: number): Promise<boolean> {
  const row = await db
    .selectFrom('audit_entries')
    .select('idx')
    .where('tree', '=', tree)
    .where('idx', '>=', size)
    .where('kind', '=', 'erasure')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
