// Compares two metadata documents by meaning and lists what differs, canvas positions in a lane of their own.

import { type Canon, canonicalize, Interner, isLoose } from '../metadata/canonical.ts';
import { ItemCanon, type ItemList, RootCanon } from '../metadata/canonical-root.ts';
import { type ListRule, rulesFor, type TypeRules } from '../metadata/identity.ts';
import type { ReadDocument, XmlDocument } from '../metadata/parse-xml.ts';
import { type Delta, mirror, type Place } from './delta.ts';
import { inOneOrder, standsOtherwise } from './order.ts';
import { type Entry, pairItems } from './pairing.ts';
import { findRenames, nameTag } from './rename.ts';
import { settleItems } from './settle.ts';

export interface SemanticDiff {
  readonly deltas: readonly Delta[];
  readonly before: Canon;
  readonly after: Canon;
  /** True when nothing differs in meaning or on the canvas. */
  readonly same: boolean;
  /** False when a type or list is not in our tables, or a budget ran out. */
  readonly exact: boolean;
  /** True when items stand in another order that means nothing. */
  readonly reordered: boolean;
}

/** `swapped` compares in the other direction and mirrors the result, so that both directions agree. */
export function diffDocuments(
  type: string,
  before: XmlDocument,
  after: XmlDocument,
  swapped: boolean,
): SemanticDiff {
  const interner = new Interner();
  const one = canonicalize(type, before, interner);
  const other = canonicalize(type, after, interner);
  return walked(type, one, other, swapped, one.full === other.full);
}

/** The same of documents that were read from texts: items that are written alike are never looked into. */
export function diffRead(
  type: string,
  before: ReadDocument,
  after: ReadDocument,
  swapped: boolean,
): SemanticDiff {
  const interner = new Interner();
  const one = new RootCanon(type, before, interner);
  const other = new RootCanon(type, after, interner);
  return walked(type, one, other, swapped, undefined);
}

/** `same` is left open when only the walk can tell. */
function walked(
  type: string,
  before: Canon,
  after: Canon,
  swapped: boolean,
  same: boolean | undefined,
): SemanticDiff {
  const walk = new Walk(rulesFor(type));
  if (swapped) walk.roots(after, before);
  else walk.roots(before, after);
  const deltas = swapped ? walk.deltas.map(mirror) : walk.deltas;
  const isSame = same ?? deltas.length === 0;
  // Documents that mean the same are not looked into, so that nothing is left open about them.
  const exact = isSame ? rulesFor(type).known : walk.exact;
  return { deltas, before, after, same: isSame, exact, reordered: walk.reordered };
}

/** Real metadata nests about ten levels; deeper down a difference is told as one. */
const deepest = 64;

class Walk {
  readonly deltas: Delta[] = [];
  exact: boolean;
  /** True when a list whose order means nothing has another order. */
  reordered = false;
  private readonly rules: TypeRules;

  constructor(rules: TypeRules) {
    this.rules = rules;
    this.exact = rules.known;
  }

  roots(before: Canon, after: Canon): void {
    if (before.tag === after.tag) this.compare(before, after, []);
    else {
      const parts = { before: [before], after: [after] };
      this.add('changed', [{ before: rootName(before), after: rootName(after), parts }]);
    }
  }

  private add(kind: Delta['kind'], trail: readonly Place[]): void {
    const noise = trail.some(({ before, after }) => (after ?? before)?.noise);
    this.deltas.push({ kind, noise, trail });
  }

  private compare(before: Canon, after: Canon, trail: readonly Place[], name?: string): void {
    if (isWrittenAlike(before, after)) return;
    if (before.full === after.full) {
      this.reordered ||= standsOtherwise(before, after);
      return;
    }
    this.attributes(before, after, trail);
    if (before instanceof RootCanon && after instanceof RootCanon) {
      if (before.text !== after.text) this.add('changed', [rootText(before, after)]);
      this.items(before, after);
      return;
    }
    if (
      before.text !== after.text ||
      (trail.length > 0 && sayOneThingEach(before, after)) ||
      trail.length > deepest
    ) {
      this.add('changed', trail.length > 0 ? trail : [rootText(before, after)]);
      if (trail.length > 0) return;
    }
    if (before.children.length === 0 && after.children.length === 0) return;
    this.position(before, after, trail);
    const ours = byTag(before.children);
    const theirs = byTag(after.children);
    this.reordered ||= !inOneOrder(before.children, after.children, ours, theirs);
    for (const tag of allTags(ours, theirs)) {
      if (tag === 'locationX' || tag === 'locationY' || tag === name) continue;
      this.list(before.tag, tag, ours.get(tag) ?? [], theirs.get(tag) ?? [], trail);
    }
  }

  /** The lists of two roots. */
  private items(before: RootCanon, after: RootCanon): void {
    this.reordered ||= !inOneOrder(before.runs, after.runs, before.sizes(), after.sizes());
    const ours = byTag(before.loose);
    const theirs = byTag(after.loose);
    for (const tag of allTags(ours, theirs))
      this.list(before.tag, tag, ours.get(tag) ?? [], theirs.get(tag) ?? [], []);
    for (const tag of allTags(before.lists, after.lists)) {
      const one = before.lists.get(tag);
      const other = after.lists.get(tag);
      if (one && other && canSettle(one, this.rules)) this.settle(one, other);
      else this.list(before.tag, tag, one?.all() ?? [], other?.all() ?? [], []);
    }
  }

  /** A list whose order means nothing: only what is not written alike is looked at. */
  private settle(one: ItemList, other: ItemList): void {
    const { open, reordered } = settleItems(one, other);
    if (reordered) this.reordered = true;
    this.entries(
      { parentTag: one.root.tag, tag: one.tag, rule: one.rule, trail: [] },
      open,
      (index) => one.at(index),
      (index) => other.at(index),
    );
  }

  private list(
    parentTag: string,
    tag: string,
    before: readonly Canon[],
    after: readonly Canon[],
    trail: readonly Place[],
  ): void {
    const rule = isLoose(tag) ? looseRule : this.rules.list(parentTag, tag);
    const single = before.length <= 1 && after.length <= 1;
    if (single && !isItem(rule, before[0] ?? after[0], this.rules.known)) {
      this.item(this.withUsual(parentTag, { before: before[0], after: after[0] }), trail);
      return;
    }
    if (!rule) this.exact = false;
    const entries = pairItems(before, after, rule);
    if (rule?.ordered === false && !isRising(entries)) this.reordered = true;
    this.entries(
      { parentTag, tag, rule, trail },
      entries,
      (index) => before[index] as Canon,
      (index) => after[index] as Canon,
    );
  }

  /** Tells what became of the items of a list. */
  private entries(
    { parentTag, tag, rule, trail }: ListPlace,
    entries: readonly Entry[],
    before: (index: number) => Canon,
    after: (index: number) => Canon,
  ): void {
    const names = nameTag(parentTag, tag);
    const name = rule?.keys.length === 1 && rule.keys[0] === names ? names : undefined;
    const renames = name ? findRenames(entries, before, after, this.rules, rule) : undefined;
    if (renames && !renames.exact) this.exact = false;
    const byPosition = rule === undefined || rule.keys.length === 0;
    for (const entry of entries) {
      if (renames?.gone.has(entry)) continue;
      const old = renames?.pairs.get(entry);
      const index = { before: old?.before ?? entry.before, after: entry.after };
      const one = index.before < 0 ? undefined : before(index.before);
      const other = index.after < 0 ? undefined : after(index.after);
      if (one && other && !entry.moved && isWrittenAlike(one, other)) continue;
      const place: Place = { before: one, after: other, index, byPosition };
      if (entry.moved) this.add('moved', [...trail, place]);
      if (old) this.add('renamed', [...trail, place]);
      this.item(place, trail, old && name);
    }
  }

  private item(place: Place, trail: readonly Place[], name?: string): void {
    const { before, after } = place;
    const here = [...trail, place];
    if (before && after) this.compare(before, after, here, name);
    else this.add(before ? 'removed' : 'added', here);
  }

  /** A missing element stands for its usual value, so that switching it on is told as a change. */
  private withUsual(parentTag: string, { before, after }: Place): Place {
    const present = (before ?? after) as Canon;
    const usual = this.rules.missingMeans(parentTag, present.tag);
    if (usual === undefined || (before && after)) return { before, after };
    const missing = leaf(present.tag, usual, present);
    return { before: before ?? missing, after: after ?? missing };
  }

  private attributes(before: Canon, after: Canon, trail: readonly Place[]): void {
    const values = new Map(before.attributes.map(({ name, value }) => [name, value]));
    for (const { name, value } of after.attributes) {
      const old = values.get(name);
      values.delete(name);
      if (old === value) continue;
      const place = {
        before: old === undefined ? undefined : leaf(`@${name}`, old, before),
        after: leaf(`@${name}`, value, after),
      };
      this.add(old === undefined ? 'added' : 'changed', [...trail, place]);
    }
    for (const [name, value] of values)
      this.add('removed', [...trail, { before: leaf(`@${name}`, value, before) }]);
  }

  /** Both coordinates of an element are one move on the canvas. */
  private position(before: Canon, after: Canon, trail: readonly Place[]): void {
    const from = coordinates(before);
    const to = coordinates(after);
    const parts = { before: coordinateParts(before), after: coordinateParts(after) };
    if (inFull(parts.before) === inFull(parts.after)) return;
    this.add(from ? (to ? 'changed' : 'removed') : 'added', [...trail, { before: from, after: to, parts }]);
  }
}

/** A list, and the way down to it. */
interface ListPlace {
  readonly parentTag: string;
  readonly tag: string;
  readonly rule: ListRule | undefined;
  readonly trail: readonly Place[];
}

/** A key that is the item's own text leaves nothing to settle. */
function canSettle({ rule }: ItemList, { known }: TypeRules): boolean {
  return known && rule?.ordered === false && rule.keys.length > 0 && !rule.keys.includes('#text');
}

function allTags(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].sort();
}

/** True when what is on both sides has one order. */
function isRising(entries: readonly Entry[]): boolean {
  let last = -1;
  for (const { before, after } of entries) {
    if (before < 0 || after < 0) continue;
    if (before < last) return false;
    last = before;
  }
  return true;
}

function isWrittenAlike(before: Canon, after: Canon): boolean {
  return before instanceof ItemCanon && after instanceof ItemCanon && before.isWrittenAs(after);
}

/** Comments and stray text: pair what is equal, then what is left in turn. */
const looseRule: ListRule = { keys: ['#text'], by: 'all', ordered: false };

/** A lone element of an unknown type may be anything; with a table, what is in it is an item of a list. */
function isItem(rule: ListRule | undefined, sample: Canon | undefined, known: boolean): boolean {
  return (
    rule !== undefined && (known || (sample !== undefined && sample.children.length > 0 && sample.key !== ''))
  );
}

/** `<value><stringValue>x</stringValue></value>`: one value with its kind. */
export function isOneValue(canon: Canon): boolean {
  const [only] = canon.children;
  return (
    only !== undefined &&
    canon.children.length === 1 &&
    only.children.length === 0 &&
    valueKinds.has(only.tag)
  );
}

function sayOneThingEach(before: Canon, after: Canon): boolean {
  return isOneValue(before) && isOneValue(after) && before.children[0]?.full !== after.children[0]?.full;
}

const valueKinds = new Set(
  'stringValue numberValue booleanValue dateValue dateTimeValue timeValue elementReference apexValue setupReference'.split(
    ' ',
  ),
);

function coordinateParts(canon: Canon): readonly Canon[] {
  return canon.children.filter((child) => child.tag === 'locationX' || child.tag === 'locationY');
}

/** Equal for coordinates that are the same, whichever comes first. */
function inFull(parts: readonly Canon[]): string {
  const of = (tag: string) => parts.filter((part) => part.tag === tag).map(({ full }) => full);
  return `${of('locationX')};${of('locationY')}`;
}

function coordinates(canon: Canon): Canon | undefined {
  const parts = coordinateParts(canon);
  const [first] = parts;
  if (!first) return undefined;
  const text = parts.map((part) => part.text).join(', ');
  return leaf('location', text, first, parts.at(-1)?.endLine);
}

function leaf(tag: string, text: string, at: Canon, endLine = at.line): Canon {
  const { line, noise } = at;
  return { tag, text, id: -1, full: -1, key: '', attributes: [], children: [], noise, line, endLine };
}

function rootText(before: Canon, after: Canon): Place {
  return { before: leaf('#text', before.text, before), after: leaf('#text', after.text, after) };
}

function rootName(root: Canon): Canon {
  return leaf('rootElement', root.tag, root);
}

function byTag(children: readonly Canon[]): Map<string, Canon[]> {
  const groups = new Map<string, Canon[]>();
  for (const child of children) {
    const group = groups.get(child.tag);
    if (group) group.push(child);
    else groups.set(child.tag, [child]);
  }
  return groups;
}
