// p5 and its variants, each with the truth about what was changed, added and removed in it.

import { Names } from './names.ts';
import { type Item, inSalesforcesOrder, makeItem, makeItems, nameOf, write } from './profile.ts';

/** Gives p5 its 5,475 kB. */
const seed = 86;

export const variantNames = [
  '10 edits',
  '10 % edits',
  'shuffled',
  'shuffled, 10 edits',
  'all different',
] as const;
export type VariantName = (typeof variantNames)[number];

/**
 * What differs, a sentence for each: `added tag name`, `removed tag name`, and for a changed item one for each
 * child whose text changed, `changed tag name child`. That is how we tell it: two flags of a field are two changes.
 */
export type Truth = ReadonlySet<string>;

export interface Variant {
  readonly name: VariantName;
  readonly text: string;
  readonly truth: Truth;
}

export interface Documents {
  readonly base: string;
  readonly variants: readonly Variant[];
}

interface Counts {
  readonly changed: number;
  readonly added: number;
  readonly removed: number;
}

const few: Counts = { changed: 5, added: 3, removed: 2 };
const many: Counts = { changed: 1524, added: 1008, removed: 692 };

export function largeProfile(): Documents {
  const names = new Names(seed);
  const items = makeItems(names);
  const fewEdits = edited(items, few, names);
  const manyEdits = edited(items, many, names);
  const others = makeItems(new Names(seed + 1, 'X'));
  const variant = (name: VariantName, all: readonly Item[], truth: Truth): Variant => ({
    name,
    text: write(all),
    truth,
  });
  return {
    base: write(items),
    variants: [
      variant('10 edits', fewEdits.items, fewEdits.truth),
      variant('10 % edits', manyEdits.items, manyEdits.truth),
      variant('shuffled', shuffled(items, names), new Set()),
      variant('shuffled, 10 edits', shuffled(fewEdits.items, names), fewEdits.truth),
      variant(
        'all different',
        others,
        new Set([
          ...items.map((item) => `removed ${nameOf(item)}`),
          ...others.map((item) => `added ${nameOf(item)}`),
        ]),
      ),
    ],
  };
}

/** A pair `scale` times as large as p5, with one item changed in the middle of its field permissions. */
export function scaledPair(scale: number): { before: string; after: string } {
  const items = makeItems(new Names(seed), scale);
  const at = items.length >> 1;
  const after = items.map((item, index) => (index === at ? turned(item, () => true).item : item));
  return { before: write(items), after: write(after) };
}

function edited(
  items: readonly Item[],
  { changed, added, removed }: Counts,
  names: Names,
): { items: Item[]; truth: Truth } {
  const truth = new Set<string>();
  const edits = new Map<number, 'changed' | 'removed'>();
  const choose = (kind: 'changed' | 'removed', count: number) => {
    for (let left = count; left > 0; ) {
      const at = names.below(items.length);
      // A layout's assignment has nothing but its name to change.
      if (edits.has(at) || (kind === 'changed' && items[at]?.tag === 'layoutAssignments')) continue;
      edits.set(at, kind);
      left--;
    }
  };
  choose('changed', changed);
  choose('removed', removed);
  const result: Item[] = [];
  items.forEach((item, at) => {
    const edit = edits.get(at);
    if (edit === 'removed') truth.add(`removed ${nameOf(item)}`);
    else if (edit === 'changed') {
      const after = turned(item, () => names.random() < 0.5);
      for (const child of after.changed) truth.add(`changed ${nameOf(item)} ${child}`);
      result.push(after.item);
    } else result.push(item);
  });
  for (let left = added; left > 0; left--) {
    const item = makeItem(names.pick(items).tag, names);
    truth.add(`added ${nameOf(item)}`);
    result.push(item);
  }
  return { items: inSalesforcesOrder(result), truth };
}

const opposite: Readonly<Record<string, string>> = {
  true: 'false',
  false: 'true',
  DefaultOff: 'DefaultOn',
  DefaultOn: 'Hidden',
  Hidden: 'DefaultOff',
};

/** With some of its flags the other way, one of them at least. */
function turned(item: Item, isChosen: () => boolean): { item: Item; changed: readonly string[] } {
  const flags = item.fields.filter(([, text]) => Object.hasOwn(opposite, text)).map(([name]) => name);
  const chosen = flags.filter(isChosen);
  const changed = chosen.length > 0 ? chosen : flags.slice(0, 1);
  const fields = item.fields.map(([name, text]): [string, string] => [
    name,
    changed.includes(name) ? (opposite[text] as string) : text,
  ]);
  return { item: { tag: item.tag, fields }, changed };
}

/** Each list in an order of its own; the lists keep theirs. */
function shuffled(items: readonly Item[], names: Names): Item[] {
  const places = new Map<string, number>();
  return items
    .map((item) => {
      if (!places.has(item.tag)) places.set(item.tag, places.size);
      return { item, list: places.get(item.tag) ?? 0, at: names.random() };
    })
    .sort((one, other) => one.list - other.list || one.at - other.at)
    .map(({ item }) => item);
}
