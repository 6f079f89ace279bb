// Writes a tree as a source-format document: declaration, four spaces, one element a line, final newline.

import { instanceNamespace } from './namespaces.ts';
import type { XmlAttribute, XmlNode } from './parse-xml.ts';

const deepestIndent = 64;

/** `namespace` becomes the root's xmlns; nodes are written in the order they have. */
export function writeXml(document: {
  readonly root: XmlNode;
  readonly namespace: string;
  readonly prolog: readonly XmlNode[];
  readonly epilog: readonly XmlNode[];
}): string {
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

function writeNode(root: XmlNode): string {
  let out = '';
  const stack: { node: XmlNode; next: number; tag: string }[] = [];
  const open = (node: XmlNode) => {
    const indent = '    '.repeat(Math.min(stack.length, deepestIndent));
    if (node.name.startsWith('#')) {
      out += `${indent}${loose(node)}\n`;
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
    out += `${'    '.repeat(Math.min(stack.length, deepestIndent))}</${frame.tag}>\n`;
  }
  return out.trimEnd();
}

function startTag(node: XmlNode, mark: string): { tag: string; start: string } {
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

function loose(node: XmlNode): string {
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

function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(forbidden, '\uFFFD')
    .replace(/[&<>"'\r]/g, (char) => entities[char] ?? char);
}
