// Takes one item out of its container, as a document of the item's own type.

import type { ContainerItem, ReadContainer } from './container.ts';
import { metadataNamespace } from './namespaces.ts';
import { before, closingTag, indentationIn, layOut, layoutOf } from './xml-layout.ts';

/** The item's own text with its name and indentation as a file of its own would have them; nothing else changes. */
export function itemDocument({ text, document }: ReadContainer, item: ContainerItem): string {
  const { tape, scope } = document.scanned;
  const close = before(tape, closingTag(tape, item.row));
  const indentation = indentationIn(text.slice(close.start, close.end)) ?? '';
  const laidOut = layOut(text, item, layoutOf(tape, item.row), ({ start, end }) =>
    outdent(text.slice(start, end), indentation),
  );
  const name = writtenName(laidOut);
  const attributes = startTag(laidOut).slice(name.length + 1, -1);
  const inherited = [...scope.namespaces].filter(
    ([prefix]) => !isBuiltIn(prefix) && laidOut.includes(`${prefix}:`),
  );
  const own = declaredIn(attributes);
  const declared = [['', scope.uri || metadataNamespace] as const, ...inherited]
    .filter(([prefix]) => !own.has(prefix))
    .map(([prefix, uri]) => ` ${prefix ? `xmlns:${prefix}` : 'xmlns'}="${escapeValue(uri)}"`);
  const head = `<${item.type}${declared.join('')}${attributes}>`;
  const inside = laidOut.slice(name.length + attributes.length + 2, laidOut.lastIndexOf('</'));
  const end = laidOut.includes('\r\n') ? '\r\n' : '\n';
  return `<?xml version="1.0" encoding="UTF-8"?>${end}${head}${inside}</${item.type}>${end}`;
}

function outdent(blank: string, by: string): string {
  const indentation = indentationIn(blank);
  if (!indentation?.startsWith(by)) return blank;
  return blank.slice(0, blank.length - indentation.length) + indentation.slice(by.length);
}

const tag = /^<[^\s/>]+(?:[^>"']|"[^"]*"|'[^']*')*>/;

/** The start tag that a text begins with. */
export function startTag(text: string): string {
  return tag.exec(text)?.[0] ?? '';
}

function writtenName(text: string): string {
  return /^<([^\s/>]+)/.exec(text)?.[1] ?? '';
}

export function isBuiltIn(prefix: string): boolean {
  return prefix === '' || prefix === 'xml' || prefix === 'xmlns';
}

/** The prefixes that a start tag declares itself; the default namespace has the prefix ''. */
export function declaredIn(attributes: string): Set<string> {
  const found = attributes.matchAll(/(?:^|\s)xmlns(?::([^\s=]+))?\s*=/g);
  return new Set([...found].map(([, prefix = '']) => prefix));
}

function escapeValue(uri: string): string {
  return uri.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
