// Says before an erasure which entries it will be of, and under which other names they speak of the person.

import type { Kysely } from 'kysely';
import { findPersons, findTexts, personalTexts } from './erase.ts';
import type { AuditTables } from './tables.ts';

export interface Mentions {
  /** Whether the log knows one of the names, be it without an entry that still says so. */
  readonly known: boolean;
  /** Entries that say something of the person, in their order. */
  readonly entries: readonly number[];
  /** Names that stand in those entries beside the given ones: how many other entries have them as well. */
  readonly together: readonly { readonly name: string; readonly elsewhere: number }[];
}

/** `keys` are Auth0 subjects, Salesforce user ids of 18 characters, or usernames. */
export async function findMentions(
  db: Pick<Kysely<AuditTables>, 'selectFrom'>,
  tree: string,
  keys: readonly string[],
): Promise<Mentions> {
  const found = new Set<number>();
  let known = false;
  for (const key of keys) {
    const persons = await findPersons(db, tree, key);
    const { ofPerson, others } = await findTexts(db, tree, key, persons);
    known ||= persons.size > 0;
    for (const index of [...ofPerson.values(), others].flat()) found.add(index);
  }
  const own = new Set(keys.map((key) => key.toLowerCase()));
  const tally = new Map<string, { inside: number; elsewhere: number }>();
  for await (const { idx, text } of personalTexts(db, tree)) {
    const { who, actingAs, about } = text;
    for (const name of new Set([who, actingAs?.userId, actingAs?.username, about?.userId])) {
      if (!name || own.has(name.toLowerCase())) continue;
      const counts = tally.get(name) ?? { inside: 0, elsewhere: 0 };
      counts[found.has(idx) ? 'inside' : 'elsewhere'] += 1;
      tally.set(name, counts);
    }
  }
  const together = [...tally].flatMap(([name, { inside, elsewhere }]) =>
    inside > 0 ? [{ name, elsewhere }] : [],
  );
  return { known, entries: [...found].sort((one, other) => one - other), together };
}
