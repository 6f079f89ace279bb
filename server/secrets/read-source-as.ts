// Reads one version for a member: viewers see covers where a text looks like a secret, the others see it as it is.

import type { ComponentSource } from '#core/component.ts';
import type { MemberRole } from '../db/tables.ts';
import type { HistoryDeps } from '../history/deps.ts';
import { readSource, type SourceOf } from '../history/versions.ts';
import { createRedactor } from './redactor.ts';

/** Who sees what looks like a secret outside of the fields that are known to hold one. */
const trusted: readonly MemberRole[] = ['owner', 'release_manager'];

export interface SourceAs {
  readonly source: ComponentSource;
  /** True when something in it was covered. */
  readonly covered: boolean;
}

/** Throws what `readSource` throws. */
export async function readSourceAs(
  deps: HistoryDeps,
  { role, ...of }: SourceOf & { readonly role: MemberRole },
): Promise<SourceAs> {
  const whole = await readSource(deps, of);
  if (trusted.includes(role)) return { source: whole, covered: false };
  const source = await createRedactor(deps.db, of.orgId, deps.now).cover(whole);
  return { source, covered: source !== whole };
}
