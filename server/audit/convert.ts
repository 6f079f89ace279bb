// Puts the logs of before, a hash chain for each org, into trees of the same names, with their persons beside the entries.

import type { Kysely, Transaction } from 'kysely';
import * as z from 'zod/mini';
import { allowChanges } from '../db/append-only.ts';
import type { Migration } from '../db/migrate.ts';
import { append, nobody } from './append.ts';
import { type FirstEntry, type FirstTables, firstEntries } from './first-tables.ts';
import { lockHead } from './head.ts';
import { personIn } from './people.ts';
import { type AuditTables, createLogTables } from './tables.ts';

const stored = z.looseObject({
  who: z.optional(z.string()),
  caller: z.optional(z.string()),
  purpose: z.optional(z.string()),
  jobId: z.optional(z.string()),
  component: z.optional(z.string()),
  actingAs: z.optional(z.object({ userId: z.optional(z.string()), username: z.string() })),
  result: z.optional(z.string()),
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
    const persons = new Map<string, { who?: string | undefined; actingAs?: string | undefined }>();
    for (const entry of entries) await convert(transaction, entry, persons);
  },
};

async function convert(
  transaction: Transaction<AuditTables>,
  { tree, kind, ref, at, entry }: FirstEntry,
  persons: Map<string, { who?: string | undefined; actingAs?: string | undefined }>,
): Promise<void> {
  const { who, actingAs, reason, caller, purpose, jobId, component, result, code } = stored.parse(
    JSON.parse(entry),
  );
  const head = await lockHead(transaction, tree);
  if (kind === 'outcome') {
    await append(transaction, head, {
      facts: { kind, ref, at, org: tree, result, code, ...persons.get(ref) },
      personal: { reason },
    });
    if (result !== undefined) {
      await transaction.updateTable('audit_attempts').set({ result }).where('ref', '=', ref).execute();
    }
    return;
  }
  const subject = who === undefined || nobody.has(who) ? undefined : who;
  const person =
    subject === undefined ? undefined : await personIn(transaction, tree, { kind: 'subject', key: subject });
  const as = actingAs && (await personIn(transaction, tree, asPerson(actingAs)));
  persons.set(ref, { who: person, actingAs: as });
  const user = /^User (005\w{15})$/.exec(component ?? '')?.[1];
  const about = user && (await personIn(transaction, tree, { kind: 'user', key: user }));
  const plain = user === undefined ? component : undefined;
  const idx = await append(transaction, head, {
    facts: {
      ...{ kind, ref, at, org: tree, caller, purpose, jobId, component: plain, code },
      ...{ who: person ?? who, actingAs: as, about },
    },
    personal: { who: subject, actingAs, about: user && { userId: user }, reason },
  });
  await transaction
    .insertInto('audit_attempts')
    .values({
      ...{ tree, idx, org_id: tree, ref, at, who: person ?? who ?? '', purpose: purpose ?? '' },
      ...{ component: plain ?? null, result: kind === 'refusal' ? 'refused' : 'pending' },
    })
    .execute();
}

const asPerson = ({ userId, username }: { userId?: string | undefined; username: string }) =>
  userId === undefined
    ? ({ kind: 'username', key: username.toLowerCase() } as const)
    : ({ kind: 'user', key: userId } as const);
