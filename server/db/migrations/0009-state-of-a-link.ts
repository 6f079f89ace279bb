// A link has a state of its own: whether Salesforce says yes to the person, no, or gives no token.

import type { Kysely } from 'kysely';

interface Changed {
  links: { state: string; reason: string | null };
}

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('links')
    .addColumn('state', 'text', (column) => column.notNull().defaultTo('connected'))
    .execute();
  const tables = db as Kysely<Changed>;
  await tables.updateTable('links').set({ state: 'locked' }).where('reason', 'is not', null).execute();
}
