// What the history of each component should be, from `git log --raw --first-parent` alone.

import { execFileSync, spawnSync } from 'node:child_process';
import ignore from 'ignore';
import { type ContainerAt, containerOf, isItem, itemsOf } from './items-in-files.ts';
import { anyPlaceOf, copyOf, isWhole, nameInCopy, placeOf } from './places.ts';
import { type Config, deepestRoot, folderOf, guessedRoots, isManifest, rootsOf } from './roots.ts';

/** `type:name` → the commits at which what counts for it changed, oldest first. */
export type Versions = ReadonlyMap<string, readonly string[]>;

export function expectedVersions(repository: string, rev: string, known: ReadonlySet<string>): Versions {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'safe.directory=*', '-C', repository, ...args], { maxBuffer: 2 ** 31 });
  const blob = (oid: string) => {
    const run = spawnSync('git', ['-c', 'safe.directory=*', '-C', repository, 'cat-file', 'blob', oid], {
      maxBuffer: 2 ** 30,
    });
    return run.status === 0 ? run.stdout.toString() : undefined;
  };

  const containerAt = (path: string) => containerOf(anyPlaceOf(path), known);
  /** What each container held when it could be read last: a hash of each item's text, by `type:name`. */
  const heldAt = new Map<string, Map<string, string>>();
  const changedItems = (container: ContainerAt, path: string, mode: string, oid: string) => {
    const before = heldAt.get(path) ?? new Map<string, string>();
    const isFile = mode.startsWith('100');
    const now = isFile ? itemsOf(container, blob(oid) ?? '', known) : new Map<string, string>();
    if (!now) return [];
    heldAt.set(path, now);
    const keys = new Set([...before.keys(), ...now.keys()]);
    return [...keys]
      .filter((key) => before.get(key) !== now.get(key))
      .map((key) => [key, now.get(key)] as const);
  };

  /** The roots that the tip's tree suggests, for a tip without a project file. */
  const tipRoots = (): string[] => {
    const paths = git('ls-tree', '-r', '-z', '--name-only', rev).toString().split('\0');
    const roots = guessedRoots([], new Set(paths.filter(isManifest).map(folderOf)));
    const holds = paths.some(
      (path) => (placeOf(path, known) ?? containerAt(path)) && deepestRoot(roots, path) !== undefined,
    );
    return holds ? roots : [...roots, ''];
  };

  const found = new Map<string, string[]>();
  const files = new Map<string, Map<string, string>>();
  const last = new Map<string, string>();
  const head = { project: blob(`${rev}:sfdx-project.json`), rules: blob(`${rev}:.forceignore`) };
  const fallback = rootsOf(head.project) ?? tipRoots();
  const manifests = new Set<string>();
  let own: { project?: string | undefined; rules?: string | undefined } = {};
  const configNow = (): Config => {
    const named = rootsOf(own.project);
    const source = named && manifests.has('src') && deepestRoot(named, 'src/') === undefined ? ['src'] : [];
    const roots = named ? [...named, ...source] : guessedRoots(fallback, manifests);
    return { roots, ignored: ignore().add(own.rules ?? head.rules ?? '') };
  };
  let config = configNow();
  let commit = '';
  let touched = new Set<string>();
  const settle = () => {
    for (const key of touched) {
      const now = standing(key, files.get(key) ?? new Map(), config);
      if (now === (last.get(key) ?? '')) continue;
      last.set(key, now);
      found.set(key, [...(found.get(key) ?? []), commit]);
    }
    touched = new Set();
  };
  const hold = (key: string, path: string, what: string | undefined) => {
    const held = files.get(key) ?? new Map<string, string>();
    files.set(key, held);
    if (what === undefined) held.delete(path);
    else held.set(path, what);
    touched.add(key);
  };

  const log = git(
    ...'log --first-parent --diff-merges=first-parent --reverse --raw -z --no-renames --no-abbrev'.split(' '),
    '--format=%x01%H',
    rev,
  );
  const tokens = log.toString().split('\0');
  for (let at = 0; at < tokens.length; at += 1) {
    const token = (tokens[at] ?? '').replace(/^\n+/, '');
    if (token.startsWith('\x01')) {
      settle();
      commit = token.slice(1);
      continue;
    }
    if (!token.startsWith(':')) continue;
    const [, mode = '', , oid = ''] = token.split(' ');
    const isFile = mode.startsWith('100');
    at += 1;
    const path = tokens[at] ?? '';
    if (path === '.forceignore') own = { ...own, rules: isFile ? blob(oid) : undefined };
    if (path === 'sfdx-project.json') own = { ...own, project: isFile ? blob(oid) : undefined };
    if (isManifest(path)) {
      if (isFile) manifests.add(folderOf(path));
      else manifests.delete(folderOf(path));
    }
    if (path === 'sfdx-project.json' || path === '.forceignore' || isManifest(path)) {
      config = configNow();
      touched = new Set([...touched, ...files.keys()]);
      continue;
    }
    const container = containerAt(path);
    if (container) {
      for (const [key, text] of changedItems(container, path, mode, oid)) hold(key, path, text);
      continue;
    }
    const place = placeOf(path, known);
    if (place) hold(`${place.type}:${place.fullName}`, path, isFile ? oid : undefined);
  }
  settle();
  return found;
}

/** The files that count, as one text: those of the first package directory, then of the first path, that has it whole. */
function standing(key: string, files: ReadonlyMap<string, string>, config: Config): string {
  const type = key.slice(0, key.indexOf(':'));
  const copies = new Map<string, string[]>();
  for (const path of files.keys()) {
    const root = deepestRoot(config.roots, path);
    if (root === undefined || config.ignored.ignores(path)) continue;
    const order = String(config.roots.indexOf(root)).padStart(3, '0');
    const copy = `${order} ${isItem(type) ? path : copyOf(type, path)}`;
    copies.set(copy, [...(copies.get(copy) ?? []), path]);
  }
  const whole = [...copies].filter(([, paths]) => isItem(type) || isWhole(type, paths));
  whole.sort(([one], [other]) => (one < other ? -1 : 1));
  const paths = whole[0]?.[1] ?? [];
  // Of a component inside a file, what counts is its own text.
  if (isItem(type)) return files.get(paths[0] ?? '') ?? '';
  return paths
    .map((path) => `${nameInCopy(type, path)} ${files.get(path)}`)
    .sort()
    .join('\n');
}
