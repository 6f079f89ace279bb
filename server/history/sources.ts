// Reads the files of a version from git by their object ids.

import type { ComponentFile, ComponentKey, ComponentSource } from '#core/component.ts';
import { componentToFileNames } from '#core/metadata/file-path.ts';
import { decodeBlob } from './blob-text.ts';
import type { GitStore } from './git-store.ts';

/** The object ids of a version, content first; null for a file it doesn't have. */
export interface Oids {
  readonly contentOid: string | null;
  readonly metaOid: string | null;
}

export interface ReadVersion {
  readonly source: ComponentSource;
  /** What is odd about its files, in words. */
  readonly notes: readonly string[];
}

/** Undefined when git lacks a file's content, or it is too large to show. */
export async function readVersion(
  store: GitStore,
  key: ComponentKey,
  oids: Oids,
): Promise<ReadVersion | undefined> {
  const wanted = componentToFileNames(key)
    .map((file) => ({ ...file, oid: file.role === 'content' ? oids.contentOid : oids.metaOid }))
    .filter(({ oid }) => oid !== null);
  const files: ComponentFile[] = [];
  const notes: string[] = [];
  const blobs = await Promise.all(wanted.map(({ oid }) => store.blobs.read(oid ?? '')));
  for (const [index, { role, name }] of wanted.entries()) {
    const decoded = decodeBlob(blobs[index]);
    if (!decoded) return undefined;
    files.push({ role, name, text: decoded.text });
    if (decoded.note) notes.push(`${name}: ${decoded.note}`);
  }
  return { source: { ...key, files }, notes };
}
