// The rows of the audit log, a Merkle tree for each tenant, and the schema that only lets them be added or erased on record.

import type { Kysely } from 'kysely';
import { makeAppendOnly, makeUnchangeable } from '../db/append-only.ts';

export interface AuditTables {
  audit_entries: {
    /** A tenant's id; an org's for attempts that no tenant was named for. */
    tree: string;
    /** From 0, without gaps. */
    idx: number;
    /** `intent`, `outcome`, `refusal` or `erasure`. */
    kind: string;
    /** Joins an outcome to its intent. */
    ref: string;
    at: number;
    /** RFC 6962 leaf hash of salt and text, hex. */
    leaf_hash: string;
  };
  /** The canonical JSON that is hashed, byte for byte; gone once its time is over. */
  audit_texts: { tree: string; idx: number; salt: string; entry: string };
  /** Who and why in plain: an entry says its hash alone. Gone once its person was erased. */
  audit_personal: { tree: string; idx: number; salt: string; text: string };
  /** Random ids of persons within a tree. */
  audit_people: { tree: string; kind: PersonKind; key: string; person: string };
  audit_heads: {
    tree: string;
    size: number;
    /** Leaf hash of the last entry; null for an empty tree. */
    last_leaf: string | null;
    /** Roots of the complete subtrees, the largest first: 64 hex digits each. */
    peaks: string;
  };
  /** Roots of complete subtrees of 16, 256, 4096 … leaves: from these and some leaves every proof is made. */
  audit_nodes: { tree: string; level: number; idx: number; hash: string };
  audit_attempts: AttemptsTable;
  audit_keys: {
    /** From 1. */
    seq: number;
    /** C2SP verifier key. */
    vkey: string;
    /** The signed note by which the key before made this one its successor; null for the first. */
    note: string | null;
    /** Name of the private key's file. */
    location: string;
    made_at: number;
  };
}

export type PersonKind = 'subject' | 'user' | 'username';

/** What attempts are looked for by: made from the entries, and nothing that is shown comes from here. */
export interface AttemptsTable {
  tree: string;
  /** Of the intent, or of the refusal that is all there is. */
  idx: number;
  org_id: string;
  ref: string;
  at: number;
  /** A person's random id, or the name of what works by itself. */
  who: string;
  purpose: string;
  component: string | null;
  /** `pending`, `granted`, `refused` or `unknown`. */
  result: string;
}

/** Levels whose complete subtrees have rows of their own: every fourth. */
export const levelStep = 4;

export const appendOnlyWords = 'the audit log is append-only';

export async function createLogTables(db: Kysely<unknown>): Promise<void> {
  const place = (table: string) =>
    db.schema
      .createTable(table)
      .addColumn('tree', 'text', (column) => column.notNull())
      .addColumn('idx', 'bigint', (column) => column.notNull());
  await place('audit_entries')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('ref', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('leaf_hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_entries_place', ['tree', 'idx'])
    .execute();
  await db.schema
    .createIndex('audit_entries_of_ref')
    .on('audit_entries')
    .columns(['ref', 'kind'])
    .unique()
    .execute();
  await place('audit_texts')
    .addColumn('salt', 'text', (column) => column.notNull())
    .addColumn('entry', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_texts_place', ['tree', 'idx'])
    .execute();
  await place('audit_personal')
    .addColumn('salt', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_personal_place', ['tree', 'idx'])
    .execute();
  await db.schema
    .createTable('audit_people')
    .addColumn('tree', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull().unique())
    .addPrimaryKeyConstraint('audit_people_key', ['tree', 'kind', 'key'])
    .execute();
  await db.schema
    .createTable('audit_heads')
    .addColumn('tree', 'text', (column) => column.primaryKey())
    .addColumn('size', 'bigint', (column) => column.notNull())
    .addColumn('last_leaf', 'text')
    .addColumn('peaks', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('audit_nodes')
    .addColumn('tree', 'text', (column) => column.notNull())
    .addColumn('level', 'integer', (column) => column.notNull())
    .addColumn('idx', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_nodes_place', ['tree', 'level', 'idx'])
    .execute();
  await place('audit_attempts')
    .addColumn('org_id', 'text', (column) => column.notNull())
    .addColumn('ref', 'text', (column) => column.notNull().unique())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('who', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('component', 'text')
    .addColumn('result', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_attempts_place', ['tree', 'idx'])
    .execute();
  for (const column of ['idx', 'component', 'who', 'result']) {
    await db.schema
      .createIndex(`audit_attempts_by_${column}`)
      .on('audit_attempts')
      .columns(['tree', 'org_id', column])
      .execute();
  }
  await db.schema.createIndex('audit_attempts_open').on('audit_attempts').columns(['result', 'at']).execute();
  await db.schema
    .createTable('audit_keys')
    .addColumn('seq', 'integer', (column) => column.primaryKey())
    .addColumn('vkey', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('location', 'text', (column) => column.notNull())
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .execute();
  for (const table of ['audit_entries', 'audit_nodes', 'audit_keys']) {
    await makeAppendOnly(db, table, appendOnlyWords);
  }
  for (const table of ['audit_texts', 'audit_personal']) {
    await makeUnchangeable(db, table, 'what the audit log holds is erased or stays as it is');
  }
}
