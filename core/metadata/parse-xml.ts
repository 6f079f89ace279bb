// Reads metadata XML into a small tree that keeps lines, attributes and comments, and refuses DTDs.

import { readDeclaration } from './xml-declaration.ts';
import { misfit } from './xml-run.ts';
import { newShared, type Scanned, type Shared, XmlScanner } from './xml-scanner.ts';
import { column, TapeNode } from './xml-tape.ts';

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

/** A document that was read from a text, and the rows it is made of. */
export interface ReadDocument extends XmlDocument {
  readonly scanned: Scanned;
}

/** Throws `XmlError` when `text` is not one well-formed document without a DTD. */
export function parseXml(text: string, shared: Shared = newShared()): ReadDocument {
  const scanned = scan(text, shared);
  const { tape, root } = scanned;
  const nodes = (from: number, to: number) => tape.between(from, to).map((row) => TapeNode.at(tape, row));
  const after = tape.rows[root + column.next] as number;
  let made: XmlNode | undefined;
  return {
    scanned,
    // Whoever compares documents looks at few of their nodes.
    get root() {
      made ??= TapeNode.at(tape, root);
      return made;
    },
    namespace: scanned.scope.uri,
    prolog: nodes(0, root),
    epilog: nodes(after, tape.length),
  };
}

function scan(text: string, { names, seams }: Shared): Scanned {
  const declared = readDeclaration(text);
  if (declared.malformed !== undefined) {
    const { fail } = new XmlScanner(declared, names);
    if (text.includes('?>')) return fail('malformed XML declaration', declared.malformed);
    return fail('document must contain a root element', text.length);
  }
  try {
    return new XmlScanner(declared, names, seams).document();
  } catch (error) {
    if (error !== misfit) throw error;
    // Tag by tag it will fail again, and know where.
    return new XmlScanner(declared, names).document();
  }
}
