// Joins two lines' changes of a file with many components item by item, so that neither line loses what it alone touched.

import { findItem, type ReadContainer, readContainer } from '#core/metadata/container.ts';
import { nameInContainer } from '#core/metadata/container-path.ts';
import { itemDocument } from '#core/metadata/item-document.ts';
import { withItem, withoutItem } from '#core/metadata/item-edit.ts';
import { XmlError } from '#core/metadata/parse-xml.ts';
import type { FileChange } from './commit-log.ts';
import { ContainerStates } from './container-states.ts';
import { type HeldItems, readContainerBlob } from './containers.ts';
import { blobAt, exactText } from './exact-text.ts';
import type { GitStore } from './git-store.ts';
import { pathToContainer } from './project.ts';
import { keyOf } from './tree-state.ts';

export interface Lines {
  /** The project's newest commit, and main's with what was captured. */
  readonly tip: string;
  readonly main: string;
  /** True when the project went on; false when it was rewritten, and what was captured comes on top. */
  readonly forward: boolean;
}

/** `newest` is what a join takes over file by file; `all` are the changes it comes from, in order. */
export async function joinContainers(
  store: GitStore,
  lines: Lines,
  newest: readonly FileChange[],
  all: readonly FileChange[],
): Promise<FileChange[]> {
  const joined: FileChange[] = [];
  for (const change of newest) {
    const isThere = change.mode.startsWith('100') && pathToContainer(change.path);
    const own = all.filter(({ path }) => path === change.path);
    joined.push(isThere ? await joinOne(store, lines, change, own) : change);
  }
  return joined;
}

async function joinOne(
  store: GitStore,
  { tip, main, forward }: Lines,
  change: FileChange,
  changes: readonly FileChange[],
): Promise<FileChange> {
  const { path } = change;
  const other = await blobAt(store, forward ? main : tip, path);
  // Only one line touched the file, or the project began it anew.
  if (!other || other === changes[0]?.was || changes.some(({ mode }) => !mode.startsWith('100')))
    return change;
  const [project, ours] = forward ? [change.oid, other] : [other, change.oid];
  const touched = await touchedBy(store, changes);
  const held = [await itemsOf(store, path, project), await itemsOf(store, path, ours)] as const;
  if (!held[0] || !held[1]) return change;
  const differing = [...new Set([...held[0].keys(), ...held[1].keys()])].filter(
    (name) => held[0]?.get(name)?.hash !== held[1]?.get(name)?.hash,
  );
  const names = differing.filter((name) => touched.has(name) !== forward);
  const text = await overlay(store, { path, project, ours }, names);
  if (text === undefined) return change;
  const oid = (await store.run(['hash-object', '-w', '--stdin'], text)).toString().trim();
  return { ...change, oid };
}

/** Every name whose item one of the changes touched. */
async function touchedBy(store: GitStore, changes: readonly FileChange[]): Promise<Set<string>> {
  const states = new ContainerStates();
  const touched = new Set<string>();
  for (const [index, { path, oid, mode, was }] of changes.entries()) {
    const file = pathToContainer(path);
    if (!file) continue;
    if (index === 0 && was) {
      states.apply(path, { oid: was, now: await readContainerBlob(store, file, was) });
    }
    const names = mode.startsWith('100')
      ? states.apply(path, { oid, now: await readContainerBlob(store, file, oid) })
      : states.remove(path);
    for (const name of names) touched.add(name);
  }
  return touched;
}

async function itemsOf(store: GitStore, path: string, oid: string): Promise<HeldItems | undefined> {
  const file = pathToContainer(path);
  const content = file && (await readContainerBlob(store, file, oid));
  return content?.unreadable === undefined ? content?.items : undefined;
}

/** The project's file with some of our items; undefined when one of the files is not to be rewritten. */
async function overlay(
  store: GitStore,
  { path, project, ours }: { path: string; project: string; ours: string },
  names: readonly string[],
): Promise<string | undefined> {
  const container = pathToContainer(path)?.container;
  let made = exactText(await store.blobs.read(project));
  const from = exactText(await store.blobs.read(ours));
  if (!container || made === undefined || from === undefined) return undefined;
  const read = (text: string): ReadContainer => readContainer(container, text);
  try {
    const source = read(from);
    for (const name of names) {
      const key = keyOf(name);
      const named = { type: key.type, name: nameInContainer(key) };
      const item = findItem(source, named);
      made = item
        ? withItem(read(made), { ...named, document: itemDocument(source, item) })
        : withoutItem(read(made), named);
    }
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
  return made;
}
