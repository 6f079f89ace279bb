// How a component's content is kept in git: as the project keeps it already, new ones as Salesforce's tools would.

import { typeRegistry } from '#core/component.ts';
import { readZipDirectory } from '#core/metadata/zip-directory.ts';
import type { ContentFile, ContentSource } from '../content/content-file.ts';
import { contentTypeOf, isArchiveType } from '../content/media.ts';
import { unzipEntry } from '../content/unzip.ts';
import { AppError } from '../errors.ts';
import { isSafePath } from './project.ts';
import { roleOfFile, type VersionFile } from './version-files.ts';

/** A file by its name inside the component, and what it holds. */
export interface KeptFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** An archive with more is kept packed. */
const mostEntries = 5000;
const mostUnpacked = 64 * 1024 * 1024;

/** `before` are the files of the last version. Throws when content is too large to be kept. */
export function keepFiles(source: ContentSource, before: readonly VersionFile[]): KeptFile[] {
  const { shape } = typeRegistry[source.type];
  if (shape !== 'resource' && shape !== 'file')
    return source.files.map((file) => ({ name: file.name, content: contentOf(file) }));
  const was = (role: 'content' | 'metadata', unpacked: boolean) =>
    before.find(({ name }) => roleOfFile(name) === role && name.includes('/') === unpacked)?.name;
  return source.files.flatMap((file): KeptFile[] => {
    if (file.role === 'metadata') return [{ name: was('metadata', false) ?? file.name, content: file.text }];
    const packed = was('content', false);
    const folder = was('content', true)?.split('/')[0];
    const isNew = packed === undefined && folder === undefined;
    const unpack = folder !== undefined || (isNew && isArchiveType(contentTypeOf(source)));
    const entries = unpack ? unpacked(file, folder ?? stemOf(file.name)) : undefined;
    return entries ?? [{ name: packed ?? file.name, content: contentOf(file) }];
  });
}

function contentOf({ name, text, binary, bytes }: ContentFile): string | Uint8Array {
  if (!binary) return text;
  if (bytes) return bytes;
  throw new AppError('invalid_request', { detail: `${name} is too large to be kept in history.` });
}

/** Undefined when it is no archive, or one that cannot lie in a folder as it is. */
function unpacked({ bytes, binary }: ContentFile, folder: string): KeptFile[] | undefined {
  const entries = bytes && binary?.media === 'application/zip' ? readZipDirectory(bytes) : undefined;
  if (!bytes || !entries || entries.length === 0 || entries.length > mostEntries) return undefined;
  if (entries.reduce((sum, { size }) => sum + size, 0) > mostUnpacked) return undefined;
  const files: KeptFile[] = [];
  const names = new Set<string>();
  for (const entry of entries) {
    const name = `${folder}/${entry.path}`;
    const content = unzipEntry(bytes, entry);
    const isPath = isSafePath(name) && !/[\\\p{Cc}]/u.test(name) && !names.has(name);
    if (!content || !isPath) return undefined;
    names.add(name);
    files.push({ name, content });
  }
  // A file where another has its folder.
  const clash = files.some(({ name }) => {
    for (let at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1))
      if (names.has(name.slice(0, at))) return true;
    return false;
  });
  return clash ? undefined : files;
}

function stemOf(name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 ? name : name.slice(0, dot);
}
