// Adds records to the audit log: an intent before Salesforce is asked, an outcome before a token leaves.

import { randomBytes, randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { toHex } from '#core/log/bytes.ts';
import { type Canonical, canonicalJson } from '#core/log/canonical.ts';
import { personalHash, type Salted, saltBytes } from '#core/log/entry.ts';
import { inTransaction } from '../db/engine.ts';
import { AppError } from '../errors.ts';
import { logTools } from './hash.ts';
import { addLeaf, type Head, lockHead } from './head.ts';
import { type PersonRef, personIn } from './people.ts';
import type { AuditTables } from './tables.ts';

/** What is known before anything happens. */
export interface Attempt {
  /** Salesforce's id of the org. */
  readonly org: string;
  /** Whose log it goes to, as the caller says; what the org's connection says counts more. */
  readonly tenant?: string | undefined;
  /** Auth0 subject, or one of `nobody`. */
  readonly who: string;
  readonly caller: string;
  readonly purpose: string;
  readonly jobId?: string | undefined;
  /** The Salesforce user the token is for; absent when the request was refused before one was chosen. */
  readonly actingAs?: { readonly userId?: string | undefined; readonly username: string } | undefined;
  /** `Flow Invoice_Sync`; of a user, `User` and the id, which is kept as a person's. */
  readonly component?: string | undefined;
}

/** Who is no person: a service, or somebody of whom nothing was proven. */
export const nobody: ReadonlySet<string> = new Set(['api', 'worker', 'not proven']);

export type Result = 'granted' | 'refused' | 'unknown';

export interface Outcome {
  readonly result: Result;
  /** A distinct word: `identity_mismatch`. */
  readonly code?: string | undefined;
  /** The same in words, never with a token. */
  readonly reason?: string | undefined;
}

/** Where an intent is, and whom it names, for its outcome. */
export interface Intended {
  readonly tree: string;
  readonly ref: string;
  readonly org: string;
  readonly persons: { readonly who?: string | undefined; readonly actingAs?: string | undefined };
}

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

  async function attempted(kind: 'intent' | 'refusal', attempt: Attempt, outcome?: Omit<Outcome, 'result'>) {
    const ref = randomUUID();
    const { org, tenant, caller, purpose, jobId, actingAs } = attempt;
    return kept(async (transaction): Promise<Intended> => {
      const tree = (await tenantOf?.(transaction, org)) ?? tenant ?? org;
      const head = await lockHead(transaction, tree);
      const person = (of: PersonRef | undefined) => of && personIn(transaction, tree, of);
      const user = /^User (005\w{15})$/.exec(attempt.component ?? '')?.[1];
      const known = nobody.has(attempt.who) ? undefined : attempt.who;
      const who = await person(known === undefined ? undefined : { kind: 'subject', key: known });
      const as = await person(actingAs && userOf(actingAs));
      const about = await person(user === undefined ? undefined : { kind: 'user', key: user });
      const component = user === undefined ? attempt.component : undefined;
      const at = now();
      const place = await append(transaction, head, {
        facts: {
          ...{ kind, ref, at, org, caller, purpose, jobId, component, code: outcome?.code },
          ...{ who: who ?? attempt.who, actingAs: as, about },
        },
        personal: {
          who: known,
          actingAs: actingAs && { userId: actingAs.userId, username: actingAs.username },
          about: user && { userId: user },
          reason: outcome?.reason,
        },
      });
      await transaction
        .insertInto('audit_attempts')
        .values({
          ...{ tree, idx: place, org_id: org, ref, at, who: who ?? attempt.who, purpose },
          ...{ component: component ?? null, result: kind === 'refusal' ? 'refused' : 'pending' },
        })
        .execute();
      return { tree, ref, org, persons: { who, actingAs: as } };
    });
  }

  /** False when another has given the outcome meanwhile. */
  async function concluded({ tree, ref, org, persons }: Intended, outcome: Outcome, ifOpen: boolean) {
    const { result, code, reason } = outcome;
    return kept(async (transaction) => {
      const head = await lockHead(transaction, tree);
      const attempt = await transaction
        .selectFrom('audit_attempts')
        .select('result')
        .where('ref', '=', ref)
        .executeTakeFirst();
      if (ifOpen && attempt?.result !== 'pending') return false;
      await append(transaction, head, {
        facts: { ...{ kind: 'outcome', ref, at: now(), org, result, code }, ...persons },
        personal: { reason },
      });
      await transaction.updateTable('audit_attempts').set({ result }).where('ref', '=', ref).execute();
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

export interface NewEntry {
  readonly facts: { readonly kind: string; readonly ref: string; readonly at: number } & Readonly<
    Record<string, Canonical | undefined>
  >;
  /** Lies beside the entry; nothing does when none of its members is there. */
  readonly personal?: Readonly<Record<string, Canonical | undefined>>;
}

/** In the transaction that holds the head. Answers with the entry's index. */
export async function append(
  transaction: Transaction<AuditTables>,
  head: Head,
  { facts, personal = {} }: NewEntry,
): Promise<number> {
  const { tree, size: idx } = head;
  const { kind, ref, at } = facts;
  const beside = Object.values(personal).some((value) => value !== undefined)
    ? salted(canonicalJson(personal))
    : undefined;
  const text = salted(
    canonicalJson({
      ...facts,
      ...{ v: 2, tree, index: idx, prev: head.lastLeaf },
      personal: beside && personalHash(logTools, beside),
    }),
  );
  const leaf = await addLeaf(transaction, head, text);
  await transaction
    .insertInto('audit_entries')
    .values({ tree, idx, kind, ref, at, leaf_hash: leaf })
    .execute();
  await transaction
    .insertInto('audit_texts')
    .values({ tree, idx, salt: text.salt, entry: text.text })
    .execute();
  if (beside)
    await transaction
      .insertInto('audit_personal')
      .values({ tree, idx, ...beside })
      .execute();
  return idx;
}

const salted = (text: string): Salted => ({ salt: toHex(randomBytes(saltBytes)), text });

const userOf = ({ userId, username }: NonNullable<Attempt['actingAs']>): PersonRef =>
  userId === undefined ? { kind: 'username', key: username.toLowerCase() } : { kind: 'user', key: userId };

/** Of an intent's text. */
function personsOf(entry: string | null): Intended['persons'] {
  const { who, actingAs } = entry === null ? {} : (JSON.parse(entry) as Record<string, unknown>);
  const person = (id: unknown) => (typeof id === 'string' && id.startsWith('p:') ? id : undefined);
  return { who: person(who), actingAs: person(actingAs) };
}
