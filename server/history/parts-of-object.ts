// Tells whether a field, or another part of an object, lay inside the object's own file before it got one of its own.

import { typeRegistry } from '#core/component.ts';
import { XmlError } from '#core/metadata/parse-xml.ts';
import { partsInside } from '#core/metadata/without-parts.ts';
import { decodeBlob } from './blob-text.ts';
import type { Draft } from './describe-version.ts';
import type { GitStore } from './git-store.ts';

/** The parts of a file that was split are asked for one after the other. */
const kept = new WeakMap<GitStore, Map<string, Promise<Set<string>>>>();
const mostKept = 20;

export async function layWithin(
  store: GitStore,
  { key, within }: Pick<Draft, 'key' | 'within'>,
): Promise<boolean> {
  if (!within) return false;
  const inside = await partsOf(store, within.oid);
  const name = key.fullName.slice(within.object.length + 1);
  return [name, decoded(name)].some((each) => inside.has(`${typeRegistry[key.type].directory}/${each}`));
}

function partsOf(store: GitStore, oid: string): Promise<Set<string>> {
  const known = kept.get(store) ?? new Map<string, Promise<Set<string>>>();
  kept.set(store, known);
  const parts = known.get(oid) ?? readParts(store, oid);
  if (known.size >= mostKept) known.clear();
  known.set(oid, parts);
  return parts;
}

/** None of a file that is not there, or that nobody can read. */
async function readParts(store: GitStore, oid: string): Promise<Set<string>> {
  const text = decodeBlob(await store.blobs.read(oid))?.text;
  try {
    return partsInside(text ?? '');
  } catch (error) {
    if (error instanceof XmlError) return new Set();
    throw error;
  }
}

/** File names are percent-encoded where names are not. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
