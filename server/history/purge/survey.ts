// Looks where in a history something is that shall be purged, commit by commit, and changes nothing.

import { XmlError } from '#core/metadata/parse-xml.ts';
import { largestBlob } from '../blob-reader.ts';
import { type FileChange, type LoggedCommit, readLog, readTree } from '../commit-log.ts';
import { type GitStore, mainRef } from '../git-store.ts';
import { importedTips, ownCommits } from '../order.ts';
import type { Purged, Rules } from './rules.ts';

/** How often something was found, and in how many versions. */
export interface Tally {
  versions: number;
  times: number;
}

/** A commit of ours as git holds it. */
export interface OwnCommit extends LoggedCommit {
  /** All lines of its head but parents and tree, and its message; each letter a byte. */
  readonly head: readonly string[];
  readonly message: Buffer;
  /** Of a join, changes that are not just what the project's commit holds. */
  readonly ours: readonly FileChange[];
}

export interface Survey {
  readonly main: string | undefined;
  /** Commits that Canvasback made, oldest first. */
  readonly own: readonly OwnCommit[];
  /** Place of the first one that changes; -1: none. */
  readonly first: number;
  readonly byComponent: ReadonlyMap<string, Tally>;
  readonly paths: ReadonlySet<string>;
  readonly messages: number;
  /** In commits of the attached project, which is read in place. */
  readonly project: { readonly commits: number; readonly byComponent: ReadonlyMap<string, Tally> };
  /** Files that could not be looked into. */
  readonly unread: ReadonlySet<string>;
}

/** What becomes of files, remembered by path and object. */
export class Looker {
  readonly unread = new Set<string>();
  readonly #store: GitStore;
  readonly #rules: Rules;
  readonly #known = new Map<string, Omit<Purged, 'bytes'> & { gone: boolean }>();
  readonly #clean = new Set<string>();

  constructor(store: GitStore, rules: Rules) {
    this.#store = store;
    this.#rules = rules;
  }

  /** Undefined when nothing was found. */
  async look(path: string, oid: string) {
    const name = `${oid} ${path}`;
    const known = this.#known.get(name);
    if (known || this.#clean.has(name)) return known;
    const found = await this.read(path, oid);
    if (!found) {
      this.#clean.add(name);
      return undefined;
    }
    const { bytes, ...rest } = found;
    const kept = { ...rest, gone: bytes === undefined };
    this.#known.set(name, kept);
    return kept;
  }

  async read(path: string, oid: string): Promise<Purged | undefined> {
    const blob = await this.#store.blobs.read(oid);
    if (blob && !blob.bytes) this.unread.add(`${path} (over ${largestBlob / 1024 / 1024} MB)`);
    if (!blob?.bytes) return undefined;
    try {
      return this.#rules.apply(path, blob.bytes);
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      this.unread.add(`${path} (${error.message})`);
      return undefined;
    }
  }
}

export const isFile = ({ mode }: FileChange) => mode.startsWith('100');

export async function survey(store: GitStore, rules: Rules, looker: Looker): Promise<Survey> {
  const main = await store.readRef(mainRef);
  const tips = await importedTips(store);
  const ids = main ? await ownCommits(store, main, tips) : [];
  const base = ids[0]?.parents[0];
  const own = main && ids.length > 0 ? await readOwn(store, main, base) : [];
  const byComponent = new Map<string, Tally>();
  const paths = new Set<string>();
  let first = -1;
  let messages = 0;
  for (const [index, commit] of own.entries()) {
    const found = await lookAt(looker, commit.ours, byComponent, paths);
    const about = commit.ours.flatMap(({ path }) => rules.keysOf(path));
    const said = !rules.inMessage(commit.message, about, new Map()).equals(commit.message);
    if (said) messages += 1;
    if (first < 0 && (found || said)) first = index;
  }
  const project = { commits: 0, byComponent: new Map<string, Tally>() };
  const imported =
    main && (own.length > 0 ? [...new Set([...(base ? [base] : []), ...merged(own)])] : [main]);
  const seen = new Set<string>();
  for (const tip of imported ?? []) {
    for await (const commit of readLog(store, tip)) {
      if (seen.has(commit.id)) continue;
      seen.add(commit.id);
      const message = Buffer.from(commit.subject);
      const said = !rules.inMessage(message, [], new Map()).equals(message);
      if ((await lookAt(looker, commit.files, project.byComponent, new Set())) || said) project.commits += 1;
    }
  }
  return { main, own, first, byComponent, paths, messages, project, unread: looker.unread };
}

const merged = (own: readonly OwnCommit[]) => own.flatMap(({ parents }) => parents.slice(1));

async function lookAt(
  looker: Looker,
  files: readonly FileChange[],
  tallies: Map<string, Tally>,
  paths: Set<string>,
): Promise<boolean> {
  let any = false;
  for (const file of files) {
    const found = isFile(file) ? await looker.look(file.path, file.oid) : undefined;
    if (!found) continue;
    any = true;
    paths.add(file.path);
    for (const name of found.where) {
      const tally = tallies.get(name) ?? { versions: 0, times: 0 };
      tally.versions += 1;
      tally.times += found.where.length > 1 ? 1 : found.times;
      tallies.set(name, tally);
    }
  }
  return any;
}

async function readOwn(store: GitStore, main: string, base: string | undefined): Promise<OwnCommit[]> {
  const logged: LoggedCommit[] = [];
  for await (const commit of readLog(store, main, base)) logged.push(commit);
  const raw = await store.run(['cat-file', '--batch'], logged.map(({ id }) => `${id}\n`).join(''));
  let at = 0;
  const read = logged.map((commit) => {
    const line = raw.indexOf(10, at);
    const size = Number(raw.toString('latin1', at, line).split(' ')[2]);
    const body = raw.subarray(line + 1, line + 1 + size);
    at = line + 1 + size + 1;
    const end = body.indexOf('\n\n');
    const head = body.toString('latin1', 0, end).split('\n');
    return {
      ...commit,
      head: head.filter((each) => !/^(?:tree|parent) /.test(each)),
      message: body.subarray(end + 2),
    };
  });
  return Promise.all(read.map(async (commit) => ({ ...commit, ours: await oursOf(store, commit) })));
}

async function oursOf(store: GitStore, { files, parents }: LoggedCommit): Promise<readonly FileChange[]> {
  const [, project] = parents;
  if (!project) return files;
  const held = new Set((await readTree(store, project)).map(({ path, oid }) => `${oid} ${path}`));
  return files.filter(({ path, oid }) => !held.has(`${oid} ${path}`));
}
