// The names of an org's Salesforce users, kept beside git, which has their ids alone: a name can be erased, a commit cannot.

import type { Database } from './database.ts';
import { indexLock, inTransaction, lock } from './engine.ts';
import { searchOf } from './versions.ts';

export interface PersonKey {
  readonly orgId: string;
  /** Salesforce user id. */
  readonly userId: string;
}

export interface KnownPerson {
  readonly userId: string;
  /** Undefined once it was erased. */
  readonly name: string | undefined;
  /** Epoch milliseconds. */
  readonly erasedAt: number | undefined;
}

/** What stands in place of a name that was erased. */
export const erasedPerson = 'Erased person';

/** What a person is called whose name nobody knows, as when the database was lost. */
export const unnamed = (userId: string) => `User ${userId}`;

/**
 * The newest name counts, for versions that come; those that are there keep theirs, but where nobody knew it. A name that
 * was erased does not come back by itself.
 */
export async function putPerson(
  db: Database,
  { orgId, userId, name }: PersonKey & { readonly name: string },
): Promise<void> {
  const known = await findPerson(db, { orgId, userId });
  if (known?.name === name) return;
  await db
    .insertInto('people')
    .values({ org_id: orgId, user_id: userId, name })
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'user_id']).doUpdateSet({ name }).where('people.erased_at', 'is', null),
    )
    .execute();
  if (!known) await renameAuthor(db, { orgId, userId }, name, unnamed(userId));
}

/** How many versions it was. */
async function renameAuthor(
  db: Database,
  { orgId, userId }: PersonKey,
  name: string,
  before?: string,
): Promise<number> {
  const named = db
    .selectFrom('versions')
    .select(['type', 'full_name', 'seq', 'summary', 'message'])
    .where('org_id', '=', orgId)
    .where('author_id', '=', userId);
  const rows = await (before === undefined ? named : named.where('author_name', '=', before)).execute();
  for (const { type, full_name, seq, summary, message } of rows) {
    await db
      .updateTable('versions')
      .set({ author_name: name, search: searchOf({ author_name: name, summary, message }) })
      .where('org_id', '=', orgId)
      .where('type', '=', type)
      .where('full_name', '=', full_name)
      .where('seq', '=', seq)
      .execute();
  }
  return rows.length;
}

export async function findPerson(
  db: Database,
  { orgId, userId }: PersonKey,
): Promise<KnownPerson | undefined> {
  const row = await db
    .selectFrom('people')
    .select(['name', 'erased_at'])
    .where('org_id', '=', orgId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row && { userId, name: row.name ?? undefined, erasedAt: row.erased_at ?? undefined };
}

/** Whose names were erased, by user id. */
export async function erasedIds(db: Database, orgId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('people')
    .select('user_id')
    .where('org_id', '=', orgId)
    .where('erased_at', 'is not', null)
    .execute();
  return new Set(rows.map(({ user_id }) => user_id));
}

/** By name; those that were erased last. */
export async function listPeople(db: Database, orgId: string): Promise<KnownPerson[]> {
  const rows = await db
    .selectFrom('people')
    .select(['user_id', 'name', 'erased_at'])
    .where('org_id', '=', orgId)
    .execute();
  const people = rows.map(({ user_id, name, erased_at }) => ({
    userId: user_id,
    name: name ?? undefined,
    erasedAt: erased_at ?? undefined,
  }));
  const last = '\u{10ffff}';
  return people.toSorted((a, b) => (a.name ?? last).localeCompare(b.name ?? last));
}

/** Takes the name out of everything that this database says of the org; how many versions had it. All of it or nothing. */
export async function erasePerson(db: Database, { orgId, userId }: PersonKey, at: number): Promise<number> {
  return await inTransaction(db, async (transaction) => {
    // Versions that are being written now would come with the name.
    await lock(transaction, indexLock(orgId));
    await transaction
      .insertInto('people')
      .values({ org_id: orgId, user_id: userId, name: null, erased_at: at })
      .onConflict((conflict) =>
        conflict.columns(['org_id', 'user_id']).doUpdateSet({ name: null, erased_at: at }),
      )
      .execute();
    await transaction
      .updateTable('components')
      .set({ last_modified_by_name: erasedPerson })
      .where('org_id', '=', orgId)
      .where('last_modified_by_id', '=', userId)
      .execute();
    // A quarter of an hour of readings: whoever was about to commit one compares again.
    await transaction
      .deleteFrom('live_reads')
      .where('org_id', '=', orgId)
      .where('meta', 'like', `%"${userId}"%`)
      .execute();
    return await renameAuthor(transaction, { orgId, userId }, erasedPerson);
  });
}
