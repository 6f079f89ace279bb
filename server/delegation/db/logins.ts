// When a token was asked of Salesforce for whom: what an org's login history is compared with, and nothing of who asked or why.

import type { Kysely } from 'kysely';
import type { Migration } from '../../db/migrate.ts';

export interface LoginTables {
  logins: {
    id: string;
    org_id: string;
    /** Null while it is not known whose the name is. */
    user_id: string | null;
    /** Consumer key of the app that was asked through. */
    client_id: string;
    asked_at: number;
    /** Null while the answer has not come, or when nobody was left to note it. */
    ended_at: number | null;
    /** `granted`, `refused` or `unknown`. */
    outcome: string;
  };
  /** One row where orgs were connected before logins were noted. */
  logins_since: { at: number };
}

type LoginDatabase = Kysely<LoginTables>;

export type LoginOutcome = 'granted' | 'refused' | 'unknown';

export interface NotedLogin {
  readonly id: string;
  readonly userId: string | undefined;
  readonly clientId: string;
  /** Epoch milliseconds. */
  readonly askedAt: number;
  readonly endedAt: number | undefined;
  readonly outcome: LoginOutcome;
}

/** The org is asked about its last week; a row that is much older is of no use. */
const keptMs = 15 * 86_400_000;

/** Before Salesforce is asked. */
export async function beginLogin(
  db: LoginDatabase,
  of: { id: string; orgId: string; userId: string | undefined; clientId: string; at: number },
): Promise<void> {
  await db
    .insertInto('logins')
    .values({
      ...{ id: of.id, org_id: of.orgId, user_id: of.userId ?? null, client_id: of.clientId },
      ...{ asked_at: of.at, ended_at: null, outcome: 'unknown' },
    })
    .execute();
}

/** `userId`: whom Salesforce named; what is noted stays where it named nobody. */
export async function endLogin(
  db: LoginDatabase,
  id: string,
  { outcome, userId, at }: { outcome: LoginOutcome; userId: string | undefined; at: number },
): Promise<void> {
  await db
    .updateTable('logins')
    .set({ outcome, ended_at: at, ...(userId === undefined ? {} : { user_id: userId }) })
    .where('id', '=', id)
    .execute();
}

/** Salesforce was not asked after all. */
export async function dropLogin(db: LoginDatabase, id: string): Promise<void> {
  await db.deleteFrom('logins').where('id', '=', id).execute();
}

/** Oldest first, those asked for from `from` on; `after` is where the page before ended. */
export async function listLogins(
  db: LoginDatabase,
  {
    orgId,
    from,
    after,
    limit,
  }: {
    orgId: string;
    from: number;
    after?: { readonly askedAt: number; readonly id: string } | undefined;
    limit: number;
  },
): Promise<NotedLogin[]> {
  const rows = await db
    .selectFrom('logins')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('asked_at', '>=', from)
    .$if(after !== undefined, (query) =>
      query.where((where) => {
        const { askedAt = 0, id = '' } = after ?? {};
        return where.or([
          where('asked_at', '>', askedAt),
          where.and([where('asked_at', '=', askedAt), where('id', '>', id)]),
        ]);
      }),
    )
    .orderBy('asked_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, userId: row.user_id ?? undefined, clientId: row.client_id },
    ...{ askedAt: row.asked_at, endedAt: row.ended_at ?? undefined },
    outcome: row.outcome as LoginOutcome,
  }));
}

/** From when on every login is noted: 0 where that is since ever. */
export async function loginsSince(db: LoginDatabase): Promise<number> {
  return (await db.selectFrom('logins_since').select('at').executeTakeFirst())?.at ?? 0;
}

/** Forgets what is too old to be asked about. */
export async function pruneLogins(db: LoginDatabase, now: number): Promise<void> {
  await db
    .deleteFrom('logins')
    .where('asked_at', '<', now - keptMs)
    .execute();
}

export const loginsMigration: Migration = {
  name: '0012-logins',
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('logins')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('org_id', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text')
      .addColumn('client_id', 'text', (column) => column.notNull())
      .addColumn('asked_at', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('outcome', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('logins_at').on('logins').columns(['org_id', 'asked_at', 'id']).execute();
    await db.schema
      .createTable('logins_since')
      .addColumn('at', 'bigint', (column) => column.primaryKey())
      .execute();
    const logins = db as Kysely<LoginTables & { connections: { org_id: string } }>;
    if (await logins.selectFrom('connections').select('org_id').executeTakeFirst()) {
      await logins.insertInto('logins_since').values({ at: Date.now() }).execute();
    }
  },
};
