// One run of the indexer: walks what is not indexed yet and saves it in steps that can each be continued from.

import type { Place } from '../db/components.ts';
import { listPurges, type PurgeRow } from '../db/purges.ts';
import { type NewVersionRow, newestVersionRow } from '../db/versions.ts';
import { readLog } from './commit-log.ts';
import type { HistoryDeps } from './deps.ts';
import { type Draft, describeVersion } from './describe-version.ts';
import type { GitStore } from './git-store.ts';
import { findPosition, type Segment } from './order.ts';
import { withRenames } from './renames.ts';
import { saveStep } from './save-step.ts';
import { nameOf, type Standing } from './tree-state.ts';
import { readFiles } from './version-files.ts';
import { type FindNewest, findVersions, type Newest, Walker } from './walk.ts';

export interface IndexProgress {
  readonly commits: number;
  readonly versions: number;
}

export interface RunProgress extends IndexProgress {
  /** Commits that this run reads. */
  readonly total: number;
}

export interface IndexOptions {
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
  /** Commits at which a shallow clone ends. */
  readonly shallow?: readonly string[];
}

/** Another process indexed meanwhile; whoever sees this begins again from where that one is. */
export class Overtaken extends Error {}

const draftsAtOnce = 100;
const describedAtOnce = 10;
const rowsAtOnce = 400;

/** The walker as the last run left it, so that a capture need not read the whole tree again. */
const walkers = new WeakMap<GitStore, { position: string; walker: Walker }>();

export class IndexRun {
  readonly #deps: HistoryDeps;
  readonly #orgId: string;
  readonly #store: GitStore;
  readonly #options: IndexOptions;
  readonly #newest = new Map<string, Newest | undefined>();
  #purges: Promise<readonly PurgeRow[]> | undefined;
  #walker: Walker;
  #position: string | null = null;
  /** The first run is continued after this commit. */
  #after: string | undefined;
  #fresh = true;
  #configured = false;
  #segments: readonly Segment[];
  #drafts: Draft[] = [];
  #rows: NewVersionRow[] = [];
  #places = new Map<string, Standing>();
  #commits = 0;
  #versions = 0;
  #total = 0;

  constructor(deps: HistoryDeps, orgId: string, segments: readonly Segment[], options: IndexOptions) {
    this.#deps = { ...deps, purges: () => this.#listPurges() };
    this.#orgId = orgId;
    this.#store = deps.git(orgId);
    this.#segments = segments;
    this.#options = options;
    this.#walker = new Walker(this.#store);
  }

  /** Prepares to go on after a commit; false when it is no longer part of this history. */
  async goTo(position: string): Promise<boolean> {
    const [only] = this.#segments;
    const found =
      only?.after === position
        ? { segment: 0, after: position }
        : await findPosition(this.#store, this.#segments, position);
    if (found === undefined) return false;
    this.#segments = this.#segments.slice(found.segment);
    this.#after = found.after;
    this.#position = position;
    this.#fresh = false;
    const kept = walkers.get(this.#store);
    walkers.delete(this.#store);
    this.#configured = kept?.position === position;
    if (kept?.position === position) this.#walker = kept.walker;
    else {
      await this.#walker.begin(this.#segments[0]?.tip ?? position);
      await this.#walker.load(position);
    }
    return true;
  }

  async walk(): Promise<void> {
    if (this.#options.onProgress) this.#total = await this.#count();
    for (const [index, segment] of this.#segments.entries()) {
      // A capture changes no configuration.
      if (!(this.#configured && segment.origin === 'captured')) await this.#walker.begin(segment.tip);
      await this.#walkSegment(segment, index === 0 ? this.#after : undefined);
      // Runs with one end are one step: between them there is no tree to continue from.
      if (this.#segments[index + 1]?.end !== segment.end) await this.#save(segment.end);
    }
    if (this.#position !== null) {
      walkers.set(this.#store, { position: this.#position, walker: this.#walker });
    }
  }

  /** A purge waits until this run has ended. */
  #listPurges(): Promise<readonly PurgeRow[]> {
    this.#purges ??= listPurges(this.#deps.db, this.#orgId);
    return this.#purges;
  }

  get progress(): IndexProgress {
    return { commits: this.#commits, versions: this.#versions };
  }

  get walker(): Walker {
    return this.#walker;
  }

  async #count(): Promise<number> {
    let total = 0;
    for (const [index, { tip, after }] of this.#segments.entries()) {
      const from = (index === 0 ? this.#after : undefined) ?? after;
      const not = from ? [`^${from}`] : [];
      const args = ['rev-list', '--first-parent', '--count', '--end-of-options', tip, ...not];
      total += Number((await this.#store.run(args)).toString());
    }
    return total;
  }

  async #walkSegment(segment: Segment, after: string | undefined): Promise<void> {
    const shallow = new Set(this.#options.shallow);
    const findNewest: FindNewest = (of) => this.#findNewest(of);
    for await (const commit of readLog(this.#store, segment.tip, after ?? segment.after)) {
      const note = shallow.has(commit.id)
        ? 'The clone is shallow: earlier versions are not in it.'
        : undefined;
      const found = await findVersions(this.#walker, commit, segment.origin, findNewest, note);
      for (const standing of found.standings) this.#places.set(nameOf(standing.key), standing);
      for (const draft of await withRenames(this.#deps, this.#orgId, found.drafts)) await this.#add(draft);
      this.#commits += 1;
      this.#options.onProgress?.({ ...this.progress, total: this.#total });
      if (segment.ownTrees && this.#rows.length >= rowsAtOnce) await this.#save(commit.id);
    }
  }

  async #findNewest({ key }: Pick<Standing, 'key'>): Promise<Newest | undefined> {
    const name = nameOf(key);
    if (this.#newest.has(name) || this.#fresh) return this.#newest.get(name);
    const row = await newestVersionRow(this.#deps.db, { orgId: this.#orgId, ...key });
    const newest = row && {
      seq: row.seq,
      deleted: row.kind === 'deleted',
      path: row.path,
      files: readFiles(row.files),
    };
    this.#newest.set(name, newest);
    return newest;
  }

  async #add(draft: Draft): Promise<void> {
    this.#newest.set(nameOf(draft.key), {
      seq: draft.seq,
      deleted: !draft.after,
      path: draft.after?.path ?? null,
      files: draft.after?.files ?? [],
    });
    this.#drafts.push(draft);
    if (this.#drafts.length >= draftsAtOnce) await this.#describe();
  }

  async #describe(): Promise<void> {
    const drafts = this.#drafts.splice(0);
    // Few at once: each may hold two files of many megabytes.
    for (let at = 0; at < drafts.length; at += describedAtOnce) {
      const some = drafts.slice(at, at + describedAtOnce);
      const rows = some.map((draft) => describeVersion(this.#deps, this.#orgId, draft));
      this.#rows.push(...(await Promise.all(rows)));
    }
    this.#versions += drafts.length;
  }

  async #save(position: string): Promise<void> {
    await this.#describe();
    const { db, now } = this.#deps;
    const orgId = this.#orgId;
    const places: Place[] = [...this.#places.values()].map(({ key, winner, losers }) => {
      return { orgId, ...key, path: winner?.path ?? null, losers };
    });
    const step = { orgId, before: this.#position, after: position, at: now(), places, rows: this.#rows };
    if (!(await saveStep(db, step))) throw new Overtaken();
    this.#position = position;
    this.#rows = [];
    this.#places.clear();
  }
}
