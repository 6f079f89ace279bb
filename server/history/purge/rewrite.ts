// Writes a history's own commits anew without what is purged: same authors, same dates, and beside the old ones at first.

import { randomBytes } from 'node:crypto';
import type { FileChange } from '../commit-log.ts';
import { readTree } from '../commit-log.ts';
import type { GitStore } from '../git-store.ts';
import type { Rules } from './rules.ts';
import { isFile, type Looker, type OwnCommit, type Survey } from './survey.ts';

/** Where new commits lie until main holds them. */
export const newRefs = 'refs/canvasback/purged';

export interface Rewriting {
  readonly store: GitStore;
  readonly rules: Rules;
  readonly looker: Looker;
  /** The message of a commit whose content changed, where it was made by us; undefined: as it is. */
  readonly retell: (commit: OwnCommit) => Promise<Buffer | undefined>;
}

/** The new newest commit; undefined when nothing is left of the history. */
export async function rewrite(found: Survey, rewriting: Rewriting): Promise<string | undefined> {
  const { store } = rewriting;
  const { own, first, main } = found;
  const blobs = await writeBlobs(found, rewriting);
  const state = new Map<string, string | undefined>();
  const names = new Map<string, string>();
  const ref = `${newRefs}/${randomBytes(8).toString('hex')}`;
  const parts: (string | Buffer)[] = [];
  let last = own[first]?.parents[0];
  let marks = 0;
  for (const commit of own.slice(first)) {
    const changes = await changesOf(commit, { ...rewriting, blobs, state });
    const [parent] = commit.parents;
    const from = parent === undefined ? undefined : (names.get(parent) ?? parent);
    const isEmpty = changes.length === 0 && commit.files.length > 0 && commit.parents.length < 2;
    if (isEmpty) {
      if (from !== undefined) names.set(commit.id, from);
      last = from;
      continue;
    }
    marks += 1;
    names.set(commit.id, `:${marks}`);
    last = `:${marks}`;
    parts.push(`commit ${ref}\nmark :${marks}\n`, latin1(`${headOf(commit)}\n`));
    parts.push(...data(await messageOf(commit, rewriting)));
    if (from !== undefined) parts.push(`from ${from}\n`);
    for (const merged of commit.parents.slice(1)) parts.push(`merge ${merged}\n`);
    parts.push(...changes, '\n');
  }
  if (last === undefined || !last.startsWith(':')) return last;
  parts.push(`get-mark ${last}\ndone\n`);
  const args = ['fast-import', '--quiet', '--done', '--date-format=raw-permissive'];
  const tip = (await store.run(args, join(parts))).toString().trim();
  await compareTrees(store, main ?? '', tip, state);
  return tip;
}

interface Changing extends Rewriting {
  readonly blobs: ReadonlyMap<string, string>;
  /** What new commits hold where old ones hold something else. */
  readonly state: Map<string, string | undefined>;
}

/** Deletions first: a folder may stand where a file was. */
async function changesOf(commit: OwnCommit, { looker, blobs, state }: Changing): Promise<string[]> {
  const deleted: string[] = [];
  const written: string[] = [];
  const ours = new Set(commit.ours);
  for (const file of commit.files) {
    const { path, mode, was } = file;
    const found = ours.has(file) && isFile(file) ? await looker.look(path, file.oid) : undefined;
    const oid =
      mode === '000000' || found?.gone ? undefined : found ? blobs.get(`${file.oid} ${path}`) : file.oid;
    const before = state.has(path) ? state.get(path) : was;
    state.set(path, oid);
    // The same after all: a text and its marker, or what is gone and goes.
    if (oid === before && (file.oid !== was || found)) continue;
    if (oid === undefined) deleted.push(`D ${quote(path)}\n`);
    else written.push(`M ${mode} ${oid} ${quote(path)}\n`);
  }
  return [...deleted, ...written];
}

/** By old object and path. */
async function writeBlobs(found: Survey, { store, looker }: Rewriting): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  const wanted = new Map<string, FileChange>();
  for (const commit of found.own.slice(found.first))
    for (const file of commit.ours)
      if (isFile(file) && (await looker.look(file.path, file.oid)))
        wanted.set(`${file.oid} ${file.path}`, file);
  for (const [name, { path, oid }] of wanted) {
    const bytes = (await looker.read(path, oid))?.bytes;
    if (!bytes) continue;
    const id = await store.run(['hash-object', '-t', 'blob', '-w', '--no-filters', '--stdin'], bytes);
    made.set(name, id.toString().trim());
  }
  return made;
}

function headOf({ head }: OwnCommit): string {
  return head.filter((line) => /^(?:author|committer) /.test(line)).join('\n');
}

async function messageOf(commit: OwnCommit, { rules, looker, retell }: Rewriting): Promise<Buffer> {
  const values = new Map<string, string>();
  let changed = false;
  for (const file of commit.ours) {
    for (const oid of [file.oid, file.was]) {
      const found = oid === undefined || /^0*$/.test(oid) ? undefined : await looker.look(file.path, oid);
      if (!found) continue;
      changed = true;
      for (const [value, marker] of found.values) values.set(value, marker);
    }
  }
  const told = (changed ? await retell(commit) : undefined) ?? commit.message;
  return rules.inMessage(
    told,
    commit.ours.flatMap(({ path }) => rules.keysOf(path)),
    values,
  );
}

/** No file but those that were meant is another, or missing. */
async function compareTrees(
  store: GitStore,
  old: string,
  now: string,
  state: ReadonlyMap<string, string | undefined>,
): Promise<void> {
  const files = new Map((await readTree(store, now)).map((file) => [file.path, file]));
  for (const { path, mode, oid } of await readTree(store, old)) {
    const wanted = state.has(path) ? state.get(path) : oid;
    const is = files.get(path);
    files.delete(path);
    if (is?.oid !== wanted || (is && is.mode !== mode))
      throw new Error(`Rewriting would have changed ${path}, which it must not. Nothing was changed.`);
  }
  const [more] = files.keys();
  if (more !== undefined)
    throw new Error(`Rewriting would have added ${more}, which it must not. Nothing was changed.`);
}

function data(message: Buffer): (string | Buffer)[] {
  return [`data ${message.length}\n`, message, '\n'];
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function quote(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

function join(parts: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}
