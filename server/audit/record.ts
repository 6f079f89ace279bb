// Writes the entries of the audit log: an attempt, what came of it, and any other, each with its persons beside it.

import { randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import { toHex } from '#core/log/bytes.ts';
import { type Canonical, canonicalJson } from '#core/log/canonical.ts';
import { personalHash, type Salted, saltBytes } from '#core/log/entry.ts';
import { logTools } from './hash.ts';
import { addLeaf, type Head } from './head.ts';
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

/** When something happened, and what joins it to the rest. */
interface Happened {
  readonly ref: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** In the transaction that holds the head. */
export async function recordAttempt(
  transaction: Transaction<AuditTables>,
  head: Head,
  { kind, ref, at }: Happened & { readonly kind: 'intent' | 'refusal' },
  attempt: Omit<Attempt, 'tenant'>,
  refused?: Omit<Outcome, 'result'>,
): Promise<Intended> {
  const { tree } = head;
  const { org, caller, purpose, jobId, actingAs } = attempt;
  const person = async (of: PersonRef | undefined) => of && (await personIn(transaction, tree, of));
  const user = /^User (005\w{15})$/.exec(attempt.component ?? '')?.[1];
  const known = nobody.has(attempt.who) ? undefined : attempt.who;
  const who = await person(known === undefined ? undefined : { kind: 'subject', key: known });
  const as = await person(actingAs && userOf(actingAs));
  const about = await person(user === undefined ? undefined : { kind: 'user', key: user });
  const component = user === undefined ? attempt.component : undefined;
  const idx = await append(transaction, head, {
    facts: {
      ...{ kind, ref, at, org, caller, purpose, jobId, component, code: refused?.code },
      ...{ who: who ?? attempt.who, actingAs: as, about },
    },
    personal: {
      who: known,
      actingAs: actingAs && { userId: actingAs.userId, username: actingAs.username },
      about: user && { userId: user },
      reason: refused?.reason,
    },
  });
  await transaction
    .insertInto('audit_attempts')
    .values({
      ...{ tree, idx, org_id: org, ref, at, who: who ?? attempt.who, purpose },
      ...{ component: component ?? null, result: kind === 'refusal' ? 'refused' : 'pending' },
    })
    .execute();
  return { tree, ref, org, persons: { who, actingAs: as } };
}

/** In the transaction that holds the head. */
export async function recordOutcome(
  transaction: Transaction<AuditTables>,
  head: Head,
  { ref, org, persons }: Intended,
  { result, code, reason }: Outcome,
  at: number,
): Promise<void> {
  await append(transaction, head, {
    facts: { ...{ kind: 'outcome', ref, at, org, result, code }, ...persons },
    personal: { reason },
  });
  await transaction.updateTable('audit_attempts').set({ result }).where('ref', '=', ref).execute();
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
