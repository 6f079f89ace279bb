// Finds the components inside a file that holds several, for check-history: with saxes, and with nothing of the product's.

import { createHash } from 'node:crypto';
import { SaxesParser } from 'saxes';
import { childNamed, type MetadataType, typeNamed } from '../../dev/salesforce/metadata/types.ts';

export interface ContainerAt {
  readonly type: MetadataType;
  readonly name: string;
}

/** Labels, a workflow, rules: a file whose elements are components of types that are `known`. */
export function containerOf(
  place: { type: string; fullName: string } | undefined,
  known: ReadonlySet<string>,
): ContainerAt | undefined {
  const type = place && typeNamed(place.type);
  const inside = type?.shape === 'whole' && type.children.some(({ name }) => known.has(name));
  return place && type && inside ? { type, name: place.fullName } : undefined;
}

/** True for a type that has no file of its own. */
export function isItem(type: string): boolean {
  const child = childNamed(type);
  return child !== undefined && child.suffix === undefined;
}

/** A hash of each item's text by `type:name`, the first of each name; undefined for a text that is no such document. */
export function itemsOf(
  { type, name }: ContainerAt,
  given: string,
  known: ReadonlySet<string>,
): Map<string, string> | undefined {
  const text = given.replace(/^\uFEFF/, '');
  const items = new Map<string, string>();
  const path: string[] = [];
  let [start, own, collected, fits] = [0, '', '', true];
  const parser = new SaxesParser({ xmlns: false, position: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    path.push(tag.name);
    collected = '';
    if (path.length === 1) fits = tag.name === type.name;
    // Attribute values cannot hold this sign, so the last one begins the tag.
    if (path.length === 2) [start, own] = [text.lastIndexOf('<', parser.position - 1), ''];
  });
  const collect = (part: string) => {
    collected += part;
  };
  parser.on('text', collect);
  parser.on('cdata', collect);
  parser.on('closetag', () => {
    const closed = path.pop();
    if (path.length === 2 && closed === 'fullName' && own === '') own = collected.trim();
    const child = type.children.find(({ element }) => element === closed);
    if (path.length !== 1 || !child || own === '' || !known.has(child.name)) return;
    const key = `${child.name}:${child.alone ? own : `${name}.${own}`}`;
    const hash = createHash('sha1').update(text.slice(start, parser.position)).digest('hex');
    if (!items.has(key)) items.set(key, hash);
  });
  try {
    parser.write(text).close();
  } catch {
    return undefined;
  }
  return fits ? items : undefined;
}
