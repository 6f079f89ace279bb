// Walks one run of commits and finds the versions in it: which component each commit added, changed or deleted.

import { type ComponentKey, typeRegistry } from '#core/component.ts';
import { isWholeObject } from '#core/metadata/without-parts.ts';
import { type Assumed, assumedFolders, assumeFrom, manifestFolder } from './assumed.ts';
import { type FileChange, type LoggedCommit, readTree } from './commit-log.ts';
import { type ContainerChange, nothing } from './container-states.ts';
import { readContainerBlob } from './containers.ts';
import type { Draft } from './describe-version.ts';
import type { GitStore } from './git-store.ts';
import { lastReadable } from './last-readable.ts';
import {
  ignoreFile,
  isProject,
  packageDirectoryOf,
  pathToContainer,
  projectFile,
  type ReadConfig,
  readConfig,
} from './project.ts';
import { readConfigTexts } from './read-config.ts';
import { type Contents, nameOf, type Standing, TreeState } from './tree-state.ts';
import { sameFiles, type VersionFile } from './version-files.ts';

/** The newest version of a component so far. */
export interface Newest {
  readonly seq: number;
  readonly deleted: boolean;
  readonly path: string | null;
  readonly files: readonly VersionFile[];
}

/** As it was before the commit in hand. */
export type FindNewest = (of: { readonly key: ComponentKey }) => Promise<Newest | undefined>;

/** A tree's components, and the files that decide which of its files count. */
export class Walker {
  readonly state: TreeState;
  readonly #store: GitStore;
  readonly #own = new Map<string, string>();
  /** Of the tip. */
  #fallback: Readonly<Record<string, string | undefined>> = {};
  /** Of a tip that has no project file. */
  #assumed: Assumed | undefined;
  #meaning = '';
  #problems: readonly string[] = [];
  #beforeProject = false;
  /** Of the commit that was taken in last. */
  #contents: Contents = new Map();

  constructor(store: GitStore) {
    this.#store = store;
    this.state = new TreeState(readConfig(undefined, undefined).config);
  }

  /** What of the configuration could not be used, and what was assumed instead, in words. */
  get problems(): readonly string[] {
    return this.#beforeProject ? [...this.#problems, assumedBefore] : this.#problems;
  }

  /** `tip`'s configuration serves commits that have none of their own. */
  async begin(tip: string): Promise<void> {
    const { project, forceignore } = await readConfigTexts(this.#store, tip);
    this.#fallback = { [projectFile]: project, [ignoreFile]: forceignore };
    this.#assumed = isProject(project) ? undefined : assumeFrom(await readTree(this.#store, tip));
    await this.#configure(new Set());
  }

  /** Takes a commit's changes in and gives the names they may concern. */
  async take(files: readonly FileChange[]): Promise<Set<string>> {
    this.#contents = await this.#readContainers(files);
    const touched = this.state.apply(files, this.#contents);
    let reconfigured = false;
    for (const { path, mode, oid } of files) {
      if (manifestFolder(path) !== undefined) reconfigured = true;
      if (path !== projectFile && path !== ignoreFile) continue;
      reconfigured = true;
      if (mode.startsWith('100')) this.#own.set(path, oid);
      else this.#own.delete(path);
    }
    const concerned = reconfigured ? await this.#configure(touched) : touched;
    if (concerned.size > 0 && !this.#assumed && !this.#own.has(projectFile)) this.#beforeProject = true;
    return concerned;
  }

  /** Takes the tree of a commit in, one file with many components at a time. */
  async load(position: string): Promise<void> {
    const tree = await readTree(this.#store, position);
    await this.take(tree.filter(({ path }) => !pathToContainer(path)));
    for (const file of tree) if (pathToContainer(file.path)) await this.take([file]);
    for (const path of this.state.containers.unreadable()) {
      const last = await lastReadable(this.#store, path, position);
      if (last) this.state.remember(path, last.oid, last.items);
    }
    this.#contents = new Map();
  }

  /** Has the text of an item at hand, which the commit that was taken in last touched. */
  keep({ key, winner }: Standing): void {
    const now = winner && this.#contents.get(winner.path)?.now;
    if (now?.unreadable === undefined) now?.items.get(nameOf(key))?.keep();
  }

  async #readContainers(files: readonly FileChange[]): Promise<Contents> {
    const contents = new Map<string, ContainerChange>();
    for (const { path, mode, oid, was } of files) {
      const file = mode.startsWith('100') ? pathToContainer(path) : undefined;
      if (!file) continue;
      const now = await readContainerBlob(this.#store, file, oid);
      const before = this.state.containers.needsBefore(path, was)
        ? await readContainerBlob(this.#store, file, was)
        : was
          ? undefined
          : nothing;
      contents.set(path, { oid, now, before });
    }
    return contents;
  }

  /** Most commits that edit these files change nothing we look at; only a real change concerns every name. */
  async #configure(touched: Set<string>): Promise<Set<string>> {
    const own = await this.#text(this.#own.get(projectFile));
    const forceignore = (await this.#text(this.#own.get(ignoreFile))) ?? this.#fallback[ignoreFile];
    const read = this.#read(own, forceignore);
    const meaning = JSON.stringify([read.config.packageDirectories, forceignore ?? '']);
    if (meaning === this.#meaning) return touched;
    this.#meaning = meaning;
    this.#problems = read.problems;
    return this.state.setConfig(read.config);
  }

  #read(own: string | undefined, forceignore: string | undefined): ReadConfig {
    const { manifests } = this.state;
    if (isProject(own)) return withSource(readConfig(own, forceignore), manifests);
    if (this.#assumed) {
      const { directories, words } = this.#assumed;
      return readConfig(own, forceignore, { directories: assumedFolders(directories, manifests), words });
    }
    const { config, problems } = readConfig(this.#fallback[projectFile], forceignore);
    const packageDirectories = assumedFolders(config.packageDirectories, manifests);
    return { config: { ...config, packageDirectories }, problems };
  }

  async #text(oid: string | undefined): Promise<string | undefined> {
    const blob = oid ? await this.#store.blobs.read(oid) : undefined;
    return blob?.bytes?.toString('utf8');
  }
}

const assumedBefore = `Commits without ${projectFile}: read were its later directories, and folders called force-app or src or with a package.xml.`;

/** A project that is being moved to source format still has its older folder beside the new ones. */
function withSource(read: ReadConfig, manifests: ReadonlySet<string>): ReadConfig {
  const { config } = read;
  if (!manifests.has('src') || packageDirectoryOf(config, 'src/') !== undefined) return read;
  return { ...read, config: { ...config, packageDirectories: [...config.packageDirectories, 'src'] } };
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
  const touched = await walker.take(files);
  for (const name of touched) {
    const standing = walker.state.standing(name);
    const newest = await findNewest(standing);
    const { winner } = standing;
    if (winner || newest) standings.push(standing);
    const alive = newest && !newest.deleted ? newest : undefined;
    const same = winner ? alive !== undefined && sameFiles(alive.files, winner.files) : alive === undefined;
    if (same) continue;
    walker.keep(standing);
    drafts.push({
      key: standing.key,
      seq: (newest?.seq ?? 0) + 1,
      commit: head,
      origin,
      before: alive && { path: alive.path, files: alive.files },
      afterDeletion: newest?.deleted ?? false,
      after: winner,
      within: newest ? undefined : await wholeObjectOf(standing.key, findNewest),
      note: [
        newest ? (splitNote(walker, standing, alive, touched) ?? leftOutNote(standing)) : note,
        walker.state.noteOf(standing),
      ]
        .filter(Boolean)
        .join(' '),
    });
  }
  return { drafts, standings };
}

/** A part of an object, in its own file for the first time, while the object's older file was there. */
async function wholeObjectOf(
  { type, fullName }: ComponentKey,
  findNewest: FindNewest,
): Promise<Draft['within']> {
  if (typeRegistry[type].shape !== 'child') return undefined;
  const object = fullName.slice(0, fullName.indexOf('.'));
  const newest = await findNewest({ key: { type: 'CustomObject', fullName: object } });
  const file = newest?.deleted ? undefined : newest?.files.find(({ name }) => isWholeObject(name));
  return file && { object, oid: file.oid };
}

/** An object of which nothing but its parts was kept when its file was split. */
function splitNote(
  { state }: Walker,
  { key, winner }: Standing,
  alive: Newest | undefined,
  touched: ReadonlySet<string>,
): string | undefined {
  if (winner || key.type !== 'CustomObject' || !alive?.files.some(({ name }) => isWholeObject(name)))
    return undefined;
  const isPart = ({ key: { type, fullName }, winner }: Standing) =>
    winner && typeRegistry[type].shape === 'child' && fullName.startsWith(`${key.fullName}.`);
  return [...touched].some((name) => name.includes(`\n${key.fullName}.`) && isPart(state.standing(name)))
    ? 'Its file was split: its parts have files of their own now, and nothing else of it is kept.'
    : undefined;
}

function leftOutNote({ leftOut }: Standing): string | undefined {
  return leftOut
    ? `Its files are still there, but ${ignoreFile} or ${projectFile} leaves them out.`
    : undefined;
}
