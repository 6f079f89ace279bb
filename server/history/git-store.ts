// One org's history as a bare git repository of our own, which may borrow the objects of a project's.

import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { folderMode } from '../data-folder.ts';
import { AppError } from '../errors.ts';
import { type BlobReader, createBlobReader } from './blob-reader.ts';
import type { ProjectRepository } from './find-project.ts';
import { GitFailed, type GitPlace, runGit, streamGit } from './git-process.ts';
import { readRefFile } from './read-ref-file.ts';
import { replaceFile } from './replace-file.ts';
import { createWriterLock } from './writer-lock.ts';

export interface GitStore {
  readonly place: GitPlace;
  readonly blobs: BlobReader;
  /** Borrows a project's objects; nothing is written there. */
  borrow(project: ProjectRepository, objectFormat: ObjectFormat): Promise<void>;
  run(args: readonly string[], input?: Buffer | string): Promise<Buffer>;
  stream(args: readonly string[]): AsyncGenerator<Buffer>;
  /** The object a ref holds, or undefined. */
  readRef(ref: string): Promise<string | undefined>;
  /** Moves a ref only if it still holds `before` (undefined: only if it doesn't exist); false when it moved meanwhile. */
  moveRef(ref: string, after: string, before: string | undefined): Promise<boolean>;
  dropRef(ref: string): Promise<void>;
  /** A commit id for what `rev` names, or undefined. `rev` is an object id with optional `~2` or `^1`. */
  resolveCommit(rev: string): Promise<string | undefined>;
  /** Runs work that writes, or indexes, one at a time. Not while another process purges. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** Runs work while no process, this one included, does any other; `waiting` hears once that one does. */
  alone<T>(work: () => Promise<T>, waiting?: () => void): Promise<T>;
  /** Nothing reads or writes through this store from now on. */
  retire(): void;
  retired(): boolean;
  close(): void;
}

export type ObjectFormat = 'sha1' | 'sha256';

export const mainRef = 'refs/heads/main';
/** Tips of the project that were imported, one ref each. */
export const importRefs = 'refs/canvasback/imports';

const staleLockMs = 10_000;

export function openGitStore(dir: string, git = 'git'): GitStore {
  const place: GitPlace = { git, dir };
  const blobs = createBlobReader(place);
  const writers = createWriterLock(`${dir.replace(/\.git$/, '')}.lock`);
  let ready = existsSync(join(dir, 'HEAD')) ? Promise.resolve() : undefined;

  let retired = false;
  let queue: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  };

  const prepare = (format: ObjectFormat = 'sha1') => {
    ready ??= initialize(place, format).catch((error) => {
      ready = undefined;
      throw error;
    });
    return ready;
  };

  const run = async (args: readonly string[], input?: Buffer | string) => {
    await prepare();
    return runGit(place, args, input);
  };

  return {
    place,
    blobs,
    run,
    async *stream(args) {
      await prepare();
      yield* streamGit(place, args);
    },
    async borrow(project, format) {
      await prepare(format);
      if (objectFormat(dir) !== format) {
        const detail = `The project's objects are ${format}, this org's history is ${objectFormat(dir)}.`;
        throw new AppError('invalid_request', { detail });
      }
      replaceFile(join(dir, 'objects', 'info', 'alternates'), `${project.objects}\n`);
      if (project.shallow.length > 0) replaceFile(join(dir, 'shallow'), `${project.shallow.join('\n')}\n`);
      else rmSync(join(dir, 'shallow'), { force: true });
      blobs.close();
    },
    async readRef(ref) {
      await prepare();
      const held = readRefFile(dir, ref);
      if (held) return held.oid;
      const line = (await run(['for-each-ref', '--format=%(objectname) %(refname)', ref])).toString();
      return line
        .split('\n')
        .find((entry) => entry.endsWith(` ${ref}`))
        ?.split(' ')[0];
    },
    async moveRef(ref, after, before) {
      const none = '0'.repeat(after.length);
      for (const started = Date.now(); ; ) {
        try {
          await run(['update-ref', '--no-deref', ref, after, before ?? none]);
          return true;
        } catch (error) {
          if (!(error instanceof GitFailed)) throw error;
          if (/but expected|already exists|unable to resolve/i.test(error.stderr)) return false;
          const locked = /\.lock': File exists/.test(error.stderr);
          if (!locked || Date.now() - started > 3 * staleLockMs) throw error;
          // Moving the branch that HEAD names locks HEAD as well.
          for (const name of [ref, 'HEAD']) dropStaleLock(join(dir, `${name}.lock`));
        }
      }
    },
    async dropRef(ref) {
      // Refs are never packed here, so the file is the ref; `update-ref -d` would lock all of them.
      await rm(join(dir, ref), { force: true });
    },
    async resolveCommit(rev) {
      if (!/^[0-9a-f]{4,64}(?:[~^][0-9]*)*$/.test(rev)) return undefined;
      try {
        const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{commit}`];
        return (await run(args)).toString().trim();
      } catch (error) {
        if (error instanceof GitFailed) return undefined;
        throw error;
      }
    },
    retired: () => retired,
    retire() {
      retired = true;
      ready = Promise.reject(new AppError('org_not_connected'));
      ready.catch(() => undefined);
      blobs.close();
    },
    exclusive: (work) => inTurn(() => writers.shared(work)),
    alone: (work, waiting) => inTurn(() => writers.alone(work, waiting)),
    close() {
      blobs.close();
      writers.close();
    },
  };
}

/** Made aside and moved into place whole: two processes that begin at once, or a kill, leave no half of one. */
async function initialize(place: GitPlace, format: ObjectFormat): Promise<void> {
  const made = { ...place, dir: `${place.dir}.new-${randomUUID()}` };
  mkdirSync(made.dir, { recursive: true, mode: folderMode(made.dir) });
  try {
    const options = [
      '--bare',
      '--quiet',
      '--template=',
      '--initial-branch=main',
      `--object-format=${format}`,
    ];
    await runGit(made, ['init', ...options]);
    mkdirSync(join(made.dir, 'objects', 'info'), { recursive: true });
    mkdirSync(join(made.dir, 'info'), { recursive: true });
    renameSync(made.dir, place.dir);
  } catch (error) {
    rmSync(made.dir, { recursive: true, force: true });
    // Another process was first.
    if (!existsSync(join(place.dir, 'HEAD'))) throw error;
  }
}

function objectFormat(dir: string): ObjectFormat {
  return /objectformat\s*=\s*sha256/i.test(readFileSync(join(dir, 'config'), 'utf8')) ? 'sha256' : 'sha1';
}

/** A git that was killed leaves its lock behind; git holds one for milliseconds only. */
function dropStaleLock(lock: string): void {
  const stat = statSync(lock, { throwIfNoEntry: false });
  if (stat && Date.now() - stat.mtimeMs > staleLockMs) rmSync(lock, { force: true });
}

export interface GitStores {
  (orgId: string): GitStore;
  /** Orgs that have a store. */
  orgIds(): string[];
  /**
   * Deletes an org's repository, or moves it into the folder `kept` beside this one and answers with its new name
   * there. Nothing is written for the org until `renew`; the objects of an attached project are not ours.
   */
  takeAway(orgId: string, how: 'keep' | 'delete', name: string): Promise<string | undefined>;
  /** The org may have a repository again, or has one that another process made after taking the first away. */
  renew(orgId: string): void;
  close(): void;
}

const orgIdPattern = /^00D[0-9A-Za-z]{15}$/;

/** The stores of all orgs under `<data>/git`, each opened once. */
export function openGitStores(folder: string, git = 'git'): GitStores {
  const open = new Map<string, GitStore>();
  const find = (orgId: string) => {
    if (!orgIdPattern.test(orgId)) throw new AppError('invalid_request', { detail: 'Not an org id.' });
    const known = open.get(orgId) ?? openGitStore(join(folder, `${orgId}.git`), git);
    open.set(orgId, known);
    return known;
  };
  return Object.assign(find, {
    orgIds() {
      const entries = existsSync(folder) ? readdirSync(folder) : [];
      return entries.map((entry) => entry.replace(/\.git$/, '')).filter((id) => orgIdPattern.test(id));
    },
    async takeAway(orgId: string, how: 'keep' | 'delete', name: string) {
      const store = find(orgId);
      const { dir } = store.place;
      return store.exclusive(async () => {
        store.retire();
        if (!existsSync(dir)) return undefined;
        if (how === 'delete') {
          await rm(dir, { recursive: true });
          return undefined;
        }
        const kept = join(folder, '..', 'kept');
        mkdirSync(kept, { recursive: true, mode: folderMode(kept) });
        renameSync(dir, join(kept, name));
        return name;
      });
    },
    renew(orgId: string) {
      const store = open.get(orgId);
      if (!store || (!store.retired() && existsSync(join(store.place.dir, 'HEAD')))) return;
      store.close();
      open.delete(orgId);
    },
    close() {
      for (const store of open.values()) store.close();
      open.clear();
    },
  });
}
