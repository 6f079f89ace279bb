// Puts the delegation service's log into the words of the tenant: who by name, background work by its name.

import type { OutputOf } from '#contract/index.ts';
import type { DelegationClient } from './delegation/client.ts';

type Entry = OutputOf<'audit.list'>['entries'][number];

export interface AccessLogDeps {
  readonly delegation: Pick<DelegationClient, 'entries'>;
  /** Names by Auth0 subject. */
  names(tenantId: string): Promise<ReadonlyMap<string, string>>;
}

export interface AccessLogOf {
  readonly orgId: string;
  readonly tenantId: string;
  readonly type?: string | undefined;
  readonly fullName?: string | undefined;
}

/** What the delegation service calls its callers, in words. */
const callers: Readonly<Record<string, string>> = {
  worker: 'Canvasback in the background',
  api: 'Canvasback',
  'not proven': 'Somebody who did not prove who they are',
};

/** Newest first. Throws `delegation_unavailable`. */
export async function listAccess(deps: AccessLogDeps, of: AccessLogOf): Promise<Entry[]> {
  const { orgId, tenantId, type, fullName } = of;
  const names = await deps.names(tenantId);
  const entries = await deps.delegation.entries({
    orgId,
    ...(type === undefined ? {} : { type }),
    ...(fullName === undefined ? {} : { fullName }),
  });
  return entries.map((entry) => ({
    ...entry,
    who: names.get(entry.who) ?? callers[entry.who] ?? 'A person who is no longer a member',
  }));
}
