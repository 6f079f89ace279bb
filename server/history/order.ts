// The order of an org's history: imported lines of a project, and between them what was captured.

import type { GitStore } from './git-store.ts';
import { importRefs, mainRef } from './git-store.ts';
import { readRefFolder } from './read-ref-file.ts';

/** A run of commits of one origin, oldest first. */
export interface Segment {
  readonly origin: 'imported' | 'captured';
  /** Newest commit. */
  readonly tip: string;
  /** The run begins after this commit; undefined: at the root. */
  readonly after: string | undefined;
  /** The commit whose tree is the org's state before the run; undefined: an empty tree. */
  readonly start: string | undefined;
  /** The commit that stands for the whole run being indexed; its tree is the state after it. */
  readonly end: string;
  /** True when each commit's own tree is the state after it, so that indexing can stop and go on at any. */
  readonly ownTrees: boolean;
}

interface OwnCommit {
  readonly id: string;
  readonly parents: readonly string[];
}

export async function importedTips(store: GitStore): Promise<string[]> {
  const known = readRefFolder(store.place.dir, importRefs);
  if (known) return known;
  const listed = await store.run(['for-each-ref', '--format=%(objectname)', importRefs]);
  return listed.toString().split('\n').filter(Boolean);
}

/** Commits on main that Canvasback made itself, oldest first. */
export async function ownCommits(
  store: GitStore,
  main: string,
  tips: readonly string[],
): Promise<OwnCommit[]> {
  const not = tips.map((tip) => `^${tip}`);
  const args = ['rev-list', '--first-parent', '--reverse', '--parents', '--end-of-options', main, ...not];
  const lines = (await store.run(args)).toString().split('\n').filter(Boolean);
  return lines.map((line) => {
    const [id = '', ...parents] = line.split(' ');
    return { id, parents };
  });
}

/** True when `older` is on the first-parent line of `newer`. */
export async function isOnLine(store: GitStore, newer: string, older: string): Promise<boolean> {
  if (newer === older) return true;
  const args = ['rev-list', '--first-parent', '--parents', '--end-of-options', newer, `^${older}`];
  const last = (await store.run(args)).toString().trimEnd().split('\n').pop() ?? '';
  return last.split(' ')[1] === older;
}

/** How main came to be. A project whose history was rewritten begins anew, its captures laid on top. */
export async function readOrder(store: GitStore): Promise<Segment[]> {
  const main = await store.readRef(mainRef);
  if (!main) return [];
  const tips = await importedTips(store);
  if (tips.includes(main)) return [whole(main)];
  const own = await ownCommits(store, main, tips);
  const base = own[0]?.parents[0];
  let segments: Segment[] = base ? [whole(base)] : [];
  let projectTip = base;
  let before = base;
  for (const { id, parents } of own) {
    const merged = parents[1];
    if (!merged) segments = extend(segments, id, before);
    else if (projectTip === undefined || (await isOnLine(store, merged, projectTip))) {
      const part = { after: projectTip, start: before, end: id, ownTrees: false };
      segments.push({ origin: 'imported', tip: merged, ...part });
    } else segments = rebased(segments, merged, id);
    if (merged) projectTip = merged;
    before = id;
  }
  return segments;
}

function whole(tip: string): Segment {
  return { origin: 'imported', tip, after: undefined, start: undefined, end: tip, ownTrees: true };
}

function extend(segments: Segment[], id: string, before: string | undefined): Segment[] {
  const last = segments.at(-1);
  if (last?.origin === 'captured' && last.end === before && last.ownTrees) {
    return [...segments.slice(0, -1), { ...last, tip: id, end: id }];
  }
  const next = { after: before, start: before, end: id, ownTrees: true };
  return [...segments, { origin: 'captured', tip: id, ...next }];
}

function rebased(segments: readonly Segment[], tip: string, merge: string): Segment[] {
  const captured = segments.filter(({ origin }) => origin === 'captured');
  return [
    whole(tip),
    ...captured.map((segment) => ({ ...segment, start: tip, end: merge, ownTrees: false })),
  ];
}

export interface Position {
  /** The run that comes next, or goes on. */
  readonly segment: number;
  /** The commit of that run after which it goes on. */
  readonly after: string | undefined;
}

/** Where in the order a commit is whose tree was the state once; undefined when it is no part of it. */
export async function findPosition(
  store: GitStore,
  segments: readonly Segment[],
  position: string,
): Promise<Position | undefined> {
  for (const [index, segment] of segments.entries()) {
    if (segment.end === position && segments[index + 1]?.end !== position) {
      return { segment: index + 1, after: undefined };
    }
    if (segment.ownTrees && (await holds(store, segment, position))) {
      return { segment: index, after: position };
    }
  }
  return undefined;
}

async function holds(store: GitStore, { tip, after }: Segment, commit: string): Promise<boolean> {
  const not = after ? [`^${after}`] : [];
  const args = ['rev-list', '--first-parent', '--end-of-options', tip, ...not];
  return (await store.run(args)).toString().split('\n').includes(commit);
}
