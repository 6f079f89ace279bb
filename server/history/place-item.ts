// Rewrites one item in the file it shares with others, as it is at a commit; no other byte of that file changes.

import { type ComponentKey, type ComponentSource, typeRegistry } from '#core/component.ts';
import { type ReadContainer, readContainer } from '#core/metadata/container.ts';
import {
  type ContainerFile,
  componentToContainer,
  containerFileName,
  nameInContainer,
} from '#core/metadata/container-path.ts';
import { componentToFolder } from '#core/metadata/file-path.ts';
import { newContainer, withItem, withoutItem } from '#core/metadata/item-edit.ts';
import { XmlError } from '#core/metadata/parse-xml.ts';
import { AppError } from '../errors.ts';
import { whyMissing } from './blob-text.ts';
import { readTree } from './commit-log.ts';
import { placed } from './containers.ts';
import { blobAt, exactText } from './exact-text.ts';
import type { GitStore } from './git-store.ts';
import { packageDirectoryOf, pathToContainer } from './project.ts';
import type { WritingConfig } from './read-config.ts';
import type { NewFile } from './write-commit.ts';

export interface ItemPlacing {
  readonly store: GitStore;
  /** The commit to write on top of. */
  readonly parent: string | undefined;
  readonly config: WritingConfig;
  /** Where the component lies now, if it does. */
  readonly known: string | undefined;
}

/**
 * Undefined when that file would not change. Throws `invalid_request` when it is there and can't be rewritten: nothing of
 * it may be lost.
 */
export async function placeItem(source: ComponentSource, placing: ItemPlacing): Promise<NewFile | undefined> {
  const { store, parent } = placing;
  const key: ComponentKey = { type: source.type, fullName: source.fullName };
  const file = componentToContainer(key);
  if (!file) throw new Error(`${source.type} lies in no file with others.`);
  const path = placing.known ?? (await placeForNew(key, file, placing));
  const text = parent === undefined ? undefined : await textAt(store, parent, path);
  const [document] = source.files;
  const named = { type: source.type, name: nameInContainer(key) };
  if (text === undefined) {
    const item = document && { ...named, document: document.text };
    return item && { path, content: newContainer(file.container, item) };
  }
  const read = readAt(path, file, text);
  const made = document ? withItem(read, { ...named, document: document.text }) : withoutItem(read, named);
  return made === text ? undefined : { path, content: made };
}

function readAt(path: string, { container }: ContainerFile, text: string): ReadContainer {
  try {
    return readContainer(container, text);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw refusal(path, placed(error));
  }
}

function refusal(path: string, why: string): AppError {
  const detail = `${path} can’t be rewritten: ${why}. Mend it in the project, import again, and commit then.`;
  return new AppError('invalid_request', { detail });
}

async function textAt(store: GitStore, commit: string, path: string): Promise<string | undefined> {
  const oid = await blobAt(store, commit, path);
  if (!oid) return undefined;
  const blob = await store.blobs.read(oid);
  const text = exactText(blob);
  if (text !== undefined) return text;
  throw refusal(path, whyMissing(blob) ?? 'it is not encoded as UTF-8');
}

/**
 * The file of that name which is there: in the default package directory, else in another. Labels, whose files may have
 * any name and of which each directory may have its own, go to the default one.
 */
async function placeForNew(
  key: ComponentKey,
  file: ContainerFile,
  { store, parent, config }: ItemPlacing,
): Promise<string> {
  const { packageDirectories, assumed } = config;
  const alone = typeRegistry[key.type].part?.container.alone ?? false;
  const found = (parent ? await readTree(store, parent) : []).flatMap(({ path, mode }) => {
    const other = pathToContainer(path);
    const directory = packageDirectoryOf(config, path);
    if (!mode.startsWith('100') || other?.container !== file.container || directory === undefined) return [];
    const rank = packageDirectories.indexOf(directory);
    const named = other.name === file.name;
    if (config.ignores(path) || !(alone ? rank === 0 || assumed : named)) return [];
    return [{ path, rank: rank * 2 + (named ? 0 : 1) }];
  });
  found.sort((one, other) => one.rank - other.rank || (one.path < other.path ? -1 : 1));
  return found[0]?.path ?? `${componentToFolder(key, config.newFilesGoTo)}/${containerFileName(file)}`;
}
