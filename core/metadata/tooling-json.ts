// Turns the `Metadata` of a Tooling API record into the source-format document of the same component.

import { canonicalDocument } from './canonical-text.ts';
import { metadataNamespace } from './namespaces.ts';
import type { XmlNode } from './parse-xml.ts';

/** Keys the Tooling API adds that are no metadata. */
const extras = new Set(['urls', 'attributes', 'fullName']);

/** `metadata` is the parsed JSON of the `Metadata` field. Throws a TypeError when it is not an object. */
export function toolingMetadataToXml(type: string, metadata: unknown): string {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    throw new TypeError(`Tooling metadata of ${type} is not an object`);
  }
  const entries = Object.entries(metadata).filter(([name]) => !extras.has(name));
  const root = node(
    type,
    '',
    entries.flatMap(([name, value]) => nodes(name, value, 1)),
  );
  return canonicalDocument(type, { root, namespace: metadataNamespace, prolog: [], epilog: [] });
}

/** JSON.parse has no depth limit of its own; real metadata nests about ten levels. */
const deepest = 200;

function nodes(name: string, value: unknown, depth: number): XmlNode[] {
  if (value === null || value === undefined) return [];
  if (!/^[A-Za-z_][\w.-]*$/.test(name))
    throw new TypeError('Tooling metadata has a key that names no element');
  if (depth > deepest) throw new TypeError('Tooling metadata is nested too deeply');
  if (Array.isArray(value)) return value.flatMap((item: unknown) => nodes(name, item, depth + 1));
  if (typeof value === 'object') {
    return [
      node(
        name,
        '',
        Object.entries(value).flatMap(([inner, part]) => nodes(inner, part, depth + 1)),
      ),
    ];
  }
  return [node(name, String(value), [])];
}

function node(name: string, text: string, children: readonly XmlNode[]): XmlNode {
  return { name, text, children, attributes: [], line: 1, endLine: 1 };
}
