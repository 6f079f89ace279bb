// Reads a file's text so that writing it back gives the same bytes.

import type { Blob } from './blob-reader.ts';
import type { GitStore } from './git-store.ts';

/** The object id of a regular file at a commit; undefined when there is none. */
export async function blobAt(store: GitStore, commit: string, path: string): Promise<string | undefined> {
  const listed = (await store.run(['ls-tree', '-z', '--full-tree', commit, '--', path])).toString();
  const [mode = '', , oid] = listed.slice(0, Math.max(0, listed.indexOf('\t'))).split(' ');
  return mode.startsWith('100') ? oid : undefined;
}

/** Undefined for a blob that is not there, too large, or not UTF-8. A byte order mark stays. */
export function exactText(blob: Blob | undefined): string | undefined {
  try {
    return blob?.bytes && new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(blob.bytes);
  } catch {
    return undefined;
  }
}
