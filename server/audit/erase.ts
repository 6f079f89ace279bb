// Erases what the log holds of a person, or the texts whose time is over: on record, in the log itself, so that it still verifies.

import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import * as z from 'zod/mini';
import { engineOf, inTransaction } from '../db/engine.ts';
import { type ScrubOptions, scrubTables } from '../db/off-disk.ts';
import { lockHead } from './head.ts';
import { newPerson } from './people.ts';
import { append } from './record.ts';
import type { AuditTables } from './tables.ts';

export interface Erasure {
  readonly tree: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface ErasedPerson {
  /** The random ids that stay in the entries; several where a user was known by name before the id was. */
  readonly persons: readonly string[];
  /** Entries whose personal text is gone. */
  readonly entries: number;
}

const personal = z.looseObject({
  who: z.optional(z.string()),
  actingAs: z.optional(z.looseObject({ userId: z.optional(z.string()), username: z.string() })),
  about: z.optional(z.looseObject({ userId: z.string() })),
  reason: z.optional(z.string()),
});
const named = z.looseObject({
  who: z.optional(z.string()),
  actingAs: z.optional(z.string()),
  about: z.optional(z.string()),
});

const atOnce = 1000;

type Reader = Pick<Kysely<AuditTables>, 'selectFrom'>;

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
    let head = await lockHead(transaction, tree);
    const persons = await findPersons(transaction, tree, key);
    const { ofPerson, others } = await findTexts(transaction, tree, key, persons);
    if (persons.size === 0 && others.length === 0) return undefined;
    // Somebody of whom others speak alone has no id: one that stands nowhere else says that they were erased.
    const ids = persons.size > 0 ? [...persons] : [newPerson()];
    const indices = [...ofPerson.values()].flat();
    await deletePersonal(transaction, tree, [...indices, ...others]);
    await transaction
      .deleteFrom('audit_people')
      .where('tree', '=', tree)
      .where('person', 'in', ids)
      .execute();
    for (const [place, person] of ids.entries()) {
      const also = place === 0 && others.length > 0 ? others : undefined;
      const entries = (ofPerson.get(person)?.length ?? 0) + (also?.length ?? 0);
      await append(transaction, head, {
        facts: {
          ...{ kind: 'erasure', ref: randomUUID(), at: now(), by: 'operator' },
          erased: { person, entries, also },
        },
      });
      head = await lockHead(transaction, tree);
    }
    return { persons: ids, entries: indices.length + others.length };
  });
}

/** Ids that stand for the key: of its own row, and of the user who has that name. */
export async function findPersons(transaction: Reader, tree: string, key: string): Promise<Set<string>> {
  const wanted = key.toLowerCase();
  const rows = await transaction
    .selectFrom('audit_people')
    .select('person')
    .where('tree', '=', tree)
    .where('key', 'in', [key, wanted])
    .execute();
  const persons = new Set(rows.map(({ person }) => person));
  for await (const { text, ids } of personalTexts(transaction, tree, [key])) {
    const { actingAs } = text;
    const isUser = actingAs?.userId === key || actingAs?.username.toLowerCase() === wanted;
    if (isUser && ids.actingAs !== undefined) persons.add(ids.actingAs);
  }
  return persons;
}

/** Texts of entries that name one of the persons, by person; and those that name the key otherwise, in a reason for example. */
export async function findTexts(
  transaction: Reader,
  tree: string,
  key: string,
  persons: ReadonlySet<string>,
) {
  const ofPerson = new Map<string, number[]>();
  const others: number[] = [];
  const isNamed = mentionOf(key);
  for await (const { idx, text, ids } of personalTexts(transaction, tree, [key, ...persons])) {
    const { who, actingAs, about, reason } = text;
    const person = [ids.who, ids.actingAs, ids.about].find((id) => id !== undefined && persons.has(id));
    const own = person === undefined ? undefined : (ofPerson.get(person) ?? []);
    if (person !== undefined && own) ofPerson.set(person, own);
    own?.push(idx);
    if (own) continue;
    if ([who, actingAs?.userId, actingAs?.username, about?.userId, reason].some(isNamed)) others.push(idx);
  }
  return { ofPerson, others };
}

/** Whether a text names the key, and not merely another that begins or ends with it. */
export function mentionOf(key: string): (text: string | undefined) => boolean {
  const whole = key.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  // Salesforce writes the same id with 15 and with 18 characters.
  const literal = /^005[0-9A-Za-z]{15}$/.test(key) ? `${key.slice(0, 15)}(?:${key.slice(15)})?` : whole;
  const beside = '\\p{L}\\p{N}_@|+-';
  const pattern = new RegExp(`(?<![${beside}]|[${beside}]\\.)${literal}(?![${beside}]|\\.[${beside}])`, 'iu');
  return (text) => text !== undefined && pattern.test(text);
}

/** With `words`, those in which, or in whose entry, one stands: the others are not worth reading while all who append wait. */
export async function* personalTexts(transaction: Reader, tree: string, words?: readonly string[]) {
  const wanted = words?.map((word) => JSON.stringify(word).slice(1, -1).toLowerCase());
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
      const all = `${text} ${entry}`.toLowerCase();
      if (wanted && !wanted.some((word) => all.includes(word))) continue;
      const ids = entry === null ? {} : named.parse(JSON.parse(entry));
      yield { idx, text: personal.parse(JSON.parse(text)), ids };
    }
    const last = rows.at(-1);
    if (!last) return;
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

async function deletePersonal(
  transaction: Transaction<AuditTables>,
  tree: string,
  indices: readonly number[],
): Promise<void> {
  for (let at = 0; at < indices.length; at += atOnce) {
    await transaction
      .deleteFrom('audit_personal')
      .where('tree', '=', tree)
      .where('idx', 'in', indices.slice(at, at + atOnce))
      .execute();
  }
}

/** Off the disk as well. Throws `StillOnDisk`. */
export const scrubLog = (db: Kysely<AuditTables>, options?: ScrubOptions) =>
  scrubTables(db, ['audit_personal', 'audit_people', 'audit_texts', 'audit_attempts'], options);

/** Every tree with its size. */
export async function listTrees(db: Kysely<AuditTables>): Promise<{ tree: string; size: number }[]> {
  return db.selectFrom('audit_heads').select(['tree', 'size']).orderBy('tree').execute();
}

/** False for the role that a service runs as on PostgreSQL: it adds to the log and reads it. */
export async function mayErase(db: Kysely<AuditTables>): Promise<boolean> {
  if (engineOf(db) !== 'postgres') return true;
  const { rows } = await sql<{
    may: boolean;
  }>`select bool_and(pg_has_role(current_user, relowner, 'usage')) as may
    from pg_class where relnamespace = current_schema()::regnamespace
    and relname in ('audit_personal', 'audit_texts')`.execute(db);
  return rows[0]?.may === true;
}
