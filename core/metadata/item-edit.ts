// Puts one item into a container's text, or takes it out, and leaves every other character as it is.

import type { Container, MetadataType } from '../component.ts';
import { typeRegistry } from '../component.ts';
import { type ContainerItem, childRows, findItem, type ReadContainer, readContainer } from './container.ts';
import { rulesFor } from './identity.ts';
import { isBuiltIn, startTag } from './item-document.ts';
import { type ItemStyle, styleOf, usualStyle } from './item-style.ts';
import { metadataNamespace } from './namespaces.ts';
import { parseXml } from './parse-xml.ts';
import type { Scope } from './xml-builder.ts';
import { before, closingTag, layOut, layoutOf } from './xml-layout.ts';
import { column } from './xml-tape.ts';

export interface NewItem {
  readonly type: MetadataType;
  /** What names it inside the container. */
  readonly name: string;
  /** A document of its own type, with its `fullName` inside. */
  readonly document: string;
}

/** The text of a container that holds nothing but this. */
export function newContainer(container: Container, item: NewItem): string {
  const empty = `<?xml version="1.0" encoding="UTF-8"?>\n<${container.type} xmlns="${metadataNamespace}"/>\n`;
  return withItem(readContainer(container, empty), item);
}

/** The item in place of the first of its name; a new one where Salesforce would write it. Throws `XmlError`. */
export function withItem(read: ReadContainer, item: NewItem): string {
  const { text, document } = read;
  const { tape, scope } = document.scanned;
  const old = findItem(read, item);
  if (old) {
    const written = writeItem(item, styleOf(tape, old.row), scope);
    return text.slice(0, old.start) + written + text.slice(old.end);
  }
  return insert(read, item);
}

/** Without any item of that name. The last one leaves an empty container, as Salesforce itself writes it. */
export function withoutItem(read: ReadContainer, gone: Pick<NewItem, 'type' | 'name'>): string {
  const { tape } = read.document.scanned;
  let { text } = read;
  for (const item of read.items.toReversed()) {
    if (item.type !== gone.type || item.name !== gone.name) continue;
    text = text.slice(0, before(tape, item.start).start) + text.slice(item.end);
  }
  return text;
}

function insert(read: ReadContainer, item: NewItem): string {
  const { text, document, items } = read;
  const { tape, root, scope } = document.scanned;
  const start = tape.rows[root + column.start] as number;
  const opening = startTag(text.slice(start));
  const children = childRows(tape, root);
  const elements = children.filter((row) => !tape.nameOf(row).startsWith('#'));
  const after = placeFor(read, item, elements);
  const neighbour = after ?? elements[0];
  const style = neighbour === undefined ? usualStyle(text) : styleOf(tape, neighbour);
  const written = style.before + writeItem(item, style, scope);
  if (opening.endsWith('/>')) {
    const end = start + opening.length;
    const open = `${opening.slice(0, -2).trimEnd()}>`;
    const tag = /^<([^\s/>]+)/.exec(opening)?.[1];
    return `${text.slice(0, start)}${open}${written}${style.lineEnd}</${tag}>${text.slice(end)}`;
  }
  const at = after === undefined ? start + opening.length : endOfLine(read, after, children);
  const onOneLine = items.length === 0 && elements.length === 0 && before(tape, closingTag(tape, root));
  const last = onOneLine && onOneLine.start === at && !/[\r\n]/.test(text.slice(at, onOneLine.end));
  return text.slice(0, at) + written + (last ? style.lineEnd : '') + text.slice(at);
}

/** The element after which a new one goes; undefined: before all of them. */
function placeFor(read: ReadContainer, item: NewItem, elements: readonly number[]): number | undefined {
  const siblings = read.items.filter(({ type }) => type === item.type);
  const sorted = sortingOf(siblings);
  const smaller = sorted ? siblings.filter(({ name }) => sorted(name, item.name) < 0) : siblings;
  const sibling = smaller.at(-1);
  if (sibling) return sibling.row;
  const { tape } = read.document.scanned;
  const { container } = read;
  const rank = (tag: string) => rulesFor(container.type).rank(container.type, tag, false);
  const own = typeRegistry[item.type].part?.element ?? '';
  return elements.findLast((row) => rank(tape.nameOf(row)) < rank(own));
}

type Order = (one: string, other: string) => number;
const byCode: Order = (one, other) => (one < other ? -1 : Number(one > other));
const byLetter: Order = (one, other) => byCode(one.toLowerCase(), other.toLowerCase());

/** The order that the items have; undefined when they have none. */
function sortingOf(items: readonly ContainerItem[]): Order | undefined {
  return [byCode, byLetter].find((order) =>
    items.every(({ name }, index) => index === 0 || order(items[index - 1]?.name ?? '', name) <= 0),
  );
}

/** Behind the element, and behind a comment that stands on its line. */
function endOfLine({ document }: ReadContainer, row: number, children: readonly number[]): number {
  const { tape } = document.scanned;
  const end = tape.rows[row + column.end] as number;
  const next = children[children.indexOf(row) + 1];
  if (next === undefined || tape.nameOf(next) !== '#comment') return end;
  const start = tape.rows[next + column.start] as number;
  return /[\r\n]/.test(tape.text.slice(end, start)) ? end : (tape.rows[next + column.end] as number);
}

/** The document's root as an item among others. */
function writeItem({ type, document }: NewItem, style: ItemStyle, scope: Scope): string {
  const { tape, root } = parseXml(document).scanned;
  const place = {
    start: tape.rows[root + column.start] as number,
    end: tape.rows[root + column.end] as number,
  };
  const text = layOut(
    document,
    place,
    layoutOf(tape, root),
    ({ depth }) => (style.onOneLine ? '' : style.lineEnd + style.indentation + style.unit.repeat(depth)),
    (piece) => piece.replace(/\r\n?|\n/g, style.lineEnd),
  );
  const opening = startTag(text);
  const element = typeRegistry[type].part?.element ?? type;
  const attributes = opening.replace(/^<[^\s/>]+|\/?>$/g, '');
  const head = `<${element}${needed(attributes, scope)}`;
  if (opening.endsWith('/>')) return `${head}/>`;
  return `${head}>${text.slice(opening.length, text.lastIndexOf('</'))}</${element}>`;
}

/** Declarations that the container makes already are left out. */
function needed(attributes: string, { namespaces, uri, defaultUri }: Scope): string {
  const declaration = /\s+xmlns(?::([^\s=]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
  return attributes.replace(declaration, (written, prefix = '', double, single) => {
    const wanted = double ?? single;
    if (isBuiltIn(prefix)) return wanted === defaultUri || uri === '' ? '' : written;
    return namespaces.get(prefix) === wanted ? '' : written;
  });
}
