// What the audit commands share that work on the delegation service's database: the log, its keys, and which tenant's it is.

import process from 'node:process';
import { listTrees } from '../../server/audit/erase.ts';
import { createLogService, type LogService } from '../../server/audit/serve.ts';
import { createLogKeys, type LogKeys, logNameOf } from '../../server/delegation/log-keys.ts';
import type { Beside } from '../delegation-database.ts';

export interface OpenLog extends Beside {
  readonly keys: LogKeys;
  readonly service: LogService;
}

export function openLog({ db, config }: Beside): OpenLog {
  const name = logNameOf(config.publicOrigin);
  const keys = createLogKeys({ db, folder: config.auditKeyFolder, name, now: Date.now });
  return { db, config, keys, service: createLogService(db, keys) };
}

/** Throws with the names of the logs that there are. */
export async function treeOf(
  { db }: Pick<Beside, 'db'>,
  tenant: string,
): Promise<{ tree: string; size: number }> {
  const trees = await listTrees(db);
  const found = trees.find(({ tree }) => tree === tenant);
  if (found) return found;
  const known = trees.map(({ tree }) => tree);
  throw new Error(
    known.length === 0
      ? `There is no log of ${tenant}: nothing was recorded yet.`
      : `There is no log of ${tenant}. There are: ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}.`,
  );
}

/** What names and reasons say must not steer the terminal. */
export function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.map((line) => line.replace(/\p{Cc}/gu, '�')).join('\n')}\n`);
}
