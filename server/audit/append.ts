// Adds records to the audit log: an intent before Salesforce is asked, an outcome before a token leaves.

import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { AppError } from '../errors.ts';
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
  /** Gives every intent without an outcome the outcome `unknown`; answers with their number. */
  settle(reason: string): Promise<number>;
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
  ) {
    const at = now();
    const entry = canonicalJson({ v: 1, tree, kind, ref, at, ...facts });
    const leaf = leafHash(entry);
    try {
      await db.transaction().execute(async (transaction) => {
        const head = await transaction
          .selectFrom('audit_heads')
          .select(['size', 'chain_hash'])
          .where('tree', '=', tree)
          .executeTakeFirst();
        const idx = head?.size ?? 0;
        const chain = chainHash(head?.chain_hash ?? emptyChain, leaf);
        await transaction
          .insertInto('audit_entries')
          .values({ tree, idx, kind, ref, at, entry, leaf_hash: leaf, chain_hash: chain })
          .execute();
        await transaction
          .insertInto('audit_heads')
          .values({ tree, size: idx + 1, chain_hash: chain })
          .onConflict((conflict) => conflict.column('tree').doUpdateSet({ size: idx + 1, chain_hash: chain }))
          .execute();
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
    outcome: (tree, ref, { result, code, reason }) => append(tree, 'outcome', ref, { result, code, reason }),
    refusal: ({ tree, ...facts }, { code, reason }) =>
      append(tree, 'refusal', randomUUID(), { ...factsOf(facts), code, reason }),
    async settle(reason) {
      const open = await db
        .selectFrom('audit_entries as intent')
        .select(['intent.tree', 'intent.ref'])
        .where('intent.kind', '=', 'intent')
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
      for (const { tree, ref } of open) {
        await append(tree, 'outcome', ref, { result: 'unknown', code: 'interrupted', reason });
      }
      return open.length;
    },
  };
}

function factsOf({ actingAs, ...rest }: Omit<Attempt, 'tree'>): Record<string, Canonical | undefined> {
  return {
    ...rest,
    actingAs: actingAs ? { userId: actingAs.userId, username: actingAs.username } : undefined,
  };
}
