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
import { rulesFor, type TypeRules } from './identity.ts';
import { ItemList } from './item-list.ts';
import type { ReadDocument, XmlAttribute } from './parse-xml.ts';
import { canonicalValue } from './scalars.ts';
import type { Scope } from './xml-builder.ts';
import { column, rowSize, TapeNode, type XmlTape } from './xml-tape.ts';

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
  private readonly row: number;

  constructor(type: string, document: ReadDocument, interner: Interner) {
    const rules = rulesFor(type);
    const { namespace, scanned, prolog, epilog } = document;
    const { tape, root } = scanned;
    this.rules = rules;
    this.interner = interner;
    this.row = root;
    this.tape = tape;
    this.scope = scanned.scope;
    this.tag = tape.nameOf(root);
    this.attributes = rootAttributes(tape.attributes.get(root) ?? [], namespace).filter(
      ({ name }) => !(rules.known && name === 'xsi:type'),
    );
    for (const { name } of prolog) this.count(name);
    const inside = this.sorted(root);
    for (const { name } of epilog) this.count(name);
    this.text = canonicalValue(rules.kind(this.tag), tape.textOf(root));
    this.loose = [...prolog, ...inside, ...epilog].map((node) =>
      canonicalNode(node, this.tag, 1, rules, interner),
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
    return this.tape.lineOf(this.row);
  }

  get endLine(): number {
    return this.tape.endLineOf(this.row);
  }

  get children(): readonly Canon[] {
    return [...this.loose, ...[...this.lists.values()].flatMap((list) => list.all())];
  }

  /** Puts the items into their lists; answers what is no item. */
  private sorted(root: number): TapeNode[] {
    const { tape, rules, lists, tag: rootTag } = this;
    const loose: TapeNode[] = [];
    const byName: (ItemList | undefined)[] = [];
    const counts = this.countNames(root);
    /** Lists whose items may be no part of the meaning. */
    const doubtful = new Set<ItemList>();
    const hasAttributes = tape.attributes.size > 0;
    const end = tape.rows[root + column.next] as number;
    for (let row = root + rowSize; row < end; row = tape.rows[row + column.next] as number) {
      const name = tape.nameId(row);
      let list = byName[name];
      if (!list) {
        const tag = tape.names.name(name);
        list = new ItemList(this, tag, counts[name] as number);
        byName[name] = list;
        const isUsual = tag === 'fullName' || rules.missingMeans(rootTag, tag) !== undefined;
        if (isLoose(tag) || (rules.known && isUsual)) doubtful.add(list);
      }
      if ((doubtful.size > 0 && doubtful.has(list)) || (hasAttributes && tape.attributes.has(row))) {
        const node = TapeNode.at(tape, row);
        if (isLoose(node.name)) {
          loose.push(node);
          this.count(node.name);
        }
        if (isLoose(node.name) || !this.counts(node)) continue;
      }
      this.count(list.tag);
      if (list.length === 0) lists.set(list.tag, list);
      list.add(row);
    }
    return loose;
  }

  /** How many children of the root have a name, by its id. */
  private countNames(root: number): Int32Array {
    const { rows, names } = this.tape;
    const counts = new Int32Array(names.size);
    const end = rows[root + column.next] as number;
    for (let row = root + rowSize; row < end; row = rows[row + column.next] as number)
      bump(counts, (rows[row] as number) >> 1);
    return counts;
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

function bump(counts: Int32Array, index: number): void {
  counts[index] = (counts[index] as number) + 1;
}
