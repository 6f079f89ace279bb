// What the delegation service has recorded of its signing keys: certificates that end, rotations that wait, files left behind.

import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isPostgres } from '../../server/db/setting.ts';
import { type Finding, good, unknown, wrong } from './finding.ts';

export interface RecordedKey {
  readonly api_host: string;
  readonly state: string;
  readonly fingerprint: string;
  readonly location: string;
  readonly ends_at: number | null;
  readonly destroyed_at: number | null;
}

const dayMs = 86_400_000;
const warnDays = 30;

/** Undefined when there is nothing to read yet, or it is on a server. */
export function readRecordedKeys(database: string): readonly RecordedKey[] | undefined {
  if (isPostgres(database) || !existsSync(database)) return undefined;
  const db = new DatabaseSync(database, { readOnly: true });
  try {
    const known = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'signing_keys'").get();
    if (!known) return undefined;
    return db.prepare('SELECT * FROM signing_keys ORDER BY made_at').all() as unknown as RecordedKey[];
  } finally {
    db.close();
  }
}

export function checkRecordedKeys(keys: readonly RecordedKey[], now: number): Finding[] {
  return keys.flatMap((key) => {
    const name = `${key.api_host || 'The installation'}: key ${key.fingerprint.slice(0, 16)}…`;
    if (key.state === 'retired') {
      if (key.destroyed_at !== null) return [];
      return [wrong(`${name} is retired and not destroyed`, `Remove it: ${key.location}`)];
    }
    if (key.state === 'next') {
      const advice = 'Upload its certificate to the app: canvasback keys list says where it is waited for.';
      return [unknown(`${name} waits to take its place`, advice)];
    }
    if (key.state !== 'in_use' || key.ends_at === null) return [];
    const days = Math.floor((key.ends_at - now) / dayMs);
    const rotate = `Rotate it: canvasback keys rotate${key.api_host ? ` --org ${key.api_host}` : ''}.`;
    if (days < 0) return [wrong(`${name} has a certificate that ended ${-days} days ago`, rotate)];
    const what = `${name} is in use, its certificate ends in ${days} days`;
    return [days < warnDays ? unknown(what, rotate) : good(what)];
  });
}
