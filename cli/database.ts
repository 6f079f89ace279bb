// `canvasback database`: moves a service's rows from one engine to the other, and gives a role the rights it needs.

import { existsSync } from 'node:fs';
import process from 'node:process';
import type { Command } from 'commander';
import type { Kysely } from 'kysely';
import { copyDatabase } from '../server/db/copy.ts';
import { apiStore, openStore, type Wanted } from '../server/db/database.ts';
import { grantUse } from '../server/db/grants.ts';
import { isPostgres, problemOfSetting } from '../server/db/setting.ts';
import { delegationStore } from '../server/delegation/db/database.ts';

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
    process.stdout.write(
      `${role} may use ${tables.length} tables; of ${logs.join(', ')} it may read rows and add some, and change or remove none.\n`,
    );
  } finally {
    await db.destroy();
  }
}

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
    const copied = await copyDatabase(source, await open(to, wanted));
    const lines = Object.entries(copied).map(([table, rows]) => `${table}: ${rows}`);
    process.stdout.write(`${lines.join('\n')}\nCopied. Now say so in the service’s setting and start it.\n`);
  } finally {
    for (const db of opened) await db.destroy();
  }
}
