// Records in history exactly what a comparison read, once, by someone whose role allows it.

import type { OutputOf } from '#contract/index.ts';
import type { ComponentKey } from '#core/component.ts';
import type { LiveRead } from '../db/live-reads.ts';
import type { MemberRole } from '../db/tables.ts';
import { AppError } from '../errors.ts';
import type { Capture } from '../history/capture.ts';
import type { Committed, Version } from '../history/versions.ts';
import { createInTurn } from './in-turn.ts';

export interface CommitCompare {
  readonly orgId: string;
  readonly subject: string;
  readonly name: string;
  /** The person's own Salesforce user: who git says committed. */
  readonly userId: string;
  readonly role: MemberRole;
  readonly compareId: string;
  readonly message?: string | undefined;
}

export interface CommitDeps {
  find(wanted: { id: string; orgId: string; subject: string; now: number }): Promise<LiveRead | undefined>;
  markCommitted(read: LiveRead, revision: string): Promise<void>;
  lastCommitted(orgId: string, key: ComponentKey): Promise<Committed | undefined>;
  /** Undefined when history already ends with this text. */
  capture(capture: Capture): Promise<Version | undefined>;
  /** Of the component in the live org against what is last in history now. */
  noteState(orgId: string, key: ComponentKey, state: 'in_sync' | 'unknown', at: number): Promise<void>;
  /** The administrative log. */
  recordCommit(entry: {
    at: number;
    subject: string;
    orgId: string;
    key: ComponentKey;
    revision: string;
  }): Promise<void>;
  /** Epoch ms. */
  now(): number;
}

/** Who may write to history. */
const committers: readonly MemberRole[] = ['owner', 'release_manager'];

export function createCommitCompare(
  deps: CommitDeps,
): (wanted: CommitCompare) => Promise<OutputOf<'compare.commit'>> {
  const inTurn = createInTurn();
  return async (wanted) => {
    if (!committers.includes(wanted.role)) {
      throw new AppError('forbidden', { detail: 'Owners and release managers may commit.' });
    }
    return { version: await inTurn(wanted.orgId, () => commit(deps, wanted)) };
  };
}

async function commit(deps: CommitDeps, wanted: CommitCompare): Promise<Version> {
  const { orgId, subject } = wanted;
  const read = await deps.find({ id: wanted.compareId, orgId, subject, now: deps.now() });
  if (!read) throw new AppError('compare_expired');
  const key: ComponentKey = { type: read.type, fullName: read.fullName };

  const last = await deps.lastCommitted(orgId, key);
  const { committed, base, identical } = read.meta;
  if (last && (last.version.revision === committed || (identical && last.version.revision === base))) {
    return last.version;
  }
  // Someone committed meanwhile: what was read is older than what is recorded now.
  if (last?.version.revision !== base) {
    throw new AppError('compare_expired', { detail: 'Another version was committed since.' });
  }

  const captured = await deps.capture({
    orgId,
    source: { ...key, files: read.files },
    author: read.meta.savedBy,
    at: read.meta.savedAt,
    certainty: read.meta.certainty,
    committer: { id: wanted.userId, name: wanted.name },
    message: wanted.message,
    lane: read.meta.lane,
    apiVersion: read.meta.apiVersion,
    force: true,
    // Another process may commit between the look above and this.
    base: base ?? null,
  });
  const version = captured ?? last?.version;
  if (!version) throw new Error('A capture recorded nothing although nothing was recorded before.');

  const at = deps.now();
  await deps.markCommitted(read, version.revision);
  // A version of a flow that is not the active one is in history now, and whether the flow differs from it nobody has seen.
  await deps.noteState(orgId, key, read.meta.aside ? 'unknown' : 'in_sync', at);
  if (captured) await deps.recordCommit({ at, subject, orgId, key, revision: version.revision });
  return version;
}
