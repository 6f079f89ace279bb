// The same tree made by saxes, the strict reference that our own scanner is held against.

import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { attributesOf, type Namespaces, qualify, rootNamespaces } from '../../../core/metadata/namespaces.ts';
import type { XmlAttribute, XmlDocument, XmlNode } from '../../../core/metadata/parse-xml.ts';
import { trimXml } from '../../../core/metadata/scalars.ts';
import { bareAmpersand, XmlError } from '../../../core/metadata/xml-error.ts';

interface OpenNode {
  name: string;
  attributes: readonly XmlAttribute[];
  children: XmlNode[];
  text: string;
  line: number;
  endLine: number;
}

type LooseName = '#comment' | '#pi' | '#text';

interface Frame {
  readonly node: OpenNode;
  readonly namespaces: Namespaces;
  readonly uri: string;
  readonly defaultUri: string;
  hasElements: boolean;
}

const noAttributes: readonly XmlAttribute[] = [];
/** Shared by all nodes without children: most nodes are leaves. */
const none: XmlNode[] = [];

/** Throws `XmlError` when `text` is not one well-formed document without a DTD. */
export function treeBySaxes(text: string): XmlDocument {
  const parser = new SaxesParser({ xmlns: false });
  // Its own table is a plain object, in which `&constructor;` would be found.
  parser.ENTITIES = Object.assign(Object.create(null), { amp: '&', gt: '>', lt: '<', quot: '"', apos: "'" });
  const prolog: XmlNode[] = [];
  const epilog: XmlNode[] = [];
  const stack: Frame[] = [];
  let root: OpenNode | undefined;
  let namespace = '';
  let openLine = 1;
  /** The element closed last: a wrong closing tag closes it first and is reported then. */
  let closed: OpenNode | undefined;

  const fail = (message: string): never => {
    const open = message === 'unexpected close tag' ? closed : stack.at(-1)?.node;
    const where =
      open && message.endsWith(' tag') ? ` (<${open.name}> of line ${open.line} is still open)` : '';
    throw (
      bareAmpersand(text, parser.position) ??
      new XmlError(message + where, parser.line, Math.max(1, parser.column))
    );
  };
  const loose = (name: LooseName, content: string): XmlNode => ({
    name,
    attributes: noAttributes,
    children: none,
    text: content,
    line: Math.max(1, parser.line - newlines(content)),
    endLine: parser.line,
  });

  const open = (tag: SaxesTagPlain) => {
    const parent = stack.at(-1);
    const inherited = parent?.namespaces ?? rootNamespaces;
    let name = tag.name;
    let uri = parent?.defaultUri ?? '';
    let namespaces = inherited;
    let attributes = noAttributes;
    if (hasAny(tag.attributes) || name.includes(':')) {
      ({ namespaces, attributes } = attributesOf(tag.attributes, inherited, fail));
      ({ local: name, uri } = qualify(tag.name, namespaces, fail));
    }
    if (parent && uri !== parent.uri) name = `{${uri}}${name}`;
    const node: OpenNode = { name, attributes, children: none, text: '', line: openLine, endLine: openLine };
    if (parent) {
      settleText(parent, loose);
      parent.hasElements = true;
      append(parent.node, node);
    } else {
      root = node;
      namespace = uri;
    }
    const defaultUri = parent && namespaces === inherited ? parent.defaultUri : (namespaces.get('') ?? '');
    stack.push({ node, namespaces, uri, defaultUri, hasElements: false });
  };

  const close = () => {
    const frame = stack.pop();
    if (!frame) return;
    closed = frame.node;
    if (frame.hasElements) settleText(frame, loose);
    else if (frame.node.children.length > 0 && trimXml(frame.node.text) === '') frame.node.text = '';
    frame.node.endLine = parser.line;
  };

  const addText = (content: string) => {
    const frame = stack.at(-1);
    if (frame) frame.node.text += content;
  };

  const add = (name: LooseName, content: string) => {
    const frame = stack.at(-1);
    const node = loose(name, content);
    if (frame) append(frame.node, node);
    else (root ? epilog : prolog).push(node);
  };

  parser.on('error', (error) => fail(plainMessage(error.message)));
  parser.on('doctype', () => fail('a document type declaration is not allowed'));
  parser.on('opentagstart', () => {
    // It tells of a tag once it has read the character after the name, which may end the line.
    openLine = parser.line - (/[\r\n]/.test(text.charAt(parser.position - 1)) ? 1 : 0);
  });
  parser.on('opentag', open);
  parser.on('closetag', close);
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('comment', (content) => add('#comment', content));
  parser.on('processinginstruction', ({ target, body }) =>
    add('#pi', body === '' ? target : `${target} ${body}`),
  );
  parser.write(text).close();
  if (!root) return fail('document must contain a root element');
  return { root, namespace, prolog, epilog };
}

function append(parent: OpenNode, child: XmlNode): void {
  if (parent.children === none) parent.children = [child];
  else parent.children.push(child);
}

function hasAny(attributes: object): boolean {
  for (const _ in attributes) return true;
  return false;
}

/** In an element with child elements, blank text is layout; the rest becomes a child of its own. */
function settleText(frame: Frame, loose: (name: '#text', content: string) => XmlNode): void {
  if (frame.node.text === '') return;
  const stray = trimXml(frame.node.text);
  if (stray !== '') append(frame.node, loose('#text', stray));
  frame.node.text = '';
}

function newlines(content: string): number {
  let count = 0;
  for (let at = content.indexOf('\n'); at >= 0; at = content.indexOf('\n', at + 1)) count++;
  return count;
}

function plainMessage(message: string): string {
  return message
    .replace(/^(?:[^:\s]*:)?\d+:\d+: /, '')
    .replace(/\.$/, '')
    .replace(/^(unclosed tag): .*/, '$1');
}
