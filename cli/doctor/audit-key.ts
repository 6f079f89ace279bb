// Which key signs the audit log, since when, and whether its file is where the service looks for it.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isPostgres } from '../../server/db/setting.ts';
import type { DelegationConfig } from '../../server/delegation/config.ts';
import { check, type Finding } from './finding.ts';

interface Row {
  readonly vkey: string;
  readonly location: string;
  readonly made_at: number;
}

/** Nothing before the first start, and of a database on a server. */
export function checkAuditKey({
  database,
  auditKeyFolder,
}: Pick<DelegationConfig, 'database' | 'auditKeyFolder'>): Finding[] {
  if (isPostgres(database) || !existsSync(database)) return [];
  const row = newest(database);
  if (!row) return [];
  const file = join(auditKeyFolder, row.location);
  // The name and the id that signatures carry.
  const name = row.vkey.split('+', 2).join('+');
  return [
    check(
      existsSync(file),
      `The audit log is signed with ${name} since ${new Date(row.made_at).toISOString().slice(0, 10)}`,
      `The audit log’s key ${name} is not there: ${file}`,
      'Bring it back from the backup of the keys, or say where it is: CANVASBACK_AUDIT_KEY_FOLDER. Without it the service does not start.',
    ),
  ];
}

function newest(database: string): Row | undefined {
  const db = new DatabaseSync(database, { readOnly: true });
  try {
    const known = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'audit_keys'").get();
    if (!known) return undefined;
    return db.prepare('SELECT vkey, location, made_at FROM audit_keys ORDER BY seq DESC LIMIT 1').get() as
      | Row
      | undefined;
  } finally {
    db.close();
  }
}
