// Leaves out of an object's document what source format keeps in files of its own: its fields, rules, views.

import { type MetadataType, metadataTypes, typeRegistry } from '../component.ts';
import { canonicalDocument } from './canonical-text.ts';
import { parseXml } from './parse-xml.ts';

/** Parts with files of their own that no type of the registry stands for. */
const others = ['indexes', 'sharingReasons'];

const parts = new Set([
  ...metadataTypes
    .filter((type) => typeRegistry[type].shape === 'child')
    .map((type) => typeRegistry[type].directory),
  ...others,
]);

/** The document of the object alone; the same text for any other type. */
export function withoutParts(type: MetadataType, text: string): string {
  if (type !== 'CustomObject') return text;
  const document = parseXml(text);
  const children = document.root.children.filter(({ name }) => !parts.has(name));
  return canonicalDocument(type, { ...document, root: { ...document.root, children } });
}
