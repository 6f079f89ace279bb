// Alarms about logins that are not ours: each stays until an owner has said that they saw all of it.

import * as z from 'zod/mini';
import type { Database } from './database.ts';
import { inTransaction, lock } from './engine.ts';
import type { Tables } from './tables.ts';

const login = z.object({
  at: z.int(),
  userId: z.string(),
  username: z.optional(z.string()),
  address: z.string(),
  application: z.string(),
  status: z.string(),
});
export type AlarmLogin = z.output<typeof login>;

export interface LoginAlarmRow {
  readonly id: string;
  readonly orgId: string;
  readonly kind: Tables['login_alarms']['kind'];
  readonly raisedAt: number;
  readonly lastAt: number;
  readonly logins: number;
  /** The first of them, oldest first. */
  readonly first: readonly AlarmLogin[];
  readonly acknowledged:
    | { readonly at: number; readonly by: string; readonly note: string | null }
    | undefined;
}

/** So many logins of an alarm are kept in full; the others are counted. */
const mostKept = 20;

export interface NewLogins {
  /** Its name, unless an open alarm of the kind takes them. */
  readonly id: string;
  readonly orgId: string;
  readonly kind: LoginAlarmRow['kind'];
  readonly logins: readonly AlarmLogin[];
  readonly at: number;
}

/** Adds them to the alarm of their kind that is open, or raises one; answers with its name. In a transaction. */
export async function raiseLoginAlarm(
  db: Pick<Database, 'selectFrom' | 'insertInto' | 'updateTable'>,
  { id, orgId, kind, logins, at }: NewLogins,
): Promise<string> {
  const open = await db
    .selectFrom('login_alarms')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('kind', '=', kind)
    .where('acknowledged_at', 'is', null)
    .executeTakeFirst();
  if (!open) {
    await db
      .insertInto('login_alarms')
      .values({
        ...{ id, org_id: orgId, kind, raised_at: at, last_at: at, logins: logins.length },
        first_logins: JSON.stringify(logins.slice(0, mostKept)),
      })
      .execute();
    return id;
  }
  const first = [...readLogins(open.first_logins), ...logins].slice(0, mostKept);
  await db
    .updateTable('login_alarms')
    .set({
      last_at: at,
      logins: Number(open.logins) + logins.length,
      first_logins: JSON.stringify(first),
    })
    .where('id', '=', open.id)
    .execute();
  return open.id;
}

/** The open ones, and of the others the newest. */
export async function listLoginAlarms(db: Database, orgId: string, closed = 10): Promise<LoginAlarmRow[]> {
  const of = db.selectFrom('login_alarms').selectAll().where('org_id', '=', orgId);
  const [open, seen] = await Promise.all([
    of.where('acknowledged_at', 'is', null).orderBy('raised_at', 'desc').execute(),
    of.where('acknowledged_at', 'is not', null).orderBy('raised_at', 'desc').limit(closed).execute(),
  ]);
  return [...open, ...seen].map((row) => ({
    ...{ id: row.id, orgId: row.org_id, kind: row.kind, raisedAt: row.raised_at, lastAt: row.last_at },
    ...{ logins: Number(row.logins), first: readLogins(row.first_logins) },
    acknowledged:
      row.acknowledged_at === null || row.acknowledged_by === null
        ? undefined
        : { at: row.acknowledged_at, by: row.acknowledged_by, note: row.note },
  }));
}

/** How many open alarms each of the orgs has; those without are left out. */
export async function countOpenAlarms(
  db: Database,
  orgIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (orgIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('login_alarms')
    .select(({ fn }) => ['org_id', fn.countAll().as('alarms')])
    .where('org_id', 'in', [...orgIds])
    .where('acknowledged_at', 'is', null)
    .groupBy('org_id')
    .execute();
  return new Map(rows.map(({ org_id, alarms }) => [org_id, Number(alarms)]));
}

export interface Acknowledgement {
  readonly orgId: string;
  readonly id: string;
  /** How many logins of it the person saw. */
  readonly logins: number;
  /** Auth0 subject. */
  readonly by: string;
  readonly note: string | undefined;
  readonly at: number;
}

/** `unknown`: the org has no such alarm that is open. `grown`: there are more logins than were seen. */
export function acknowledgeLoginAlarm(
  db: Database,
  { orgId, id, logins, by, note, at }: Acknowledgement,
): Promise<'done' | 'unknown' | 'grown'> {
  return inTransaction(db, async (transaction) => {
    await lock(transaction, `login-alarms:${orgId}`);
    const row = await transaction
      .selectFrom('login_alarms')
      .select('logins')
      .where('id', '=', id)
      .where('org_id', '=', orgId)
      .where('acknowledged_at', 'is', null)
      .executeTakeFirst();
    if (!row) return 'unknown';
    if (Number(row.logins) > logins) return 'grown';
    await transaction
      .updateTable('login_alarms')
      .set({ acknowledged_at: at, acknowledged_by: by, note: note ?? null })
      .where('id', '=', id)
      .execute();
    return 'done';
  });
}

const readLogins = (text: string): AlarmLogin[] => z.array(login).parse(JSON.parse(text));
