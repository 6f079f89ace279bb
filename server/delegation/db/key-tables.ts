// The rows of signing keys: which there are, what each is for, which one an org's app accepted last, what happened to them.

import { type Kysely, sql } from 'kysely';
import { allowChanges, makeAppendOnly } from '../../db/append-only.ts';
import type { Migration } from '../../db/migrate.ts';

export interface KeyTables {
  signing_keys: {
    id: string;
    /** The org it is for; empty for the installation's own. */
    api_host: string;
    /** `prepared`, `next`, `in_use` or `retired`. */
    state: string;
    /** Consumer key of the org's own app; null for the installation's. */
    client_id: string | null;
    /** Auth0 subject of who had it made for an org. */
    prepared_by: string | null;
    /** A file in the keys' folder, a file's whole path, or an ARN. */
    location: string;
    fingerprint: string;
    public_key: string;
    certificate: string | null;
    ends_at: number | null;
    made_at: number;
    changed_at: number;
    /** Set when a retired key is no more, as far as that is up to us. */
    destroyed_at: number | null;
  };
  accepted_keys: { api_host: string; key_id: string; accepted_at: number };
  /** Orgs that go back to the installation's app as soon as Salesforce accepts it. */
  app_returns: { api_host: string; at: number; by: string };
  key_events: {
    id: string;
    /** From 1, in the order in which they were written. */
    seq: number;
    at: number;
    /** Empty, with address and fingerprint, for what the operator did to this database as a whole. */
    key_id: string;
    api_host: string;
    fingerprint: string;
    event: string;
    /** Auth0 subject, `operator` for the command line, `service` for what happened by itself. */
    by: string;
    detail: string | null;
  };
}

const words = 'what happened to a signing key stays recorded';

export const keyMigration: Migration = {
  name: '0004-signing-keys',
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('signing_keys')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('api_host', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('client_id', 'text')
      .addColumn('prepared_by', 'text')
      .addColumn('location', 'text', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull().unique())
      .addColumn('public_key', 'text', (column) => column.notNull())
      .addColumn('certificate', 'text')
      .addColumn('ends_at', 'bigint')
      .addColumn('made_at', 'bigint', (column) => column.notNull())
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addColumn('destroyed_at', 'bigint')
      .execute();
    // One key in use and one to come, whoever else is rotating at this moment.
    await db.schema
      .createIndex('signing_keys_one')
      .on('signing_keys')
      .columns(['api_host', 'state'])
      .unique()
      .where(sql.ref('state'), 'in', ['in_use', 'next'])
      .execute();
    await db.schema
      .createIndex('signing_keys_prepared')
      .on('signing_keys')
      .columns(['api_host', 'prepared_by'])
      .unique()
      .where(sql.ref('state'), '=', 'prepared')
      .execute();
    await db.schema
      .createTable('accepted_keys')
      .addColumn('api_host', 'text', (column) => column.primaryKey())
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('accepted_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('key_events')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('api_host', 'text', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('detail', 'text')
      .execute();
    await makeAppendOnly(db, 'key_events', words);
  },
};

/** What happens in one moment within one rotation, in the order in which it is done. */
const course = ['made', 'leaving', 'kept', 'app_named', 'accepted', 'retired', 'next', 'in_use', 'destroyed'];

/** Their order, which a time of whole milliseconds leaves open. */
export const keyEventOrder: Migration = {
  name: '0009-order-of-key-events',
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('key_events').addColumn('seq', 'bigint').execute();
    await allowChanges(db, 'key_events');
    const keys = db as Kysely<KeyTables>;
    const rows = await keys
      .selectFrom('key_events')
      .select(['id', 'event'])
      .orderBy('at')
      .orderBy(
        sql`case event ${sql.join(
          course.map((event, place) => sql`when ${sql.lit(event)} then ${sql.lit(place)}`),
          sql` `,
        )} end`,
      )
      .orderBy('id')
      .execute();
    for (const [place, { id }] of rows.entries()) {
      await keys
        .updateTable('key_events')
        .set({ seq: place + 1 })
        .where('id', '=', id)
        .execute();
    }
    await makeAppendOnly(db, 'key_events', words);
    await db.schema.createIndex('key_events_seq').on('key_events').column('seq').unique().execute();
    await db.schema.createIndex('key_events_at').on('key_events').columns(['at', 'seq']).execute();
  },
};

export const returnsMigration: Migration = {
  name: '0008-app-returns',
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('app_returns')
      .addColumn('api_host', 'text', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .execute();
  },
};
