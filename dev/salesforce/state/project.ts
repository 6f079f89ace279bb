// Finds the components of an SFDX project at one revision: where each one's files lie and under which object ids.

import ignore from 'ignore';
import { childNamed, typeNamed } from '../metadata/types.ts';
import type { ProjectGit } from './git.ts';
import { sourcePlace } from './source-path.ts';

export interface ProjectFile {
  readonly path: string;
  readonly oid: string;
}

export interface ProjectComponent {
  readonly type: string;
  readonly fullName: string;
  readonly files: ReadonlyMap<string, ProjectFile>;
}

export interface Project {
  readonly commit: string;
  readonly apiVersion: string;
  readonly components: readonly ProjectComponent[];
}

interface Found extends ProjectComponent {
  readonly files: Map<string, ProjectFile>;
}

interface ProjectFileShape {
  sourceApiVersion?: unknown;
  packageDirectories?: { path?: unknown; default?: unknown }[];
}

/** Reads what is live at `rev`; the same fullName twice: the default package directory wins, then the first. */
export async function readProject(git: ProjectGit, rev: string): Promise<Project> {
  const commit = /^[0-9a-f]{40,64}$/.test(rev)
    ? rev
    : (await git.run('rev-parse', '--verify', '--end-of-options', `${rev}^{commit}`)).toString().trim();
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
  const byRoot = roots.map(() => new Map<string, Found>());
  for (const row of listing) {
    const tab = row.indexOf('\t');
    if (tab < 0) continue;
    const path = row.slice(tab + 1);
    const root = roots.findIndex((each) => each === '' || each === '.' || path.startsWith(`${each}/`));
    const found = byRoot[root];
    const place = found && sourcePlace(path);
    if (!place || ignored.ignores(path)) continue;
    const key = `${place.type}:${place.fullName}`;
    const component = found.get(key) ?? { type: place.type, fullName: place.fullName, files: new Map() };
    found.set(key, component);
    if (!component.files.has(place.role)) {
      component.files.set(place.role, { path, oid: row.slice(0, tab).split(' ')[2] ?? '' });
    }
  }
  const winners = new Map<string, ProjectComponent>();
  for (const found of byRoot) {
    joinDocuments(found);
    for (const [key, component] of found) {
      if (isWhole(component) && !winners.has(key)) winners.set(key, component);
    }
  }
  // What a component is part of comes before it.
  const place = ({ type, fullName }: ProjectComponent) => `${childNamed(type) ? 1 : 0}:${type}:${fullName}`;
  const components = [...winners.values()].sort((one, other) => (place(one) < place(other) ? -1 : 1));
  const apiVersion = typeof described.sourceApiVersion === 'string' ? described.sourceApiVersion : '66.0';
  return { commit, apiVersion, components };
}

/** A component needs its document; a bundle's lies beside its code. */
function isWhole({ type, files }: ProjectComponent): boolean {
  const shape = typeNamed(type)?.shape;
  if (shape === 'bundle')
    return [...files.keys()].some((role) => role.endsWith('-meta.xml') || role.endsWith('.json'));
  return files.has('metadata');
}

/** `F/logo.document-meta.xml` describes the `F/logo.png` beside it. */
function joinDocuments(found: Map<string, Found>): void {
  for (const [key, { type, fullName, files }] of found) {
    const metadata = files.get('metadata');
    if (type !== 'Document' || !metadata || files.has('content')) continue;
    const stem = fullName.replace(/\.document$/, '.');
    const owner = [...found.values()].find(
      (each) => each.type === type && each.fullName.startsWith(stem) && each.files.has('content'),
    );
    if (!owner) continue;
    found.delete(key);
    owner.files.set('metadata', metadata);
  }
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
  return (await git.blob(`${rev}:${path}`))?.toString();
}
