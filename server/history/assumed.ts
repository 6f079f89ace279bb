// Which folders count in a tree that has no sfdx-project.json: src, force-app, and those with a package.xml.

import type { FileChange } from './commit-log.ts';
import { packageDirectoryOf, pathToComponent, pathToContainer } from './project.ts';

export interface Assumed {
  /** As package directories, the first wins. */
  readonly directories: readonly string[];
  /** What was assumed, in words. */
  readonly words: string;
}

const usual = ['force-app', 'src'];

export const manifestFile = 'package.xml';

/** The folder of a path that is a manifest's; undefined for any other path. */
export function manifestFolder(path: string): string | undefined {
  if (path === manifestFile) return '';
  return path.endsWith(`/${manifestFile}`) ? path.slice(0, -manifestFile.length - 1) : undefined;
}

/** `known`: the package directories that another commit's project file names. */
export function assumedFolders(known: readonly string[], manifests: Iterable<string>): string[] {
  const byDepth = (folder: string) => (folder === '' ? 1_000 : folder.split('/').length);
  const others = [...manifests].sort((a, b) => byDepth(a) - byDepth(b) || (a < b ? -1 : 1));
  return [...new Set([...known, ...usual, ...others])];
}

/** What a whole tree without a project file suggests: the folders that hold components, or else every folder. */
export function assumeFrom(files: readonly FileChange[]): Assumed {
  const manifests = files.flatMap(({ path }) => manifestFolder(path) ?? []);
  const folders = assumedFolders([], manifests);
  const config = { packageDirectories: folders, ignores: () => false };
  const used = new Set<string | undefined>();
  for (const { path } of files)
    if (pathToComponent(path) ?? pathToContainer(path)) used.add(packageDirectoryOf(config, path));
  const holding = folders.filter((folder) => used.has(folder));
  if (holding.length === 0) {
    const words =
      'neither a folder src or force-app nor one with a package.xml holds components, so every folder is read';
    return { directories: [...folders, ''], words };
  }
  const names = holding.map((folder) => (folder === '' ? 'the root' : folder));
  const shown = names.length > 6 ? [...names.slice(0, 6), `${names.length - 6} more`] : names;
  return {
    directories: folders,
    words: `read are folders called force-app or src and those with a package.xml, here ${shown.join(', ')}`,
  };
}
