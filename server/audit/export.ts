// One tenant's log as lines of a file, as docs/audit-log.md has them.

import type { Kysely } from 'kysely';
import { readCheckpoint, readNote } from '#core/log/checkpoint.ts';
import type { ExportLine } from '#core/log/verify-log.ts';
import type { LogService } from './serve.ts';
import type { AuditTables } from './tables.ts';

const atOnce = 1000;

/** As the log is when the first line is asked for. */
export async function* exportLines(
  db: Kysely<AuditTables>,
  service: Pick<LogService, 'growth' | 'lines'>,
  tree: string,
): AsyncGenerator<ExportLine> {
  const { size, checkpoint } = await service.growth(tree, 0);
  const note = readNote(checkpoint);
  const origin = note && readCheckpoint(note.text)?.origin;
  if (origin === undefined) throw new Error('The audit log signed something else than a checkpoint.');
  yield { type: 'log', format: 1, origin, tree };
  const keys = await db.selectFrom('audit_keys').select(['vkey', 'note']).orderBy('seq').execute();
  for (const key of keys)
    yield { type: 'key', vkey: key.vkey, ...(key.note === null ? {} : { note: key.note }) };
  for (let from = 0; from < size; from += atOnce) {
    for (const line of await service.lines(tree, from, size, atOnce)) yield { type: 'entry', ...line };
  }
  yield { type: 'checkpoint', note: checkpoint };
}
