// The random ids under which persons stand in a tree: an id says nothing of its person once its row is gone.

import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { personPrefix } from '#core/log/entry.ts';
import type { AuditTables, PersonKind } from './tables.ts';

export interface PersonRef {
  readonly kind: PersonKind;
  /** Auth0 subject, Salesforce user id, or username in lower case. */
  readonly key: string;
}

export const newPerson = (): string => `${personPrefix}${randomBytes(12).toString('base64url')}`;

/** Whoever calls holds the tree's head, so that one person gets one id. */
export async function personIn(db: Kysely<AuditTables>, tree: string, of: PersonRef): Promise<string> {
  const known = await db
    .selectFrom('audit_people')
    .select('person')
    .where('tree', '=', tree)
    .where('kind', '=', of.kind)
    .where('key', '=', of.key)
    .executeTakeFirst();
  if (known) return known.person;
  const person = newPerson();
  await db
    .insertInto('audit_people')
    .values({ tree, ...of, person })
    .execute();
  return person;
}
