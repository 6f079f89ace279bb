// The text that a comparison read, for the person who compared, until it expires.

import type { ComponentKey, ComponentSource } from '#core/component.ts';
import type { LiveRead } from '../db/live-reads.ts';
import { AppError } from '../errors.ts';

export interface LiveSourceDeps {
  find(wanted: { id: string; orgId: string; subject: string; now: number }): Promise<LiveRead | undefined>;
  /** Epoch ms. */
  now(): number;
}

export interface LiveSourceRef extends ComponentKey {
  readonly orgId: string;
  readonly subject: string;
  readonly compareId: string;
}

/** Throws `compare_expired`, also for another person's comparison or another component's. */
export async function readLiveSource(deps: LiveSourceDeps, wanted: LiveSourceRef): Promise<ComponentSource> {
  const { compareId: id, orgId, subject, type, fullName } = wanted;
  const read = await deps.find({ id, orgId, subject, now: deps.now() });
  if (!read || read.type !== type || read.fullName !== fullName) throw new AppError('compare_expired');
  return { type, fullName, files: read.files };
}
