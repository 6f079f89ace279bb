// Which folders of a repository count: those its project file names, or what a tree without one suggests.

import type { Ignore } from 'ignore';

export interface Config {
  /** The first one wins where two have the same component. */
  readonly roots: readonly string[];
  readonly ignored: Ignore;
}

/** Undefined for a project file that is no JSON, or none. */
export function rootsOf(project: string | undefined): string[] | undefined {
  try {
    const listed = (
      JSON.parse((project ?? '').replace(/^\uFEFF/, '')) as {
        packageDirectories?: { path: string; default?: boolean }[];
      }
    ).packageDirectories;
    if (!listed || listed.length === 0) return undefined;
    const ordered = [...listed.filter((each) => each.default), ...listed.filter((each) => !each.default)];
    return ordered.map(({ path }) => path.replace(/^\.?\/+|\/+$/g, '').replace(/^\.$/, ''));
  } catch {
    return undefined;
  }
}

/** What is read where the commit has no project file: the tip's roots, the usual two, and wherever a manifest lies. */
export function guessedRoots(tip: readonly string[], manifests: ReadonlySet<string>): string[] {
  const depth = (root: string) => (root === '' ? 1000 : root.split('/').length);
  const others = [...manifests].sort((one, other) => depth(one) - depth(other) || (one < other ? -1 : 1));
  return [...new Set([...tip, 'force-app', 'src', ...others])];
}

export function deepestRoot(roots: readonly string[], path: string): string | undefined {
  return roots
    .filter((root) => root === '' || path.startsWith(`${root}/`))
    .sort((one, other) => other.length - one.length)[0];
}

export const isManifest = (path: string) => /(?:^|\/)package\.xml$/.test(path);
export const folderOf = (path: string) => path.replace(/\/?[^/]*$/, '');
