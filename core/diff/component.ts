// Compares two versions of a component, file by file: at once, or step by step.

import type { ComponentFile, ComponentSource } from '../component.ts';
import { typeRegistry } from '../component.ts';
import type { Change, ComponentDiff, FileDiff, TextDiff } from './change.ts';
import { diffFile, type FilePair, type FoundFile, fileSteps, textDiff } from './file.ts';
import { type PairedFile, pairFiles } from './pair-files.ts';
import type { DiffStep, FileStep, Outcome } from './steps.ts';
import type { TextOptions } from './text.ts';

/** `null` on one side: the component was created or deleted. */
export function diffComponent(before: ComponentSource | null, after: ComponentSource | null): ComponentDiff {
  const sides = { before, after };
  const files = pairFiles(before, after).map((pair, index) => {
    const both = bothOf(sides, pair);
    if (both) return diffFile(both);
    const { diff, summary, text } = loneFile(sides, pair, index);
    return { diff: { ...diff, text: text() }, summary };
  });
  return { ...outcomeOf(sides, files), files: files.map(({ diff }) => diff) };
}

/** The same step by step: the first changes as soon as they are known, the lines of all files last. */
export function* diffComponentSteps(
  before: ComponentSource | null,
  after: ComponentSource | null,
): Generator<DiffStep, void> {
  const sides = { before, after };
  const pairs = pairFiles(before, after);
  yield {
    kind: 'started',
    files: pairs.map((pair) => {
      const { name, role } = named(pair);
      return { name, role, size: (pair.before?.text.length ?? 0) + (pair.after?.text.length ?? 0) };
    }),
  };
  const files: FoundFile[] = [];
  for (const [index, pair] of pairs.entries()) {
    const both = bothOf(sides, pair);
    files.push(yield* numbered(index, both ? fileSteps(both) : loneSteps(loneFile(sides, pair, index))));
  }
  yield { kind: 'finished', outcome: outcomeOf(sides, files) };
  for (const [file, { text }] of files.entries()) yield { kind: 'hunks', file, text: text() };
}

/** Only the lines of the files, one after the other, in the order of the result's files. */
export function* diffLinesOf(
  before: ComponentSource | null,
  after: ComponentSource | null,
  options: TextOptions,
): Generator<TextDiff, void> {
  for (const pair of pairFiles(before, after))
    yield textDiff({ before: pair.before?.text ?? '', after: pair.after?.text ?? '' }, options);
}

function* numbered<Result>(file: number, steps: Generator<FileStep, Result>): Generator<DiffStep, Result> {
  for (;;) {
    const { value, done } = steps.next();
    if (done) return value;
    yield value.kind === 'pause' ? value : { ...value, file };
  }
}

interface Sides {
  readonly before: ComponentSource | null;
  readonly after: ComponentSource | null;
}

type Told = Pick<FoundFile, 'diff' | 'summary'>;

function outcomeOf({ before, after }: Sides, files: readonly Told[]): Outcome {
  const changeCount = count(files, 'changes');
  const noiseCount = count(files, 'noise');
  const exact = files.every(({ diff }) => diff.exact);
  if (!before !== !after) {
    const summary = after ? 'Created' : 'Deleted';
    return { same: false, exact, changeCount: 1, noiseCount, summary };
  }
  const telling = files.filter(({ diff }) =>
    changeCount > 0 ? diff.changes.length > 0 : diff.noise.length > 0,
  );
  const summary =
    telling.length > 0 ? [...new Set(telling.map(({ summary }) => summary))].join('; ') : 'No change';
  return { same: changeCount === 0, exact, changeCount, noiseCount, summary };
}

function count(files: readonly Told[], lane: 'changes' | 'noise'): number {
  return files.reduce((sum, { diff }) => sum + diff[lane].length, 0);
}

function named({ before, after }: PairedFile): ComponentFile {
  return (after ?? before) as ComponentFile;
}

function bothOf({ before, after }: Sides, pair: PairedFile): FilePair | undefined {
  if (!before || !after || !pair.before || !pair.after) return undefined;
  const { name, role } = pair.after;
  const binary = { before: pair.before.binary, after: pair.after.binary };
  return { name, role, type: before.type, before: pair.before.text, after: pair.after.text, binary };
}

/** A file that is on one side only. A component that comes or goes is one change, told on its first file. */
function loneFile({ before, after }: Sides, pair: PairedFile, index: number): FoundFile {
  const file = named(pair);
  const added = pair.after !== undefined;
  const present = before && after ? null : (after ?? before);
  const where = present ? `${typeRegistry[present.type].label} ${present.fullName}` : `File ${file.name}`;
  const text = textDiff(added ? { before: '', after: file.text } : { before: file.text, after: '' });
  const [hunk] = text.hunks;
  const lines = { start: 1, end: hunk ? Math.max(hunk.beforeCount, hunk.afterCount) : 1 };
  const change: Change = {
    kind: added ? 'added' : 'removed',
    lane: 'meaning',
    path: [],
    where,
    ...(added ? { afterLines: lines } : { beforeLines: lines }),
  };
  const diff: Omit<FileDiff, 'text'> = {
    name: file.name,
    role: file.role,
    by: file.role === 'metadata' ? 'structure' : file.binary ? 'content' : 'lines',
    changes: present && index > 0 ? [] : [change],
    noise: [],
    exact: true,
  };
  return { diff, summary: `File ${file.name} ${added ? 'added' : 'removed'}`, text: () => text };
}

function* loneSteps(found: FoundFile): Generator<FileStep, FoundFile> {
  const { by, exact, changes } = found.diff;
  yield { kind: 'found', found: { by, exact, count: changes.length } };
  if (changes.length > 0) yield { kind: 'changes', changes };
  return found;
}
