// Adds records to the audit log: an intent before Salesforce is asked, an outcome before a token leaves.

import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { inTransaction } from '../db/engine.ts';
import { AppError } from '../errors.ts';
import { lockHead } from './head.ts';
import { type Attempt, type Intended, type Outcome, recordAttempt, recordOutcome } from './record.ts';
import type { AuditTables } from './tables.ts';

export interface AuditLog {
  /** Durable when it resolves; answers with what its outcome must carry. */
  intent(attempt: Attempt): Promise<Intended>;
  /** Durable when it resolves. */
  outcome(intended: Intended, outcome: Outcome): Promise<void>;
  /** An attempt that was refused before Salesforce could be asked, in one record. */
  refusal(attempt: Attempt, outcome: Omit<Outcome, 'result'>): Promise<void>;
  /** Gives every intent of that age without an outcome the outcome `unknown`; answers with their number. */
  settle(reason: string, olderThanMs?: number): Promise<number>;
}

export interface AuditLogOptions {
  readonly db: Kysely<AuditTables>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The tenant that an org is connected for; undefined when it is not known. */
  readonly tenantOf?: (transaction: Transaction<AuditTables>, org: string) => Promise<string | undefined>;
}

/** Every method throws `audit_unavailable` when the record cannot be made durable. */
export function createAuditLog({ db, now, tenantOf }: AuditLogOptions): AuditLog {
  async function kept<R>(work: (transaction: Transaction<AuditTables>) => Promise<R>): Promise<R> {
    try {
      return await inTransaction(db, work);
    } catch (cause) {
      throw new AppError('audit_unavailable', { cause });
    }
  }

  async function attempted(kind: 'intent' | 'refusal', attempt: Attempt, refused?: Omit<Outcome, 'result'>) {
    const ref = randomUUID();
    const { org, tenant } = attempt;
    return kept(async (transaction) => {
      const tree = (await tenantOf?.(transaction, org)) ?? tenant ?? org;
      const head = await lockHead(transaction, tree);
      return recordAttempt(transaction, head, { kind, ref, at: now() }, attempt, refused);
    });
  }

  /** False when another has given the outcome meanwhile. */
  async function concluded(intended: Intended, outcome: Outcome, ifOpen: boolean) {
    return kept(async (transaction) => {
      const head = await lockHead(transaction, intended.tree);
      const attempt = await transaction
        .selectFrom('audit_attempts')
        .select('result')
        .where('ref', '=', intended.ref)
        .executeTakeFirst();
      if (ifOpen && attempt?.result !== 'pending') return false;
      await recordOutcome(transaction, head, intended, outcome, now());
      return true;
    });
  }

  return {
    intent: (attempt) => attempted('intent', attempt),
    async outcome(intended, outcome) {
      await concluded(intended, outcome, false);
    },
    async refusal(attempt, outcome) {
      await attempted('refusal', attempt, outcome);
    },
    async settle(reason, olderThanMs = 0) {
      const open = await db
        .selectFrom('audit_attempts as attempt')
        .leftJoin('audit_texts as text', (join) =>
          join.onRef('text.tree', '=', 'attempt.tree').onRef('text.idx', '=', 'attempt.idx'),
        )
        .select(['attempt.tree', 'attempt.ref', 'attempt.org_id', 'text.entry'])
        .where('attempt.result', '=', 'pending')
        .where('attempt.at', '<=', now() - olderThanMs)
        .execute();
      let settled = 0;
      for (const { tree, ref, org_id: org, entry } of open) {
        const persons = personsOf(entry);
        // Its outcome may have come in the meantime, or from another process that settles.
        if (
          await concluded(
            { tree, ref, org, persons },
            { result: 'unknown', code: 'interrupted', reason },
            true,
          )
        )
          settled += 1;
      }
      return settled;
    },
  };
}

/** Of an intent's text. */
function personsOf(entry: string | null): Intended['persons'] {
  const { who, actingAs } = entry === null ? {} : (JSON.parse(entry) as Record<string, unknown>);
  const person = (id: unknown) => (typeof id === 'string' && id.startsWith('p:') ? id : undefined);
  return { who: person(who), actingAs: person(actingAs) };
}
