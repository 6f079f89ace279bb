// What people write on top of a parser: two trees compared item by item, each found by its tag and key.

import { Parser } from 'saxen';
import { SaxesParser } from 'saxes';
import { identityOf } from './profile.ts';

/** As small as a tree gets that keeps all text. */
export interface PlainNode {
  readonly name: string;
  readonly children: readonly PlainNode[];
  readonly text: string;
}

interface OpenNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: OpenNode[];
  text: string;
}

/** The sentences of `Truth`. */
export function compareKeyed(before: PlainNode, after: PlainNode): string[] {
  const found: string[] = [];
  const theirs = keyed(after);
  for (const [name, item] of keyed(before)) {
    const other = theirs.get(name);
    if (!other) {
      found.push(`removed ${name}`);
      continue;
    }
    theirs.delete(name);
    const texts = new Map(other.children.map((child) => [child.name, child.text]));
    for (const child of item.children)
      if (texts.get(child.name) !== child.text) found.push(`changed ${name} ${child.name}`);
  }
  for (const name of theirs.keys()) found.push(`added ${name}`);
  return found;
}

function keyed({ children }: PlainNode): Map<string, PlainNode> {
  const items = new Map<string, PlainNode>();
  for (const item of children) {
    let name = item.name;
    const identity = identityOf(item.name);
    for (const child of item.children) if (identity.includes(child.name)) name += ` ${child.text}`;
    items.set(name, item);
  }
  return items;
}

/** saxen gives events; this is the least that makes a tree of them. */
export function treeBySaxen(text: string): PlainNode {
  const root: OpenNode = { name: '', attributes: {}, children: [], text: '' };
  const stack = [root];
  let top = root;
  const parser = new Parser();
  parser.on('openTag', (name, attributes) => {
    const node: OpenNode = { name, attributes: attributes(), children: [], text: '' };
    top.children.push(node);
    stack.push(node);
    top = node;
  });
  parser.on('closeTag', () => {
    stack.pop();
    top = stack[stack.length - 1] as OpenNode;
  });
  parser.on('text', (content, decode) => {
    if (top.children.length === 0) top.text += decode(content);
  });
  parser.on('cdata', (content) => {
    top.text += content;
  });
  parser.on('comment', (content) => {
    top.children.push({ name: '#comment', attributes: {}, children: [], text: content });
  });
  parser.parse(text);
  return root.children.find(({ name }) => !name.startsWith('#')) ?? root;
}

/** Events alone: what a parser takes before anybody keeps anything. */
export function eventsOfSaxen(text: string): number {
  let count = 0;
  const parser = new Parser();
  parser.on('openTag', () => count++);
  parser.on('closeTag', () => count++);
  parser.on('text', () => count++);
  parser.parse(text);
  return count;
}

export function eventsOfSaxes(text: string): number {
  let count = 0;
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', () => {
    count++;
  });
  parser.on('closetag', () => {
    count++;
  });
  parser.on('text', () => {
    count++;
  });
  parser.write(text).close();
  return count;
}
