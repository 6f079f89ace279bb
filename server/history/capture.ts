// Commits what was read from the live org on top of the org's history, durably, before it is acknowledged.

import type { ComponentSource } from '#core/component.ts';
import { comparable } from '#core/diff/comparable.ts';
import { canonicalText } from '#core/metadata/canonical-text.ts';
import { compareVersions } from '../compare/compare-versions.ts';
import type { ContentSource } from '../content/content-file.ts';
import { findVersionRow, newestVersionRow } from '../db/versions.ts';
import { AppError } from '../errors.ts';
import { createRedactor } from '../secrets/redactor.ts';
import { unknownAuthor } from '../sync/attribute.ts';
import { messageOf } from './capture-message.ts';
import type { HistoryDeps } from './deps.ts';
import { GitFailed } from './git-process.ts';
import { mainRef } from './git-store.ts';
import { bringForward } from './indexing.ts';
import { keepNames, signatureOf } from './people.ts';
import { filesBefore, placeFiles } from './place-capture.ts';
import { isSafeName } from './project.ts';
import { type Committed, lastCommitted, toVersion, type Version } from './versions.ts';
import { type Signature, writeCommit } from './write-commit.ts';

export interface Capture {
  readonly orgId: string;
  /** Without files: the deletion of the component. */
  readonly source: ContentSource;
  /** Salesforce's LastModifiedBy; left out, like the time, where it does not tell. */
  readonly author?: { readonly userId: string; readonly name: string } | undefined;
  /** Whether that person made the change; left out: certainly. */
  readonly certainty?: 'likely' | 'unknown' | undefined;
  /** Salesforce's LastModifiedDate, epoch milliseconds. */
  readonly at?: number | undefined;
  /** Who pressed Commit, or the integration user; `id` is any stable id of theirs. */
  readonly committer: { readonly id: string; readonly name: string };
  readonly message?: string | undefined;
  /** `tooling` or `read-metadata`. */
  readonly lane: string;
  /** `66.0` */
  readonly apiVersion: string;
  /** Record it even when only noise differs. */
  readonly force?: boolean | undefined;
  /** The revision that was last when this was read; null: none was. With another one there now it is refused. Left out: any. */
  readonly base?: string | null | undefined;
}

const attempts = 20;

/**
 * The new version; undefined when nothing differs (with `force`: the last version, when not one byte differs),
 * or when the project's .forceignore leaves the component out. Durable when it returns. Throws `compare_expired` when
 * another version than `base` is last by now.
 */
export async function capture(deps: HistoryDeps, capture: Capture): Promise<Version | undefined> {
  const { orgId, source } = capture;
  if (!isSafeName(source)) throw new AppError('invalid_request', { detail: 'The name is not valid.' });
  try {
    return await deps.git(orgId).exclusive(() => record(deps, capture));
  } catch (error) {
    if (!(error instanceof GitFailed)) throw error;
    const detail = 'Git did not take it. Is the attached project still in its place?';
    throw new AppError('internal', { cause: error, detail });
  }
}

async function record(deps: HistoryDeps, capture: Capture): Promise<Version | undefined> {
  const { orgId, source } = capture;
  const store = deps.git(orgId);
  // Asked for now, so that nothing waits for it once the commit is ready.
  const anchor = deps.anchor?.(orgId);
  const of = { orgId, type: source.type, fullName: source.fullName };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    // Before what is last is read: whatever comes after that moment makes the writing fail.
    const parent = await store.readRef(mainRef);
    await bringForward(deps, orgId);
    const last = await readLast(deps, of);
    // Whatever comes here, no secret gets any further.
    const { source: open } = await createRedactor(deps.db, orgId, deps.now).redact(source);
    const canonical = canonicalSource(open);
    const summary = await summaryOfChange(last, canonical, capture.force ?? false);
    if (summary === undefined) return capture.force ? last?.version : undefined;
    await refuseOlder(deps, capture, last);
    const files = await placeFiles(deps, orgId, canonical, parent, await filesBefore(deps, of));
    if (!files) {
      if (!capture.force) return undefined;
      throw new AppError('invalid_request', {
        detail: 'The project’s .forceignore leaves this component out.',
      });
    }
    // A file shared with others may say the same already, laid out in its own way.
    if (files.length === 0) return capture.force ? last?.version : undefined;
    await keepNames(deps, capture);
    const id = await writeCommit(store, {
      parent,
      author: authorOf(capture, deps.now()),
      committer: signatureOf(orgId, capture.committer, deps.now()),
      message: messageOf(capture, summary, await anchor),
      files,
    });
    // Someone else's commit came first: look again at what is last now.
    if (!id) continue;
    await bringForward(deps, orgId, {}, { id, parent: parent ?? null });
    const row = await findVersionRow(deps.db, of, id);
    return row && toVersion(row);
  }
  throw new AppError('internal', { detail: 'The history was busy; nothing was recorded.' });
}

function authorOf({ author, at, orgId }: Capture, now: number): Signature {
  const { userId: id, name } = author ?? { userId: 'unknown', name: unknownAuthor };
  return signatureOf(orgId, { id, name }, at ?? now);
}

/** What was read before the last version was recorded is older than that version. */
async function refuseOlder(
  deps: HistoryDeps,
  { orgId, source: { type, fullName }, base }: Capture,
  last: Committed | undefined,
): Promise<void> {
  if (base === undefined) return;
  // One that can't be read is there all the same.
  const newest =
    last?.version.revision ?? (await newestVersionRow(deps.db, { orgId, type, fullName }))?.commit_id;
  if ((newest ?? null) === base) return;
  throw new AppError('compare_expired', { detail: 'Another version was committed since.' });
}

async function readLast(deps: HistoryDeps, of: Parameters<typeof lastCommitted>[1]) {
  try {
    return await lastCommitted(deps, of);
  } catch (error) {
    // What can't be read can't be equal: the capture is recorded.
    if (error instanceof AppError && error.code === 'version_unavailable') return undefined;
    throw error;
  }
}

/** Metadata in canonical form, code as it is; XML that is not well-formed as it is, too. */
function canonicalSource(source: ContentSource): ContentSource {
  const files = source.files.map((file) => {
    if (file.role !== 'metadata') return file;
    try {
      return { ...file, text: canonicalText(source.type, file.text) };
    } catch {
      return file;
    }
  });
  return { ...source, files };
}

/** Undefined when there is nothing to record. */
async function summaryOfChange(
  last: Committed | undefined,
  source: ComponentSource,
  force: boolean,
): Promise<string | undefined> {
  const before = last?.source ?? null;
  const after = source.files.length > 0 ? source : null;
  if (!before && !after) return undefined;
  const diff = await compareVersions(before, after);
  if (!diff.same || !before || !after) return diff.summary;
  const sides = comparable({ before, after });
  const differs = sides.after?.files.some(
    ({ name, text }) => sides.before?.files.find((file) => file.name === name)?.text !== text,
  );
  return force && differs ? diff.summary : undefined;
}
