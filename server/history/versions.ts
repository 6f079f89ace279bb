// Reads an org's history: one version of a component, its text, and what was committed last.

import type * as z from 'zod/mini';
import type { component, metadataType } from '#contract/components.ts';
import type { version as versionShape } from '#contract/history.ts';
import type { ComponentKey, ComponentSource } from '#core/component.ts';
import { liveId } from '#core/revision.ts';
import { withoutBytes } from '../content/content-file.ts';
import { type ComponentRow, findComponentRow, losersOf } from '../db/components.ts';
import { findLiveRead } from '../db/live-reads.ts';
import {
  type ComponentOf,
  commitsAt,
  countVersions,
  findVersionRow,
  newestVersionRow,
  type VersionRow,
} from '../db/versions.ts';
import { AppError } from '../errors.ts';
import type { HistoryDeps } from './deps.ts';
import { namesBeside } from './renames.ts';
import { readVersion, whyUnavailable } from './sources.ts';
import { readFiles } from './version-files.ts';

export type Version = z.output<typeof versionShape>;
export type Component = z.output<typeof component>;

/** A component by its Setup id or its name. */
export interface ComponentRef {
  readonly orgId: string;
  readonly type: z.output<typeof metadataType>;
  readonly id?: string | undefined;
  readonly fullName?: string | undefined;
}

export async function findComponent(
  deps: Pick<HistoryDeps, 'db'>,
  of: ComponentRef,
): Promise<Component | undefined> {
  const row = await findComponentRow(deps.db, of);
  return row && toComponent(row, await countVersions(deps.db, keyOf(row)));
}

/** Throws `not_found`. */
export async function findVersion(
  deps: Pick<HistoryDeps, 'db'>,
  of: ComponentRef & { readonly revision: string },
): Promise<Version> {
  const row = await findComponentRow(deps.db, of);
  const found = row && (await findVersionRow(deps.db, keyOf(row), of.revision));
  if (!found) throw new AppError('not_found', { detail: 'The component has no such version.' });
  const [version] = await toVersions(deps, row, [found]);
  return version ?? toVersion(found);
}

export interface SourceOf extends ComponentOf {
  readonly revision: string;
  /** Whose live readings may be read; without it, `live:` revisions are unknown. */
  readonly subject?: string;
}

/** A deleted version has no files. Throws `not_found`, `version_unavailable`, `compare_expired`. */
export async function readSource(deps: HistoryDeps, of: SourceOf): Promise<ComponentSource> {
  const id = liveId(of.revision);
  if (id !== undefined) return readLiveSource(deps, of, id);
  const row = await findVersionRow(deps.db, of, of.revision);
  if (!row) throw new AppError('not_found', { detail: 'The component has no such version.' });
  return sourceOf(deps, row);
}

async function readLiveSource(deps: HistoryDeps, of: SourceOf, id: string): Promise<ComponentSource> {
  const { orgId, subject = '', type, fullName } = of;
  const read = await findLiveRead(deps.db, { id, orgId, subject, now: deps.now() });
  if (!read || read.type !== type || read.fullName !== fullName) throw new AppError('compare_expired');
  return { type, fullName, files: read.files.map(withoutBytes) };
}

async function sourceOf(deps: Pick<HistoryDeps, 'db' | 'git'>, row: VersionRow): Promise<ComponentSource> {
  const key: ComponentKey = { type: row.type, fullName: row.full_name };
  if (row.kind === 'deleted') return { ...key, files: [] };
  const files = readFiles(row.files);
  const read = await readVersion(deps, { orgId: row.org_id, ...key }, files);
  if (!read) {
    const detail = (await whyUnavailable(deps.git(row.org_id), files)).join(' ');
    throw new AppError('version_unavailable', detail ? { detail } : {});
  }
  return read.source;
}

export interface Committed {
  readonly version: Version;
  /** Null when the last version is a deletion. */
  readonly source: ComponentSource | null;
}

/**
 * The newest version, or undefined when nothing was ever committed; `earlier` is what it was a moment ago, and is not read
 * again when it still is. Throws `version_unavailable`.
 */
export async function lastCommitted(
  deps: Pick<HistoryDeps, 'db' | 'git'>,
  of: ComponentOf,
  earlier?: Committed,
): Promise<Committed | undefined> {
  const row = await newestVersionRow(deps.db, of);
  if (!row) return undefined;
  if (earlier?.version.revision === row.commit_id) return { ...earlier, version: toVersion(row) };
  return { version: toVersion(row), source: row.kind === 'deleted' ? null : await sourceOf(deps, row) };
}

export function keyOf(row: ComponentRow): ComponentOf {
  return { orgId: row.org_id, type: row.type, fullName: row.full_name };
}

export function toComponent(row: ComponentRow, versions: number): Component {
  const losers = losersOf(row);
  return {
    type: row.type,
    fullName: row.full_name,
    versions,
    state: row.state,
    ...(row.salesforce_id ? { id: row.salesforce_id } : {}),
    ...(row.path ? { path: row.path } : {}),
    ...(losers.length > 0 ? { losers } : {}),
    ...(row.compared_at === null ? {} : { comparedAt: toInstant(row.compared_at) }),
  };
}

/** With what lies beside each: the version before it, and the other name of a renamed component. */
export async function toVersions(
  { db }: Pick<HistoryDeps, 'db'>,
  component: ComponentRow,
  rows: readonly VersionRow[],
): Promise<Version[]> {
  const listed = new Map(rows.map(({ seq, commit_id }) => [seq, commit_id]));
  const wanted = rows.map(({ seq }) => seq - 1).filter((seq) => seq > 0 && !listed.has(seq));
  const others = await commitsAt(db, keyOf(component), wanted);
  return rows.map((row) => {
    const previous = listed.get(row.seq - 1) ?? others.get(row.seq - 1);
    return { ...toVersion(row), ...(previous ? { previous } : {}), ...namesBeside(row, component) };
  });
}

export function toVersion(row: VersionRow): Version {
  return {
    revision: row.commit_id,
    number: row.seq,
    kind: row.kind,
    at: toInstant(row.at),
    author: { name: row.author_name, certainty: row.author_certainty, evidence: row.author_evidence },
    summary: row.summary,
    changes: row.changes,
    noise: row.noise,
    message: row.message,
    origin: row.origin,
    ...(row.note === null ? {} : { note: row.note }),
  };
}

/** Git allows dates that no calendar has; those become the epoch. */
function toInstant(at: number): string {
  const date = new Date(at);
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9999 ? date.toISOString() : new Date(0).toISOString();
}
