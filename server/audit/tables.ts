// The rows of the audit log, and the schema that only lets them be added.

import type { Kysely } from 'kysely';
import { makeAppendOnly } from '../db/append-only.ts';
import type { Migration } from '../db/migrate.ts';
import { fillAttempts } from './attempts.ts';

export interface AuditTables {
  audit_entries: {
    /** One log for each org; later for each tenant. */
    tree: string;
    /** From 0, without gaps. */
    idx: number;
    /** `intent`, `outcome` or `refusal`. */
    kind: string;
    /** Joins an outcome to its intent. */
    ref: string;
    at: number;
    /** The canonical JSON that is hashed, byte for byte. */
    entry: string;
    /** RFC 6962 leaf hash of `entry`, hex. */
    leaf_hash: string;
    /** SHA-256 of the chain hash before and this leaf hash, hex. */
    chain_hash: string;
  };
  audit_heads: { tree: string; size: number; chain_hash: string };
  audit_attempts: AttemptsTable;
}

/** What attempts are looked for by: made from the entries, and nothing that is shown comes from here. */
export interface AttemptsTable {
  tree: string;
  /** Of the intent, or of the refusal that is all there is. */
  idx: number;
  ref: string;
  at: number;
  who: string;
  purpose: string;
  component: string | null;
  /** `pending`, `granted`, `refused` or `unknown`. */
  result: string;
}

export const auditMigration: Migration = {
  name: '0001-audit',
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('audit_entries')
      .addColumn('tree', 'text', (column) => column.notNull())
      .addColumn('idx', 'bigint', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('ref', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('entry', 'text', (column) => column.notNull())
      .addColumn('leaf_hash', 'text', (column) => column.notNull())
      .addColumn('chain_hash', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_entries_key', ['tree', 'idx'])
      .execute();
    await db.schema
      .createIndex('audit_entries_ref')
      .on('audit_entries')
      .columns(['ref', 'kind'])
      .unique()
      .execute();
    await db.schema
      .createTable('audit_heads')
      .addColumn('tree', 'text', (column) => column.primaryKey())
      .addColumn('size', 'bigint', (column) => column.notNull())
      .addColumn('chain_hash', 'text', (column) => column.notNull())
      .execute();
    await makeAppendOnly(db, 'audit_entries', 'the audit log is append-only');
  },
};

export const attemptsMigration: Migration = {
  name: '0006-attempts',
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('audit_attempts')
      .addColumn('tree', 'text', (column) => column.notNull())
      .addColumn('idx', 'bigint', (column) => column.notNull())
      .addColumn('ref', 'text', (column) => column.notNull().unique())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('who', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('component', 'text')
      .addColumn('result', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_attempts_key', ['tree', 'idx'])
      .execute();
    for (const column of ['component', 'who', 'result']) {
      await db.schema
        .createIndex(`audit_attempts_${column}`)
        .on('audit_attempts')
        .columns(['tree', column, 'idx'])
        .execute();
    }
    await fillAttempts(db as Kysely<AuditTables>);
  },
};
