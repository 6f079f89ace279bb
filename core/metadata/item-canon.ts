// The canonical form of one item of a root: read when somebody asks, and leaf by leaf where that is enough.

import { type Canon, canonicalNode, leafContent } from './canonical.ts';
import type { RootCanon } from './canonical-root.ts';
import type { ItemList } from './item-list.ts';
import type { XmlAttribute } from './parse-xml.ts';
import { canonicalValue } from './scalars.ts';
import { noAttributes, TapeNode } from './xml-tape.ts';

const noCanons: readonly Canon[] = [];

/** A leaf of an item that need not be read in full. */
export class LeafCanon implements Canon {
  readonly tag: string;
  readonly text: string;
  readonly attributes = noAttributes;
  readonly children = noCanons;
  readonly key = '';
  readonly noise = false;
  private readonly root: RootCanon;
  private readonly row: number;

  constructor(root: RootCanon, row: number) {
    this.tag = root.tape.nameOf(row);
    this.text = canonicalValue(root.rules.kind(this.tag), root.tape.textOf(row));
    this.root = root;
    this.row = row;
  }

  get id(): number {
    return this.root.interner.id(leafContent(this.tag, this.text));
  }

  get full(): number {
    return this.id;
  }

  get line(): number {
    return this.root.tape.lineOf(this.row);
  }

  get endLine(): number {
    return this.root.tape.endLineOf(this.row);
  }
}

export class ItemCanon implements Canon {
  readonly tag: string;
  readonly list: ItemList;
  readonly row: number;
  private found: Canon | undefined;
  /** Null until somebody asks. */
  private plain: readonly LeafCanon[] | undefined | null;

  constructor(list: ItemList, row: number) {
    this.tag = list.tag;
    this.list = list;
    this.row = row;
    this.found = undefined;
    this.plain = null;
  }

  /** See `leavesOf`. */
  get leaves(): readonly LeafCanon[] | undefined {
    if (this.plain === null) this.plain = this.list.leavesOf(this.row);
    return this.plain;
  }

  get whole(): Canon {
    if (this.found) return this.found;
    const { root } = this.list;
    this.found = canonicalNode(TapeNode.at(root.tape, this.row), root.tag, 1, root.rules, root.interner);
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
    return this.leaves ? '' : this.whole.text;
  }

  get attributes(): readonly XmlAttribute[] {
    return this.leaves ? noAttributes : this.whole.attributes;
  }

  get children(): readonly Canon[] {
    return this.leaves ?? this.whole.children;
  }

  get line(): number {
    return this.list.root.tape.lineOf(this.row);
  }

  get endLine(): number {
    return this.list.root.tape.endLineOf(this.row);
  }
}
