// Reads metadata XML into a small tree that keeps lines, attributes and comments, and refuses DTDs.

import { readDeclaration } from './xml-declaration.ts';
import { XmlScanner } from './xml-scanner.ts';

export { XmlError } from './xml-error.ts';

export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
}

/** An element, a comment (`#comment`), an instruction (`#pi`), or text beside elements (`#text`). Lines are 1-based. */
export interface XmlNode {
  /** Local name; `{uri}local` when its namespace is not its parent's. */
  readonly name: string;
  /** Sorted by name, without namespace declarations. */
  readonly attributes: readonly XmlAttribute[];
  /** Elements, comments and stray text, in document order. */
  readonly children: readonly XmlNode[];
  /** The text of an element without child elements, or of a comment. Otherwise empty. */
  readonly text: string;
  readonly line: number;
  readonly endLine: number;
}

export interface XmlDocument {
  readonly root: XmlNode;
  /** Namespace of the root element, empty when it has none. */
  readonly namespace: string;
  /** Comments before and after the root. */
  readonly prolog: readonly XmlNode[];
  readonly epilog: readonly XmlNode[];
}

/** Throws `XmlError` when `text` is not one well-formed document without a DTD. */
export function parseXml(text: string): XmlDocument {
  const declared = readDeclaration(text);
  const scanner = new XmlScanner(declared);
  if (declared.malformed === undefined) return scanner.document();
  if (text.includes('?>')) return scanner.fail('malformed XML declaration', declared.malformed);
  return scanner.fail('document must contain a root element', text.length);
}
