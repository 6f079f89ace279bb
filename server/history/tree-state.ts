// The components a tree holds: which files each one has, and which of two claims to a name wins.

import { type ComponentKey, typeRegistry } from '#core/component.ts';
import { componentToFileNames } from '#core/metadata/file-path.ts';
import { whyNeverKept } from '#core/secrets/never-kept.ts';
import { manifestFolder } from './assumed.ts';
import type { FileChange } from './commit-log.ts';
import { type ContainerChange, ContainerStates } from './container-states.ts';
import type { HeldItems } from './containers.ts';
import {
  type ComponentPath,
  isSafePath,
  type ProjectConfig,
  packageDirectoryOf,
  pathToComponent,
  pathToContainer,
  whyNoComponent,
} from './project.ts';
import { inOrder, roleOfFile, type VersionFile } from './version-files.ts';

/** One component's files in a tree. */
export interface Claim {
  /** Path of the main file; of a bundle, its folder. */
  readonly path: string;
  readonly files: readonly VersionFile[];
}

export interface Standing {
  readonly key: ComponentKey;
  /** Undefined when the tree no longer holds the component. */
  readonly winner: Claim | undefined;
  readonly losers: readonly string[];
  /** True when files of that name are there, but the project's own settings leave them all out. */
  readonly leftOut: boolean;
}

export interface Refused {
  readonly path: string;
  readonly reason: string;
}

const regularModes = new Set(['100644', '100755', '100664']);
const absent = '000000';

interface KnownFile extends ComponentPath {
  readonly oid: string;
}

/** What the changed containers among some changes hold, by path. */
export type Contents = ReadonlyMap<string, ContainerChange>;

export class TreeState {
  /** Files that could be a component's, whether or not the project includes them. */
  readonly #files = new Map<string, KnownFile>();
  readonly containers = new ContainerStates();
  /** What is odd about the items touched last: by name and path. */
  #notes = new Map<string, string>();
  readonly #byName = new Map<string, Set<string>>();
  readonly #refused = new Map<string, string>();
  readonly #manifests = new Set<string>();
  #config: ProjectConfig;

  constructor(config: ProjectConfig) {
    this.#config = config;
  }

  get config(): ProjectConfig {
    return this.#config;
  }

  /** Folders that have a package.xml. */
  get manifests(): ReadonlySet<string> {
    return this.#manifests;
  }

  get refused(): Refused[] {
    return [...this.#refused].map(([path, reason]) => ({ path, reason }));
  }

  /** Takes changes in and gives the names they touch. */
  apply(changes: readonly FileChange[], contents: Contents): Set<string> {
    const touched = new Set<string>();
    this.#notes = new Map();
    for (const change of changes) {
      this.#noteManifest(change);
      const names = pathToContainer(change.path)
        ? this.#applyContainer(change, contents.get(change.path))
        : this.#applyOne(change);
      for (const name of names) touched.add(name);
    }
    return touched;
  }

  /** What a container that can't be read held when it could. */
  remember(path: string, oid: string, items: HeldItems): void {
    this.containers.remember(path, oid, items);
    for (const name of items.keys()) this.#claim(name, path);
  }

  /** What is odd about an item that the last changes touched. */
  noteOf({ key, winner }: Standing): string | undefined {
    return winner && this.#notes.get(noteKey(nameOf(key), winner.path));
  }

  /** Gives every name whose standing may change with it. */
  setConfig(config: ProjectConfig): Set<string> {
    this.#config = config;
    return new Set(this.#byName.keys());
  }

  names(): Iterable<string> {
    return this.#byName.keys();
  }

  standing(name: string): Standing {
    const claims = new Map<string, VersionFile[]>();
    const key = keyOf(name);
    for (const path of this.#byName.get(name) ?? []) {
      if (packageDirectoryOf(this.#config, path) === undefined || this.#config.ignores(path)) continue;
      const held = this.#itemIn(path, name) ?? this.#files.get(path);
      if (!held) continue;
      const { main, ...file } = held;
      const claim = claims.get(main) ?? [];
      claim.push('item' in file ? file : { name: file.name, oid: file.oid });
      claims.set(main, claim);
    }
    const whole = [...claims]
      .filter(([, files]) => isWhole(key, files))
      .map(([path]) => path)
      .sort((a, b) => this.#rank(a) - this.#rank(b) || (a < b ? -1 : 1));
    const [path, ...losers] = whole;
    const files = path === undefined ? undefined : claims.get(path);
    const winner = path !== undefined && files ? { path, files: inOrder(files) } : undefined;
    const leftOut = !winner && (this.#byName.get(name)?.size ?? 0) > 0;
    return { key, winner, losers, leftOut };
  }

  #rank(path: string): number {
    const directory = packageDirectoryOf(this.#config, path);
    return this.#config.packageDirectories.indexOf(directory ?? '');
  }

  #noteManifest({ path, mode }: FileChange): void {
    const folder = manifestFolder(path);
    if (folder === undefined) return;
    if (regularModes.has(mode) && isSafePath(path)) this.#manifests.add(folder);
    else this.#manifests.delete(folder);
  }

  #itemIn(path: string, name: string): (VersionFile & { main: string; item: string }) | undefined {
    const place = this.containers.item(path, name);
    const [file] = place ? componentToFileNames(keyOf(name)) : [];
    return place && file && { main: path, name: file.name, oid: place.oid, item: place.hash };
  }

  #applyContainer({ path, mode }: FileChange, change: ContainerChange | undefined): readonly string[] {
    this.#refused.delete(path);
    if (mode === absent || !this.#accepts(path, mode) || !change) {
      const gone = this.containers.remove(path);
      for (const name of gone) this.#byName.get(name)?.delete(path);
      return gone;
    }
    const was = this.containers.whyUnreadable(path);
    const touched = this.containers.apply(path, change);
    const { now } = change;
    if (now.unreadable !== undefined) {
      this.#refused.set(path, `${now.unreadable}; what it held before is kept`);
      return [];
    }
    for (const name of touched) {
      const item = now.items.get(name);
      if (item) this.#claim(name, path);
      else this.#byName.get(name)?.delete(path);
      const note = [was && `Its file could not be read in the commits before this one: ${was}.`, item?.note];
      if (note.some(Boolean)) this.#notes.set(noteKey(name, path), note.filter(Boolean).join(' '));
    }
    return touched;
  }

  #claim(name: string, path: string): void {
    const paths = this.#byName.get(name);
    if (paths) paths.add(path);
    else this.#byName.set(name, new Set([path]));
  }

  #applyOne({ path, mode, oid }: FileChange): readonly string[] {
    const never = whyNeverKept(path);
    if (never) {
      if (mode === absent) this.#refused.delete(path);
      else this.#refused.set(path, never);
      return [];
    }
    const component = pathToComponent(path);
    this.#refused.delete(path);
    if (!component) {
      const reason = mode === absent ? undefined : whyNoComponent(path);
      if (reason) this.#refused.set(path, reason);
      return [];
    }
    const name = nameOf(component);
    const usable = mode !== absent && this.#accepts(path, mode);
    if (usable) {
      this.#files.set(path, { ...component, oid });
      this.#claim(name, path);
    } else {
      this.#files.delete(path);
      this.#byName.get(name)?.delete(path);
    }
    return [name];
  }

  #accepts(path: string, mode: string): boolean {
    const reason = !isSafePath(path)
      ? 'its path leads outside the project'
      : mode === '120000'
        ? 'it is a symbolic link'
        : regularModes.has(mode)
          ? undefined
          : 'it is not a regular file';
    if (reason) this.#refused.set(path, reason);
    return reason === undefined;
  }
}

/**
 * Code without its metadata file is still that code; a metadata file alone is nothing. A folder with neither a metadata
 * file nor a file of the bundle's name is no bundle.
 */
function isWhole({ type, fullName }: ComponentKey, files: readonly VersionFile[]): boolean {
  const { shape } = typeRegistry[type];
  // Anything may lie in their folders: only the document makes it theirs.
  if (shape === 'resource' || shape === 'file')
    return new Set(files.map(({ name }) => roleOfFile(name))).size === 2;
  if (shape !== 'code' && shape !== 'bundle') return true;
  const code = files.filter(({ name }) => roleOfFile(name) === 'content');
  const marked = code.length < files.length || code.some(({ name }) => name.startsWith(fullName));
  return code.length > 0 && (shape === 'code' || marked);
}

/** One string for a component's key; the type comes first. */
export function nameOf({ type, fullName }: ComponentKey): string {
  return `${type}\n${fullName}`;
}

export function keyOf(name: string): ComponentKey {
  const [type, fullName] = name.split('\n') as [ComponentKey['type'], string];
  return { type, fullName };
}

function noteKey(name: string, path: string): string {
  return `${name}\n${path}`;
}
