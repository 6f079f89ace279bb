// Reads the files of a version from git by their object ids: the one door out of git for a component's text, without its secrets.

import type { ComponentFile, ComponentSource } from '#core/component.ts';
import type { ComponentOf } from '../db/versions.ts';
import { createRedactor } from '../secrets/redactor.ts';
import { decodeBlob, whyMissing } from './blob-text.ts';
import type { HistoryDeps } from './deps.ts';
import type { GitStore } from './git-store.ts';
import { roleOfFile, type VersionFile } from './version-files.ts';

export interface ReadVersion {
  readonly source: ComponentSource;
  /** What is odd about its files, in words. */
  readonly notes: readonly string[];
}

/** Undefined when git lacks a file's content, or it is too large to show. */
export async function readVersion(
  deps: Pick<HistoryDeps, 'db' | 'git'>,
  { orgId, ...key }: ComponentOf,
  wanted: readonly VersionFile[],
): Promise<ReadVersion | undefined> {
  const store = deps.git(orgId);
  const files: ComponentFile[] = [];
  const notes: string[] = [];
  const blobs = await Promise.all(wanted.map(({ oid }) => store.blobs.read(oid)));
  for (const [index, { name }] of wanted.entries()) {
    const decoded = decodeBlob(blobs[index]);
    if (!decoded) return undefined;
    files.push({ role: roleOfFile(name), name, text: decoded.text });
    if (decoded.note) notes.push(`${name}: ${decoded.note}`);
  }
  // A project's own files may hold secrets in the clear, and stay so in git.
  const redacted = await createRedactor(deps.db, orgId).redact({ ...key, files });
  return { source: redacted.source, notes: [...notes, ...redacted.notes] };
}

/** Why a version has no content, file by file, in words. */
export async function whyUnavailable(store: GitStore, wanted: readonly VersionFile[]): Promise<string[]> {
  const blobs = await Promise.all(wanted.map(({ oid }) => store.blobs.read(oid)));
  return wanted.flatMap(({ name }, index) => {
    const why = whyMissing(blobs[index]);
    return why ? [`${name}: ${why}.`] : [];
  });
}
