// Documents of every type that has a table, made from the table as its schema: nested lists, keys of every kind.

import fc from 'fast-check';
import { rulesFor, tabledTypes, tableOf } from '../../core/metadata/identity.ts';
import { type Row, rowsOf } from '../../core/metadata/rules/table.ts';
import { item, leaf, type Model } from './write-model.ts';

/** One list of a table: its tag, the parent it is bound to, and its row. */
export interface List {
  readonly tag: string;
  readonly parent: string | undefined;
  readonly row: Row;
  readonly ordered: boolean;
}

export function listsOf(type: string): readonly List[] {
  return rowsOf(tableOf(type) ?? {}).flatMap((row) =>
    row.tags.map((name) => {
      const [tag = '', parent] = name.split('/').reverse();
      return { tag, parent, row, ordered: /[a-z]/.test(row.marks) };
    }),
  );
}

/** Numbers to make choices with; when they run out, every choice is the first one. Shrinks well. */
export type Choices = Uint8Array;

export const choices: fc.Arbitrary<Choices> = fc.uint8Array({ minLength: 40, maxLength: 260, size: 'max' });

/** Two documents that have most choices in common. */
export const alike: fc.Arbitrary<readonly [Choices, Choices]> = fc
  .tuple(choices, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }))
  .map(([one, edits]) => {
    const other = one.slice();
    for (const [place, value] of edits) other[place % other.length] = value;
    return [one, other];
  });

const names = ['Ada', 'Bo', 'cy', 'Di.x', 'E-d', 'Flo', 'Gus', 'hal'];
const texts = ['', 'plain', 'a < b & c', `it's "so"`, 'two\nlines', '  spaced  ', 'ü 😀', ']]>', '1', 'TRUE'];
const plainTags = [
  'label',
  'description',
  'length',
  'numberValue',
  'active',
  'isActive',
  'dateTimeValue',
  'apiVersion',
];

class Maker {
  private readonly type: string;
  private readonly lists: readonly List[];
  private readonly source: Choices;
  private at = 0;

  constructor(type: string, source: Choices) {
    this.type = type;
    this.lists = listsOf(type);
    this.source = source;
  }

  private next(below: number): number {
    return (this.source[this.at++] ?? 0) % below;
  }

  private one<T>(of: readonly T[]): T {
    return of[this.next(of.length)] as T;
  }

  document(): Model {
    return item(this.type, this.children(this.type, 0, new Set(['fullName'])));
  }

  /** Plain values, then lists that may stand here, each tag once. */
  private children(parent: string, depth: number, taken: Set<string>): readonly Model[] {
    const made: Model[] = [];
    for (let left = this.next(3); left > 0; left--) {
      const tag = this.one(plainTags);
      if (!taken.has(tag)) made.push(this.value(tag));
      taken.add(tag);
    }
    if (depth > 3) return made;
    const free = this.lists.filter((list) => (list.parent ?? parent) === parent && !taken.has(list.tag));
    // What is bound to this parent stands nowhere else, so it gets half of the chances.
    const own = free.filter((list) => list.parent !== undefined);
    const here = own.length > 0 && this.next(2) === 0 ? own : free;
    for (let left = here.length > 0 ? this.next(depth === 0 ? 5 : 3) : 0; left > 0; left--) {
      const list = this.one(here);
      if (taken.has(list.tag) || this.bound(parent, list)) continue;
      taken.add(list.tag);
      for (let items = 1 + this.next(4); items > 0; items--) made.push(this.listItem(list, depth));
    }
    const holders = this.holders().filter((tag) => !taken.has(tag));
    if (holders.length > 0 && this.next(4) === 1) {
      const tag = this.one(holders);
      const inside = this.children(tag, depth + 1, new Set());
      if (inside.length > 0) made.push(item(tag, inside));
    }
    return made;
  }

  /** True when another row of the same tag is meant for this parent. */
  private bound(parent: string, list: List): boolean {
    return (
      list.parent === undefined &&
      this.lists.some((other) => other.tag === list.tag && other.parent === parent)
    );
  }

  /** Parents of bound lists that are no lists themselves. */
  private holders(): readonly string[] {
    const parents = this.lists.flatMap(({ parent }) => (parent && parent !== this.type ? [parent] : []));
    // A holder may be called as the list in it: `searchSettingsByObject`.
    return parents.filter((name) => !this.lists.some(({ tag, parent }) => tag === name && parent !== name));
  }

  private listItem({ tag, row, ordered }: List, depth: number): Model {
    const order = ordered ? 'list' : 'set';
    if (row.key === '#text') return leaf(tag, this.one(names), order);
    const taken = new Set<string>();
    const children = [...this.keyParts(row.key, taken), ...this.children(tag, depth + 1, taken)];
    return children.length > 0 ? item(tag, children, order) : leaf(tag, this.one(names), order);
  }

  private keyParts(key: string, taken: Set<string>): readonly Model[] {
    if (key === '-') return [];
    const parts = key.replace('?', '').split(/[+|]/);
    const wanted = parts.filter(() => this.next(4) !== 3);
    const made: Model[] = [];
    for (const path of key.includes('|') ? wanted.slice(0, 2) : wanted) {
      const [tag = '', inner] = path.split('.');
      if (taken.has(tag)) continue;
      taken.add(tag);
      made.push(inner ? item(tag, [leaf(inner, this.one(names))]) : this.value(tag, names));
    }
    return made;
  }

  private value(tag: string, from: readonly string[] = texts): Model {
    const rules = rulesFor(this.type);
    if (rules.isAnyType(tag)) {
      if (this.next(3) === 1) return { ...leaf(tag, ''), attributes: ' xsi:nil="true"' };
      return {
        ...leaf(tag, this.one(texts)),
        attributes: ` xsi:type="xsd:${this.one(['string', 'double'])}"`,
      };
    }
    const kind = rules.kind(tag);
    if (kind === 'boolean') return { ...leaf(tag, String(this.next(2) === 1)), kind };
    if (kind === 'double') return { ...leaf(tag, `${this.next(40)}.0`), kind };
    if (kind === 'dateTime') return { ...leaf(tag, `2024-01-0${1 + this.next(9)}T09:00:00.000Z`), kind };
    if (from === texts && this.next(12) === 1) return item(tag, [leaf('#comment', this.one(names))]);
    return leaf(tag, this.one(from));
  }
}

export function documentOf(type: string, source: Choices): Model {
  return new Maker(type, source).document();
}

/** Every type with a table. */
export const types = tabledTypes;
