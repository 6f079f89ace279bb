// Attaches a project's repository, read in place, as an org's history and indexes it.

import { endReading, noteReading, putHistorySource } from '../db/history-sources.ts';
import type { FileChange } from './commit-log.ts';
import { readLog, readTree } from './commit-log.ts';
import type { HistoryDeps } from './deps.ts';
import { findProject, isRefName, type ProjectRepository, ProjectUnusable } from './find-project.ts';
import { type GitStore, importRefs, mainRef } from './git-store.ts';
import type { IndexOptions } from './index-run.ts';
import { bringForward, clearIndex, type IndexResult } from './indexing.ts';
import { joinContainers } from './join-containers.ts';
import { importedTips, isOnLine, ownCommits, readOrder } from './order.ts';
import { type Join, writeJoin } from './write-commit.ts';

export interface ImportOptions extends Omit<IndexOptions, 'shallow'> {
  readonly orgId: string;
  readonly dir: string;
  /** A branch, tag or commit, with optional `~2` or `^1`; HEAD unless given. */
  readonly rev?: string | undefined;
  /** Make the index anew instead of going on where it ends. */
  readonly anew?: boolean | undefined;
  /** Told of what is about to become history, before anything is changed; what it throws ends the import. */
  readonly beforeChange?: ((found: { dir: string; rev: string; tip: string }) => Promise<void>) | undefined;
}

export interface ImportResult extends IndexResult {
  readonly tip: string;
}

/** Idempotent: a second call indexes only what is new. Throws `ProjectUnusable` for what can't be read. */
export function attachProject(deps: HistoryDeps, options: ImportOptions): Promise<ImportResult> {
  const { orgId, dir, rev = 'HEAD', onProgress } = options;
  const store = deps.git(orgId);
  return store.exclusive(async () => {
    const project = findProject(dir);
    const tip = await resolveRev(store, project, rev);
    await options.beforeChange?.({ dir: project.dir, rev, tip });
    let noted: string | undefined;
    const note = async (commit: string) => {
      noted = commit;
      await noteReading(deps.db, orgId, commit, { at: deps.now(), over: true });
    };
    await adopt(store, tip, deps.now(), note);
    await putHistorySource(deps.db, orgId, { dir: project.dir, rev, at: deps.now() });
    if (options.anew) {
      await note((await store.readRef(mainRef)) ?? tip);
      await clearIndex(deps, orgId);
    }
    const result = await bringForward(deps, orgId, { onProgress, shallow: project.shallow });
    // The index need not have stopped at that very commit.
    if (noted) await endReading(deps.db, orgId, noted);
    const shallow = project.shallow.length > 0 ? ['The clone is shallow: older versions are not in it.'] : [];
    const borrows = project.borrows.map(
      (store) => `It borrows objects from ${store}: what it names there is read, too.`,
    );
    return { ...result, tip, problems: [...shallow, ...borrows, ...result.problems] };
  });
}

const tries = ['', 'refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/'];

async function resolveRev(store: GitStore, project: ProjectRepository, rev: string): Promise<string> {
  const [, name = '', suffix = ''] = /^(.*?)((?:[~^][0-9]*)*)$/s.exec(rev) ?? [];
  const refs = isRefName(name) ? tries.map((prefix) => project.readRef(`${prefix}${name}`)) : [];
  const held = refs.find((oid) => oid !== undefined);
  const isId = /^[0-9a-f]{4,64}$/.test(name);
  if (!held && !isId) {
    const why = rev === 'HEAD' ? 'it has no commit yet.' : `it has no branch, tag or commit "${rev}".`;
    throw new ProjectUnusable(project.dir, why);
  }
  const head = held ?? project.readRef('HEAD') ?? name;
  await store.borrow(project, head.length === 64 ? 'sha256' : 'sha1');
  const tip = await store.resolveCommit(`${held ?? name}${suffix}`);
  if (!tip) throw new ProjectUnusable(project.dir, `"${rev}" does not lead to a commit it holds.`);
  return tip;
}

/**
 * Makes main hold the project's commit, and keeps what was captured on top of an earlier one. Before main moves, `note` says
 * to all processes that the index lacks what it will hold.
 */
async function adopt(
  store: GitStore,
  tip: string,
  at: number,
  note: (commit: string) => Promise<void>,
): Promise<void> {
  for (;;) {
    const main = await store.readRef(mainRef);
    const tips = await importedTips(store);
    const own = main && !tips.includes(main) ? await ownCommits(store, main, tips) : [];
    if (main && (main === tip || (await lastImport(store, own)) === tip)) return;
    await store.moveRef(`${importRefs}/${tip}`, tip, tips.includes(tip) ? tip : undefined);
    const move = async (commit: string) => {
      await note(commit);
      const moved = await store.moveRef(mainRef, commit, main);
      // After a long halt just here, the note may have been taken for one that a killed import left.
      if (moved) await note(commit);
      return moved;
    };
    const done = main && own.length > 0 ? await joinLines(store, { main, tip, at, move }) : await move(tip);
    if (!done) continue;
    if (own.length === 0) await forget(store, tips, tip);
    return;
  }
}

async function lastImport(store: GitStore, own: readonly unknown[]): Promise<string | undefined> {
  if (own.length === 0) return undefined;
  return (await readOrder(store)).findLast(({ origin }) => origin === 'imported')?.tip;
}

async function forget(store: GitStore, tips: readonly string[], kept: string): Promise<void> {
  for (const tip of tips) {
    if (tip !== kept) await store.dropRef(`${importRefs}/${tip}`);
  }
}

const canvasback = { name: 'Canvasback', email: 'canvasback@canvasback.invalid' };

/** The project's newer files win over captured ones; after a rewrite, captured ones over the project's. So do items of a file. */
async function joinLines(
  store: GitStore,
  { main, tip, at, move }: { main: string; tip: string; at: number; move: Join['move'] },
): Promise<boolean> {
  const order = await readOrder(store);
  const before = order.findLast(({ origin }) => origin === 'imported')?.tip;
  const forward = before === undefined || (await isOnLine(store, tip, before));
  const changes: FileChange[] = [];
  if (forward) {
    if (before === undefined) changes.push(...(await readTree(store, tip)));
    else for await (const { files } of readLog(store, tip, before)) changes.push(...files);
  } else {
    for (const segment of order.filter(({ origin }) => origin === 'captured')) {
      for await (const { files } of readLog(store, segment.tip, segment.after)) changes.push(...files);
    }
  }
  return writeJoin(store, {
    parents: [main, tip],
    tree: forward ? main : tip,
    changes: await joinContainers(store, { tip, main, forward }, newestOfEach(changes), changes),
    committer: { ...canvasback, at },
    message: `Import ${tip}\n`,
    move,
  });
}

function newestOfEach(changes: readonly FileChange[]): FileChange[] {
  return [...new Map(changes.map((change) => [change.path, change])).values()];
}
