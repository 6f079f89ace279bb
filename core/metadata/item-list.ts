// The items of one tag below a document's root: each is looked into only when somebody asks.

import { isLoose } from './canonical.ts';
import type { RootCanon } from './canonical-root.ts';
import type { ListRule } from './identity.ts';
import { ItemCanon, LeafCanon } from './item-canon.ts';
import { canonicalValue } from './scalars.ts';
import { column, rowSize, type XmlTape } from './xml-tape.ts';

/** The items of one tag, in document order; made into nodes one by one. */
export class ItemList {
  readonly tag: string;
  readonly rule: ListRule | undefined;
  /** The first `length` of these are the items' rows. */
  readonly rows: Int32Array;
  length = 0;
  readonly root: RootCanon;
  private made: (ItemCanon | undefined)[] | undefined;
  /** By name of a child: true where its text says all there is to say of it. */
  private readonly simple: (boolean | undefined)[] = [];
  private readonly keyIds: readonly number[];
  /** True when the texts of an item's children say what its key is. */
  private readonly isQuick: boolean;
  /** True when the text of one child is the key. */
  private readonly isLeafKey: boolean;

  /** `most`: how many items there can be. */
  constructor(root: RootCanon, tag: string, most: number) {
    const { rules, tape } = root;
    const rule = isLoose(tag) ? undefined : rules.list(root.tag, tag);
    const keys = rule?.keys ?? [];
    this.rows = new Int32Array(most);
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

  add(row: number): void {
    this.rows[this.length++] = row;
  }

  at(index: number): ItemCanon {
    this.made ??= new Array(this.length);
    let canon = this.made[index];
    if (!canon) {
      canon = new ItemCanon(this, this.rows[index] as number);
      this.made[index] = canon;
    }
    return canon;
  }

  all(): readonly ItemCanon[] {
    return Array.from({ length: this.length }, (_, index) => this.at(index));
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

  /** An item's children, when each is a plain leaf of its own tag; undefined when its canonical form is needed. */
  leavesOf(row: number): readonly LeafCanon[] | undefined {
    const { tape } = this.root;
    const { rows } = tape;
    const end = rows[row + column.next] as number;
    if (end - row > mostLeaves * rowSize || end === row + rowSize || tape.attributes.has(row))
      return undefined;
    const leaves: LeafCanon[] = [];
    for (let child = row + rowSize; child < end; child += rowSize) {
      const name = rows[child] as number;
      if ((name & 1) === 0 || !this.isSimple(name >> 1)) return undefined;
      for (let other = row + rowSize; other < child; other += rowSize)
        if (rows[other] === name) return undefined;
      leaves.push(new LeafCanon(this.root, child));
    }
    return leaves;
  }

  private isSimple(name: number): boolean {
    let simple = this.simple[name];
    if (simple === undefined) {
      const { rules, tape } = this.root;
      const tag = tape.names.name(name);
      simple =
        rules.known &&
        rules.list(this.tag, tag) === undefined &&
        rules.missingMeans(this.tag, tag) === undefined &&
        !rules.noise(2, tag, undefined);
      this.simple[name] = simple;
    }
    return simple;
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

/** Items of more children are rare, and read in full. */
const mostLeaves = 16;

/** The first child of a name; -1: there is none. */
function childNamed({ rows }: XmlTape, row: number, name: number): number {
  const end = rows[row + column.next] as number;
  for (let child = row + rowSize; child < end; child = rows[child + column.next] as number)
    if ((rows[child] as number) >> 1 === name) return child;
  return -1;
}

/** True when two rows are written with the same characters. */
export function areWrittenAlike(tape: XmlTape, row: number, other: XmlTape, otherRow: number): boolean {
  const start = tape.rows[row + 1] as number;
  const end = tape.rows[row + 2] as number;
  const otherStart = other.rows[otherRow + 1] as number;
  const otherEnd = other.rows[otherRow + 2] as number;
  if (end - start !== otherEnd - otherStart) return false;
  // Comparing slices is many times quicker than comparing characters.
  return tape.text.slice(start, end) === other.text.slice(otherStart, otherEnd);
}
