// `canvasback database`: moves a service's rows from one engine to the other, and gives a role the rights it needs.

import { existsSync } from 'node:fs';
import process from 'node:process';
import type { Command } from 'commander';
import type { Kysely } from 'kysely';
import { recordForEveryAccount } from '../server/db/admin-log.ts';
import { copyDatabase, refuseFilled } from '../server/db/copy.ts';
import { apiStore, type Database, openStore, type Wanted } from '../server/db/database.ts';
import { grantUse } from '../server/db/grants.ts';
import { describeSetting, isPostgres, problemOfSetting, readPostgres } from '../server/db/setting.ts';
import { type DelegationDatabase, delegationStore } from '../server/delegation/db/database.ts';
import { recordOperatorAct } from '../server/delegation/db/key-events.ts';

export function register(program: Command): void {
  const database = program.command('database').description('where the rows are kept');
  database
    .command('copy')
    .description('copy all rows of a database into a new one, on SQLite or PostgreSQL; both services stopped')
    .argument('<from>', 'a file, or postgres://…')
    .argument('<to>', 'the same; without rows')
    .option('--delegation', 'the delegation service’s database instead of the API’s')
    .action(copy);
  database
    .command('grant')
    .description('as the owner of a schema on PostgreSQL: make its tables, and let a service’s role use them')
    .argument('<owner>', 'postgres://… of the owner')
    .requiredOption('--role <name>', 'the role that the service connects as')
    .option('--delegation', 'the delegation service’s schema instead of the API’s')
    .action(grant);
}

interface Grant {
  readonly role: string;
  readonly delegation?: boolean;
}

async function grant(owner: string, { role, delegation }: Grant): Promise<void> {
  const wanted = delegation ? delegationStore : apiStore;
  const problem = isPostgres(owner)
    ? problemOfSetting(owner, wanted.schema)
    : 'is a file, which has no roles.';
  if (problem) throw new Error(`The address ${problem}`);
  const db = await openStore<unknown>(owner, wanted);
  try {
    const { tables, logs } = await grantUse(db, role);
    await record(db, delegation, 'granted', role);
    process.stdout.write(
      `${role} may use ${tables.length} tables; of ${logs.join(', ')} it may read rows and add some, and change or remove none.\n`,
    );
  } finally {
    await db.destroy();
  }
}

/** Each account's owners read it in their administrative log: of the API's database there, of the delegation service's here. */
async function record(
  db: Kysely<unknown>,
  delegation: boolean | undefined,
  did: 'granted' | 'copied',
  to: string,
): Promise<void> {
  const at = Date.now();
  if (delegation) {
    await recordOperatorAct(db as unknown as DelegationDatabase, `database_${did}`, { at, detail: to });
    return;
  }
  await recordForEveryAccount(db as unknown as Database, {
    ...{ at, subject: 'operator' },
    ...(did === 'granted'
      ? { action: 'database.grant', detail: { role: to } }
      : { action: 'database.copy', detail: { to } }),
  });
}

/** Without a password. */
const named = (setting: string, { schema }: Wanted) =>
  isPostgres(setting) ? describeSetting(readPostgres(setting, schema)) : setting;

async function copy(from: string, to: string, { delegation }: { delegation?: boolean }): Promise<void> {
  const wanted = delegation ? delegationStore : apiStore;
  for (const setting of [from, to]) {
    const problem = problemOfSetting(setting, wanted.schema);
    if (problem) throw new Error(`${isPostgres(setting) ? 'The address' : setting} ${problem}`);
  }
  if (!isPostgres(from) && !existsSync(from)) throw new Error(`There is no ${from}.`);
  const opened: Kysely<unknown>[] = [];
  const open = async (setting: string, store: Wanted) => {
    const db = await openStore<unknown>(setting, store);
    opened.push(db);
    return db;
  };
  try {
    const source = await open(from, wanted);
    const target = await open(to, wanted);
    await refuseFilled(target);
    // Before it is done, so that the copy says so too.
    await record(source, delegation, 'copied', named(to, wanted));
    const copied = await copyDatabase(source, target);
    const lines = Object.entries(copied).map(([table, rows]) => `${table}: ${rows}`);
    process.stdout.write(`${lines.join('\n')}\nCopied. Now say so in the service’s setting and start it.\n`);
  } finally {
    for (const db of opened) await db.destroy();
  }
}
