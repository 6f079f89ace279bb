// Reads the project's own configuration at a commit, for what is about to be written there.

import { assumeFrom } from './assumed.ts';
import { readTree } from './commit-log.ts';
import type { GitStore } from './git-store.ts';
import { ignoreFile, isProject, type ProjectConfig, projectFile, readConfig } from './project.ts';

/** Object ids of the two files at a commit's root. */
interface ConfigBlobs {
  readonly project: string | undefined;
  readonly forceignore: string | undefined;
}

/** A commit never changes, and a process of git for each look would be a good part of a commit's time. */
const known = new WeakMap<GitStore, Map<string, ConfigBlobs>>();
const mostKnown = 64;

async function findConfig(store: GitStore, commit: string): Promise<ConfigBlobs> {
  const found = known.get(store) ?? new Map<string, ConfigBlobs>();
  known.set(store, found);
  const before = found.get(commit);
  if (before) return before;
  const listed = await store.run(['ls-tree', '-z', '--full-tree', commit, '--', projectFile, ignoreFile]);
  const entries = listed
    .toString()
    .split('\0')
    .map((entry) => entry.split(/[ \t]/));
  const oidOf = (wanted: string) =>
    entries.find(([mode, , , path]) => path === wanted && mode?.startsWith('100'))?.[2];
  const blobs = { project: oidOf(projectFile), forceignore: oidOf(ignoreFile) };
  const [oldest] = found.size < mostKnown ? [] : found.keys();
  if (oldest !== undefined) found.delete(oldest);
  found.set(commit, blobs);
  return blobs;
}

/** Texts of the two files at a commit's root; undefined for one it doesn't have. */
export async function readConfigTexts(
  store: GitStore,
  commit: string,
): Promise<{ project: string | undefined; forceignore: string | undefined }> {
  const { project, forceignore } = await findConfig(store, commit);
  const read = async (oid: string | undefined) =>
    (await (oid ? store.blobs.read(oid) : undefined))?.bytes?.toString('utf8');
  return { project: await read(project), forceignore: await read(forceignore) };
}

export interface WritingConfig extends ProjectConfig {
  /** The package directory for new components. */
  readonly newFilesGoTo: string;
  /** No project file says where components lie. */
  readonly assumed: boolean;
}

export async function readProjectConfig(store: GitStore, commit: string | undefined): Promise<WritingConfig> {
  const texts = commit ? await readConfigTexts(store, commit) : undefined;
  if (commit && !isProject(texts?.project)) {
    const { directories } = assumeFrom(await readTree(store, commit));
    const { config } = readConfig(undefined, texts?.forceignore);
    // A new folder of a usual name would be taken for all that counts.
    const newFilesGoTo = directories.includes('') ? '' : 'force-app';
    return { ...config, packageDirectories: directories, newFilesGoTo, assumed: true };
  }
  const { config } = readConfig(texts?.project, texts?.forceignore);
  return { ...config, newFilesGoTo: config.packageDirectories[0] || 'force-app', assumed: false };
}
