// Finds the components of an SFDX project at one revision: where each one's files lie and under which object ids.

import ignore from 'ignore';
import type { ProjectGit } from './git.ts';

export type ComponentType = 'ApexClass' | 'Flow' | 'PermissionSet';
export type FileRole = 'content' | 'metadata';

export interface ProjectFile {
  readonly path: string;
  readonly oid: string;
}

export interface ProjectComponent {
  readonly type: ComponentType;
  readonly fullName: string;
  readonly files: ReadonlyMap<FileRole, ProjectFile>;
}

export interface Project {
  readonly commit: string;
  readonly apiVersion: string;
  readonly components: readonly ProjectComponent[];
}

const kinds: readonly { suffix: string; type: ComponentType; role: FileRole }[] = [
  { suffix: '.cls', type: 'ApexClass', role: 'content' },
  { suffix: '.cls-meta.xml', type: 'ApexClass', role: 'metadata' },
  { suffix: '.flow-meta.xml', type: 'Flow', role: 'metadata' },
  { suffix: '.permissionset-meta.xml', type: 'PermissionSet', role: 'metadata' },
];

/** What `git log` and `git ls-tree` are narrowed to. */
export const componentPaths = kinds.map((kind) => `:(glob)**/*${kind.suffix}`);

/** Which component a path belongs to, by its ending. */
export function fileKind(
  path: string,
): { type: ComponentType; role: FileRole; fullName: string } | undefined {
  const kind = kinds.find((each) => path.endsWith(each.suffix));
  if (!kind) return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1, -kind.suffix.length);
  return name ? { type: kind.type, role: kind.role, fullName: decodeName(name) } : undefined;
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

interface ProjectFileShape {
  sourceApiVersion?: unknown;
  packageDirectories?: { path?: unknown; default?: unknown }[];
}

/** Reads what is live at `rev`; the same fullName twice: the default package directory wins, then the first. */
export async function readProject(git: ProjectGit, rev: string): Promise<Project> {
  const commit = (await git.run('rev-parse', '--verify', '--end-of-options', `${rev}^{commit}`))
    .toString()
    .trim();
  const described = (await projectFile(git, commit)) ?? (await projectFile(git, 'HEAD')) ?? {};
  const roots = (described.packageDirectories ?? [])
    .filter((each) => typeof each.path === 'string')
    .sort((one, other) => Number(other.default === true) - Number(one.default === true))
    .map((each) => String(each.path).replace(/^\.?\/+|\/+$/g, ''));
  if (roots.length === 0) roots.push('');
  const ignored = ignore();
  const rules = await fileAt(git, commit, '.forceignore');
  if (rules) ignored.add(rules);

  const listing = (await git.run('ls-tree', '-r', '-z', '--full-tree', commit)).toString().split('\0');
  const byRoot = roots.map(() => new Map<string, ProjectComponent & { files: Map<FileRole, ProjectFile> }>());
  for (const row of listing) {
    const tab = row.indexOf('\t');
    if (tab < 0) continue;
    const path = row.slice(tab + 1);
    const kind = fileKind(path);
    if (!kind || ignored.ignores(path)) continue;
    const root = roots.findIndex((each) => each === '' || each === '.' || path.startsWith(`${each}/`));
    const found = byRoot[root];
    if (!found) continue;
    const key = `${kind.type}:${kind.fullName}`;
    const component = found.get(key) ?? { type: kind.type, fullName: kind.fullName, files: new Map() };
    found.set(key, component);
    if (!component.files.has(kind.role)) {
      component.files.set(kind.role, { path, oid: row.slice(0, tab).split(' ')[2] ?? '' });
    }
  }
  const winners = new Map<string, ProjectComponent>();
  for (const found of byRoot) {
    for (const [key, component] of found) {
      if (component.files.has('metadata') && !winners.has(key)) winners.set(key, component);
    }
  }
  const components = [...winners.values()].sort((one, other) =>
    `${one.type}:${one.fullName}` < `${other.type}:${other.fullName}` ? -1 : 1,
  );
  const apiVersion = typeof described.sourceApiVersion === 'string' ? described.sourceApiVersion : '66.0';
  return { commit, apiVersion, components };
}

async function projectFile(git: ProjectGit, rev: string): Promise<ProjectFileShape | undefined> {
  const text = await fileAt(git, rev, 'sfdx-project.json');
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as ProjectFileShape;
  } catch {
    return undefined;
  }
}

async function fileAt(git: ProjectGit, rev: string, path: string): Promise<string | undefined> {
  try {
    return (await git.run('cat-file', 'blob', `${rev}:${path}`)).toString();
  } catch {
    return undefined;
  }
}
