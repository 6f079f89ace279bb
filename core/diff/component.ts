// Compares two versions of a component, file by file.

import type { ComponentFile, ComponentSource } from '../component.ts';
import { typeRegistry } from '../component.ts';
import type { ComponentDiff, FileDiff } from './change.ts';
import { diffFile, type SummarizedFile } from './file.ts';
import { diffText } from './text.ts';

/** `null` on one side: the component was created or deleted. */
export function diffComponent(before: ComponentSource | null, after: ComponentSource | null): ComponentDiff {
  if (before && after) return whole(pairs(before, after).map((pair) => filePair(before.type, ...pair)));
  const present = before ?? after;
  if (!present)
    return { same: true, exact: true, changeCount: 0, noiseCount: 0, files: [], summary: 'No change' };
  const files = present.files.map((file) =>
    lone(file, after !== null, `${typeRegistry[present.type].label} ${present.fullName}`),
  );
  // A component that comes or goes is one change, told on its first file.
  const [first, ...others] = files;
  const told = first ? [first, ...others.map((file) => ({ ...file, changes: [] }))] : [];
  return {
    same: false,
    exact: true,
    changeCount: 1,
    noiseCount: 0,
    files: told,
    summary: after ? 'Created' : 'Deleted',
  };
}

function whole(files: readonly SummarizedFile[]): ComponentDiff {
  const changeCount = count(files, 'changes');
  const noiseCount = count(files, 'noise');
  const telling = files.filter(({ diff }) =>
    changeCount > 0 ? diff.changes.length > 0 : diff.noise.length > 0,
  );
  return {
    same: changeCount === 0,
    exact: files.every(({ diff }) => diff.exact),
    changeCount,
    noiseCount,
    files: files.map(({ diff }) => diff),
    summary:
      telling.length > 0 ? [...new Set(telling.map(({ summary }) => summary))].join('; ') : 'No change',
  };
}

function count(files: readonly SummarizedFile[], lane: 'changes' | 'noise'): number {
  return files.reduce((sum, { diff }) => sum + diff[lane].length, 0);
}

type Pair = readonly [before: ComponentFile | undefined, after: ComponentFile | undefined];

/** Files of one name, else of one role: a renamed component still compares. */
function pairs(before: ComponentSource, after: ComponentSource): readonly Pair[] {
  const left = [...before.files];
  const paired = after.files.map((file): Pair => {
    const byName = left.findIndex((other) => other.name === file.name);
    const place = byName >= 0 ? byName : left.findIndex((other) => other.role === file.role);
    return [place >= 0 ? left.splice(place, 1)[0] : undefined, file];
  });
  return [...paired, ...left.map((file): Pair => [file, undefined])];
}

function filePair(
  type: string,
  before: ComponentFile | undefined,
  after: ComponentFile | undefined,
): SummarizedFile {
  if (before && after) {
    const { name, role } = after;
    return diffFile({ name, role, type, before: before.text, after: after.text });
  }
  const file = (after ?? before) as ComponentFile;
  const added = after !== undefined;
  return {
    diff: lone(file, added, `File ${file.name}`),
    summary: `File ${file.name} ${added ? 'added' : 'removed'}`,
  };
}

/** A file that is on one side only. */
function lone(file: ComponentFile, added: boolean, where: string): FileDiff {
  const text = added ? diffText('', file.text) : diffText(file.text, '');
  const [hunk] = text.hunks;
  const lines = { start: 1, end: hunk ? Math.max(hunk.beforeCount, hunk.afterCount) : 1 };
  return {
    name: file.name,
    role: file.role,
    by: file.role === 'metadata' ? 'structure' : 'lines',
    changes: [
      {
        kind: added ? 'added' : 'removed',
        lane: 'meaning',
        path: [],
        where,
        ...(added ? { afterLines: lines } : { beforeLines: lines }),
      },
    ],
    noise: [],
    text,
    exact: true,
  };
}
