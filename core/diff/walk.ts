// Walks down two canonical forms side by side and notes each difference it meets.

import { type Canon, isLoose } from '../metadata/canonical.ts';
import { RootCanon } from '../metadata/canonical-root.ts';
import type { ListRule, TypeRules } from '../metadata/identity.ts';
import { ItemCanon } from '../metadata/item-canon.ts';
import type { ItemList } from '../metadata/item-list.ts';
import { allTags, byTag, hasSameAttributes, isWrittenAlike } from './alike.ts';
import type { Delta, Place } from './delta.ts';
import { isOneValue, sayOneThingEach } from './one-value.ts';
import { inOneOrder, isRising, standsOtherwise } from './order.ts';
import { type Entry, pairItems } from './pairing.ts';
import { findRenames, nameTag } from './rename.ts';
import { settleItems } from './settle.ts';
import { coordinateParts, coordinates, inFull, leaf, rootName, rootText } from './stand-ins.ts';

/** Real metadata nests about ten levels; deeper down a difference is told as one. */
const deepest = 64;

export class Walk {
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
    if (isWrittenAlike(before, after) || this.leaves(before, after, trail, name)) return;
    if (before.full === after.full) {
      this.reordered ||= standsOtherwise(before, after);
      return;
    }
    // Of a value of any type the type is a part, and nothing is told apart from it.
    if (this.rules.isAnyType(before.tag) && trail.length > 0 && !hasSameAttributes(before, after)) {
      this.add('changed', trail);
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

  /** Items of the same plain leaves are compared leaf by leaf; answers whether they are such. */
  private leaves(before: Canon, after: Canon, trail: readonly Place[], name?: string): boolean {
    if (!(before instanceof ItemCanon && after instanceof ItemCanon)) return false;
    const ours = before.leaves;
    const theirs = after.leaves;
    if (!ours || ours.length !== theirs?.length || isOneValue(before) || isOneValue(after)) return false;
    for (let i = 0; i < ours.length; i++) if (ours[i]?.tag !== theirs[i]?.tag) return false;
    const places: Place[] = [];
    for (let i = 0; i < ours.length; i++) {
      const place = { before: ours[i] as Canon, after: theirs[i] as Canon };
      if (place.before.text !== place.after.text && place.before.tag !== name) places.push(place);
    }
    if (places.length > 1) places.sort((one, other) => (tagOf(one) < tagOf(other) ? -1 : 1));
    for (const place of places) this.add('changed', [...trail, place]);
    return true;
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
    if (
      rule?.ordered === false &&
      !isRising(entries.flatMap(({ before, after }) => (after < 0 ? [] : before)))
    )
      this.reordered = true;
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

function tagOf({ before }: Place): string {
  return before?.tag ?? '';
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

/** Comments and stray text: pair what is equal, then what is left in turn. */
const looseRule: ListRule = { keys: ['#text'], by: 'all', ordered: false };

/** A lone element of an unknown type may be anything; with a table, what is in it is an item of a list. */
function isItem(rule: ListRule | undefined, sample: Canon | undefined, known: boolean): boolean {
  return (
    rule !== undefined && (known || (sample !== undefined && sample.children.length > 0 && sample.key !== ''))
  );
}
