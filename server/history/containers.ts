// Reads files that hold several components: which items they have, and one item as a document of its own.

import { hash } from 'node:crypto';
import type { ComponentKey } from '#core/component.ts';
import { type ContainerItem, findItem, type ReadContainer, readContainer } from '#core/metadata/container.ts';
import {
  type ContainerFile,
  componentToContainer,
  itemToComponent,
  nameInContainer,
} from '#core/metadata/container-path.ts';
import { isBuiltIn, itemDocument } from '#core/metadata/item-document.ts';
import { XmlError } from '#core/metadata/parse-xml.ts';
import { type BlobText, decodeBlob, whyMissing } from './blob-text.ts';
import { generationOf } from './generation.ts';
import type { GitStore } from './git-store.ts';
import { ItemTexts } from './item-texts.ts';
import { isSafeName } from './project.ts';
import { nameOf } from './tree-state.ts';
import type { VersionFile } from './version-files.ts';

/** What a file holds, or why that can't be said. */
export type ContainerContent =
  | { readonly items: HeldItems; readonly unreadable?: undefined }
  | { readonly unreadable: string };

/** By the component's name. */
export type HeldItems = ReadonlyMap<string, HeldItem>;

export interface HeldItem {
  /** Differs exactly when the item's own text does. */
  readonly hash: string;
  /** What is odd about it here, in words. */
  readonly note: string | undefined;
  /** Keeps the item's text at hand for whoever describes the version. */
  keep(): void;
}

const texts = new WeakMap<GitStore, { readonly generation: string; readonly items: ItemTexts }>();

function textsOf(store: GitStore): ItemTexts {
  const generation = generationOf(store.place.dir);
  const known = texts.get(store);
  if (known?.generation === generation) return known.items;
  const items = new ItemTexts();
  texts.set(store, { generation, items });
  return items;
}

export async function readContainerBlob(
  store: GitStore,
  file: ContainerFile,
  oid: string,
): Promise<ContainerContent> {
  const blob = await store.blobs.read(oid);
  const decoded = decodeBlob(blob);
  if (!decoded) return { unreadable: whyMissing(blob) ?? 'it has no content' };
  try {
    return { items: heldIn(readContainer(file.container, decoded.text), file, decoded.note, textsOf(store)) };
  } catch (error) {
    if (error instanceof XmlError) return { unreadable: placed(error) };
    throw error;
  }
}

function heldIn(
  read: ReadContainer,
  file: ContainerFile,
  note: string | undefined,
  known: ItemTexts,
): HeldItems {
  const items = new Map<string, HeldItem>();
  for (const [, [item, ...more]] of Map.groupBy(read.items, ({ type, name }) => `${type}\n${name}`)) {
    const key = item && itemToComponent(file, item);
    if (!item || !key || !isSafeName(key)) continue;
    const itemHash = hashOf(read, item);
    const twice = more.length > 0 && `The file holds it ${more.length + 1} times; the first counts.`;
    items.set(nameOf(key), {
      hash: itemHash,
      note: [note, twice].filter(Boolean).join(' ') || undefined,
      keep: () => known.put(itemHash, itemDocument(read, item)),
    });
  }
  return items;
}

/** The prefixes that an item takes from its container are part of what it says. */
function hashOf({ text, document }: ReadContainer, { type, start, end }: ContainerItem): string {
  const item = text.slice(start, end);
  const used = [...document.scanned.scope.namespaces].filter(
    ([prefix]) => !isBuiltIn(prefix) && item.includes(`${prefix}:`),
  );
  return hash('sha256', `${type}\n${used.join()}\n${item}`).slice(0, 32);
}

/** The item of a version; undefined when git lacks the file's content, or it is too large to show. */
export async function readItem(
  store: GitStore,
  key: ComponentKey,
  { oid, item: wanted = '' }: VersionFile,
): Promise<BlobText | undefined> {
  const known = textsOf(store);
  const kept = known.get(wanted);
  if (kept !== undefined) return { text: kept };
  const file = componentToContainer(key);
  const decoded = decodeBlob(await store.blobs.read(oid));
  if (!file || !decoded) return undefined;
  const read = readContainer(file.container, decoded.text);
  const item = findItem(read, { type: key.type, name: nameInContainer(key) });
  if (!item) return undefined;
  const text = itemDocument(read, item);
  known.put(wanted, text);
  return { text };
}

export function placed({ message, line, column }: XmlError): string {
  return `${message} (line ${line}, column ${column})`;
}
