// What the delegation service records of signing keys and of itself, as far as it is an account's to know.

import type { KeyAction } from '#contract/audit.ts';
import { firstConnects, type KeyRequest, keyRequests, type Place } from './db/admin-log.ts';
import type { Database } from './db/database.ts';
import { type HeldOrg, heldOrgs } from './db/held-orgs.ts';
import type { DelegationClient } from './delegation/client.ts';
import type { KeyEventsQuery, KeyEventsScope, LoggedKeyEvent } from './delegation/protocol.ts';
import { AppError } from './errors.ts';

export type KeyRecords = Pick<DelegationClient, 'keyEvents' | 'tallyKeyEvents'>;

/** A new event does not compile before it has an action. */
export const actionOf: Readonly<Record<LoggedKeyEvent['event'], KeyAction>> = {
  made: 'key.made',
  app_named: 'key.app_named',
  accepted: 'key.accepted',
  next: 'key.next',
  in_use: 'key.in_use',
  retired: 'key.retired',
  destroyed: 'key.destroyed',
  leaving: 'key.leaving',
  kept: 'key.kept',
  database_granted: 'records.grant',
  database_copied: 'records.copy',
  audit_read: 'log.read',
  audit_exported: 'log.export',
  audit_erased: 'log.erase',
  audit_retained: 'log.retain',
  audit_key_rotated: 'log.key_rotated',
};
type Event = LoggedKeyEvent['event'];
const everyEvent = Object.keys(actionOf) as Event[];

export interface KeysOf {
  readonly scope: KeyEventsScope;
  readonly requests: readonly KeyRequest[];
  readonly orgs: readonly HeldOrg[];
}

/** More than anybody has: what a message to the delegation service may name. */
const most = 1000;

/** How long a connect may take from its first question to the org's row. */
const connectingMs = 10 * 60_000;

export async function keysOf(db: Database, tenantId: string): Promise<KeysOf> {
  const [requests, orgs] = await Promise.all([keyRequests(db, tenantId), heldOrgs(db, { tenantId })]);
  const fingerprints = [...new Set(requests.map(({ fingerprint }) => fingerprint))].slice(-most);
  // At the same address another org may have been before, and another account's.
  const connected = await firstConnects(db, tenantId);
  const hosts = orgs.slice(0, most).map(({ orgId, apiHost, spans }) => {
    const first = connected.get(orgId);
    const from = first === undefined ? undefined : first - connectingMs;
    return { apiHost, spans: spans.map((span) => ({ ...span, ...laterOf(span.from, from) })) };
  });
  return { scope: { fingerprints, hosts, tenant: tenantId }, requests, orgs };
}

function laterOf(one: number | undefined, other: number | undefined): { from?: number } {
  const known = [one, other].filter((time) => time !== undefined);
  return known.length === 0 ? {} : { from: Math.max(...known) };
}

/** Entries of the administrative log that say the same as what the delegation service knows. */
export function toldTwice(
  { requests }: KeysOf,
  answer: { readonly known: readonly string[] } | undefined,
): number[] {
  const known = new Set(answer?.known);
  return requests.filter(({ fingerprint }) => known.has(fingerprint)).map(({ seq }) => seq);
}

export type KeyFilter = Partial<Pick<KeyEventsQuery, 'bys' | 'from' | 'to'>> & {
  readonly actions?: readonly KeyAction[] | undefined;
  readonly before?: Place | undefined;
  readonly limit: number;
};

/** Undefined while the delegation service does not answer. */
export function readKeyEvents(records: KeyRecords, scope: KeyEventsScope, filter: KeyFilter) {
  const { actions, ...query } = filter;
  const events = actions && everyEvent.filter((event) => actions.includes(actionOf[event]));
  return unlessAway(records.keyEvents({ ...scope, ...query, ...(events ? { events } : {}) }));
}

export function tallyKeys(records: KeyRecords, scope: KeyEventsScope) {
  return unlessAway(records.tallyKeyEvents(scope));
}

async function unlessAway<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AppError && error.code === 'delegation_unavailable') return undefined;
    throw error;
  }
}

/** Facts as the administrative log has them; what is the account's own is named. */
export function factsOf(
  { apiHost, fingerprint, event, detail }: LoggedKeyEvent,
  orgs: readonly HeldOrg[],
): { org?: string; detail: Record<string, string | boolean> } {
  const host = event === 'accepted' ? (detail ?? apiHost) : apiHost;
  const org = host === '' ? undefined : (orgs.find((one) => one.apiHost === host)?.name ?? host);
  return {
    ...(org === undefined ? {} : { org }),
    detail: {
      ...(fingerprint === '' ? {} : { fingerprint, installation: apiHost === '' }),
      ...(host === '' ? {} : { apiHost: host }),
      ...ofDetail(event, detail),
    },
  };
}

function ofDetail(event: Event, detail: string | undefined): Record<string, string> {
  if (detail === undefined || event === 'accepted') return {};
  if (event === 'made') return { state: detail };
  if (event === 'app_named') return { clientId: detail };
  if (event === 'database_granted') return { role: detail };
  if (event === 'database_copied') return { to: detail };
  // The account's own id, which everybody in it knows.
  if (event.startsWith('audit_')) return {};
  return { reason: detail };
}
