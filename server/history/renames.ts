// Finds components that a commit deletes under one name and adds under another: likely renames, told by their content.

import type { ComponentRow } from '../db/components.ts';
import type { VersionRow } from '../db/versions.ts';
import type { ReadDeps } from './deps.ts';
import type { Draft } from './describe-version.ts';
import { linesForRename, type RenameSide } from './rename-lines.ts';
import { pairUp } from './rename-pairs.ts';
import { readVersion } from './sources.ts';
import type { VersionFile } from './version-files.ts';

/** The drafts of one commit, those that are two ends of a rename with their other name. */
export async function withRenames(
  deps: ReadDeps,
  orgId: string,
  drafts: readonly Draft[],
): Promise<readonly Draft[]> {
  const deleted = drafts.filter(({ before, after }) => before && !after);
  const types = new Set(deleted.map(({ key }) => key.type));
  const added = drafts.filter(({ key, before, after }) => after && !before && types.has(key.type));
  if (added.length === 0) return drafts;
  const names = new Map<Draft, string>();
  for (const type of new Set(added.map(({ key }) => key.type))) {
    const sides = (all: readonly Draft[], filesOf: (draft: Draft) => readonly VersionFile[]) =>
      readSides(
        deps,
        orgId,
        all.filter(({ key }) => key.type === type),
        filesOf,
      );
    const from = await sides(deleted, ({ before }) => before?.files ?? []);
    const to = await sides(added, ({ after }) => after?.files ?? []);
    for (const [old, now] of pairUp(from, to)) {
      names.set(old.of, now.of.key.fullName);
      names.set(now.of, old.of.key.fullName);
    }
  }
  return drafts.map((draft) => {
    const otherName = names.get(draft);
    return otherName === undefined ? draft : { ...draft, otherName };
  });
}

async function readSides(
  deps: ReadDeps,
  orgId: string,
  drafts: readonly Draft[],
  filesOf: (draft: Draft) => readonly VersionFile[],
): Promise<RenameSide<Draft>[]> {
  const sides = drafts.map(async (draft) => {
    const read = await readVersion(deps, { orgId, ...draft.key }, filesOf(draft));
    return read ? [{ of: draft, ...linesForRename(read.source) }] : [];
  });
  return (await Promise.all(sides)).flat();
}

interface OtherName {
  readonly fullName: string;
  readonly certainty: 'certain' | 'likely';
  readonly evidence: string;
}

const sameId = 'Salesforce kept its id';
const sameContent = 'One commit deleted it under one name and added it, nearly equal, under the other';

/** What a version says of other names. Salesforce's word on an id is certain; what content says is likely. */
export function namesBeside(
  row: VersionRow,
  component: ComponentRow,
): { renamedFrom?: OtherName; renamedTo?: OtherName } {
  const likely = (fullName: string): OtherName => {
    return { fullName, certainty: 'likely', evidence: sameContent };
  };
  const before = component.renamed_from;
  if (row.seq === 1 && before !== null && (row.renamed_from ?? before) === before)
    return { renamedFrom: { fullName: before, certainty: 'certain', evidence: sameId } };
  if (row.renamed_from !== null) return { renamedFrom: likely(row.renamed_from) };
  return row.renamed_to === null ? {} : { renamedTo: likely(row.renamed_to) };
}
