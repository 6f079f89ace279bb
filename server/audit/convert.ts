// Puts the logs of before, a hash chain for each org, into trees of the same names, with their persons beside the entries.

import type { Kysely, Transaction } from 'kysely';
import * as z from 'zod/mini';
import { allowChanges } from '../db/append-only.ts';
import type { Migration } from '../db/migrate.ts';
import { type FirstEntry, type FirstTables, firstEntries } from './first-tables.ts';
import { lockHead } from './head.ts';
import { type Intended, recordAttempt, recordOutcome } from './record.ts';
import { type AuditTables, createLogTables } from './tables.ts';

const stored = z.looseObject({
  who: z.optional(z.string()),
  caller: z.optional(z.string()),
  purpose: z.optional(z.string()),
  jobId: z.optional(z.string()),
  component: z.optional(z.string()),
  actingAs: z.optional(z.object({ userId: z.optional(z.string()), username: z.string() })),
  result: z.optional(z.enum(['granted', 'refused', 'unknown'])),
  code: z.optional(z.string()),
  reason: z.optional(z.string()),
});

export const merkleMigration: Migration = {
  name: '0010-merkle-log',
  async up(db: Kysely<unknown>) {
    const old = db as Kysely<FirstTables>;
    const entries: FirstEntry[] = [];
    for await (const entry of firstEntries(old)) entries.push(entry);
    await allowChanges(db, 'audit_entries');
    for (const table of ['audit_attempts', 'audit_heads', 'audit_entries']) {
      await db.schema.dropTable(table).execute();
    }
    await createLogTables(db);
    const transaction = db as unknown as Transaction<AuditTables>;
    const intents = new Map<string, Intended>();
    for (const entry of entries) await convert(transaction, entry, intents);
  },
};

async function convert(
  transaction: Transaction<AuditTables>,
  { tree, kind, ref, at, entry }: FirstEntry,
  intents: Map<string, Intended>,
): Promise<void> {
  const { who, reason, caller, purpose, result, code, ...facts } = stored.parse(JSON.parse(entry));
  const head = await lockHead(transaction, tree);
  if (kind === 'outcome') {
    const intended = intents.get(ref) ?? { tree, ref, org: tree, persons: {} };
    await recordOutcome(transaction, head, intended, { result: result ?? 'unknown', code, reason }, at);
    return;
  }
  const { jobId, component, actingAs } = facts;
  const intended = await recordAttempt(
    transaction,
    head,
    { kind: kind === 'refusal' ? 'refusal' : 'intent', ref, at },
    {
      ...{ org: tree, who: who ?? 'not proven', caller: caller ?? '', purpose: purpose ?? '' },
      ...{ jobId, component, actingAs },
    },
    { code, reason },
  );
  intents.set(ref, intended);
}
