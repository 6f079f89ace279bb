// Turns the compact tables of this folder into rules.

import type { ListRule, TypeRules, ValueKind } from '../identity.ts';

interface Table {
  /**
   * Lists whose order means nothing: identity → tags. `a+b` is a composite key, `a|b` the first present,
   * `#text` the item's text. A tag may be written `parent/tag` to hold below that parent only.
   */
  readonly sets: Readonly<Record<string, string>>;
  /** Lists whose order means something; `?child` instead of a key: no identity, likely the same by that child. */
  readonly ordered: Readonly<Record<string, string>>;
  readonly booleans: string;
  readonly doubles?: string;
  readonly dateTimes?: string;
  readonly noise?: TypeRules['noise'];
  /** Elements that come before the alphabetical rest, and those only canvas elements have first. */
  readonly first?: string;
  readonly firstOnCanvas?: string;
  /** Elements whose children are alphabetical all the same. */
  readonly alphabetical?: string;
  readonly ignoreCase?: boolean;
  readonly missing?: Readonly<Record<string, string>>;
}

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

export function rulesOf(table: Table): TypeRules {
  const lists = new Map<string, ListRule>();
  for (const [key, tags] of Object.entries(table.sets)) {
    for (const tag of words(tags)) lists.set(tag, listRule(key, false));
  }
  for (const [key, tags] of Object.entries(table.ordered)) {
    for (const tag of words(tags)) lists.set(tag, listRule(key, true));
  }
  const kinds = new Map<string, ValueKind>();
  for (const tag of words(table.booleans)) kinds.set(tag, 'boolean');
  for (const tag of words(table.doubles ?? '')) kinds.set(tag, 'double');
  for (const tag of words(table.dateTimes ?? '')) kinds.set(tag, 'dateTime');
  const missing = new Map(Object.entries(table.missing ?? {}));
  // Most tags have one rule wherever they stand: no need to put together a name for each element.
  const bound = boundTags([...lists.keys(), ...missing.keys()]);
  const first = words(table.first ?? '');
  const firstOnCanvas = [...first, ...words(table.firstOnCanvas ?? '')];
  const alphabetical = new Set(words(table.alphabetical ?? ''));
  return {
    known: true,
    list: (parentTag, tag) =>
      (bound.has(tag) ? lists.get(`${parentTag}/${tag}`) : undefined) ?? lists.get(tag),
    kind: (tag) => kinds.get(tag) ?? 'text',
    noise: table.noise ?? (() => false),
    ignoreCase: table.ignoreCase ?? false,
    rank: (parentTag, tag, onCanvas) => {
      if (alphabetical.has(parentTag)) return tag;
      const index = (onCanvas ? firstOnCanvas : first).indexOf(tag);
      return index < 0 ? tag : `!${index}`;
    },
    missingMeans: (parentTag, tag) => (bound.has(tag) ? missing.get(`${parentTag}/${tag}`) : undefined),
  };
}

/** Tags of which a rule holds below one parent only. */
function boundTags(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.filter((name) => name.includes('/')).map((name) => name.slice(name.indexOf('/') + 1)));
}

function listRule(key: string, ordered: boolean): ListRule {
  if (key.startsWith('?')) return { keys: [], by: 'all', ordered, likely: key.slice(1) };
  if (key.includes('|')) return { keys: key.split('|'), by: 'first', ordered };
  return { keys: key.split('+'), by: 'all', ordered };
}
