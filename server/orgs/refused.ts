// What a refusal of Salesforce’s means for a person's connection and for the org, whichever request met it.

import type { Database } from '../db/database.ts';
import { findLink, type StandingNote, setStanding } from '../db/links.ts';
import { Refusal } from '../delegation/refusal.ts';
import { SalesforceRefusal } from '../delegation/salesforce-errors.ts';
import { AppError, reasonOf } from '../errors.ts';
import { blockOrg } from './block.ts';
import type { ConnectionEvent } from './connection.ts';
import { markReplaced } from './replace.ts';
import { connectionState, recordTransition } from './transition.ts';

export interface RefusedDeps {
  readonly db: Database;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface Refused {
  /** Auth0 subject of whose request it was. */
  readonly subject: string;
  readonly org: { readonly orgId: string; readonly apiHost: string };
}

interface No {
  readonly event: ConnectionEvent;
  readonly note: StandingNote & { readonly until: null };
}

/** A refused token: true when it says something about the person's access or the org's, which is then recorded. */
export async function noteRefused(deps: RefusedDeps, of: Refused, error: unknown): Promise<boolean> {
  const no = noOfMint(error);
  if (no) await noteNo(deps, of, no);
  return no !== undefined;
}

/** As the org's integration user: only what concerns everybody is more than the job's own trouble. */
export async function noteRefusedSync(deps: RefusedDeps, orgId: string, error: unknown): Promise<void> {
  const no = noOfMint(error);
  if (no?.event === 'app_refused') await blockOrg(deps, { orgId, by: 'worker', reason: no.note.reason });
  if (no?.event === 'org_replaced') await markReplaced(deps, orgId);
}

/** Locks the person's stored history; everybody's where Salesforce refuses the org. */
export async function noteNo({ db, now }: RefusedDeps, { subject, org }: Refused, no: No): Promise<void> {
  const { orgId, apiHost } = org;
  const { event, note } = no;
  if (!(await findLink(db, { orgId, subject }))) return;
  const from = await connectionState(db, { subject, apiHost }, now());
  // First, so that everybody's last state is recorded as it was.
  if (event === 'org_replaced') await markReplaced({ db, now }, orgId);
  await setStanding(db, { orgId, subject }, note);
  if (event === 'app_refused') await blockOrg({ db, now }, { orgId, by: subject, reason: note.reason });
  if (event === 'org_replaced') return;
  const happened = { subject, apiHost, orgId, from, at: now(), reason: note.reason };
  await recordTransition(db, { ...happened, event, by: 'salesforce' });
}

/** Undefined for a failure to get a token that says nothing about anybody's access. */
export function noOfMint(error: unknown): No | undefined {
  if (error instanceof SalesforceRefusal) {
    const event = error.scope === 'org' ? 'app_refused' : 'user_refused';
    return { event, note: { until: null, state: 'revoked', reason: reasonOf(error) } };
  }
  if (!(error instanceof AppError)) return undefined;
  const locked = { until: null, state: 'locked', reason: reasonOf(error) } as const;
  if (error instanceof Refusal) {
    // Met at Salesforce before, by somebody else or in the background.
    return error.reason === 'org_blocked' ? { event: 'app_refused', note: locked } : undefined;
  }
  if (error.code === 'org_replaced') return { event: 'org_replaced', note: locked };
  if (error.code === 'identity_mismatch') return { event: 'not_confirmed', note: locked };
  return undefined;
}
