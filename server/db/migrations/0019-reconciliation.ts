// How an org's login history compares with the tokens that were asked for: state, what was read, alarms; and sign-ins.

import type { Kysely } from 'kysely';

/** Sign-ins were not noted before; clocks may be five minutes apart, and Salesforce is waited for a while. */
const marginMs = 7 * 60_000;

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('reconciliations')
    .addColumn('org_id', 'text', (column) => column.primaryKey())
    .addColumn('judge_from', 'bigint', (column) => column.notNull())
    .addColumn('until', 'bigint')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('detail', 'text')
    .addColumn('summary', 'text')
    .addColumn('run_at', 'bigint')
    .addColumn('next_at', 'bigint', (column) => column.notNull())
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint')
    .execute();
  await db.schema
    .createTable('login_names')
    .addColumn('org_id', 'text', (column) => column.notNull())
    .addColumn('client_id', 'text', (column) => column.notNull())
    .addColumn('login_type', 'text', (column) => column.notNull())
    .addColumn('application', 'text', (column) => column.notNull())
    .addColumn('learned_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('login_names_key', ['org_id', 'client_id', 'login_type', 'application'])
    .execute();
  await db.schema
    .createTable('login_rows')
    .addColumn('org_id', 'text', (column) => column.notNull())
    .addColumn('row_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('login_type', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('application', 'text', (column) => column.notNull())
    .addColumn('alarm_id', 'text')
    .addPrimaryKeyConstraint('login_rows_key', ['org_id', 'row_id'])
    .execute();
  await db.schema.createIndex('login_rows_at').on('login_rows').columns(['org_id', 'at']).execute();
  await db.schema
    .createTable('login_alarms')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('org_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('raised_at', 'bigint', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    .addColumn('logins', 'bigint', (column) => column.notNull())
    .addColumn('first_logins', 'text', (column) => column.notNull())
    .addColumn('acknowledged_at', 'bigint')
    .addColumn('acknowledged_by', 'text')
    .addColumn('note', 'text')
    .execute();
  await db.schema
    .createIndex('login_alarms_of_org')
    .on('login_alarms')
    .columns(['org_id', 'raised_at'])
    .execute();
  await db.schema
    .createTable('sign_ins')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('api_host', 'text', (column) => column.notNull())
    .addColumn('client_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text')
    .addColumn('begun_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('outcome', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('sign_ins_at').on('sign_ins').columns(['api_host', 'begun_at']).execute();
  const existing = db as Kysely<{
    orgs: { org_id: string };
    reconciliations: { org_id: string; judge_from: number; state: string; next_at: number };
  }>;
  const at = Date.now();
  for (const { org_id } of await existing.selectFrom('orgs').select('org_id').execute()) {
    await existing
      .insertInto('reconciliations')
      .values({ org_id, judge_from: at + marginMs, state: 'waiting', next_at: at })
      .execute();
  }
}
