// Writes any document of a component as Salesforce's source format usually has it; captures are stored so.

import { isNil, isWrapper } from './canonical.ts';
import { type ListRule, rulesFor, type TypeRules } from './identity.ts';
import { parseXml } from './parse-xml.ts';
import { canonicalValue } from './scalars.ts';
import { type Writable, type WritableDocument, writeXml } from './write-xml.ts';

/** Same meaning, same text: usual order, usual spelling, comments kept. Throws `XmlError`. */
export function canonicalText(type: string, xml: string): string {
  return canonicalDocument(type, parseXml(xml));
}

/** `canonicalText` of a tree that is there already. */
export function canonicalDocument(type: string, document: WritableDocument): string {
  const rules = rulesFor(type);
  const attributes = rules.known
    ? document.root.attributes.filter(({ name }) => name !== 'xsi:type')
    : document.root.attributes;
  const wrapped = rules.known && !rules.named && !isMixed(document.root);
  const children = document.root.children.filter((child) => !(wrapped && isWrapper(child)));
  return writeXml({ ...document, root: tidy({ ...document.root, attributes, children }, rules) });
}

/** Text beside elements is kept apart by them, so that none of them is left out. */
function isMixed(node: Writable): boolean {
  return node.children.some(({ name }) => name === '#text');
}

interface Frame {
  readonly node: Writable;
  readonly children: Writable[];
  next: number;
}

const none: readonly Writable[] = [];

/** Depth first without recursion: nesting has no limit. */
function tidy(root: Writable, rules: TypeRules): Writable {
  const stack: Frame[] = [{ node: root, children: [], next: 0 }];
  for (;;) {
    const frame = stack[stack.length - 1] as Frame;
    const child = frame.node.children[frame.next++];
    if (child) {
      if (isNil(child) && !rules.isAnyType(child.name) && !isMixed(frame.node)) continue;
      if (child.children.length > 0) stack.push({ node: child, children: [], next: 0 });
      else frame.children.push(withText(child, none, rules));
      continue;
    }
    stack.pop();
    const done = withText(
      frame.node,
      rules.known ? inUsualOrder(frame.node.name, frame.children, rules, stack.length === 0) : frame.children,
      rules,
    );
    const parent = stack[stack.length - 1];
    if (!parent) return done;
    parent.children.push(done);
  }
}

function withText(
  { name, attributes, text }: Writable,
  children: readonly Writable[],
  rules: TypeRules,
): Writable {
  return { name, attributes, text: canonicalValue(rules.kind(name), text), children };
}

interface Placed {
  readonly node: Writable;
  readonly comments: readonly Writable[];
  readonly rank: string;
  readonly key: string | undefined;
}

/** Salesforce sorts the lists of the root only. Comments stay before the element they stood before. */
function inUsualOrder(
  tag: string,
  children: readonly Writable[],
  rules: TypeRules,
  isRoot: boolean,
): readonly Writable[] {
  if (children.length < 2) return children;
  const onCanvas = children.some((child) => child.name === 'locationX');
  if (isInUsualOrder(tag, children, rules, { isRoot, onCanvas })) return children;
  const placed: Placed[] = [];
  let comments: Writable[] = [];
  for (const node of children) {
    if (node.name.startsWith('#')) {
      comments.push(node);
      continue;
    }
    const key = isRoot ? setKey(rules.list(tag, node.name), node) : undefined;
    placed.push({ node, comments, rank: rules.rank(tag, node.name, onCanvas), key });
    comments = [];
  }
  placed.sort((a, b) => byPlace(a, b, rules.ignoreCase));
  return [...placed.flatMap((one) => [...one.comments, one.node]), ...comments];
}

/** As Salesforce writes them already, which is what it almost always does. False where it would take more to say. */
function isInUsualOrder(
  tag: string,
  children: readonly Writable[],
  rules: TypeRules,
  { isRoot, onCanvas }: { isRoot: boolean; onCanvas: boolean },
): boolean {
  let lastRank = '';
  let lastKey: string | undefined;
  for (const child of children) {
    if (child.name.startsWith('#')) return false;
    const rank = rules.rank(tag, child.name, onCanvas);
    const key = isRoot ? setKey(rules.list(tag, child.name), child) : undefined;
    if (rank < lastRank) return false;
    if (rank === lastRank && (key !== undefined || lastKey !== undefined)) {
      if (key === undefined || lastKey === undefined) return false;
      if (byKey(lastKey, key, rules.ignoreCase) >= 0) return false;
    }
    lastRank = rank;
    lastKey = key;
  }
  return true;
}

function byPlace(a: Placed, b: Placed, ignoreCase: boolean): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
  if (a.key === undefined || b.key === undefined) return 0;
  // Items with one key: any order will do, if it only depends on what they say.
  return byKey(a.key, b.key, ignoreCase) || compareText(content(a.node), content(b.node));
}

function byKey(a: string, b: string, ignoreCase: boolean): number {
  const byLetters = ignoreCase ? compareText(a.toLowerCase(), b.toLowerCase()) : 0;
  return byLetters || compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function content(node: Writable): string {
  return writeXml({ root: node, namespace: '', prolog: [], epilog: [] });
}

function setKey(rule: ListRule | undefined, node: Writable): string | undefined {
  if (!rule || rule.ordered) return undefined;
  const parts = rule.keys.map((name) => (name === '#text' ? node.text : textAt(node, name)));
  return rule.by === 'first' ? (parts.find((part) => part !== '') ?? '') : parts.join('\u0001');
}

/** `a`, or `a.b`: the text of a child's child. */
function textAt(node: Writable, path: string): string {
  let found: Writable | undefined = node;
  for (const step of path.split('.')) found = found?.children.find(({ name }) => name === step);
  return found?.text ?? '';
}
