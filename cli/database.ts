// `canvasback database copy`: moves a service's rows from one engine to the other.

import { existsSync } from 'node:fs';
import process from 'node:process';
import type { Command } from 'commander';
import type { Kysely } from 'kysely';
import { copyDatabase } from '../server/db/copy.ts';
import { apiStore, openStore, type Wanted } from '../server/db/database.ts';
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
