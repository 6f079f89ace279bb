// `canvasback tenant create`: makes an account and names its people.

import { randomUUID } from 'node:crypto';
import process from 'node:process';
import type { Command } from 'commander';
import { maskFor } from '../server/data-folder.ts';
import { type AdminAction, recordAdminEntry } from '../server/db/admin-log.ts';
import { type Database, openDatabase } from '../server/db/database.ts';
import { inTransaction, lock } from '../server/db/engine.ts';
import { findMember, memberRoles, putMember } from '../server/db/members.ts';
import type { MemberRole } from '../server/db/tables.ts';
import { addTenant, findTenantByName } from '../server/db/tenants.ts';
import { databaseOf, databaseOption, type WhichDatabase } from './which-database.ts';

interface Person {
  readonly subject: string;
  readonly role: MemberRole;
  readonly name: string;
}

export function register(program: Command): void {
  const tenant = program.command('tenant').description('accounts and their people');
  tenant
    .command('create')
    .description('make an account, or add people to it')
    .argument('<name>', 'the account’s name')
    .requiredOption('--data <dir>', 'the data folder of the API')
    .addOption(databaseOption())
    .option('--member <subject:role:name>', `a person; roles: ${memberRoles.join(', ')}`, collect, [])
    .action(create);
}

function collect(text: string, people: Person[]): Person[] {
  return [...people, parsePerson(text)];
}

/** `auth0|ada:owner:Ada King`; the name may hold colons, the subject may not. */
export function parsePerson(text: string): Person {
  const [subject, role, ...rest] = text.split(':');
  const name = rest
    .join(':')
    .replace(/^"(.*)"$/, '$1')
    .trim();
  const known = memberRoles.find((one) => one === role);
  if (!subject || !known || name === '') {
    throw new Error(`--member "${text}" is not subject:role:name with a role of ${memberRoles.join(', ')}.`);
  }
  return { subject, role: known, name };
}

interface Options extends WhichDatabase {
  readonly member: Person[];
}

async function create(name: string, options: Options): Promise<void> {
  const { member } = options;
  process.umask(maskFor(options.data));
  const db = await openDatabase(databaseOf(options));
  try {
    const id = await createTenant(db, name, member, Date.now());
    process.stdout.write(`${name}: ${id}, ${member.length} people named.\n`);
  } finally {
    await db.destroy();
  }
}

/** Idempotent, all or nothing: an account of that name is kept, people get the names and roles given. */
export async function createTenant(
  db: Database,
  name: string,
  people: readonly Person[],
  at: number,
): Promise<string> {
  return await inTransaction(db, async (transaction) => {
    await lock(transaction, 'tenants');
    const known = await findTenantByName(transaction, name);
    const id = known?.id ?? randomUUID();
    const log = (action: AdminAction, detail: Record<string, string>) =>
      recordAdminEntry(transaction, { at, subject: 'operator', action, tenantId: id, detail });
    if (!known) {
      await addTenant(transaction, { id, name }, at);
      await log('tenant.create', { tenant: id, name });
    }
    for (const person of people) {
      const before = await findMember(transaction, person.subject);
      if (before && before.tenantId !== id) throw new Error(`${person.subject} belongs to another account.`);
      if (before?.name === person.name && before.role === person.role) continue;
      await putMember(transaction, { tenantId: id, ...person }, at);
      const member = { tenant: id, member: person.subject };
      if (before && before.name !== person.name) await log('member.name', member);
      if (before?.role !== person.role) await log('member.role', { ...member, role: person.role });
    }
    return id;
  });
}
