// Turns one `<records>` element of a readMetadata answer into the source-format document of the component.

import { isNil, isWrapper } from './canonical.ts';
import { canonicalDocument } from './canonical-text.ts';
import { rulesFor, type TypeRules } from './identity.ts';
import { instanceNamespace, metadataNamespace } from './namespaces.ts';
import { parseXml, type XmlAttribute, XmlError, type XmlNode } from './parse-xml.ts';
import type { Writable } from './write-xml.ts';

/** Prefixes that a record cut out of its envelope may use without declaring them. */
const envelope = `<envelope xmlns="${metadataNamespace}" xmlns:xsi="${instanceNamespace}" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:sf="${metadataNamespace}" xmlns:met="${metadataNamespace}">`;

/** `recordXml` is the element's own text. Throws `XmlError`, also when the record is nil. */
export function recordToXml(type: string, recordXml: string): string {
  const bare = recordXml.replace(/^\uFEFF?\s*(?:<\?xml[^>]*\?>\s*)?/, '');
  const record = parseXml(`${envelope}${bare}</envelope>`).root.children.find(
    (child) => !child.name.startsWith('#'),
  );
  if (!record || isNil(record)) throw new XmlError('the record is empty', 1, 1);
  const rules = rulesFor(type);
  const plain = withoutTypes(record, rules);
  // Only files of parts repeat their name, and every type of part has a table.
  const children = plain.children
    .filter((child) => rules.known || !isWrapper(child))
    .map((child) => (isWrapper(child) ? { ...child, text: ownName(child.text) } : child));
  const root = { ...plain, name: type, attributes: [], children };
  return canonicalDocument(type, { root, namespace: metadataNamespace, prolog: [], epilog: [] });
}

/** Files of parts give the part's name only: `Rating__c` for `Account.Rating__c`. */
export function ownName(fullName: string): string {
  return fullName.slice(fullName.indexOf('.') + 1);
}

/** SOAP may mark any element with xsi:type; files do so only where an element can hold any type. */
function withoutTypes(record: XmlNode, rules: TypeRules): Writable {
  const copy = (node: XmlNode): { node: Writable; children: Writable[] } => {
    const children: Writable[] = [];
    const attributes = rules.isAnyType(node.name) ? node.attributes : node.attributes.filter(isNoType);
    return { node: { name: node.name, text: node.text, attributes, children }, children };
  };
  const root = copy(record);
  const waiting = [{ from: record, into: root.children }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const child of next.from.children) {
      // Almost every element of a large record.
      if (child.children.length === 0 && child.attributes.length === 0) {
        next.into.push(child);
        continue;
      }
      const made = copy(child);
      next.into.push(made.node);
      if (child.children.length > 0) waiting.push({ from: child, into: made.children });
    }
  }
  return root.node;
}

const isNoType = ({ name }: XmlAttribute) => name !== 'xsi:type';
