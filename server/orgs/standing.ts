// Asks Salesforce whether a person may see Setup now, and opens or locks stored history by the answer.

import { findLink, renameLink, type StandingNote, setStanding } from '../db/links.ts';
import { moveOrgState } from '../db/orgs.ts';
import { AppError } from '../errors.ts';
import type { Person } from '../identity/verify-person.ts';
import type { ConnectedOrg, RequestProof } from '../parties.ts';
import { openHandle } from '../salesforce/client.ts';
import { checkStanding, type Standing } from '../salesforce/readers/check-standing.ts';
import { unblockOrg } from './block.ts';
import { type OrgsDeps, standingMs } from './deps.ts';
import { noteIntegrationName } from './integration-name.ts';
import { noOfMint, noteNo } from './refused.ts';
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
  try {
    const { standing, integrationUsername } = await ask(deps, org, proof, link.userId);
    const note = noteOf(standing, now());
    await setStanding(db, { orgId, subject }, note);
    await noteIntegrationName(deps, { orgId, username: integrationUsername, by: subject });
    if (standing.username) await renameLink(db, { orgId, subject }, standing.username);
    await unblockOrg(deps, { orgId, by: subject });
    await moveOrgState(db, orgId, { from: 'replaced', to: 'connected', reason: null });
    const event = note.reason === null ? 'confirmed' : 'not_confirmed';
    const happened = { subject, apiHost, orgId, from, at: now(), reason: note.reason ?? undefined };
    await recordTransition(db, { ...happened, event, by: 'salesforce' });
  } catch (error) {
    const no = noOfMint(error) ?? noOfRead(error);
    if (no === undefined) throw error;
    await noteNo(deps, { subject, org }, no);
    if (error instanceof AppError && error.code === 'identity_mismatch') throw error;
  }
  return orgStatus(deps, { subject, apiHost });
}

async function ask(
  { salesforce }: OrgsDeps,
  org: ConnectedOrg,
  person: RequestProof,
  userId: string,
): Promise<{ standing: Standing; integrationUsername: string | undefined }> {
  const handle = await openHandle(salesforce, { purpose: 'standing', org, person });
  try {
    const standing = await checkStanding(handle, userId);
    return { standing, integrationUsername: handle.integrationUsername() };
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

/** A token was given, and with it Salesforce said that the person may not see Setup. */
function noOfRead(error: unknown): Parameters<typeof noteNo>[2] | undefined {
  if (!(error instanceof AppError) || error.code !== 'permission_missing') return undefined;
  const reason = error.detail ?? error.message;
  return { event: 'not_confirmed', note: { until: null, state: 'locked', reason } };
}
