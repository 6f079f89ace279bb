// Brings a document into canonical form: nodes with equal ids mean the same, whatever their spelling or order.

import { type ListRule, rulesFor, type TypeRules } from './identity.ts';
import { metadataNamespace, toolingNamespace } from './namespaces.ts';
import type { XmlAttribute, XmlDocument, XmlNode } from './parse-xml.ts';
import { canonicalValue } from './scalars.ts';
import type { Writable } from './write-xml.ts';

/** A node in canonical form. */
export interface Canon {
  readonly tag: string;
  /** Equal exactly when the meaning is equal, within one `Interner`. */
  readonly id: number;
  /** Like `id`, with the noise lane (canvas positions) included. */
  readonly full: number;
  /** What identifies the item in its list; empty without identity. */
  readonly key: string;
  readonly text: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly Canon[];
  readonly noise: boolean;
  readonly line: number;
  readonly endLine: number;
}

/** Numbers for equal contents; share one between the documents to compare. */
export class Interner {
  private readonly ids = new Map<string, number>();
  id(content: string): number {
    const known = this.ids.get(content);
    if (known !== undefined) return known;
    this.ids.set(content, this.ids.size);
    return this.ids.size - 1;
  }
}

interface Frame {
  readonly node: XmlNode;
  readonly children: Canon[];
  next: number;
}

/** The canonical form of a document of a metadata type. */
export function canonicalize(type: string, document: XmlDocument, interner: Interner): Canon {
  const rules = rulesFor(type);
  const { root } = document;
  const children = [...document.prolog, ...root.children, ...document.epilog].filter(
    (child) => !(rules.known && isWrapper(child)),
  );
  const attributes = rootAttributes(root.attributes, document.namespace);
  return canonicalNode(withParts(root, attributes, children), '', 0, rules, interner);
}

/** A copy; the lines are not asked for before they are needed. */
function withParts(
  node: XmlNode,
  attributes: readonly XmlAttribute[],
  children: readonly XmlNode[],
): XmlNode {
  return {
    name: node.name,
    text: node.text,
    attributes,
    children,
    get line() {
      return node.line;
    },
    get endLine() {
      return node.endLine;
    },
  };
}

/**
 * The root's attributes, its namespace among them. A file that the Tooling API made has another namespace, and names the
 * component a second time, as `fqn`: it is the same document.
 */
export function rootAttributes(own: readonly XmlAttribute[], namespace: string): readonly XmlAttribute[] {
  const meant = own.filter(({ name }) => name !== 'fqn');
  const kept = meant.length < own.length ? meant : own;
  const value = namespace === toolingNamespace ? metadataNamespace : namespace;
  return value ? [...kept, { name: 'xmlns', value }] : kept;
}

/** The canonical form of an element so many levels below the root. */
export function canonicalNode(
  node: XmlNode,
  parentTag: string,
  depth: number,
  rules: TypeRules,
  interner: Interner,
): Canon {
  const stack: Frame[] = [{ node, children: [], next: 0 }];
  for (;;) {
    const frame = stack[stack.length - 1] as Frame;
    const child = frame.node.children[frame.next++];
    if (child) {
      if (isNil(child) && !rules.isAnyType(child.name)) continue;
      stack.push({ node: child, children: [], next: 0 });
      continue;
    }
    stack.pop();
    const parent = stack[stack.length - 1];
    const canon = settle(frame, parent?.node.name ?? parentTag, depth + stack.length, rules, interner);
    if (!parent) return canon;
    if (!(canon.children.length === 0 && rules.missingMeans(parent.node.name, canon.tag) === canon.text)) {
      parent.children.push(canon);
    }
  }
}

/** True when two documents of a type mean the same; the noise lane does not count. */
export function sameMeaning(type: string, a: XmlDocument, b: XmlDocument): boolean {
  const interner = new Interner();
  return canonicalize(type, a, interner).id === canonicalize(type, b, interner).id;
}

/** readMetadata repeats the name inside the record and marks its type; source format has neither. */
export function isWrapper(rootChild: Writable): boolean {
  return rootChild.name === 'fullName' && rootChild.children.length === 0;
}

const deepestNull = 64;

/** readMetadata and Tooling answer with nulls where files have nothing; what is in a null is null as well. */
export function isNil(node: Writable, depth = 0): boolean {
  return (
    node.attributes.length > 0 &&
    depth < deepestNull &&
    node.attributes.some(
      ({ name, value }) => name === 'xsi:nil' && (value.trim() === 'true' || value.trim() === '1'),
    ) &&
    node.children.every((child) => isNil(child, depth + 1))
  );
}

function settle(frame: Frame, parentTag: string, depth: number, rules: TypeRules, interner: Interner): Canon {
  const { node, children } = frame;
  const tag = node.name;
  const text = canonicalValue(rules.kind(tag), node.text);
  const attributes =
    depth === 0 && rules.known ? node.attributes.filter(({ name }) => name !== 'xsi:type') : node.attributes;
  const rule = isLoose(tag) ? undefined : rules.list(parentTag, tag);
  const key = rule ? keyOf(rule, children, text) : '';
  const noise = rules.noise(depth, tag, key);
  let head = leafContent(tag, text);
  for (const { name, value } of attributes) head += `\u0001${name}\u0002${value}`;
  let id: number;
  let full: number;
  if (children.length === 0) {
    id = interner.id(head);
    full = id;
  } else {
    id = interner.id(head + contents(tag, children, rules, interner, false));
    const plain = children.every((child) => !child.noise && child.full === child.id);
    full = plain ? id : interner.id(head + contents(tag, children, rules, interner, true));
  }
  return new SettledCanon(node, text, attributes, children, { id, full, key, noise });
}

/** What makes a leaf without attributes what it is. */
export function leafContent(tag: string, text: string): string {
  return `${tag}\u0000${text}`;
}

/** Lines are counted only for what somebody asks about. */
class SettledCanon implements Canon {
  readonly tag: string;
  readonly id: number;
  readonly full: number;
  readonly key: string;
  readonly text: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly Canon[];
  readonly noise: boolean;
  private readonly node: XmlNode;

  constructor(
    node: XmlNode,
    text: string,
    attributes: readonly XmlAttribute[],
    children: readonly Canon[],
    { id, full, key, noise }: Pick<Canon, 'id' | 'full' | 'key' | 'noise'>,
  ) {
    this.tag = node.name;
    this.id = id;
    this.full = full;
    this.key = key;
    this.text = text;
    this.attributes = attributes;
    this.children = children;
    this.noise = noise;
    this.node = node;
  }

  get line(): number {
    return this.node.line;
  }

  get endLine(): number {
    return this.node.endLine;
  }
}

/** Comments, instructions and stray text: never items of a list. */
export function isLoose(tag: string): boolean {
  return tag.startsWith('#');
}

function keyOf(rule: ListRule, children: readonly Canon[], text: string): string {
  let key = '';
  for (const name of rule.keys) {
    const part = name === '#text' ? text : partOf(childAt(children, name));
    if (rule.by === 'first') {
      if (part !== '') return part;
    } else key += key === '' ? part : `, ${part}`;
  }
  return key;
}

/** `a`, or `a.b`: a child of a child. */
function childAt(children: readonly Canon[], path: string): Canon | undefined {
  const dot = path.indexOf('.');
  if (dot < 0) return children.find(({ tag }) => tag === path);
  const step = children.find(({ tag }) => tag === path.slice(0, dot));
  return step && childAt(step.children, path.slice(dot + 1));
}

function partOf(child: Canon | undefined): string {
  if (!child) return '';
  if (child.children.length === 0) return child.text;
  // By what it says, whatever was read before it: `queue: Sales`.
  return child.children
    .map((inner) => `${inner.tag}: ${partOf(inner)}`)
    .sort()
    .join('; ');
}

/** Child ids in an order that only depends on the meaning: sets sorted, each ordered list as one id. */
function contents(
  tag: string,
  children: readonly Canon[],
  rules: TypeRules,
  interner: Interner,
  noise: boolean,
): string {
  const ids: number[] = [];
  const lists = new Map<string, number[]>();
  for (const child of children) {
    if (child.noise && !noise) continue;
    const id = noise ? child.full : child.id;
    if (isLoose(child.tag) || rules.list(tag, child.tag)?.ordered === false) {
      ids.push(id);
      continue;
    }
    const list = lists.get(child.tag);
    if (list) list.push(id);
    else lists.set(child.tag, [id]);
  }
  for (const list of lists.values()) {
    ids.push(list.length === 1 ? (list[0] as number) : interner.id(`[${list.join()}`));
  }
  return `\u0003${ids.sort((a, b) => a - b).join()}`;
}
