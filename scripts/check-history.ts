// Holds an imported history against git itself: `node scripts/check-history.ts --repository DIR [--rev REV]`.
// Which component a path belongs to is read by the org stand-in's rules, which share no code with the product's.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import ignore, { type Ignore } from 'ignore';
import { metadataTypes } from '../core/component.ts';
import { typesOfSuffix } from '../dev/salesforce/metadata/types.ts';
import { sourcePlace } from '../dev/salesforce/state/source-path.ts';
import { type ContainerAt, containerOf, isItem, itemsOf } from './items-in-files.ts';

const { values } = parseArgs({
  options: { repository: { type: 'string' }, rev: { type: 'string', default: 'HEAD' } },
});
if (!values.repository) {
  process.stderr.write('Usage: node scripts/check-history.ts --repository DIR [--rev REV]\n');
  process.exit(2);
}
const repository = resolve(values.repository);
const known = new Set<string>(metadataTypes);
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'safe.directory=*', '-C', repository, ...args], { maxBuffer: 2 ** 31 });
const blob = (oid: string) => {
  const run = spawnSync('git', ['-c', 'safe.directory=*', '-C', repository, 'cat-file', 'blob', oid]);
  return run.status === 0 ? run.stdout.toString() : undefined;
};

interface Config {
  readonly roots: readonly string[];
  readonly ignored: Ignore;
}

/** Undefined for a project file that is no JSON, or none. */
function rootsOf(project: string | undefined): string[] | undefined {
  try {
    const listed = (
      JSON.parse((project ?? '').replace(/^\uFEFF/, '')) as {
        packageDirectories?: { path: string; default?: boolean }[];
      }
    ).packageDirectories;
    if (!listed || listed.length === 0) return undefined;
    const ordered = [...listed.filter((each) => each.default), ...listed.filter((each) => !each.default)];
    return ordered.map(({ path }) => path.replace(/^\.?\/+|\/+$/g, '').replace(/^\.$/, ''));
  } catch {
    return undefined;
  }
}

/** What is read where the commit has no project file: the tip's roots, the usual two, and wherever a manifest lies. */
function guessedRoots(tip: string[], manifests: ReadonlySet<string>): string[] {
  const depth = (root: string) => (root === '' ? 1000 : root.split('/').length);
  const others = [...manifests].sort((one, other) => depth(one) - depth(other) || (one < other ? -1 : 1));
  return [...new Set([...tip, 'force-app', 'src', ...others])];
}

/** The roots that the tip's tree suggests, for a tip without a project file. */
function tipRoots(rev: string): string[] {
  const paths = git('ls-tree', '-r', '-z', '--name-only', rev).toString().split('\0');
  const roots = guessedRoots([], new Set(paths.filter(isManifest).map(folderOf)));
  const holds = paths.some(
    (path) => (componentAt(path) ?? containerAt(path)) && deepest(roots, path) !== undefined,
  );
  return holds ? roots : [...roots, ''];
}

const isManifest = (path: string) => /(?:^|\/)package\.xml$/.test(path);
const folderOf = (path: string) => path.replace(/\/?[^/]*$/, '');

function componentAt(path: string): { type: string; fullName: string } | undefined {
  const place = sourcePlace(path) ?? oldPlace(path);
  return place && known.has(place.type) ? place : undefined;
}

/** `type:name` → the commits at which the files that count for it changed. */
function expected(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const files = new Map<string, Map<string, string>>();
  const last = new Map<string, string>();
  const head = configTexts(values.rev);
  const fallback = rootsOf(head.project) ?? tipRoots(values.rev);
  const manifests = new Set<string>();
  const configNow = (): Config => {
    const named = rootsOf(own.project);
    const source = named && manifests.has('src') && deepest(named, 'src/') === undefined ? ['src'] : [];
    const roots = named ? [...named, ...source] : guessedRoots(fallback, manifests);
    return { roots, ignored: ignore().add(own.rules ?? head.rules ?? '') };
  };
  let own: { project?: string | undefined; rules?: string | undefined } = {};
  let config = configNow();
  const log = git(
    'log',
    '--first-parent',
    '--diff-merges=first-parent',
    '--reverse',
    '--raw',
    '-z',
    '--no-renames',
    '--no-abbrev',
    '--format=%x01%H',
    values.rev,
  );
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
    at += 1;
    const path = tokens[at] ?? '';
    if (path === 'sfdx-project.json' || path === '.forceignore') {
      const text = mode.startsWith('100') ? blob(oid) : undefined;
      own = path === '.forceignore' ? { ...own, rules: text } : { ...own, project: text };
    }
    if (isManifest(path)) {
      if (mode.startsWith('100')) manifests.add(folderOf(path));
      else manifests.delete(folderOf(path));
    }
    if (path === 'sfdx-project.json' || path === '.forceignore' || isManifest(path)) {
      config = configNow();
      touched = new Set([...touched, ...files.keys()]);
      continue;
    }
    const container = containerAt(path);
    if (container) {
      for (const [key, text] of changedItems(container, path, mode, oid)) {
        const held = files.get(key) ?? new Map<string, string>();
        files.set(key, held);
        if (text === undefined) held.delete(path);
        else held.set(path, text);
        touched.add(key);
      }
      continue;
    }
    const place = componentAt(path);
    if (!place) continue;
    const key = `${place.type}:${place.fullName}`;
    const held = files.get(key) ?? new Map<string, string>();
    files.set(key, held);
    if (mode.startsWith('100')) held.set(path, oid);
    else held.delete(path);
    touched.add(key);
  }
  settle();
  return found;
}

function configTexts(rev: string): { project: string | undefined; rules: string | undefined } {
  const at = (path: string) => blob(`${rev}:${path}`);
  return { project: at('sfdx-project.json'), rules: at('.forceignore') };
}

/** The files that count, as one text: those of the first package directory, then of the first path, that has it whole. */
function standing(key: string, files: ReadonlyMap<string, string>, config: Config): string {
  const type = key.slice(0, key.indexOf(':'));
  const code = /^(?:Apex|Lightning|Aura).*(?:Class|Trigger|Page|Component|Bundle)$/.test(type);
  const groups = new Map<string, string[]>();
  for (const [path, oid] of files) {
    const root = deepest(config.roots, path);
    if (root === undefined || config.ignored.ignores(path)) continue;
    const main = type.endsWith('Bundle') ? bundleFolder(path) : path.replace(code ? /-meta\.xml$/ : /$^/, '');
    const order = String(config.roots.indexOf(root)).padStart(3, '0');
    const group = `${order} ${main}`;
    groups.set(group, [...(groups.get(group) ?? []), `${path} ${oid}`]);
  }
  const whole = [...groups].filter(
    ([, held]) => !code || held.some((each) => !/-meta\.xml [0-9a-f]+$/.test(each)),
  );
  whole.sort(([one], [other]) => (one < other ? -1 : 1));
  // Of a component inside a file, what counts is its own text.
  if (isItem(type)) return whole[0]?.[1][0]?.replace(/^.* /, '') ?? '';
  // Where it lies, and whether its name is an older one, makes no version; what it holds does.
  return (whole[0]?.[1] ?? [])
    .map((each) => each.replace(/^.*\//, '').replace(code ? /$^/ : /-meta\.xml(?= )/, ''))
    .sort()
    .join('\n');
}

/** Before source format a document had its type's folder and suffix, and no `-meta.xml`. */
function oldPlace(path: string): { type: string; fullName: string } | undefined {
  const [name = '', folder] = path.split('/').reverse();
  const dot = name.lastIndexOf('.');
  const type = typesOfSuffix(name.slice(dot + 1)).find(
    (each) => each.directory === folder && ['whole', 'object'].includes(each.shape) && !each.inFolder,
  );
  return type && dot > 0 ? { type: type.name, fullName: name.slice(0, dot) } : undefined;
}

function containerAt(path: string): ContainerAt | undefined {
  return containerOf(sourcePlace(path) ?? oldPlace(path), known);
}

/** What each container held when it could be read last: a hash of each item's text, by `type:name`. */
const heldAt = new Map<string, Map<string, string>>();

function changedItems(container: ContainerAt, path: string, mode: string, oid: string) {
  const before = heldAt.get(path) ?? new Map<string, string>();
  const now = mode.startsWith('100') ? itemsOf(container, blob(oid) ?? '', known) : new Map<string, string>();
  if (!now) return [];
  heldAt.set(path, now);
  const keys = new Set([...before.keys(), ...now.keys()]);
  return [...keys]
    .filter((key) => before.get(key) !== now.get(key))
    .map((key) => [key, now.get(key)] as const);
}

function bundleFolder(path: string): string {
  return /^(.*?(?:^|\/)(?:lwc|aura)\/[^/]+)/.exec(path)?.[1] ?? path;
}

function deepest(roots: readonly string[], path: string): string | undefined {
  return roots
    .filter((root) => root === '' || path.startsWith(`${root}/`))
    .sort((one, other) => other.length - one.length)[0];
}

const data = mkdtempSync(join(tmpdir(), 'canvasback-check-'));
try {
  const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
  const args = [
    main,
    'import',
    repository,
    '--org',
    '00D5g000004XyZaEAK',
    '--data',
    data,
    '--rev',
    values.rev,
    '--json',
  ];
  const started = performance.now();
  const run = spawnSync('/usr/bin/env', ['time', '-f', '%M', process.execPath, ...args], {
    encoding: 'utf8',
  });
  const outcome = JSON.parse(run.stdout) as {
    commits: number;
    versions: number;
    components: number;
    refused: unknown[];
    problems: string[];
  };
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const peak = Number(run.stderr.trim().split('\n').at(-1)) / 1024;
  const db = new DatabaseSync(join(data, 'canvasback.sqlite'), { readOnly: true });
  const rows = db
    .prepare('SELECT type, full_name, commit_id, kind FROM versions ORDER BY type, full_name, seq')
    .all();
  const imported = Map.groupBy(rows, (row) => `${row.type}:${row.full_name}`);
  const wanted = expected();
  let same = 0;
  const differ: string[] = [];
  for (const key of new Set([...wanted.keys(), ...imported.keys()])) {
    const ours = (imported.get(key) ?? []).map((row) => String(row.commit_id));
    const theirs = wanted.get(key) ?? [];
    if (ours.join() === theirs.join()) same += 1;
    else {
      const missing = theirs.filter((commit) => !ours.includes(commit));
      const invented = ours.filter((commit) => !theirs.includes(commit));
      differ.push(
        `${key}: missing ${missing.map(short).join(' ') || 'none'}; invented ${invented.map(short).join(' ') || 'none'}`,
      );
    }
  }
  const unavailable = rows.filter((row) => row.kind === 'unavailable').length;
  process.stdout.write(
    `${outcome.commits} commits, ${outcome.versions} versions of ${imported.size} components in ${seconds} s, peak ${peak.toFixed(0)} MB; ${unavailable} without content, ${outcome.refused.length} files refused\n` +
      `${same} components have the same versions as git says, ${differ.length} differ\n${differ.slice(0, 40).join('\n')}\n`,
  );
  process.exitCode = differ.length === 0 ? 0 : 1;
} finally {
  rmSync(data, { recursive: true, force: true });
}

function short(commit: string): string {
  return commit.slice(0, 8);
}
