// What was read of an org's login history and may have to be looked at again, and what its apps are called there.

import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export type StoredLogin = Selectable<Tables['login_rows']>;
type Writer = Pick<Database, 'insertInto' | 'deleteFrom' | 'updateTable'>;

export function listLoginRows(db: Database, orgId: string, from: number): Promise<StoredLogin[]> {
  return db
    .selectFrom('login_rows')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('at', '>=', from)
    .execute();
}

/** A row that is there keeps the alarm that names it; its time may have moved. */
export async function putLoginRows(
  db: Writer,
  rows: readonly Omit<StoredLogin, 'alarm_id'>[],
): Promise<void> {
  for (const row of rows) {
    const { at, status } = row;
    await db
      .insertInto('login_rows')
      .values(row)
      .onConflict((conflict) => conflict.columns(['org_id', 'row_id']).doUpdateSet({ at, status }))
      .execute();
  }
}

/** Which rows an alarm names. */
export async function markLoginRows(
  db: Writer,
  { orgId, rowIds, alarmId }: { orgId: string; rowIds: readonly string[]; alarmId: string },
): Promise<void> {
  await db
    .updateTable('login_rows')
    .set({ alarm_id: alarmId })
    .where('org_id', '=', orgId)
    .where('row_id', 'in', rowIds)
    .execute();
}

/** Rows that an alarm names stay longer, for whoever reads them again to know it. */
export async function dropLoginRows(
  db: Writer,
  orgId: string,
  { before, alarmed }: { before: number; alarmed: number },
): Promise<void> {
  const rows = db.deleteFrom('login_rows').where('org_id', '=', orgId);
  await rows.where('alarm_id', 'is', null).where('at', '<', before).execute();
  await rows.where('alarm_id', 'is not', null).where('at', '<', alarmed).execute();
}

export interface StoredName {
  readonly clientId: string;
  readonly application: string;
  readonly loginType: string;
}

export async function listLoginNames(db: Database, orgId: string): Promise<StoredName[]> {
  return db
    .selectFrom('login_names')
    .select(['client_id as clientId', 'application', 'login_type as loginType'])
    .where('org_id', '=', orgId)
    .orderBy('learned_at')
    .execute();
}

export async function putLoginName(
  db: Writer,
  { orgId, clientId, application, loginType, at }: StoredName & { orgId: string; at: number },
): Promise<void> {
  await db
    .insertInto('login_names')
    .values({
      ...{ org_id: orgId, client_id: clientId, application },
      ...{ login_type: loginType, learned_at: at },
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
