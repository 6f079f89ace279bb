// Finds the components in a file that holds several: which one lies where in its text.

import { type Container, type MetadataType, metadataTypes, typeRegistry } from '../component.ts';
import { parseXml, type ReadDocument, XmlError } from './parse-xml.ts';
import { trimXml } from './scalars.ts';
import { column, rowSize, type XmlTape } from './xml-tape.ts';

export interface ContainerItem {
  readonly type: MetadataType;
  /** Its `fullName`, which names it inside this file. */
  readonly name: string;
  /** Its element's place in the text; the end is not included. */
  readonly start: number;
  readonly end: number;
  /** Its row on the document's tape. */
  readonly row: number;
}

export interface ReadContainer {
  readonly container: Container;
  readonly text: string;
  readonly document: ReadDocument;
  /** In the order of the file. A name may stand there twice; elements without one are no items. */
  readonly items: readonly ContainerItem[];
}

const typesOf = new Map<string, ReadonlyMap<string, MetadataType>>();
for (const type of metadataTypes) {
  const { part } = typeRegistry[type];
  if (!part) continue;
  typesOf.set(
    part.container.type,
    new Map([...(typesOf.get(part.container.type) ?? []), [part.element, type]]),
  );
}

/** Throws `XmlError` for a text that is no document of this kind. */
export function readContainer(container: Container, text: string): ReadContainer {
  const document = parseXml(text);
  const { tape, root } = document.scanned;
  const rootName = tape.nameOf(root);
  if (rootName !== container.type) {
    const message = `the root element is <${rootName}>, not <${container.type}>`;
    throw new XmlError(message, tape.lineOf(root), 1);
  }
  const types = typesOf.get(container.type);
  const items: ContainerItem[] = [];
  for (const row of childRows(tape, root)) {
    const type = types?.get(tape.nameOf(row));
    const name = type && nameOf(tape, row);
    if (!type || !name) continue;
    const [start, end] = [tape.rows[row + column.start] as number, tape.rows[row + column.end] as number];
    items.push({ type, name, start, end, row });
  }
  return { container, text, document, items };
}

export function childRows(tape: XmlTape, row: number): number[] {
  return tape.between(row + rowSize, tape.rows[row + column.next] as number);
}

function nameOf(tape: XmlTape, item: number): string {
  const named = childRows(tape, item).find((row) => tape.nameOf(row) === 'fullName');
  return named === undefined ? '' : trimXml(tape.textOf(named));
}

/** The first item of that name: what the file says of the component. */
export function findItem(
  { items }: ReadContainer,
  wanted: { readonly type: MetadataType; readonly name: string },
): ContainerItem | undefined {
  return items.find(({ type, name }) => type === wanted.type && name === wanted.name);
}
