// Puts the delegation service's log into the words of the tenant: who by name, background work by its name.

import type { InputOf, OutputOf } from '#contract/index.ts';
import type { MetadataType } from '#core/component.ts';
import { partsOf } from './comma-list.ts';
import type { Span } from './db/held-orgs.ts';
import type { DelegationClient } from './delegation/client.ts';
import type { EntriesScope } from './delegation/protocol.ts';

type Asked = InputOf<'audit.list'>;
type Answer = OutputOf<'audit.list'>;

export interface AccessLogDeps {
  readonly delegation: Pick<DelegationClient, 'entries' | 'tally'>;
  /** Names by Auth0 subject. */
  names(tenantId: string): Promise<ReadonlyMap<string, string>>;
  /** When the org was the account's: what was asked for at other times is not theirs to see. */
  spans(of: { orgId: string; tenantId: string }): Promise<readonly Span[]>;
}

interface Tenant {
  readonly tenantId: string;
}

/** What the delegation service calls its callers, in words. */
const callers: Readonly<Record<string, string>> = {
  worker: 'Canvasback in the background',
  api: 'Canvasback',
  'not proven': 'Somebody who did not prove who they are',
};

/** What the log calls a person of whom it holds nothing else any more. */
const erasedStart = 'p:';

const pageSize = 50;

/** What runs by the clock and says nothing new each time: a look at the login history that was granted. */
const routine = { purpose: 'reconcile', outcome: 'granted' } as const;

/** Newest first. Throws `delegation_unavailable`. */
export async function listAccess(deps: AccessLogDeps, of: Asked & Tenant): Promise<Answer> {
  const nameOf = await namer(deps, of.tenantId);
  const { who, purposes, outcomes, from, to, before } = of;
  const { entries, total, matching, leftOut } = await deps.delegation.entries({
    ...(await scopeOf(deps, of)),
    ...(who === undefined ? {} : { whos: await whosCalled(deps, of, who, nameOf) }),
    ...(purposes === undefined ? {} : { purposes: partsOf(purposes) }),
    ...(outcomes === undefined ? {} : { outcomes: partsOf(outcomes) }),
    ...(of.routine === 'without' ? { without: routine } : {}),
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(to === undefined ? {} : { to: Date.parse(to) }),
    ...(before === undefined ? {} : { before: placeOf(before) }),
    limit: pageSize,
  });
  const last = entries.length === pageSize ? entries.at(-1) : undefined;
  return {
    entries: entries.map((entry) => ({ ...entry, who: nameOf(entry.who) })),
    total,
    matching,
    leftOut,
    ...(last ? { next: `${last.provable ? 1 : 0}.${last.index}` } : {}),
  };
}

/** Throws `delegation_unavailable`. */
export async function countAccess(
  deps: AccessLogDeps,
  of: InputOf<'audit.count'> & Tenant,
): Promise<OutputOf<'audit.count'>> {
  const nameOf = await namer(deps, of.tenantId);
  const { whos, purposes, outcomes } = await deps.delegation.tally(await scopeOf(deps, of));
  const people = new Map<string, number>();
  for (const { value, attempts } of whos) {
    const name = nameOf(value);
    people.set(name, (people.get(name) ?? 0) + attempts);
  }
  return {
    people: [...people].map(([value, entries]) => ({ value, entries })),
    purposes: purposes.map(({ value, attempts }) => ({ value, entries: attempts })),
    outcomes: outcomes.map(({ value, attempts }) => ({ value, entries: attempts })),
  };
}

async function namer({ names }: AccessLogDeps, tenantId: string): Promise<(who: string) => string> {
  const known = await names(tenantId);
  return (who) => {
    if (who.startsWith(erasedStart)) return 'A person whose name was erased';
    return known.get(who) ?? callers[who] ?? 'A person who is no longer a member';
  };
}

/** Whoever is shown by that name: two people may share one. */
async function whosCalled(
  deps: AccessLogDeps,
  of: InputOf<'audit.count'> & Tenant,
  name: string,
  nameOf: (who: string) => string,
): Promise<string[]> {
  const { whos } = await deps.delegation.tally(await scopeOf(deps, of));
  return whos.map(({ value }) => value).filter((value) => nameOf(value) === name);
}

interface Scope extends Tenant {
  readonly orgId: string;
  readonly type?: MetadataType | undefined;
  readonly fullName?: string | undefined;
  readonly id?: string | undefined;
}

/** An attempt names its component by its name, or by its id where the name was not known yet. */
async function scopeOf(deps: AccessLogDeps, of: Scope): Promise<EntriesScope> {
  const { orgId, tenantId, type, fullName, id } = of;
  const names = type ? [fullName, id].filter((name) => name !== undefined) : [];
  return {
    orgId,
    tenant: tenantId,
    ...(names.length === 0 ? {} : { components: names.map((name) => `${type} ${name}`) }),
    spans: [...(await deps.spans({ orgId, tenantId }))],
  };
}

/** The contract lets nothing else in: the account's own log comes first, then what was recorded before it. */
function placeOf(before: string): { provable: boolean; index: number } {
  const [own = '', index = ''] = before.split('.');
  return { provable: own === '1', index: Number(index) };
}
