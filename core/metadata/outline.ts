// Finds the items of a document's root without building trees of them; whatever is unusual is read in full.

import { LineIndex } from './line-index.ts';
import type { XmlNode } from './parse-xml.ts';
import { TagNames } from './tag-names.ts';
import { firstForbidden, isBlank } from './xml-characters.ts';
import { readDeclaration } from './xml-declaration.ts';
import { XmlError } from './xml-error.ts';
import { XmlScanner } from './xml-scanner.ts';
import { createSkimmer, type KeyNames } from './xml-skim.ts';
import type { Scope, TreeNode } from './xml-tree.ts';

/** One child of the root. */
export interface Item {
  readonly tag: string;
  readonly start: number;
  readonly end: number;
  /** Where the text of the child that names the item stands; -1: not known without reading the item. */
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly keyName: string;
  /** Index of the item of the other outline that is written in the same way; -1: none was met. */
  readonly twin: number;
  /** Items that had to be read in full. */
  readonly node: TreeNode | undefined;
}

export interface Outline {
  readonly text: string;
  readonly root: XmlNode;
  readonly namespace: string;
  readonly prolog: readonly XmlNode[];
  readonly epilog: readonly XmlNode[];
  readonly items: readonly Item[];
  readonly scope: Scope;
  readonly lines: LineIndex;
  readonly names: TagNames;
}

/** How far apart two documents may drift before an item is looked for in vain. */
const reach = 4;
const mostMisses = 64;

/**
 * Undefined when only a full reading can tell: malformed text, text beside elements, XML 1.1. `other` is an
 * outline whose items are likely to stand here too.
 */
export function outlineXml(text: string, keys: KeyNames, other?: Outline): Outline | undefined {
  try {
    return outlined(text, keys, other);
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

function outlined(text: string, keys: KeyNames, other: Outline | undefined): Outline | undefined {
  const declared = readDeclaration(text, true);
  if (declared.malformed !== undefined || declared.later) return undefined;
  const lines = new LineIndex(text);
  const names = new TagNames();
  const scanner = new XmlScanner(declared, undefined, lines, names);
  const head = scanner.upToChildren();
  if (!head || head.scope.uri !== head.scope.defaultUri) return undefined;
  const skimmer = createSkimmer(text, keys(head.root.name));
  const items: Item[] = [];
  const hint = other && sameScope(other.scope, head.scope) ? other : undefined;
  let cursor = 0;
  let misses = 0;
  /** Where text begins that may hold a forbidden character; what stands in the other document too is known. */
  let unchecked = 0;
  const isClean = (until: number) => {
    if (unchecked < 0) return true;
    const part = text.slice(unchecked, until);
    unchecked = -1;
    return firstForbidden(part, false) === part.length;
  };
  let at = head.at;
  for (;;) {
    while (isBlank(text.charCodeAt(at))) at++;
    if (text.charCodeAt(at) !== 0x3c) return undefined;
    if (text.charCodeAt(at + 1) === 0x2f) break;
    if (hint && misses < mostMisses) {
      const twin = twinAt(text, at, hint, cursor);
      if (twin >= 0) {
        const item = shifted(hint.items[twin] as Item, at, twin);
        if (item.node) {
          const node = scanner.child(at);
          if (!node) return undefined;
          items.push({ ...item, node });
        } else items.push(item);
        if (!isClean(at)) return undefined;
        at = item.end;
        cursor = twin + 1;
        misses = 0;
        continue;
      }
      misses++;
      if (misses > 1) cursor++;
    }
    if (unchecked < 0) unchecked = at;
    const simple = skimmer(at);
    if (simple) {
      items.push(simple);
      at = simple.end;
      continue;
    }
    const node = scanner.child(at);
    if (!node) return undefined;
    const { name: tag, start, end } = node;
    items.push({ tag, start, end, keyStart: -1, keyEnd: -1, keyName: '', twin: -1, node });
    at = end;
  }
  if (unchecked < 0) unchecked = at;
  if (!isClean(text.length)) return undefined;
  if (!items.some(({ tag }) => !tag.startsWith('#'))) return undefined;
  const { root, namespace, prolog, epilog } = scanner.documentFrom(at);
  return { text, root, namespace, prolog, epilog, items, scope: head.scope, lines, names };
}

function twinAt(text: string, at: number, hint: Outline, cursor: number): number {
  const until = Math.min(cursor + reach, hint.items.length);
  for (let index = cursor; index < until; index++) {
    const { start, end } = hint.items[index] as Item;
    // Comparing slices is many times quicker than `startsWith`.
    if (text.slice(at, at + end - start) === hint.text.slice(start, end)) return index;
  }
  return -1;
}

function shifted(item: Item, at: number, twin: number): Item {
  const { tag, start, end, keyStart, keyEnd, keyName, node } = item;
  const by = at - start;
  return {
    tag,
    start: at,
    end: end + by,
    keyStart: keyStart < 0 ? keyStart : keyStart + by,
    keyEnd: keyEnd + by,
    keyName,
    twin,
    node,
  };
}

export function sameScope(one: Scope, other: Scope): boolean {
  if (one.uri !== other.uri || one.defaultUri !== other.defaultUri) return false;
  if (one.namespaces.size !== other.namespaces.size) return false;
  for (const [prefix, uri] of one.namespaces) if (other.namespaces.get(prefix) !== uri) return false;
  return true;
}
