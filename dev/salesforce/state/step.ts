// Carries one commit of the project out in the org: what it changes, as its author, at a time.

import { auditRow, type EditKind } from './audit-words.ts';
import type { Components, FileContent } from './components.ts';
import type { ProjectGit } from './git.ts';
import type { AuditRow } from './ledger.ts';
import type { Commit } from './line.ts';
import type { People } from './people.ts';
import { type Project, type ProjectComponent, readProject } from './project.ts';

/** What a commit does to one component. */
export interface StepChange {
  readonly kind: EditKind;
  readonly type: string;
  readonly fullName: string;
  /** By role; null takes a file away. All of them for a new component, none for a deleted one. */
  readonly files: Readonly<Record<string, FileContent | null>>;
  /** All of its files after the commit. */
  readonly whole: Readonly<Record<string, FileContent>>;
}

export interface Moved {
  readonly project: Project;
  readonly rows: readonly AuditRow[];
}

interface Parts {
  readonly git: ProjectGit;
  readonly components: Components;
  readonly people: People;
}

/** Moves from one commit's project to the next; `at` in epoch milliseconds, the commit's own time when left out. */
export async function carryOut(
  parts: Parts,
  before: Project,
  commit: Commit,
  at: number = commit.at,
): Promise<Moved> {
  const project = await readProject(parts.git, commit.oid);
  const by = parts.people.ofAuthor(commit.author);
  const rows: AuditRow[] = [];
  for (const change of changesBetween(before, project)) {
    if (await apply(parts.components, change, { at, userId: by.id }))
      rows.push(auditRow(change.kind, change.type, change.fullName, by, at));
  }
  return { project, rows };
}

/** Deletions first, parts before what they are part of; then the rest, parts after it. */
export function changesBetween(before: Project, after: Project): StepChange[] {
  const key = ({ type, fullName }: ProjectComponent) => `${type}:${fullName}`;
  const old = new Map(before.components.map((component) => [key(component), component]));
  const made: StepChange[] = [];
  for (const component of after.components) {
    const known = old.get(key(component));
    old.delete(key(component));
    const files = known ? filesBetween(known, component) : wholeOf(component);
    const { type, fullName } = component;
    if (Object.keys(files).length > 0)
      made.push({ kind: known ? 'changed' : 'created', type, fullName, files, whole: wholeOf(component) });
  }
  const gone = [...old.values()]
    .reverse()
    .map(({ type, fullName }): StepChange => ({ kind: 'deleted', type, fullName, files: {}, whole: {} }));
  return [...gone, ...made];
}

/** False when there was nothing to do: it was deleted by hand before. */
async function apply(
  components: Components,
  change: StepChange,
  stamp: { at: number; userId: string },
): Promise<boolean> {
  const { type, fullName } = change;
  const existing = components.byName(type, fullName);
  if (change.kind !== 'deleted') {
    await components.change(type, fullName, { files: existing ? change.files : change.whole, stamp });
    return true;
  }
  if (!existing) return false;
  const outside = [...existing.children].some((part) => part.inside === undefined);
  if (outside) {
    // Its parts keep their own files in the project: the object is known by them alone from now on.
    const files = Object.fromEntries([...existing.files.keys()].map((role) => [role, null]));
    await components.change(type, fullName, { files, stamp });
    return true;
  }
  const { parent } = existing;
  components.remove(existing);
  if (parent && parent.files.size === 0 && parent.children.size === 0) components.remove(parent);
  return true;
}

function wholeOf(component: ProjectComponent): Record<string, FileContent> {
  return Object.fromEntries([...component.files].map(([role, { oid }]) => [role, { oid }]));
}

function filesBetween(before: ProjectComponent, after: ProjectComponent): Record<string, FileContent | null> {
  const files: Record<string, FileContent | null> = {};
  for (const [role, { oid }] of after.files) if (before.files.get(role)?.oid !== oid) files[role] = { oid };
  for (const role of before.files.keys()) if (!after.files.has(role)) files[role] = null;
  return files;
}
