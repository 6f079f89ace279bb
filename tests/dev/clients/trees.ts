// Compares two folders of source format: byte by byte, and by what the product's canonical form says they mean.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';

/** Every file below a folder, by its path there. */
export function readTree(dir: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(dir.length + 1), readFileSync(path));
  }
  return files;
}

export interface TreeDifference {
  readonly path: string;
  readonly how: 'only in the first' | 'only in the second' | 'other bytes';
}

export function byteDifferences(one: ReadonlyMap<string, Buffer>, other: ReadonlyMap<string, Buffer>) {
  return differences(one, other, (first, second) => first.equals(second));
}

/** Documents that say the same in another order or spelling count as equal. */
export function meaningDifferences(one: ReadonlyMap<string, Buffer>, other: ReadonlyMap<string, Buffer>) {
  return differences(one, other, sameMeaning);
}

function differences(
  one: ReadonlyMap<string, Buffer>,
  other: ReadonlyMap<string, Buffer>,
  same: (first: Buffer, second: Buffer, path: string) => boolean,
): TreeDifference[] {
  const found: TreeDifference[] = [];
  for (const path of new Set([...one.keys(), ...other.keys()])) {
    const [first, second] = [one.get(path), other.get(path)];
    if (!first || !second) found.push({ path, how: first ? 'only in the first' : 'only in the second' });
    else if (!same(first, second, path)) found.push({ path, how: 'other bytes' });
  }
  return found;
}

export function sameMeaning(first: Buffer, second: Buffer, path: string): boolean {
  if (first.equals(second)) return true;
  if (!path.endsWith('-meta.xml')) return false;
  const [one, other] = [first.toString(), second.toString()];
  const type = rootOf(one);
  return type === rootOf(other) && canonicalText(type, one) === canonicalText(type, other);
}

/** Name of a document's root element, which is its metadata type. */
export function rootOf(text: string): string {
  return /<([A-Za-z][\w.]*)/.exec(text.replace(/<!--[\s\S]*?-->/g, ''))?.[1] ?? '';
}
