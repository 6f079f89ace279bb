// Turns the compact tables of this folder into rules.

import type { ListRule, TypeRules } from '../identity.ts';
import { valueKind } from './values.ts';

/**
 * What is known of one metadata type. `lists` has one row a line: the key, marks, then tags. A tag may be written
 * `parent/tag` to hold below that parent only; a document's root is the parent of its first level.
 *
 * Keys: `a` a child element, `a.b` a child of a child, `#text` the item's own text, `a+b` both together, `a|b` the
 * first one present, `?a` no identity but likely the same item when `a` agrees, `-` no identity at all.
 *
 * Marks: capitals say who knows the key, a small letter that the order means something, and why. See legend.ts.
 */
export interface Table {
  readonly lists?: string;
  /** Booleans, doubles and the like are known by their tag; these tags are plain text in this type. */
  readonly texts?: string;
  readonly noise?: TypeRules['noise'];
  /** Elements that come before the alphabetical rest, and those only canvas elements have first. */
  readonly first?: string;
  readonly firstOnCanvas?: string;
  /** Elements that come after it: what a WSDL type adds to the type it extends. */
  readonly last?: string;
  /** Elements whose children are alphabetical all the same. */
  readonly alphabetical?: string;
  readonly ignoreCase?: boolean;
  /** Values that mean the same as a missing element. */
  readonly missing?: Readonly<Record<string, string>>;
  /** Elements of any type: their `xsi:type` and `xsi:nil` are part of the value. */
  readonly anyType?: string;
  /** True when a file of this type repeats its name. */
  readonly named?: boolean;
}

/** The tags, each bound to that parent. */
export function below(parent: string, tags: string): string {
  return tags.replace(/\S+/g, (tag) => `${parent}/${tag}`);
}

export type Tables = Readonly<Record<string, Table>>;

/** One row: how the items of some lists are identified. */
export interface Row {
  readonly key: string;
  readonly marks: string;
  readonly tags: readonly string[];
}

const words = (text = ''): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

export function rowsOf({ lists = '' }: Table): readonly Row[] {
  return lists
    .split('\n')
    .map(words)
    .filter((row) => row.length > 0)
    .map(([key = '', marks = '', ...tags]) => ({ key, marks, tags }));
}

/** What holds of a tag wherever it stands, and below some parents. Looked up without putting names together. */
class Bound<T> {
  private readonly places = new Map<string, { anywhere: T | undefined; below: Map<string, T> | undefined }>();

  set(name: string, value: T): void {
    const slash = name.indexOf('/');
    const tag = name.slice(slash + 1);
    const place = this.places.get(tag) ?? { anywhere: undefined, below: undefined };
    this.places.set(tag, place);
    if (slash < 0) place.anywhere = value;
    else {
      place.below ??= new Map();
      place.below.set(name.slice(0, slash), value);
    }
  }

  get(parentTag: string, tag: string): T | undefined {
    const place = this.places.get(tag);
    if (!place) return undefined;
    return place.below?.get(parentTag) ?? place.anywhere;
  }
}

export function rulesOf(table: Table): TypeRules {
  const lists = new Bound<ListRule>();
  for (const { key, marks, tags } of rowsOf(table)) {
    const rule = listRule(key, /[a-z]/.test(marks));
    for (const tag of tags) lists.set(tag, rule);
  }
  const missing = new Bound<string>();
  for (const [name, value] of Object.entries(table.missing ?? {})) missing.set(name, value);
  const texts = new Set(words(table.texts));
  const anyType = new Set(words(table.anyType));
  const first = words(table.first ?? 'fullName');
  const firstOnCanvas = [...first, ...words(table.firstOnCanvas)];
  const last = new Bound<string>();
  words(table.last).forEach((name, index) => {
    last.set(name, `~${String(index).padStart(2, '0')}`);
  });
  const alphabetical = new Set(words(table.alphabetical));
  return {
    known: true,
    list: (parentTag, tag) => lists.get(parentTag, tag),
    kind: texts.size === 0 ? valueKind : (tag) => (texts.has(tag) ? 'text' : valueKind(tag)),
    noise: table.noise ?? (() => false),
    ignoreCase: table.ignoreCase ?? false,
    rank: (parentTag, tag, onCanvas) => {
      if (alphabetical.has(parentTag)) return tag;
      const late = last.get(parentTag, tag);
      if (late) return late;
      const index = (onCanvas ? firstOnCanvas : first).indexOf(tag);
      return index < 0 ? tag : `!${index}`;
    },
    missingMeans: (parentTag, tag) => missing.get(parentTag, tag),
    isAnyType: (tag) => anyType.has(tag),
    named: table.named ?? false,
  };
}

function listRule(key: string, ordered: boolean): ListRule {
  if (key === '-') return { keys: [], by: 'all', ordered };
  if (key.startsWith('?')) return { keys: [], by: 'all', ordered, likely: key.slice(1) };
  if (key.includes('|')) return { keys: key.split('|'), by: 'first', ordered };
  return { keys: key.split('+'), by: 'all', ordered };
}
