// The log's first form, a hash chain for each org: what its migrations made, and the conversion reads.

import type { Kysely, Transaction } from 'kysely';
import * as z from 'zod/mini';
import { makeAppendOnly } from '../db/append-only.ts';
import type { Migration } from '../db/migrate.ts';

export interface FirstEntry {
  tree: string;
  idx: number;
  kind: string;
  ref: string;
  at: number;
  entry: string;
  leaf_hash: string;
  chain_hash: string;
}

export interface FirstTables {
  audit_entries: FirstEntry;
  audit_heads: { tree: string; size: number; chain_hash: string };
  audit_attempts: {
    tree: string;
    idx: number;
    ref: string;
    at: number;
    who: string;
    purpose: string;
    component: string | null;
    result: string;
  };
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
    await fillAttempts(db as Kysely<FirstTables>);
  },
};

const facts = z.object({ who: z.string(), purpose: z.string(), component: z.optional(z.string()) });
const outcome = z.object({ result: z.enum(['granted', 'refused', 'unknown']) });

async function noteEntry(transaction: Transaction<FirstTables>, entry: FirstEntry): Promise<void> {
  if (entry.kind === 'outcome') {
    await transaction
      .updateTable('audit_attempts')
      .set({ result: outcome.parse(JSON.parse(entry.entry)).result })
      .where('ref', '=', entry.ref)
      .execute();
    return;
  }
  const { who, purpose, component } = facts.parse(JSON.parse(entry.entry));
  const { tree, idx, ref, at } = entry;
  const result = entry.kind === 'refusal' ? 'refused' : 'pending';
  await transaction
    .insertInto('audit_attempts')
    .values({ tree, idx, ref, at, who, purpose, component: component ?? null, result })
    .execute();
}

async function fillAttempts(db: Kysely<FirstTables>): Promise<void> {
  for await (const entry of firstEntries(db)) await noteEntry(db as Transaction<FirstTables>, entry);
}

const atOnce = 500;

/** Of one log after the other, in their order. */
export async function* firstEntries(db: Kysely<FirstTables>): AsyncGenerator<FirstEntry> {
  const trees = await db.selectFrom('audit_heads').select('tree').orderBy('tree').execute();
  for (const { tree } of trees) {
    for (let after = -1; ; ) {
      const entries = await db
        .selectFrom('audit_entries')
        .selectAll()
        .where('tree', '=', tree)
        .where('idx', '>', after)
        .orderBy('idx')
        .limit(atOnce)
        .execute();
      yield* entries;
      const last = entries.at(-1);
      if (!last) break;
      after = last.idx;
    }
  }
}
