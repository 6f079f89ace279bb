// Adds records to the audit log: an intent before Salesforce is asked, an outcome before a token leaves.

import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { engineOf, inTransaction } from '../db/engine.ts';
import { AppError } from '../errors.ts';
import { noteEntry } from './attempts.ts';
import { type Canonical, canonicalJson, chainHash, emptyChain, leafHash } from './canonical.ts';
import type { AuditTables } from './tables.ts';

/** What is known before anything happens. */
export interface Attempt {
  /** The log it goes to: an org id. */
  readonly tree: string;
  /** Auth0 subject, or `worker` for background work. */
  readonly who: string;
  readonly caller: string;
  readonly purpose: string;
  readonly jobId?: string | undefined;
  /** The Salesforce user the token is for; absent when the request was refused before one was chosen. */
  readonly actingAs?: { readonly userId?: string | undefined; readonly username: string } | undefined;
  readonly component?: string | undefined;
}

export type Result = 'granted' | 'refused' | 'unknown';

export interface Outcome {
  readonly result: Result;
  /** A distinct word: `identity_mismatch`. */
  readonly code?: string | undefined;
  /** The same in words, never with a token. */
  readonly reason?: string | undefined;
}

export interface AuditLog {
  /** Durable when it resolves; answers with the name that its outcome must carry. */
  intent(attempt: Attempt): Promise<string>;
  /** Durable when it resolves. */
  outcome(tree: string, ref: string, outcome: Outcome): Promise<void>;
  /** An attempt that was refused before Salesforce could be asked, in one record. */
  refusal(attempt: Attempt, outcome: Omit<Outcome, 'result'>): Promise<void>;
  /** Gives every intent of that age without an outcome the outcome `unknown`; answers with their number. */
  settle(reason: string, olderThanMs?: number): Promise<number>;
}

export interface AuditLogOptions {
  readonly db: Kysely<AuditTables>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Every method throws `audit_unavailable` when the record cannot be made durable. */
export function createAuditLog({ db, now }: AuditLogOptions): AuditLog {
  async function append(
    tree: string,
    kind: string,
    ref: string,
    facts: Record<string, Canonical | undefined>,
    wanted: (transaction: Transaction<AuditTables>) => Promise<boolean> = async () => true,
  ): Promise<boolean> {
    const at = now();
    const entry = canonicalJson({ v: 1, tree, kind, ref, at, ...facts });
    const leaf = leafHash(entry);
    try {
      return await inTransaction(db, async (transaction) => {
        const { size: idx, chain_hash: before } = await lockHead(transaction, tree);
        if (!(await wanted(transaction))) return false;
        const chain = chainHash(before, leaf);
        await transaction
          .insertInto('audit_entries')
          .values({ tree, idx, kind, ref, at, entry, leaf_hash: leaf, chain_hash: chain })
          .execute();
        await noteEntry(transaction, { tree, idx, kind, ref, at, entry });
        await transaction
          .updateTable('audit_heads')
          .set({ size: idx + 1, chain_hash: chain })
          .where('tree', '=', tree)
          .execute();
        return true;
      });
    } catch (cause) {
      throw new AppError('audit_unavailable', { cause });
    }
  }

  return {
    async intent({ tree, ...facts }) {
      const ref = randomUUID();
      await append(tree, 'intent', ref, factsOf(facts));
      return ref;
    },
    async outcome(tree, ref, { result, code, reason }) {
      await append(tree, 'outcome', ref, { result, code, reason });
    },
    async refusal({ tree, ...facts }, { code, reason }) {
      await append(tree, 'refusal', randomUUID(), { ...factsOf(facts), code, reason });
    },
    async settle(reason, olderThanMs = 0) {
      const open = await db
        .selectFrom('audit_entries as intent')
        .select(['intent.tree', 'intent.ref'])
        .where('intent.kind', '=', 'intent')
        .where('intent.at', '<=', now() - olderThanMs)
        .where((where) =>
          where.not(
            where.exists(
              where
                .selectFrom('audit_entries as outcome')
                .select('outcome.idx')
                .whereRef('outcome.ref', '=', 'intent.ref')
                .where('outcome.kind', '=', 'outcome'),
            ),
          ),
        )
        .execute();
      let settled = 0;
      for (const { tree, ref } of open) {
        const facts = { result: 'unknown', code: 'interrupted', reason };
        // Its outcome may have come in the meantime, or from another process that settles.
        const stillOpen = async (transaction: Transaction<AuditTables>) => {
          const rows = transaction.selectFrom('audit_entries').select('idx').where('ref', '=', ref);
          return (await rows.where('kind', '=', 'outcome').executeTakeFirst()) === undefined;
        };
        if (await append(tree, 'outcome', ref, facts, stillOpen)) settled += 1;
      }
      return settled;
    },
  };
}

/** One writer for each tree: whoever holds its head appends, the others wait. */
async function lockHead(transaction: Transaction<AuditTables>, tree: string) {
  await transaction
    .insertInto('audit_heads')
    .values({ tree, size: 0, chain_hash: emptyChain })
    .onConflict((conflict) => conflict.column('tree').doNothing())
    .execute();
  return transaction
    .selectFrom('audit_heads')
    .select(['size', 'chain_hash'])
    .where('tree', '=', tree)
    .$if(engineOf(transaction) === 'postgres', (head) => head.forUpdate())
    .executeTakeFirstOrThrow();
}

function factsOf({ actingAs, ...rest }: Omit<Attempt, 'tree'>): Record<string, Canonical | undefined> {
  return {
    ...rest,
    actingAs: actingAs ? { userId: actingAs.userId, username: actingAs.username } : undefined,
  };
}
