// Fills an org: with a revision of its project, then with the edits and steps that were kept.

import { activeVersion } from '../metadata/flow.ts';
import { Components } from './components.ts';
import type { ProjectGit } from './git.ts';
import { IdMint } from './ids.ts';
import type { KeptEdit, Ledger } from './ledger.ts';
import { commitsNamed, type Line } from './line.ts';
import { readPast } from './past.ts';
import type { People } from './people.ts';
import { type Project, readProject } from './project.ts';
import { carryOut } from './step.ts';

/** Reads the project at a revision; after a refresh the same components have other ids. */
export async function loadProject(
  git: ProjectGit,
  rev: string,
  people: People,
  refreshes: number,
  tell: (line: string) => void = () => {},
): Promise<{ components: Components; project: Project }> {
  const project = await readProject(git, rev).catch((cause: unknown) => {
    throw new Error(`${git.dir} is no git repository with a revision ${rev}`, { cause });
  });
  tell(`${project.components.length} components at ${project.commit.slice(0, 10)}, reading their history`);
  const past = await readPast(git, project.commit);
  const components = new Components(git, new IdMint(refreshes === 0 ? '' : `${refreshes}\n`));
  for (const component of project.components) await components.admit(component, past, people);
  return { components, project };
}

interface Kept {
  readonly git: ProjectGit;
  readonly components: Components;
  readonly people: People;
  readonly ledger: Ledger;
  readonly line: Line;
}

/** Lays kept edits and steps over the start, in the order they were made. */
export async function catchUp(org: Kept, tell: (line: string) => void): Promise<void> {
  const { ledger, line } = org;
  const steps = [...ledger.stepsFrom(line.start)];
  if (steps.length > 0) tell(`moving along ${steps.length} commits that were carried out before`);
  const commits = await commitsNamed(
    org.git,
    steps.map((step) => step.commit),
  );
  let next = 0;
  for (let index = 0; index <= ledger.edits.length; index += 1) {
    for (let step = steps[next]; step && step.after <= index; step = steps[next]) {
      const commit = commits.get(step.commit);
      if (!commit)
        throw new Error(`the project lost the commit ${step.commit}; delete the org's data to start again`);
      const { project, rows } = await carryOut(org, line.project, commit, step.at);
      line.project = project;
      ledger.noteStep(rows);
      next += 1;
    }
    const edit = ledger.edits[index];
    if (edit) await redo(org.components, org.people, edit);
  }
}

async function redo(components: Components, people: People, edit: KeptEdit): Promise<void> {
  const existing = components.byName(edit.type, edit.fullName);
  if (!edit.files) {
    if (existing) components.remove(existing);
    return;
  }
  const userId = people.byUsername(edit.by)?.id ?? '';
  const active = existing ? (await activeVersion(components, existing))?.number : undefined;
  const change = { files: edit.files, activate: edit.activate, stamp: { at: edit.at, userId } };
  const changed = await components.change(edit.type, edit.fullName, change, active);
  if (edit.renamedTo !== undefined) components.rename(changed, edit.renamedTo);
}
