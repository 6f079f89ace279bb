// Leaves out of an object's document what source format keeps in files of its own: its fields, rules, views.

import { type MetadataType, metadataTypes, typeRegistry } from '../component.ts';
import { canonicalDocument } from './canonical-text.ts';
import { parseXml, type XmlNode } from './parse-xml.ts';

/** Parts with files of their own that no type of the registry stands for. */
const others = ['indexes', 'sharingReasons'];

const parts = new Set([
  ...metadataTypes
    .filter((type) => typeRegistry[type].shape === 'child')
    .map((type) => typeRegistry[type].directory),
  ...others,
]);

/** The file of an object and all its parts, as it was before source format: `Account.object`. */
export function wholeObjectName(fullName: string): string {
  return `${fullName}${wholeObjectEnding}`;
}

const wholeObjectEnding = '.object';

export function isWholeObject(fileName: string): boolean {
  return fileName.endsWith(wholeObjectEnding);
}

/** The document of the object alone; the same text for any other type. */
export function withoutParts(type: MetadataType, text: string): string {
  if (type !== 'CustomObject') return text;
  const document = parseXml(text);
  const children = document.root.children.filter(({ name }) => !parts.has(name));
  return canonicalDocument(type, { ...document, root: { ...document.root, children } });
}

/** The object's own document with the parts of an older whole one. Throws `XmlError`. */
export function withPartsOf(own: string, whole: string): string {
  const document = parseXml(own);
  const kept = parseXml(whole).root.children.filter(({ name }) => parts.has(name));
  const children = [...document.root.children.filter(({ name }) => !parts.has(name)), ...kept];
  return canonicalDocument('CustomObject', { ...document, root: { ...document.root, children } });
}

/** The parts inside a whole object's document, as `fields/Name`. Throws `XmlError`. */
export function partsInside(whole: string): Set<string> {
  const found = parseXml(whole).root.children.filter(({ name }) => parts.has(name));
  return new Set(found.map((part) => `${part.name}/${nameIn(part)}`));
}

function nameIn(part: XmlNode): string {
  return part.children.find(({ name }) => name === 'fullName')?.text.trim() ?? '';
}
