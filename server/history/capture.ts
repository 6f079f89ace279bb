// Commits what was read from the live org on top of the org's history, durably, before it is acknowledged.

import { type ComponentKey, type ComponentSource, type Shape, typeRegistry } from '#core/component.ts';
import { comparable } from '#core/diff/comparable.ts';
import { trailerName } from '#core/log/anchor.ts';
import { canonicalText } from '#core/metadata/canonical-text.ts';
import { componentToFolder } from '#core/metadata/file-path.ts';
import { isWholeObject, withPartsOf } from '#core/metadata/without-parts.ts';
import { compareVersions } from '../compare/compare-versions.ts';
import type { ContentSource } from '../content/content-file.ts';
import { findComponentRow } from '../db/components.ts';
import { type ComponentOf, findVersionRow, newestVersionRow } from '../db/versions.ts';
import { AppError } from '../errors.ts';
import { createRedactor } from '../secrets/redactor.ts';
import { unknownAuthor } from '../sync/attribute.ts';
import { decodeBlob } from './blob-text.ts';
import type { HistoryDeps } from './deps.ts';
import { GitFailed } from './git-process.ts';
import { mainRef } from './git-store.ts';
import { bringForward } from './indexing.ts';
import { keepFiles } from './keep-content.ts';
import { keepNames, signatureOf } from './people.ts';
import { placeItem } from './place-item.ts';
import { isSafeName, isSafePath, projectFile } from './project.ts';
import { readProjectConfig, type WritingConfig } from './read-config.ts';
import { readFiles, roleOfFile, type VersionFile } from './version-files.ts';
import { type Committed, lastCommitted, toVersion, type Version } from './versions.ts';
import { type NewFile, type Signature, writeCommit } from './write-commit.ts';

export interface Capture {
  readonly orgId: string;
  /** Without files: the deletion of the component. */
  readonly source: ContentSource;
  /** Salesforce's LastModifiedBy; left out, like the time, where it does not tell. */
  readonly author?: { readonly userId: string; readonly name: string } | undefined;
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
}

const attempts = 20;

/**
 * The new version; undefined when nothing differs (with `force`: the last version, when not one byte differs),
 * or when the project's .forceignore leaves the component out. Durable when it returns.
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
    await bringForward(deps, orgId);
    const parent = await store.readRef(mainRef);
    const last = await readLast(deps, of);
    // Whatever comes here, no secret gets any further.
    const { source: open } = await createRedactor(deps.db, orgId, deps.now).redact(source);
    const canonical = canonicalSource(open);
    const summary = await summaryOfChange(last, canonical, capture.force ?? false);
    if (summary === undefined) return capture.force ? last?.version : undefined;
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

/** A known component stays where it is; a new one goes to the default package directory. */
async function placeFiles(
  deps: HistoryDeps,
  orgId: string,
  source: ContentSource,
  parent: string | undefined,
  before: readonly VersionFile[],
): Promise<NewFile[] | undefined> {
  const { type, fullName } = source;
  const row = await findComponentRow(deps.db, { orgId, type, fullName });
  const config = await readProjectConfig(deps.git(orgId), parent);
  if (typeRegistry[type].part) {
    const placing = { store: deps.git(orgId), parent, config, known: row?.path ?? undefined };
    const file = await placeItem(source, placing);
    if (!file) return [];
    return config.ignores(file.path) ? undefined : [file, ...firstFiles(parent, config)];
  }
  const place = placeIn(typeRegistry[type].shape, row?.path, { type, fullName }, config.newFilesGoTo);
  const whole = { ...source, files: await inOlderFile(deps, orgId, source, before) };
  const files: NewFile[] = keepFiles(whole, before).map(({ name, content }) => ({
    path: place(name),
    content,
  }));
  const kept = new Set(files.map(({ path }) => path));
  // What the last version had and this one has not goes: all of it when the component is deleted.
  for (const { name } of before) {
    if (!kept.has(place(name))) files.push({ path: place(name), content: undefined });
  }
  // The names of a bundle's files come from Salesforce.
  if (files.some(({ path }) => !isSafePath(path) || /\p{Cc}/u.test(path)))
    throw new AppError('salesforce_error', { detail: 'Salesforce names a file whose path cannot be kept.' });
  if (files.some(({ path }) => config.ignores(path))) return undefined;
  return [...files, ...firstFiles(parent, config)];
}

/** An object that still lies in one file with its parts is written back with them. */
async function inOlderFile(
  deps: HistoryDeps,
  orgId: string,
  source: ContentSource,
  before: readonly VersionFile[],
): Promise<ContentSource['files']> {
  const older = source.type === 'CustomObject' && before.find(({ name }) => isWholeObject(name));
  const [file] = source.files;
  if (!older || !file) return source.files;
  const whole = decodeBlob(await deps.git(orgId).blobs.read(older.oid))?.text;
  try {
    return [{ ...file, text: withPartsOf(file.text, whole ?? '') }];
  } catch (cause) {
    const detail = `${older.name} cannot be read, so its fields would be lost: mend it in the project first.`;
    throw new AppError('invalid_request', { cause, detail });
  }
}

async function filesBefore(deps: HistoryDeps, of: ComponentOf): Promise<readonly VersionFile[]> {
  const row = await newestVersionRow(deps.db, of);
  return row ? readFiles(row.files) : [];
}

/** Where a file of the component is, or goes; `known` is the path that all its files have in common. */
function placeIn(
  shape: Shape,
  known: string | null | undefined,
  key: ComponentKey,
  packageDir: string,
): (name: string) => string {
  if (!known) return (name) => `${componentToFolder(key, packageDir)}/${name}`;
  if (shape === 'bundle') return (name) => `${known}/${name}`;
  if (shape === 'resource' || shape === 'file')
    return (name) => `${known.slice(0, known.lastIndexOf('/') + 1)}${name}`;
  // A document may still have the older name that it was imported with.
  return (name) => (shape === 'code' && roleOfFile(name) === 'metadata' ? `${known}-meta.xml` : known);
}

/** A history of our own is a project from its first commit on. */
function firstFiles(parent: string | undefined, { newFilesGoTo: path }: WritingConfig): NewFile[] {
  if (parent) return [];
  const project = { packageDirectories: [{ path, default: true }] };
  return [{ path: projectFile, content: `${JSON.stringify(project, null, 2)}\n` }];
}

const anchorLike = new RegExp(`^[^\\S\\n]*${trailerName}[^\\S\\n]*:`, 'gimu');

function messageOf(
  { source, message, lane, apiVersion }: Capture,
  summary: string,
  anchor: string | undefined,
): string {
  const text = (message ?? '')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    // What a person types is no checkpoint, whatever it looks like.
    .replace(anchorLike, 'typed: $&')
    .trim();
  const trailers = [
    `Canvasback-Lane: ${oneWord(lane)}`,
    `Canvasback-Api-Version: ${oneWord(apiVersion)}`,
    ...(anchor === undefined ? [] : [`${trailerName}: ${anchor}`]),
  ];
  return `${text || `${source.fullName}: ${summary}`}\n\n${trailers.join('\n')}\n`;
}

function oneWord(text: string): string {
  return text.replace(/[^\w.-]/g, '');
}
