// The canonical form of an outline: an item is read in full only when somebody looks into it.

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
import type { Item, Outline } from './outline.ts';
import type { XmlAttribute, XmlNode } from './parse-xml.ts';
import { canonicalValue } from './scalars.ts';
import { XmlScanner } from './xml-scanner.ts';
import type { KeyNames } from './xml-skim.ts';

/** Which children name the items of a type's root, where one text is enough for that. */
export function keyNames(type: string): KeyNames {
  const rules = rulesFor(type);
  return (rootTag) => (tag) => {
    const rule = rules.list(rootTag, tag);
    if (!rule || (rule.by === 'all' && rule.keys.length !== 1)) return undefined;
    return rule.keys.includes('#text') ? undefined : rule.keys;
  };
}

/** What all items of one outline share. */
interface Shared {
  readonly outline: Outline;
  readonly rules: TypeRules;
  readonly interner: Interner;
  /** True when the same characters mean the same in the other outline. */
  readonly comparable: boolean;
}

export class ItemCanon implements Canon {
  readonly tag: string;
  readonly item: Item;
  readonly shared: Shared;
  /** The item of the other side that was found to be written alike. */
  twin: ItemCanon | undefined;
  /** Its position in the list that is being paired. */
  place = -1;
  private found: Canon | undefined;
  private knownKey: string | undefined;

  constructor(item: Item, shared: Shared) {
    this.tag = item.tag;
    this.item = item;
    this.shared = shared;
    this.twin = undefined;
    this.found = undefined;
    this.knownKey = undefined;
  }

  private get whole(): Canon {
    if (this.found) return this.found;
    const { outline, rules, interner } = this.shared;
    this.found = canonicalNode(nodeOf(this.item, outline), outline.root.name, 1, rules, interner);
    return this.found;
  }

  get key(): string {
    if (this.knownKey !== undefined) return this.knownKey;
    const { keyStart, keyEnd, keyName } = this.item;
    const { outline, rules } = this.shared;
    this.knownKey =
      keyStart < 0
        ? this.whole.key
        : canonicalValue(rules.kind(keyName), outline.text.slice(keyStart, keyEnd));
    return this.knownKey;
  }

  get noise(): boolean {
    return this.shared.rules.noise(1, this.tag, this.key);
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
    return this.shared.outline.lines.lineAt(this.item.start);
  }

  get endLine(): number {
    return this.shared.outline.lines.lineAt(this.item.end - 1);
  }

  /** True when both are written with the same characters, so that they mean the same. */
  isWrittenAs(other: ItemCanon): boolean {
    if (!this.shared.comparable) return false;
    if (this.twin === other) return true;
    const { start, end } = this.item;
    const theirs = other.item;
    if (end - start !== theirs.end - theirs.start) return false;
    const { text } = this.shared.outline;
    return text.slice(start, end) === other.shared.outline.text.slice(theirs.start, theirs.end);
  }
}

function nodeOf(item: Item, { text, scope, lines, names }: Outline): XmlNode {
  if (item.node) return item.node;
  const from = { text, at: item.start, later: false, forbidden: text.length };
  return new XmlScanner(from, scope, lines, names).element(item.start);
}

export interface OutlineCanon extends Canon {
  /** The outline's items, those that are part of the meaning. */
  readonly byIndex: readonly (ItemCanon | undefined)[];
}

/** A root whose `id` and `full` say nothing: it is compared by its items. */
export function canonicalOutline(
  type: string,
  outline: Outline,
  interner: Interner,
  comparable: boolean,
  twins?: readonly (ItemCanon | undefined)[],
): OutlineCanon {
  const rules = rulesFor(type);
  const { root, prolog, epilog } = outline;
  const shared: Shared = { outline, rules, interner, comparable };
  const children: Canon[] = [];
  const loose = (node: XmlNode) => {
    children.push(canonicalNode(node, root.name, 1, rules, interner));
  };
  prolog.forEach(loose);
  const byIndex: (ItemCanon | undefined)[] = [];
  for (const item of outline.items) {
    let canon: ItemCanon | undefined;
    if (isLoose(item.tag) && item.node) loose(item.node);
    else if (counts(item, root.name, shared)) {
      canon = new ItemCanon(item, shared);
      const twin = item.twin < 0 ? undefined : twins?.[item.twin];
      if (twin) {
        canon.twin = twin;
        twin.twin = canon;
      }
      children.push(canon);
    }
    byIndex.push(canon);
  }
  epilog.forEach(loose);
  const attributes = rootAttributes(root, outline.namespace).filter(
    ({ name }) => !(rules.known && name === 'xsi:type'),
  );
  const nothing = Number.NaN;
  return {
    tag: root.name,
    id: nothing,
    full: nothing,
    key: '',
    text: '',
    attributes,
    children,
    noise: false,
    byIndex,
    get line() {
      return root.line;
    },
    get endLine() {
      return root.endLine;
    },
  };
}

/** Nulls, wrappers and usual values are no part of the meaning. */
function counts(item: Item, rootTag: string, { rules, outline, interner }: Shared): boolean {
  if (!rules.known) return true;
  const usual = rules.missingMeans(rootTag, item.tag);
  if (!item.node && item.tag !== 'fullName' && usual === undefined) return true;
  const node = nodeOf(item, outline);
  if ((isNil(node) && !rules.isAnyType(item.tag)) || isWrapper(node)) return false;
  if (usual === undefined || node.children.length > 0) return true;
  return canonicalNode(node, rootTag, 1, rules, interner).text !== usual;
}
