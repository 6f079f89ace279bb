// Finds the objects and the commit of a project's repository from its files, without running git inside it.

import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** A directory that cannot be read as a project's repository; the message says why and what to do. */
export class ProjectUnusable extends Error {
  constructor(dir: string, problem: string) {
    super(`${dir}: ${problem}`);
    this.name = 'ProjectUnusable';
  }
}

export interface ProjectRepository {
  readonly dir: string;
  /** Absolute path of its object store. */
  readonly objects: string;
  /** Commits at which a shallow clone ends. */
  readonly shallow: readonly string[];
  /** Object stores it borrows from, as its own file names them. */
  readonly borrows: readonly string[];
  /** The object a ref (or `HEAD`) holds, unpeeled; undefined when there is no such ref. */
  readRef(name: string): string | undefined;
}

const smallFile = 64 * 1024;
const oidPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const refName = /^(?!.*(?:\.\.|\/\/|@\{|\.lock(?:\/|$)))(?![-/.])[^\s\\~^:?*[\p{Cc}]+(?<![/.])$/u;

/** True for a word that can name a ref: never an option, never a path outside `refs`. */
export function isRefName(name: string): boolean {
  return refName.test(name) && !name.split('/').some((part) => part.startsWith('.'));
}

export function findProject(given: string): ProjectRepository {
  const dir = resolve(given);
  if (!existsSync(dir)) throw new ProjectUnusable(dir, 'there is no such directory.');
  if (!statSync(dir).isDirectory()) throw new ProjectUnusable(dir, 'this is not a directory.');
  const gitDir = gitDirOf(dir);
  const commonFile = readSmall(join(gitDir, 'commondir'));
  const common = commonFile ? resolve(gitDir, commonFile.trim()) : gitDir;
  if (existsSync(join(common, 'reftable'))) {
    throw new ProjectUnusable(dir, 'its refs are a reftable. Run: git refs migrate --ref-format=files');
  }
  const objects = join(common, 'objects');
  if (!existsSync(objects)) throw new ProjectUnusable(dir, `its object store ${objects} is missing.`);
  if (/[\n\r]/.test(objects)) throw new ProjectUnusable(dir, 'its path holds a line break.');
  const special = specialFileIn(objects);
  if (special) throw new ProjectUnusable(dir, `${special} is neither a file nor a folder; remove it.`);
  return {
    dir,
    borrows: (readSmall(join(objects, 'info', 'alternates')) ?? '')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')),
    objects: realpathSync(objects),
    shallow: (readSmall(join(common, 'shallow'), 16 * 1024 * 1024) ?? '')
      .split('\n')
      .filter((line) => oidPattern.test(line)),
    readRef: (name) => readRef(gitDir, common, name),
  };
}

/** A pipe or a device among the objects would keep git waiting for ever. */
function specialFileIn(objects: string): string | undefined {
  for (const entry of readdirSync(objects, { withFileTypes: true })) {
    const inside = entry.isDirectory() ? readdirSync(join(objects, entry.name), { withFileTypes: true }) : [];
    const found = [entry, ...inside].find(
      (each) => !each.isFile() && !each.isDirectory() && !each.isSymbolicLink(),
    );
    if (found) return join(found.parentPath, found.name);
  }
  return undefined;
}

function gitDirOf(dir: string): string {
  const inside = join(dir, '.git');
  if (existsSync(inside)) {
    if (statSync(inside).isDirectory()) return inside;
    const target = /^gitdir: (.+)$/m.exec(readSmall(inside) ?? '')?.[1]?.trim();
    const gitDir = target && resolve(dir, target);
    if (gitDir && existsSync(gitDir)) return gitDir;
    throw new ProjectUnusable(dir, 'its .git file does not lead to a repository.');
  }
  if (existsSync(join(dir, 'HEAD')) && existsSync(join(dir, 'objects'))) return dir;
  for (let above = dirname(dir); above !== dirname(above); above = dirname(above)) {
    if (existsSync(join(above, '.git'))) {
      throw new ProjectUnusable(dir, `this is a folder inside the repository ${above}; give that one.`);
    }
  }
  throw new ProjectUnusable(dir, 'this is not a git repository (no .git here, and it is not a bare one).');
}

function readRef(gitDir: string, common: string, name: string, depth = 0): string | undefined {
  if (depth > 5 || !isRefName(name)) return undefined;
  // HEAD and its like belong to a worktree; branches and tags to the repository.
  const base = name.startsWith('refs/') ? common : gitDir;
  const text = readSmall(join(base, ...name.split('/')))?.trim() ?? '';
  const next = /^ref: (.+)$/.exec(text)?.[1];
  if (next) return readRef(gitDir, common, next, depth + 1);
  if (oidPattern.test(text)) return text;
  return packedRef(common, name);
}

function packedRef(common: string, name: string): string | undefined {
  const packed = readSmall(join(common, 'packed-refs'), 256 * 1024 * 1024);
  if (!packed) return undefined;
  const at = packed.indexOf(` ${name}\n`);
  const oid = at === -1 ? undefined : packed.slice(packed.lastIndexOf('\n', at) + 1, at);
  return oid && oidPattern.test(oid) ? oid : undefined;
}

function readSmall(file: string, limit = smallFile): string | undefined {
  try {
    const stat = statSync(file);
    return stat.isFile() && stat.size <= limit ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
