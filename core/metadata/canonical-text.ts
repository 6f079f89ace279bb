// Writes any document of a component as Salesforce's source format usually has it; captures are stored so.

import { isNil, isWrapper } from './canonical.ts';
import { type ListRule, rulesFor, type TypeRules } from './identity.ts';
import { parseXml, type XmlDocument, type XmlNode } from './parse-xml.ts';
import { canonicalValue } from './scalars.ts';
import { writeXml } from './write-xml.ts';

/** Same meaning, same text: usual order, usual spelling, comments kept. Throws `XmlError`. */
export function canonicalText(type: string, xml: string): string {
  return canonicalDocument(type, parseXml(xml));
}

/** `canonicalText` of a tree that is there already. */
export function canonicalDocument(type: string, document: XmlDocument): string {
  const rules = rulesFor(type);
  const attributes = rules.known
    ? document.root.attributes.filter(({ name }) => name !== 'xsi:type')
    : document.root.attributes;
  const wrapped = rules.known && !rules.named && !isMixed(document.root);
  const children = document.root.children.filter((child) => !(wrapped && isWrapper(child)));
  return writeXml({ ...document, root: tidy({ ...document.root, attributes, children }, rules) });
}

/** Text beside elements is kept apart by them, so that none of them is left out. */
function isMixed(node: XmlNode): boolean {
  return node.children.some(({ name }) => name === '#text');
}

interface Frame {
  readonly node: XmlNode;
  readonly children: XmlNode[];
  next: number;
}

/** Depth first without recursion: nesting has no limit. */
function tidy(root: XmlNode, rules: TypeRules): XmlNode {
  const stack: Frame[] = [{ node: root, children: [], next: 0 }];
  for (;;) {
    const frame = stack[stack.length - 1] as Frame;
    const child = frame.node.children[frame.next++];
    if (child) {
      if (!isNil(child) || rules.isAnyType(child.name) || isMixed(frame.node))
        stack.push({ node: child, children: [], next: 0 });
      continue;
    }
    stack.pop();
    const done: XmlNode = {
      ...frame.node,
      text: canonicalValue(rules.kind(frame.node.name), frame.node.text),
      children: rules.known
        ? inUsualOrder(frame.node.name, frame.children, rules, stack.length === 0)
        : frame.children,
    };
    const parent = stack[stack.length - 1];
    if (!parent) return done;
    parent.children.push(done);
  }
}

interface Placed {
  readonly node: XmlNode;
  readonly comments: readonly XmlNode[];
  readonly rank: string;
  readonly key: string | undefined;
}

/** Salesforce sorts the lists of the root only. Comments stay before the element they stood before. */
function inUsualOrder(
  tag: string,
  children: readonly XmlNode[],
  rules: TypeRules,
  isRoot: boolean,
): readonly XmlNode[] {
  if (children.length < 2) return children;
  const placed: Placed[] = [];
  let comments: XmlNode[] = [];
  const onCanvas = children.some((child) => child.name === 'locationX');
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

function byPlace(a: Placed, b: Placed, ignoreCase: boolean): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
  if (a.key === undefined || b.key === undefined) return 0;
  const byLetters = ignoreCase ? compareText(a.key.toLowerCase(), b.key.toLowerCase()) : 0;
  // Items with one key: any order will do, if it only depends on what they say.
  return byLetters || compareText(a.key, b.key) || compareText(content(a.node), content(b.node));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function content(node: XmlNode): string {
  return writeXml({ root: node, namespace: '', prolog: [], epilog: [] });
}

function setKey(rule: ListRule | undefined, node: XmlNode): string | undefined {
  if (!rule || rule.ordered) return undefined;
  const parts = rule.keys.map((name) => (name === '#text' ? node.text : textAt(node, name)));
  return rule.by === 'first' ? (parts.find((part) => part !== '') ?? '') : parts.join('\u0001');
}

/** `a`, or `a.b`: the text of a child's child. */
function textAt(node: XmlNode, path: string): string {
  let found: XmlNode | undefined = node;
  for (const step of path.split('.')) found = found?.children.find(({ name }) => name === step);
  return found?.text ?? '';
}
