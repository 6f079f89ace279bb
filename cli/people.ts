// `canvasback people`: whose ids are in an org's history, their names for git, and a name taken out for good.

import process from 'node:process';
import type { Command } from 'commander';
import { maskFor } from '../server/data-folder.ts';
import { recordAdminEntry } from '../server/db/admin-log.ts';
import { type Database, openDatabase } from '../server/db/database.ts';
import { findLinkedSubject } from '../server/db/links.ts';
import { erasePerson, type KnownPerson, listPeople } from '../server/db/people.ts';
import { databaseOf, databaseOption, type WhichDatabase } from './which-database.ts';

interface Options extends WhichDatabase {
  readonly org: string;
}

export function register(program: Command): void {
  const people = program.command('people').description('names of Salesforce users in an org’s history');
  const command = (name: string, description: string) =>
    people
      .command(name)
      .description(description)
      .requiredOption('--org <id>', 'the org’s id (18 characters)')
      .requiredOption('--data <dir>', 'the data folder of the API')
      .addOption(databaseOption());
  command('list', 'user ids and their names').action((options: Options) =>
    withPeople(options, ({ userId, name }) => `${userId}  ${name ?? 'erased'}`),
  );
  command('mailmap', 'their names as a file for git: git -c mailmap.file=FILE log').action(
    (options: Options) =>
      withPeople(
        options,
        ({ userId, name }) => name && mailmapLine(name, `${userId}@${options.org}.invalid`),
      ),
  );
  command('erase', 'take a person’s name out of the org’s history, for good')
    .argument('<userId>', 'the Salesforce user’s id, as `people list` has it')
    .action(erase);
}

/** A name is text of somebody else's: what would end it is left out. */
function mailmapLine(name: string, email: string): string {
  return `${name.replace(/[<>#\p{Cc}]/gu, '').trim()} <${email}>`;
}

async function withPeople(options: Options, say: (person: KnownPerson) => string | undefined): Promise<void> {
  await withDatabase(options, async (db) => {
    const people = await listPeople(db, options.org);
    const names = people.filter(({ name }) => name !== undefined).length;
    // Nothing is shown that is not on record.
    await recordAdminEntry(db, {
      ...{ at: Date.now(), subject: 'operator', action: 'people.read', orgId: options.org },
      detail: { names },
    });
    for (const person of people) {
      const line = say(person);
      if (line) process.stdout.write(`${line}\n`);
    }
  });
}

async function erase(given: string, options: Options): Promise<void> {
  if (!/^005[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(given))
    throw new Error(`"${given}" is not the id of a Salesforce user.`);
  await withDatabase(options, async (db) => {
    const everybody = await listPeople(db, options.org);
    // Salesforce writes the same id with 15 and with 18 characters.
    const userId = everybody.find((person) => person.userId.slice(0, 15) === given.slice(0, 15))?.userId;
    if (userId === undefined) throw new Error(`Nobody in the history of ${options.org} has the id ${given}.`);
    const of = { orgId: options.org, userId };
    if (await findLinkedSubject(db, of)) {
      throw new Error(
        'This user is linked by a member, who is shown by name: the member unlinks it, or an owner removes the member.',
      );
    }
    const at = Date.now();
    const versions = await erasePerson(db, of, at);
    const detail = { userId, versions };
    await recordAdminEntry(db, {
      at,
      subject: 'operator',
      action: 'person.erase',
      orgId: options.org,
      detail,
    });
    process.stdout.write(
      `Erased. Versions that said the name: ${versions}. Backups made before still hold it.\nThe audit log is another database, and may name the person as well: canvasback audit erase.\n`,
    );
  });
}

async function withDatabase(options: Options, work: (db: Database) => Promise<void>): Promise<void> {
  if (!/^00D[0-9A-Za-z]{15}$/.test(options.org)) throw new Error(`--org: "${options.org}" is not an org id.`);
  process.umask(maskFor(options.data));
  const db = await openDatabase(databaseOf(options));
  try {
    await work(db);
  } finally {
    await db.destroy();
  }
}
