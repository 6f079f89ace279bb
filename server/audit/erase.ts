// Erases what the log holds of a person, or the texts whose time is over: on record, in the log itself, so that it still verifies.

import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import * as z from 'zod/mini';
import { engineOf, inTransaction } from '../db/engine.ts';
import { append } from './append.ts';
import { lockHead } from './head.ts';
import type { AuditTables } from './tables.ts';

export interface Erasure {
  readonly tree: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface ErasedPerson {
  /** The random id that stays in the entries. */
  readonly person: string;
  /** Entries whose personal text is gone. */
  readonly entries: number;
}

const personal = z.looseObject({
  who: z.optional(z.string()),
  actingAs: z.optional(z.looseObject({ userId: z.optional(z.string()), username: z.string() })),
  about: z.optional(z.looseObject({ userId: z.string() })),
});

const atOnce = 1000;

/**
 * `key` is an Auth0 subject, a Salesforce user id of 18 characters or a username. Undefined when the log knows no such
 * person. Whoever calls scrubs the tables afterwards.
 */
export async function erasePerson(
  db: Kysely<AuditTables>,
  { tree, now }: Erasure,
  key: string,
): Promise<ErasedPerson | undefined> {
  return inTransaction(db, async (transaction) => {
    const head = await lockHead(transaction, tree);
    const keys = [key, key.toLowerCase()];
    const known = await transaction
      .selectFrom('audit_people')
      .select(['person', 'key'])
      .where('tree', '=', tree)
      .where('key', 'in', keys)
      .executeTakeFirst();
    const { indices, others, user } = await findMentions(transaction, tree, key);
    const person = known?.person ?? user;
    if (person === undefined) return undefined;
    await deleteRows(transaction, 'audit_personal', tree, [...indices, ...others]);
    await transaction
      .deleteFrom('audit_people')
      .where('tree', '=', tree)
      .where('person', '=', person)
      .execute();
    const entries = indices.length + others.length;
    await append(transaction, head, {
      facts: {
        ...{ kind: 'erasure', ref: randomUUID(), at: now(), by: 'operator' },
        erased: { person, entries, also: others.length > 0 ? others : undefined },
      },
    });
    return { person, entries };
  });
}

/**
 * Which personal texts name the key: as one of the entry's persons, or otherwise, in a reason in words for example. A
 * username has no id of its own where the user's id is known: then the user is meant.
 */
async function findMentions(transaction: Transaction<AuditTables>, tree: string, key: string) {
  const indices: number[] = [];
  const others: number[] = [];
  let user: string | undefined;
  const wanted = key.toLowerCase();
  for (let after = -1; ; ) {
    const rows = await transaction
      .selectFrom('audit_personal as personal')
      .leftJoin('audit_texts as text', (join) =>
        join.onRef('text.tree', '=', 'personal.tree').onRef('text.idx', '=', 'personal.idx'),
      )
      .select(['personal.idx', 'personal.text', 'text.entry'])
      .where('personal.tree', '=', tree)
      .where('personal.idx', '>', after)
      .orderBy('personal.idx')
      .limit(atOnce)
      .execute();
    for (const { idx, text, entry } of rows) {
      if (!text.toLowerCase().includes(wanted)) continue;
      const { who, actingAs, about } = personal.parse(JSON.parse(text));
      const ids = entry === null ? {} : (JSON.parse(entry) as { actingAs?: string });
      const isUser = actingAs?.userId === key || actingAs?.username.toLowerCase() === wanted;
      if (isUser) user ??= ids.actingAs;
      if (isUser || who === key || about?.userId === key) indices.push(idx);
      else others.push(idx);
    }
    const last = rows.at(-1);
    if (!last) return { indices, others, user };
    after = last.idx;
  }
}

export interface ErasedTexts {
  /** Entries below this index have no text any more. */
  readonly below: number;
  readonly entries: number;
}

/** Texts of entries before `before` (epoch milliseconds), up to the first that is younger. Undefined when there are none. */
export async function eraseTexts(
  db: Kysely<AuditTables>,
  { tree, now }: Erasure,
  before: number,
): Promise<ErasedTexts | undefined> {
  return inTransaction(db, async (transaction) => {
    const head = await lockHead(transaction, tree);
    const young = await transaction
      .selectFrom('audit_entries')
      .select('idx')
      .where('tree', '=', tree)
      .where('at', '>=', before)
      .orderBy('idx')
      .limit(1)
      .executeTakeFirst();
    const below = young?.idx ?? head.size;
    const texts = await transaction
      .deleteFrom('audit_texts')
      .where('tree', '=', tree)
      .where('idx', '<', below)
      .executeTakeFirst();
    await transaction
      .deleteFrom('audit_personal')
      .where('tree', '=', tree)
      .where('idx', '<', below)
      .execute();
    const entries = Number(texts.numDeletedRows);
    if (entries === 0) return undefined;
    // An attempt is looked for by what its text said.
    await transaction
      .deleteFrom('audit_attempts')
      .where('tree', '=', tree)
      .where('idx', '<', below)
      .execute();
    await append(transaction, head, {
      facts: {
        ...{ kind: 'erasure', ref: randomUUID(), at: now(), by: 'operator' },
        erased: { below, entries },
      },
    });
    return { below, entries };
  });
}

async function deleteRows(
  transaction: Transaction<AuditTables>,
  table: 'audit_personal',
  tree: string,
  indices: readonly number[],
): Promise<void> {
  for (let at = 0; at < indices.length; at += atOnce) {
    await transaction
      .deleteFrom(table)
      .where('tree', '=', tree)
      .where('idx', 'in', indices.slice(at, at + atOnce))
      .execute();
  }
}

/** Off the disk as well; what PostgreSQL keeps for replicas and backups goes by its own rules. */
export async function scrubLog(db: Kysely<AuditTables>): Promise<void> {
  if (engineOf(db) === 'postgres') {
    await sql`vacuum (full) audit_personal, audit_people, audit_texts, audit_attempts`.execute(db);
    return;
  }
  await sql`vacuum`.execute(db);
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
}

/** Every tree with its size. */
export async function listTrees(db: Kysely<AuditTables>): Promise<{ tree: string; size: number }[]> {
  return db.selectFrom('audit_heads').select(['tree', 'size']).orderBy('tree').execute();
}
