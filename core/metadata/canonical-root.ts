// The canonical form of a document that was read: an item of its root is looked into only when somebody asks.

import {
  type Canon,
  canonicalNode,
  type Interner,
  isLoose,
  isNil,
  isWrapper,
  rootAttributes,
} from './canonical.ts';
import { type ListRule, rulesFor, type TypeRules } from './identity.ts';
import type { ReadDocument, XmlAttribute } from './parse-xml.ts';
import { canonicalValue } from './scalars.ts';
import type { Scope } from './xml-builder.ts';
import { column, rowSize, TapeNode, type XmlTape } from './xml-tape.ts';

/** The items of one tag, in document order; made into nodes one by one. */
export class ItemList {
  readonly tag: string;
  readonly rule: ListRule | undefined;
  readonly rows: number[] = [];
  readonly root: RootCanon;
  private readonly made = new Map<number, ItemCanon>();
  private readonly keyIds: readonly number[];
  /** True when the texts of an item's children say what its key is. */
  private readonly isQuick: boolean;
  /** True when the text of one child is the key. */
  private readonly isLeafKey: boolean;

  constructor(root: RootCanon, tag: string) {
    const { rules, tape } = root;
    const rule = isLoose(tag) ? undefined : rules.list(root.tag, tag);
    const keys = rule?.keys ?? [];
    this.tag = tag;
    this.rule = rule;
    this.root = root;
    this.keyIds = keys.map((key) => tape.names.id(key));
    this.isQuick =
      rules.known &&
      keys.every(
        (key) => key !== '#text' && !key.includes('.') && rules.missingMeans(tag, key) === undefined,
      );
    const [key, ...others] = keys;
    this.isLeafKey = this.isQuick && key !== undefined && others.length === 0 && rules.kind(key) === 'text';
  }

  at(index: number): ItemCanon {
    let canon = this.made.get(index);
    if (!canon) {
      canon = new ItemCanon(this, this.rows[index] as number);
      this.made.set(index, canon);
    }
    return canon;
  }

  all(): readonly ItemCanon[] {
    return this.rows.map((_, index) => this.at(index));
  }

  /** What identifies an item; see `Canon`. */
  keyAt(index: number): string {
    return this.quickKey(this.rows[index] as number) ?? this.at(index).whole.key;
  }

  /** The row of the leaf that alone is the key and reads as it is written; -1: there is none. */
  keyLeaf(index: number): number {
    if (!this.isLeafKey) return -1;
    const { tape } = this.root;
    const child = childNamed(tape, this.rows[index] as number, this.keyIds[0] as number);
    return child >= 0 && ((tape.rows[child] as number) & 1) === 1 ? child : -1;
  }

  keyOf(item: ItemCanon): string {
    return this.quickKey(item.row) ?? item.whole.key;
  }

  /** Undefined when only the item's canonical form can tell. */
  private quickKey(row: number): string | undefined {
    const { rule, keyIds } = this;
    const { rules, tape } = this.root;
    if (!rule || !this.isQuick) return undefined;
    let key = '';
    for (let i = 0; i < keyIds.length; i++) {
      const name = rule.keys[i] as string;
      const child = childNamed(tape, row, keyIds[i] as number);
      let part = '';
      if (child >= 0) {
        const isPlain = tape.rows[child + column.next] === child + rowSize && !tape.attributes.has(child);
        if (!isPlain) return undefined;
        part = canonicalValue(rules.kind(name), tape.textOf(child));
      }
      if (rule.by === 'all') key += key === '' ? part : `, ${part}`;
      else if (part !== '') return part;
    }
    return key;
  }
}

/** The first child of a name; -1: there is none. */
function childNamed({ rows }: XmlTape, row: number, name: number): number {
  const end = rows[row + column.next] as number;
  for (let child = row + rowSize; child < end; child = rows[child + column.next] as number)
    if ((rows[child] as number) >> 1 === name) return child;
  return -1;
}

export class ItemCanon implements Canon {
  readonly tag: string;
  readonly list: ItemList;
  readonly row: number;
  private found: Canon | undefined;

  constructor(list: ItemList, row: number) {
    this.tag = list.tag;
    this.list = list;
    this.row = row;
    this.found = undefined;
  }

  get whole(): Canon {
    if (this.found) return this.found;
    const { root } = this.list;
    this.found = canonicalNode(new TapeNode(root.tape, this.row), root.tag, 1, root.rules, root.interner);
    return this.found;
  }

  get key(): string {
    return this.list.keyOf(this);
  }

  get noise(): boolean {
    return this.list.root.rules.noise(1, this.tag, this.key);
  }

  get id(): number {
    return this.whole.id;
  }

  get full(): number {
    return this.whole.full;
  }

  get text(): string {
    return this.whole.text;
  }

  get attributes(): readonly XmlAttribute[] {
    return this.whole.attributes;
  }

  get children(): readonly Canon[] {
    return this.whole.children;
  }

  get line(): number {
    const { tape } = this.list.root;
    return tape.lines.lineAt(tape.rows[this.row + column.start] as number);
  }

  get endLine(): number {
    const { tape } = this.list.root;
    return tape.lines.lineAt((tape.rows[this.row + column.end] as number) - 1);
  }

  /** True when both are written with the same characters in the same scope, so that they mean the same. */
  isWrittenAs({ row, list }: ItemCanon): boolean {
    const { root } = this.list;
    return (
      sameScope(root.scope, list.root.scope) && areWrittenAlike(root.tape, this.row, list.root.tape, row)
    );
  }
}

export function areWrittenAlike(tape: XmlTape, row: number, other: XmlTape, otherRow: number): boolean {
  const start = tape.rows[row + 1] as number;
  const end = tape.rows[row + 2] as number;
  const otherStart = other.rows[otherRow + 1] as number;
  const otherEnd = other.rows[otherRow + 2] as number;
  if (end - start !== otherEnd - otherStart) return false;
  // Comparing slices is many times quicker than comparing characters.
  return tape.text.slice(start, end) === other.text.slice(otherStart, otherEnd);
}

export function sameScope(one: Scope, other: Scope): boolean {
  if (one.uri !== other.uri || one.defaultUri !== other.defaultUri) return false;
  if (one.namespaces.size !== other.namespaces.size) return false;
  for (const [prefix, uri] of one.namespaces) if (other.namespaces.get(prefix) !== uri) return false;
  return true;
}

/** A root whose `id` and `full` say nothing: it is compared by its items. */
export class RootCanon implements Canon {
  readonly tag: string;
  readonly id = Number.NaN;
  readonly full = Number.NaN;
  readonly key = '';
  readonly noise = false;
  readonly text: string;
  readonly attributes: readonly XmlAttribute[];
  readonly rules: TypeRules;
  readonly interner: Interner;
  readonly tape: XmlTape;
  readonly scope: Scope;
  /** The items that are part of the meaning, by tag. */
  readonly lists = new Map<string, ItemList>();
  /** The children's tags as they come, and how many there are of one in a row. */
  readonly runs: { readonly tag: string; count: number }[] = [];
  /** Comments, instructions and stray text, those around the root among them. */
  readonly loose: readonly Canon[];
  private readonly document: ReadDocument;

  constructor(type: string, document: ReadDocument, interner: Interner) {
    const rules = rulesFor(type);
    const { root, namespace, scanned } = document;
    this.rules = rules;
    this.interner = interner;
    this.document = document;
    this.tape = scanned.tape;
    this.scope = scanned.scope;
    this.tag = root.name;
    this.attributes = rootAttributes(root, namespace).filter(
      ({ name }) => !(rules.known && name === 'xsi:type'),
    );
    const { prolog, epilog } = document;
    for (const { name } of prolog) this.count(name);
    const inside = this.sorted(scanned.root);
    for (const { name } of epilog) this.count(name);
    this.text = canonicalValue(rules.kind(root.name), root.text);
    this.loose = [...prolog, ...inside, ...epilog].map((node) =>
      canonicalNode(node, root.name, 1, rules, interner),
    );
  }

  /** How many children there are of a tag, in the order in which the tags come first. */
  sizes(): ReadonlyMap<string, { readonly length: number }> {
    const sizes = new Map<string, { length: number }>();
    for (const { tag, count } of this.runs) {
      const size = sizes.get(tag);
      if (size) size.length += count;
      else sizes.set(tag, { length: count });
    }
    return sizes;
  }

  get line(): number {
    return this.document.root.line;
  }

  get endLine(): number {
    return this.document.root.endLine;
  }

  get children(): readonly Canon[] {
    return [...this.loose, ...[...this.lists.values()].flatMap((list) => list.all())];
  }

  /** Puts the items into their lists; answers what is no item. */
  private sorted(root: number): TapeNode[] {
    const { tape, rules, lists, tag: rootTag } = this;
    const loose: TapeNode[] = [];
    const byName: (ItemList | undefined)[] = [];
    /** Names whose items may be no part of the meaning. */
    const doubtful = new Set<number>();
    const end = tape.rows[root + column.next] as number;
    for (let row = root + rowSize; row < end; row = tape.rows[row + column.next] as number) {
      const name = tape.nameId(row);
      let list = byName[name];
      if (!list) {
        const tag = tape.names.name(name);
        list = new ItemList(this, tag);
        byName[name] = list;
        const isUsual = tag === 'fullName' || rules.missingMeans(rootTag, tag) !== undefined;
        if (isLoose(tag) || (rules.known && isUsual)) doubtful.add(name);
      }
      if (tape.attributes.has(row) || doubtful.has(name)) {
        const node = new TapeNode(tape, row);
        if (isLoose(node.name)) {
          loose.push(node);
          this.count(node.name);
        }
        if (isLoose(node.name) || !this.counts(node)) continue;
      }
      this.count(list.tag);
      if (list.rows.length === 0) lists.set(list.tag, list);
      list.rows.push(row);
    }
    return loose;
  }

  private count(tag: string): void {
    const last = this.runs[this.runs.length - 1];
    if (last?.tag === tag) last.count++;
    else this.runs.push({ tag, count: 1 });
  }

  /** Nulls, wrappers and usual values are no part of the meaning. */
  private counts(node: TapeNode): boolean {
    const { rules, tag, interner } = this;
    if (!rules.known) return true;
    if ((isNil(node) && !rules.isAnyType(node.name)) || isWrapper(node)) return false;
    const usual = rules.missingMeans(tag, node.name);
    if (usual === undefined || node.children.length > 0) return true;
    return canonicalNode(node, tag, 1, rules, interner).text !== usual;
  }
}
