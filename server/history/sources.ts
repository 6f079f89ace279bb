// Reads the files of a version from git by their object ids: the one door out of git for a component's text, without its secrets.

import {
  type ComponentFile,
  type ComponentKey,
  type ComponentSource,
  typeRegistry,
} from '#core/component.ts';
import { archiveFile, contentFile, unpackedFile, withoutBytes } from '../content/content-file.ts';
import type { ComponentOf } from '../db/versions.ts';
import { createRedactor, type Redactor } from '../secrets/redactor.ts';
import type { Blob } from './blob-reader.ts';
import { type BlobText, decodeBlob, whyMissing } from './blob-text.ts';
import { readItem } from './containers.ts';
import type { ReadDeps } from './deps.ts';
import type { GitStore } from './git-store.ts';
import { roleOfFile, type VersionFile } from './version-files.ts';

export interface ReadVersion {
  readonly source: ComponentSource;
  /** What is odd about its files, in words. */
  readonly notes: readonly string[];
}

interface ReadFile {
  readonly name: string;
  readonly blob: Blob | undefined;
}

/** Undefined when git lacks a file's content, or it is too large to show. */
export async function readVersion(
  deps: ReadDeps,
  { orgId, ...key }: ComponentOf,
  wanted: readonly VersionFile[],
): Promise<ReadVersion | undefined> {
  const store = deps.git(orgId);
  const redactor = createRedactor(deps.db, orgId, Date.now, deps.purges);
  const [part] = wanted;
  if (part?.item !== undefined) {
    const item = await readItem(store, key, part);
    const file = item && { role: roleOfFile(part.name), name: part.name, text: item.text };
    return file && redacted(redactor, key, [file], []);
  }
  const { mayBeBinary, shape } = typeRegistry[key.type];
  const replace = await redactor.purged(key);
  const read = await Promise.all(
    wanted.map(async ({ name, oid }): Promise<ReadFile> => {
      const blob = await store.blobs.read(oid);
      const found = roleOfFile(name) === 'content' && blob?.bytes && replace?.(blob.bytes);
      return { name, blob: found ? { size: found.bytes.length, bytes: found.bytes } : blob };
    }),
  );
  const loose = shape === 'resource' || shape === 'file';
  const files: ComponentFile[] = [];
  const notes: string[] = [];
  for (const file of loose ? oneContent(read) : read) {
    const { name, blob } = file;
    const role = roleOfFile(name);
    const binary = mayBeBinary && role === 'content' ? binaryOf(file) : undefined;
    const decoded: BlobText | undefined = binary ?? decodeBlob(blob);
    if (!decoded) return undefined;
    files.push(binary ?? { role, name, text: decoded.text });
    if (decoded.note) notes.push(`${name}: ${decoded.note}`);
  }
  const unpacked = loose ? read.filter(({ name }) => name.includes('/')) : [];
  if (unpacked.length > 0 && !files.some(({ role }) => role === 'content')) {
    const archive = archiveOf(unpacked);
    if (!archive) return undefined;
    files.unshift(archive);
  }
  return redacted(redactor, key, files, notes);
}

/** A project's own files may hold secrets in the clear, and stay so in git. */
async function redacted(
  redactor: Redactor,
  key: ComponentKey,
  files: readonly ComponentFile[],
  notes: readonly string[],
): Promise<ReadVersion> {
  const open = await redactor.redact({ ...key, files });
  return { source: open.source, notes: [...notes, ...open.notes] };
}

/** Why a version has no content, file by file, in words. */
export async function whyUnavailable(store: GitStore, wanted: readonly VersionFile[]): Promise<string[]> {
  const blobs = await Promise.all(wanted.map(({ oid }) => store.blobs.read(oid)));
  return wanted.flatMap(({ name }, index) => {
    const why = whyMissing(blobs[index]);
    return why ? [`${name}: ${why}.`] : [];
  });
}

/** What lies beside the document; of several files that one could be, tools take the first. */
function oneContent(files: readonly ReadFile[]): ReadFile[] {
  const beside = files.filter(({ name }) => !name.includes('/'));
  const content = beside.filter(({ name }) => roleOfFile(name) === 'content').slice(0, 1);
  const document = beside.filter(({ name }) => roleOfFile(name) === 'metadata').slice(0, 1);
  return [...content, ...document];
}

function binaryOf({ name, blob }: ReadFile): ComponentFile | undefined {
  const file = blob?.bytes && contentFile(name, blob.bytes);
  return file?.binary && withoutBytes(file);
}

/** The folder that an archive was unpacked to, as the archive. */
function archiveOf(files: readonly ReadFile[]): ComponentFile | undefined {
  const [first] = files;
  if (!first || files.some(({ blob }) => whyMissing(blob))) return undefined;
  const folder = first.name.slice(0, first.name.indexOf('/'));
  return archiveFile(
    `${folder}.zip`,
    files.map(({ name, blob }) =>
      unpackedFile(name.slice(folder.length + 1), blob?.bytes ?? Buffer.alloc(0)),
    ),
  );
}
