// Walks one run of commits and finds the versions in it: which component each commit added, changed or deleted.

import type { FileChange, LoggedCommit } from './commit-log.ts';
import type { Draft } from './describe-version.ts';
import type { GitStore } from './git-store.ts';
import { ignoreFile, projectFile, readConfig } from './project.ts';
import { readConfigTexts } from './read-config.ts';
import { type Standing, TreeState } from './tree-state.ts';
import { sameFiles, type VersionFile } from './version-files.ts';

/** The newest version of a component so far. */
export interface Newest {
  readonly seq: number;
  readonly deleted: boolean;
  readonly files: readonly VersionFile[];
}

export type FindNewest = (standing: Standing) => Promise<Newest | undefined>;

/** A tree's components, and the two files that decide which of its files count. */
export class Walker {
  readonly state: TreeState;
  readonly #store: GitStore;
  readonly #own = new Map<string, string>();
  #fallback: Readonly<Record<string, string | undefined>> = {};
  #meaning = '';
  problems: readonly string[] = [];

  constructor(store: GitStore) {
    this.#store = store;
    this.state = new TreeState(readConfig(undefined, undefined).config);
  }

  /** `tip`'s configuration serves commits that have none of their own. */
  async begin(tip: string): Promise<void> {
    const { project, forceignore } = await readConfigTexts(this.#store, tip);
    this.#fallback = { [projectFile]: project, [ignoreFile]: forceignore };
    await this.#configure(new Set());
  }

  /** Takes a commit's changes in and gives the names they may concern. */
  async take(files: readonly FileChange[]): Promise<Set<string>> {
    const touched = this.state.apply(files);
    let reconfigured = false;
    for (const { path, mode, oid } of files) {
      if (path !== projectFile && path !== ignoreFile) continue;
      reconfigured = true;
      if (mode.startsWith('100')) this.#own.set(path, oid);
      else this.#own.delete(path);
    }
    return reconfigured ? await this.#configure(touched) : touched;
  }

  /** Most commits that edit these files change nothing we look at; only a real change concerns every name. */
  async #configure(touched: Set<string>): Promise<Set<string>> {
    const project = await this.#text(this.#own.get(projectFile));
    const forceignore = (await this.#text(this.#own.get(ignoreFile))) ?? this.#fallback[ignoreFile];
    const read = readConfig(isJson(project) ? project : this.#fallback[projectFile], forceignore);
    const meaning = JSON.stringify([read.config.packageDirectories, forceignore ?? '']);
    if (meaning === this.#meaning) return touched;
    this.#meaning = meaning;
    this.problems = read.problems;
    return this.state.setConfig(read.config);
  }

  async #text(oid: string | undefined): Promise<string | undefined> {
    const blob = oid ? await this.#store.blobs.read(oid) : undefined;
    return blob?.bytes?.toString('utf8');
  }
}

function isJson(text: string | undefined): boolean {
  try {
    return text !== undefined && typeof JSON.parse(text.replace(/^\uFEFF/, '')) === 'object';
  } catch {
    return false;
  }
}

export interface FoundVersions {
  readonly drafts: readonly Draft[];
  /** Where each concerned component now is. */
  readonly standings: readonly Standing[];
}

/** What a commit means for the components it touched. */
export async function findVersions(
  walker: Walker,
  commit: LoggedCommit,
  origin: Draft['origin'],
  findNewest: FindNewest,
  note?: string,
): Promise<FoundVersions> {
  const drafts: Draft[] = [];
  const standings: Standing[] = [];
  const { files, ...head } = commit;
  for (const name of await walker.take(files)) {
    const standing = walker.state.standing(name);
    const newest = await findNewest(standing);
    const { winner } = standing;
    if (winner || newest) standings.push(standing);
    const alive = newest && !newest.deleted ? newest : undefined;
    const same = winner ? alive !== undefined && sameFiles(alive.files, winner.files) : alive === undefined;
    if (same) continue;
    drafts.push({
      key: standing.key,
      seq: (newest?.seq ?? 0) + 1,
      commit: head,
      origin,
      before: alive?.files,
      afterDeletion: newest?.deleted ?? false,
      after: winner,
      note: newest ? leftOutNote(standing) : note,
    });
  }
  return { drafts, standings };
}

function leftOutNote({ leftOut }: Standing): string | undefined {
  return leftOut
    ? `Its files are still there, but ${ignoreFile} or ${projectFile} leaves them out.`
    : undefined;
}
