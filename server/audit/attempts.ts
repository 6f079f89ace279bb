// What the log's attempts are looked for by: a row for each, kept with the entry it is made from.

import type { Kysely, Transaction } from 'kysely';
import * as z from 'zod/mini';
import type { AttemptsTable, AuditTables } from './tables.ts';

const facts = z.object({ who: z.string(), purpose: z.string(), component: z.optional(z.string()) });
const outcome = z.object({ result: z.enum(['granted', 'refused', 'unknown']) });

type Entry = Pick<AuditTables['audit_entries'], 'tree' | 'idx' | 'kind' | 'ref' | 'at' | 'entry'>;

/** To be called in the transaction that appends the entry. */
export async function noteEntry(transaction: Transaction<AuditTables>, entry: Entry): Promise<void> {
  if (entry.kind !== 'outcome') {
    await transaction.insertInto('audit_attempts').values(rowOf(entry)).execute();
    return;
  }
  await transaction
    .updateTable('audit_attempts')
    .set({ result: outcome.parse(JSON.parse(entry.entry)).result })
    .where('ref', '=', entry.ref)
    .execute();
}

function rowOf({ tree, idx, kind, ref, at, entry }: Entry): AttemptsTable {
  const { who, purpose, component } = facts.parse(JSON.parse(entry));
  const result = kind === 'refusal' ? 'refused' : 'pending';
  return { tree, idx, ref, at, who, purpose, component: component ?? null, result };
}

const atOnce = 500;

/** Makes the rows of every entry that is there already. */
export async function fillAttempts(db: Kysely<AuditTables>): Promise<void> {
  const trees = await db.selectFrom('audit_heads').select('tree').execute();
  for (const { tree } of trees) {
    let after = -1;
    for (;;) {
      const entries = await db
        .selectFrom('audit_entries')
        .select(['tree', 'idx', 'kind', 'ref', 'at', 'entry'])
        .where('tree', '=', tree)
        .where('kind', 'in', ['intent', 'refusal', 'outcome'])
        .where('idx', '>', after)
        .orderBy('idx')
        .limit(atOnce)
        .execute();
      const last = entries.at(-1);
      if (!last) break;
      for (const entry of entries) await noteEntry(db as Transaction<AuditTables>, entry);
      after = last.idx;
    }
  }
}
