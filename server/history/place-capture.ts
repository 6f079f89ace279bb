// Where the files of what is captured go in the project, and which of the last version's go away.

import { type ComponentKey, type Shape, typeRegistry } from '#core/component.ts';
import { componentToFolder } from '#core/metadata/file-path.ts';
import { isWholeObject, withPartsOf } from '#core/metadata/without-parts.ts';
import type { ContentSource } from '../content/content-file.ts';
import { findComponentRow } from '../db/components.ts';
import { type ComponentOf, newestVersionRow } from '../db/versions.ts';
import { AppError } from '../errors.ts';
import { decodeBlob } from './blob-text.ts';
import type { HistoryDeps } from './deps.ts';
import { keepFiles } from './keep-content.ts';
import { placeItem } from './place-item.ts';
import { isSafePath, projectFile } from './project.ts';
import { readProjectConfig, type WritingConfig } from './read-config.ts';
import { readFiles, roleOfFile, type VersionFile } from './version-files.ts';
import type { NewFile } from './write-commit.ts';

/** A known component stays where it is; a new one goes to the default package directory. */
export async function placeFiles(
  deps: HistoryDeps,
  orgId: string,
  source: ContentSource,
  parent: string | undefined,
  before: readonly VersionFile[],
): Promise<NewFile[] | undefined> {
  const { type, fullName } = source;
  const row = await findComponentRow(deps.db, { orgId, type, fullName });
  const config = await readProjectConfig(deps.git(orgId), parent);
  if (typeRegistry[type].part) {
    const placing = { store: deps.git(orgId), parent, config, known: row?.path ?? undefined };
    const file = await placeItem(source, placing);
    if (!file) return [];
    return config.ignores(file.path) ? undefined : [file, ...firstFiles(parent, config)];
  }
  const place = placeIn(typeRegistry[type].shape, row?.path, { type, fullName }, config.newFilesGoTo);
  const whole = { ...source, files: await inOlderFile(deps, orgId, source, before) };
  const files: NewFile[] = keepFiles(whole, before).map(({ name, content }) => ({
    path: place(name),
    content,
  }));
  const kept = new Set(files.map(({ path }) => path));
  // What the last version had and this one has not goes: all of it when the component is deleted.
  for (const { name } of before) {
    if (!kept.has(place(name))) files.push({ path: place(name), content: undefined });
  }
  // The names of a bundle's files come from Salesforce.
  if (files.some(({ path }) => !isSafePath(path) || /\p{Cc}/u.test(path)))
    throw new AppError('salesforce_error', { detail: 'Salesforce names a file whose path cannot be kept.' });
  if (files.some(({ path }) => config.ignores(path))) return undefined;
  return [...files, ...firstFiles(parent, config)];
}

/** An object that still lies in one file with its parts is written back with them. */
async function inOlderFile(
  deps: HistoryDeps,
  orgId: string,
  source: ContentSource,
  before: readonly VersionFile[],
): Promise<ContentSource['files']> {
  const older = source.type === 'CustomObject' && before.find(({ name }) => isWholeObject(name));
  const [file] = source.files;
  if (!older || !file) return source.files;
  const whole = decodeBlob(await deps.git(orgId).blobs.read(older.oid))?.text;
  try {
    return [{ ...file, text: withPartsOf(file.text, whole ?? '') }];
  } catch (cause) {
    const detail = `${older.name} cannot be read, so its fields would be lost: mend it in the project first.`;
    throw new AppError('invalid_request', { cause, detail });
  }
}

export async function filesBefore(deps: HistoryDeps, of: ComponentOf): Promise<readonly VersionFile[]> {
  const row = await newestVersionRow(deps.db, of);
  return row ? readFiles(row.files) : [];
}

/** Where a file of the component is, or goes; `known` is the path that all its files have in common. */
function placeIn(
  shape: Shape,
  known: string | null | undefined,
  key: ComponentKey,
  packageDir: string,
): (name: string) => string {
  if (!known) return (name) => `${componentToFolder(key, packageDir)}/${name}`;
  if (shape === 'bundle') return (name) => `${known}/${name}`;
  if (shape === 'resource' || shape === 'file')
    return (name) => `${known.slice(0, known.lastIndexOf('/') + 1)}${name}`;
  // A document may still have the older name that it was imported with.
  return (name) => (shape === 'code' && roleOfFile(name) === 'metadata' ? `${known}-meta.xml` : known);
}

/** A history of our own is a project from its first commit on. */
function firstFiles(parent: string | undefined, { newFilesGoTo: path }: WritingConfig): NewFile[] {
  if (parent) return [];
  const project = { packageDirectories: [{ path, default: true }] };
  return [{ path: projectFile, content: `${JSON.stringify(project, null, 2)}\n` }];
}
