// The delegation service's own database: the audit log, what was probed, who is linked, which proofs were used.

import { type Kysely, sql } from 'kysely';
import { merkleMigration } from '../../audit/convert.ts';
import { attemptsMigration, auditMigration } from '../../audit/first-tables.ts';
import type { AuditTables } from '../../audit/tables.ts';
import { type OpenOptions, openStore, type Wanted } from '../../db/database.ts';
import type { Migration } from '../../db/migrate.ts';
import type { RevokedTokens } from '../../db/revoked-tokens.ts';
import type { UsedProofs } from '../../db/used-proofs.ts';
import { type KeyTables, keyEventOrder, keyMigration, returnsMigration } from './key-tables.ts';
import { type LoginTables, loginsMigration } from './logins.ts';

export interface DelegationTables extends AuditTables, UsedProofs, RevokedTokens, KeyTables, LoginTables {
  connections: {
    org_id: string;
    api_host: string;
    login_url: string;
    /** `connected` or `blocked`. */
    state: string;
    /** Auth0 subject of who named the integration user. */
    claimed_by: string;
    /** Whose log its attempts go to; null for one that was connected before logs were the tenants'. */
    tenant: string | null;
    integration_user_id: string;
    integration_username: string;
    /** When Salesforce said last that nobody has that name; null once it was looked up. */
    name_refused_at: number | null;
    connected_at: number;
    /** When a token was first given for anything but a probe; null while nothing says that the connecting was finished. */
    confirmed_at: number | null;
  };
  person_links: {
    org_id: string;
    subject: string;
    user_id: string;
    username: string;
    linked_at: number;
  };
}

export type DelegationDatabase = Kysely<DelegationTables>;

const first: Migration = {
  name: '0002-connections',
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('connections')
      .addColumn('org_id', 'text', (column) => column.primaryKey())
      .addColumn('api_host', 'text', (column) => column.notNull().unique())
      .addColumn('login_url', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('claimed_by', 'text', (column) => column.notNull())
      .addColumn('integration_user_id', 'text', (column) => column.notNull())
      .addColumn('integration_username', 'text', (column) => column.notNull())
      .addColumn('connected_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('person_links')
      .addColumn('org_id', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('username', 'text', (column) => column.notNull())
      .addColumn('linked_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('person_links_key', ['org_id', 'subject'])
      .execute();
    await db.schema
      .createTable('used_proofs')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('until', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('used_proofs_until').on('used_proofs').column('until').execute();
  },
};

/** A Salesforce user is one person's: what two people had linked stays with who linked it first. */
const onePersonForAUser: Migration = {
  name: '0003-one-person-for-a-user',
  async up(db: Kysely<unknown>) {
    await sql`DELETE FROM person_links WHERE EXISTS (
      SELECT 1 FROM person_links AS other
      WHERE other.org_id = person_links.org_id AND other.user_id = person_links.user_id
        AND other.subject <> person_links.subject
        AND (other.linked_at < person_links.linked_at
          OR (other.linked_at = person_links.linked_at AND other.subject < person_links.subject)))`.execute(
      db,
    );
    await db.schema
      .createIndex('person_links_user')
      .on('person_links')
      .columns(['org_id', 'user_id'])
      .unique()
      .execute();
  },
};

const signedOut: Migration = {
  name: '0005-signed-out-tokens',
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('revoked_tokens')
      .addColumn('jti', 'text', (column) => column.primaryKey())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute();
  },
};

/** Of a renamed integration user. */
const nameRefused: Migration = {
  name: '0007-name-refused',
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('connections').addColumn('name_refused_at', 'bigint').execute();
  },
};

const tenants: Migration = {
  name: '0011-tenant-of-a-connection',
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('connections').addColumn('tenant', 'text').execute();
  },
};

const confirmed: Migration = {
  name: '0013-confirmed-connections',
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('connections').addColumn('confirmed_at', 'bigint').execute();
    await sql`update connections set confirmed_at = connected_at`.execute(db);
  },
};

export const delegationMigrations: readonly Migration[] = [
  auditMigration,
  first,
  onePersonForAUser,
  keyMigration,
  signedOut,
  attemptsMigration,
  nameRefused,
  returnsMigration,
  keyEventOrder,
  merkleMigration,
  tenants,
  loginsMigration,
  confirmed,
];

export const delegationStore: Wanted = { migrations: delegationMigrations, schema: 'canvasback_delegation' };

/** `setting` is a file’s path or a PostgreSQL address. */
export function openDelegationDatabase(setting: string, options?: OpenOptions): Promise<DelegationDatabase> {
  return openStore<DelegationTables>(setting, delegationStore, options);
}
