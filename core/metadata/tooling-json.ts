// Turns the `Metadata` of a Tooling API record into the source-format document of the same component.

import { canonicalDocument } from './canonical-text.ts';
import { rulesFor, type TypeRules } from './identity.ts';
import { metadataNamespace } from './namespaces.ts';
import type { XmlNode } from './parse-xml.ts';
import { ownName } from './soap-record.ts';

/** Keys the Tooling API adds that are no metadata, unless a type has a list of that name. */
const extras = new Set(['urls', 'attributes', 'fullName']);

/**
 * `metadata` is the parsed JSON of the `Metadata` field; `fullName`, the record's, is written for types whose files
 * give it. Throws a TypeError when `metadata` is not an object.
 */
export function toolingMetadataToXml(type: string, metadata: unknown, fullName?: string): string {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    throw new TypeError(`Tooling metadata of ${type} is not an object`);
  }
  const rules = rulesFor(type);
  const entries = Object.entries(metadata).filter(
    ([name]) => !extras.has(name) || (rules.known && rules.list(type, name) !== undefined),
  );
  const root = node(type, '', [
    ...(rules.named && fullName !== undefined ? [node('fullName', ownName(fullName), [])] : []),
    ...entries.flatMap(([name, value]) => nodes(name, value, { rules, parentTag: type, depth: 1 })),
  ]);
  return canonicalDocument(type, { root, namespace: metadataNamespace, prolog: [], epilog: [] });
}

/** JSON.parse has no depth limit of its own; real metadata nests about ten levels. */
const deepest = 200;

interface Place {
  readonly rules: TypeRules;
  readonly parentTag: string;
  readonly depth: number;
}

function nodes(name: string, value: unknown, { rules, parentTag, depth }: Place): XmlNode[] {
  if (value === null || value === undefined) return [];
  if (!/^[A-Za-z_][\w.-]*$/.test(name))
    throw new TypeError('Tooling metadata has a key that names no element');
  if (depth > deepest) throw new TypeError('Tooling metadata is nested too deeply');
  if (Array.isArray(value))
    return value.flatMap((item: unknown) => nodes(name, item, { rules, parentTag, depth: depth + 1 }));
  if (typeof value !== 'object') return [node(name, String(value), [])];
  // Picklist values: @salesforce/types 1.9.0, CustomValue and PicklistValue of the Tooling API.
  const isNamed = rules.known && rules.list(parentTag, name)?.keys[0] === 'fullName';
  const inner = { rules, parentTag: name, depth: depth + 1 };
  const children = Object.entries(value).flatMap(([key, part]) =>
    nodes(isNamed && key === 'valueName' ? 'fullName' : key, part, inner),
  );
  return [node(name, '', children)];
}

function node(name: string, text: string, children: readonly XmlNode[]): XmlNode {
  return { name, text, children, attributes: [], line: 1, endLine: 1 };
}
