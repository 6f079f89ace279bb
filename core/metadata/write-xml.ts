// Writes a tree as a source-format document: declaration, four spaces, one element a line, final newline.

import { instanceNamespace } from './namespaces.ts';
import type { XmlAttribute, XmlNode } from './parse-xml.ts';

/** What of a node is written. */
export interface Writable extends Pick<XmlNode, 'name' | 'attributes' | 'text'> {
  readonly children: readonly Writable[];
}

export interface WritableDocument {
  readonly root: Writable;
  /** The root's xmlns; empty for none. */
  readonly namespace: string;
  readonly prolog: readonly Writable[];
  readonly epilog: readonly Writable[];
}

const deepestIndent = 64;
const indents = Array.from({ length: deepestIndent + 1 }, (_, depth) => '    '.repeat(depth));
const indentOf = (depth: number) => indents[Math.min(depth, deepestIndent)] as string;

/** Nodes are written in the order they have. */
export function writeXml(document: WritableDocument): string {
  const body = [...document.prolog.map(loose), writeNode(document.root), ...document.epilog.map(loose)].join(
    '\n',
  );
  const declarations =
    (document.namespace ? ` xmlns="${escapeXml(document.namespace)}"` : '') +
    (body.includes(' xsi:') ? ` xmlns:xsi="${instanceNamespace}"` : '') +
    (body.includes('"xsd:') ? ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"' : '');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body.replace(rootMark, () => declarations)}\n`;
}

/** Stands where the root's declarations go until it is known which ones are needed; not a legal XML character. */
const rootMark = '\u0000';

function writeNode(root: Writable): string {
  let out = '';
  const stack: { node: Writable; next: number; tag: string }[] = [];
  const open = (node: Writable) => {
    const indent = indentOf(stack.length);
    if (node.name.startsWith('#')) {
      out += `${indent}${loose(node)}\n`;
      return;
    }
    if (isPlainLeaf(node) && stack.length > 0) {
      out += `${indent}<${node.name}>${escapeXml(node.text)}</${node.name}>\n`;
      return;
    }
    const { tag, start } = startTag(node, stack.length === 0 ? rootMark : '');
    if (node.children.some((child) => child.name !== '#comment' && child.name !== '#pi')) {
      out += `${indent}<${start}>\n`;
      stack.push({ node, next: 0, tag });
    } else {
      out += `${indent}<${start}>${escapeXml(node.text)}${node.children.map(loose).join('')}</${tag}>\n`;
    }
  };
  open(root);
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const child = frame.node.children[frame.next++];
    if (child) {
      open(child);
      continue;
    }
    stack.pop();
    out += `${indentOf(stack.length)}</${frame.tag}>\n`;
  }
  return out.trimEnd();
}

/** Almost every element of a large document. */
function isPlainLeaf({ name, attributes, children }: Writable): boolean {
  return children.length === 0 && attributes.length === 0 && name.charCodeAt(0) !== 0x7b;
}

function startTag(node: Writable, mark: string): { tag: string; start: string } {
  const foreign = /^\{(.*)\}(.*)$/s.exec(node.name);
  const tag = foreign ? (foreign[2] ?? '') : node.name;
  const namespace = foreign ? ` xmlns="${escapeXml(foreign[1] ?? '')}"` : '';
  return { tag, start: `${tag}${mark}${namespace}${node.attributes.map(attribute).join('')}` };
}

function attribute({ name, value }: XmlAttribute, index: number): string {
  const foreign = /^\{(.*)\}(.*)$/s.exec(name);
  const written = escapeXml(value).replace(/[\t\n]/g, (char) => `&#${char.charCodeAt(0)};`);
  if (!foreign) return ` ${name}="${written}"`;
  return ` xmlns:n${index}="${escapeXml(foreign[1] ?? '')}" n${index}:${foreign[2]}="${written}"`;
}

function loose(node: Writable): string {
  if (node.name === '#comment') return `<!--${node.text}-->`;
  return node.name === '#pi' ? `<?${node.text}?>` : escapeXml(node.text);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#xD;',
};

/** What JSON can hold and XML cannot. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is for
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
/** Most texts are written as they are. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is for
const special = /[&<>"'\u0000-\u0008\u000B-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/;

function escapeXml(text: string): string {
  if (!special.test(text)) return text;
  return text
    .toWellFormed()
    .replace(forbidden, '\uFFFD')
    .replace(/[&<>"'\r]/g, (char) => entities[char] ?? char);
}
