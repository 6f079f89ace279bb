// Writes commits on main durably: objects first, then the ref, and only if nobody moved it meanwhile.

import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import type { FileChange } from './commit-log.ts';
import { GitFailed, runGit } from './git-process.ts';
import { type GitStore, mainRef } from './git-store.ts';

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface NewFile {
  readonly path: string;
  /** Undefined deletes the file. */
  readonly content: string | Uint8Array | undefined;
}

export interface NewCommit {
  readonly parent: string | undefined;
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
  readonly files: readonly NewFile[];
}

/** The new commit's id, or undefined when main moved meanwhile (nothing is recorded then). */
export async function writeCommit(store: GitStore, commit: NewCommit): Promise<string | undefined> {
  // A branch of its own, so that a stream cut short can't touch main.
  const pending = `refs/canvasback/pending/${randomBytes(8).toString('hex')}`;
  const args = ['fast-import', '--quiet', '--done', '--date-format=raw'];
  const written = await store.run(args, fastImport(pending, commit)).catch(async (error: unknown) => {
    await removeLeftovers(store, error);
    throw error;
  });
  const id = written.toString().trim();
  const moved = await store.moveRef(mainRef, id, commit.parent);
  await store.dropRef(pending);
  return moved ? id : undefined;
}

/** What git says it was writing when it failed would keep the room it took. */
async function removeLeftovers({ place: { dir } }: GitStore, error: unknown): Promise<void> {
  const failure = error instanceof AppError ? error.cause : error;
  if (!(failure instanceof GitFailed)) return;
  const names = new Set(failure.stderr.match(/\btmp_pack_\w+|\bfast_import_crash_\d+/g));
  for (const name of names)
    await rm(name.startsWith('tmp_pack') ? join(dir, 'objects', 'pack', name) : join(dir, name), {
      force: true,
    });
}

function fastImport(ref: string, { parent, author, committer, message, files }: NewCommit): Buffer {
  const parts: (string | Buffer)[] = [
    `commit ${ref}\nmark :1\n`,
    `author ${signatureLine(author)}\ncommitter ${signatureLine(committer)}\n`,
    data(message),
    parent ? `from ${parent}\n` : '',
  ];
  for (const { path, content } of files) {
    if (content === undefined) parts.push(`D ${quote(path)}\n`);
    else parts.push(`M 100644 inline ${quote(path)}\n`, data(content));
  }
  parts.push('\nget-mark :1\ndone\n');
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

function data(content: string | Uint8Array): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

function quote(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

function signatureLine({ name, email, at }: Signature): string {
  const clean = (text: string) => text.replace(/[<>\p{Cc}]/gu, '').trim();
  return `${clean(name) || 'Unknown'} <${clean(email).replaceAll(' ', '')}> ${Math.floor(at / 1000)} +0000`;
}

export interface Join {
  /** Both parents, main's first. */
  readonly parents: readonly [string, string];
  /** The tree to begin with, and what to change in it. */
  readonly tree: string;
  readonly changes: readonly FileChange[];
  readonly committer: Signature;
  readonly message: string;
  /** Moves main to the new commit; false when it moved meanwhile. */
  readonly move: (commit: string) => Promise<boolean>;
}

/** Joins two lines by a merge commit of exactly that tree; false when main moved meanwhile. */
export async function writeJoin(store: GitStore, lines: Join): Promise<boolean> {
  const index = join(store.place.dir, `index-${randomBytes(8).toString('hex')}`);
  const place = { ...store.place, env: { GIT_INDEX_FILE: index, ...signatureEnvironment(lines.committer) } };
  const entries = lines.changes.map(
    ({ mode, oid, path }) => `${mode === '000000' ? '0' : mode} ${oid}\t${path}\0`,
  );
  try {
    await runGit(place, ['read-tree', '--end-of-options', lines.tree]);
    await runGit(place, ['update-index', '-z', '--index-info'], entries.join(''));
    const tree = (await runGit(place, ['write-tree', '--missing-ok'])).toString().trim();
    const parents = lines.parents.flatMap((parent) => ['-p', parent]);
    const commit = await runGit(place, ['commit-tree', ...parents, tree], lines.message);
    return await lines.move(commit.toString().trim());
  } finally {
    await rm(index, { force: true });
  }
}

function signatureEnvironment({ name, email, at }: Signature): Record<string, string> {
  const date = `${Math.floor(at / 1000)} +0000`;
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}
