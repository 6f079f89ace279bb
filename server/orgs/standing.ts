// Asks Salesforce whether a person may see Setup now, and opens or locks stored history by the answer.

import { findLink, renameLink, type StandingNote, setStanding } from '../db/links.ts';
import { findOrg, setOrgState } from '../db/orgs.ts';
import { SalesforceRefusal } from '../delegation/salesforce-errors.ts';
import { AppError, reasonOf } from '../errors.ts';
import type { Person } from '../identity/verify-person.ts';
import type { ConnectedOrg, RequestProof } from '../parties.ts';
import { openHandle } from '../salesforce/client.ts';
import { checkStanding, type Standing } from '../salesforce/readers/check-standing.ts';
import type { ConnectionEvent } from './connection.ts';
import { type OrgsDeps, standingMs } from './deps.ts';
import { markReplaced } from './replace.ts';
import { type OrgStatus, orgStatus } from './status.ts';
import { connectionState, recordTransition } from './transition.ts';

export interface ProveStanding {
  readonly person: Person;
  readonly org: ConnectedOrg;
  /** The request of `orgs.standing` itself. */
  readonly proof: RequestProof;
}

/** Salesforce's no locks history and is part of the answer; only what says nothing about access is thrown. */
export async function proveStanding(
  deps: OrgsDeps,
  { person, org, proof }: ProveStanding,
): Promise<OrgStatus> {
  const { db, now } = deps;
  const { orgId, apiHost } = org;
  const { subject } = person;
  const link = await findLink(db, { orgId, subject });
  if (!link) throw new AppError('not_linked');
  const from = await connectionState(db, { subject, apiHost }, now());
  const change = (event: ConnectionEvent, note: StandingNote) =>
    recordTransition(db, {
      ...{ subject, apiHost, orgId, from, event, by: 'salesforce', at: now() },
      reason: note.reason ?? undefined,
    });
  try {
    const standing = await ask(deps, org, proof, link.userId);
    const note = noteOf(standing, now());
    await setStanding(db, { orgId, subject }, note);
    if (standing.username) await renameLink(db, { orgId, subject }, standing.username);
    if ((await findOrg(db, orgId))?.state !== 'connected') await setOrgState(db, orgId, 'connected');
    await change(note.reason === null ? 'confirmed' : 'not_confirmed', note);
  } catch (error) {
    const no = noOf(error);
    if (no === undefined) throw error;
    // First, so that everybody's last state is recorded as it was.
    if (no.event === 'org_replaced') await markReplaced(deps, orgId);
    await setStanding(db, { orgId, subject }, no.note);
    if (no.event === 'app_refused') await setOrgState(db, orgId, 'blocked');
    if (no.event !== 'org_replaced') await change(no.event, no.note);
    if (error instanceof AppError && error.code === 'identity_mismatch') throw error;
  }
  return orgStatus(deps, { subject, apiHost });
}

async function ask(
  { salesforce }: OrgsDeps,
  org: ConnectedOrg,
  person: RequestProof,
  userId: string,
): Promise<Standing> {
  const handle = await openHandle(salesforce, { purpose: 'standing', org, person });
  try {
    return await checkStanding(handle, userId);
  } finally {
    // Nobody waits until Salesforce has revoked the token.
    void handle.close().catch((err: unknown) => salesforce.log.warn({ err }, 'a job could not be ended'));
  }
}

/** What Salesforce's answer means for stored history, from `at` (epoch milliseconds) on. */
export function noteOf({ active, viewSetup }: Standing, at: number): StandingNote {
  if (!active) return { until: null, state: 'locked', reason: 'Your Salesforce user is deactivated.' };
  if (!viewSetup) {
    const reason = 'Your Salesforce user lacks “View Setup and Configuration”.';
    return { until: null, state: 'locked', reason };
  }
  return { until: at + standingMs, state: 'connected', reason: null };
}

/** Undefined for a failure that says nothing about the person's access. */
function noOf(error: unknown): { event: ConnectionEvent; note: StandingNote } | undefined {
  if (!(error instanceof AppError)) return undefined;
  const no = (event: ConnectionEvent, state: 'locked' | 'revoked', reason: string) =>
    ({ event, note: { until: null, state, reason } }) as const;
  if (error instanceof SalesforceRefusal) {
    return no(error.scope === 'org' ? 'app_refused' : 'user_refused', 'revoked', reasonOf(error));
  }
  if (error.code === 'org_replaced') return no('org_replaced', 'locked', reasonOf(error));
  if (error.code !== 'permission_missing' && error.code !== 'identity_mismatch') return undefined;
  return no('not_confirmed', 'locked', error.detail ?? error.message);
}
