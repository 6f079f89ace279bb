// `canvasback audit erase` and `retain`: take a person, or texts whose time is over, out of the log for good; it still verifies.

import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { toId18 } from '../../core/setup/salesforce-id.ts';
import { erasePerson, eraseTexts, listTrees, mayErase, scrubLog } from '../../server/audit/erase.ts';
import { findMentions, type Mentions } from '../../server/audit/mentions.ts';
import type { DelegationDatabase } from '../../server/delegation/db/database.ts';
import { recordOperatorAct } from '../../server/delegation/db/key-events.ts';
import type { Beside } from '../delegation-database.ts';
import { waitingForOlder } from '../waiting-words.ts';
import { say, treeOf } from './log.ts';
import { count } from './verify-words.ts';

export interface Erase {
  readonly tenant: string;
  readonly yes?: boolean;
}

const lasting =
  'Backups and exports made before still hold it, and on PostgreSQL the write-ahead log for a while.';

/** Exit code: 0 done, 1 the log knows nobody of these names, 2 not done. */
export async function erase(
  { db }: Beside,
  given: readonly string[],
  { tenant, yes }: Erase,
): Promise<number> {
  const { tree } = await treeOf({ db }, tenant);
  await refuseOtherRole(db);
  const keys = [...new Set(given.map(keyOf))];
  // Nothing is shown that is not on record.
  await recordOperatorAct(db, 'audit_read', { at: Date.now(), detail: tree });
  const mentions = await findMentions(db, tree, keys);
  if (mentions.entries.length === 0 && !mentions.known) {
    say([`The log of ${tree} names nobody ${keys.join(', ')}. Nothing was changed.`]);
    return 1;
  }
  say([...planInWords(keys, mentions), ...(await elsewhereInWords(db, keys))]);
  if (!yes && !(await isConfirmed())) {
    say(['Nothing was changed.']);
    return 2;
  }
  await recordOperatorAct(db, 'audit_erased', { at: Date.now(), detail: tree });
  let entries = 0;
  for (const key of keys) {
    const done = await erasePerson(db, { tree, now: Date.now }, key);
    entries += done?.entries ?? 0;
  }
  say([`Erased from ${count(entries, 'entry', 'entries')}, on record in the log itself. ${lasting}`]);
  await offDisk(db);
  return 0;
}

function keyOf(given: string): string {
  const text = given.trim();
  if (!/^005[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?$/.test(text)) {
    if (text.length < 3) throw new Error(`"${given}" is too short for a name.`);
    return text;
  }
  const id = toId18(text);
  if (id === undefined)
    throw new Error(`"${given}" is not the id of a Salesforce user: its last three letters do not fit.`);
  return id;
}

function planInWords(keys: readonly string[], { entries: found, together }: Mentions): string[] {
  const others = together.filter(({ elsewhere }) => elsewhere > 0);
  return [
    `To be erased: what ${count(found.length, 'entry', 'entries')} say of ${keys.join(', ')}: who it was, as whom, and reasons in words. The entries stay, with a random id.`,
    ...(found.length > 0 ? [`The first is entry ${found[0]}, the last entry ${found.at(-1)}.`] : []),
    ...(others.length > 0
      ? [
          'In those entries these names stand as well, and go with them; other entries still have them. Name those of the same person, too:',
          ...others.map(
            ({ name, elsewhere }) => `  ${name}: ${count(elsewhere, 'other entry', 'other entries')}`,
          ),
        ]
      : []),
  ];
}

/** What else of this database names the person, and stays. */
async function elsewhereInWords(db: DelegationDatabase, keys: readonly string[]): Promise<string[]> {
  const links = await db
    .selectFrom('person_links')
    .select('org_id')
    .where((where) =>
      where.or([where('subject', 'in', keys), where('user_id', 'in', keys), where('username', 'in', keys)]),
    )
    .execute();
  const events = await db.selectFrom('key_events').select('id').where('by', 'in', keys).execute();
  return [
    ...(links.length > 0
      ? [
          'The person is still linked to a Salesforce user, and will be recorded again: remove the member first.',
        ]
      : []),
    ...(events.length > 0
      ? [
          `${count(events.length, 'record')} of signing keys say the name as well, and stay: they are records of who made a key.`,
        ]
      : []),
  ];
}

export interface Retain {
  readonly tenant?: string | undefined;
  readonly days: number;
  readonly yes?: boolean;
}

const dayMs = 86_400_000;

export async function retain({ db }: Beside, { tenant, days, yes }: Retain): Promise<number> {
  const trees = tenant === undefined ? await listTrees(db) : [await treeOf({ db }, tenant)];
  await refuseOtherRole(db);
  const before = Date.now() - days * dayMs;
  say([
    `To be erased: all texts of entries before ${new Date(before).toISOString()}, of ${count(trees.length, 'log')}: who asked for what, when and why. Their hashes stay.`,
  ]);
  if (!yes && !(await isConfirmed())) {
    say(['Nothing was changed.']);
    return 2;
  }
  let erased = 0;
  for (const { tree } of trees) {
    const done = await eraseTexts(db, { tree, now: Date.now }, before);
    if (!done) continue;
    await recordOperatorAct(db, 'audit_retained', { at: Date.now(), detail: tree });
    erased += done.entries;
    say([`${tree}: ${count(done.entries, 'text')} erased, all below entry ${done.below}.`]);
  }
  say([erased === 0 ? 'Nothing was that old.' : `Done, on record in each log itself. ${lasting}`]);
  if (erased > 0) await offDisk(db);
  return 0;
}

const offDisk = (db: DelegationDatabase) => scrubLog(db, { waiting: (pids) => say([waitingForOlder(pids)]) });

async function refuseOtherRole(db: DelegationDatabase): Promise<void> {
  if (await mayErase(db)) return;
  throw new Error(
    'The service’s own role adds to the log and can erase nothing. Give the address of the tables’ owner: --database postgres://…, or CANVASBACK_AUDIT_OWNER_DATABASE.',
  );
}

async function isConfirmed(): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  try {
    // The end of what is read is an answer as well.
    const ended = new Promise<string>((resolve) => asking.once('close', () => resolve('')));
    const answer = await Promise.race([
      asking.question('\nThis cannot be undone. Type "erase" to go on: '),
      ended,
    ]);
    return answer.trim().replaceAll('"', '') === 'erase';
  } finally {
    asking.close();
  }
}
