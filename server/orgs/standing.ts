// Asks Salesforce whether a person may see Setup now, and opens or locks stored history by the answer.

import { findLink, type StandingNote, setStanding } from '../db/links.ts';
import { findOrg, setOrgState } from '../db/orgs.ts';
import { SalesforceRefusal } from '../delegation/salesforce-errors.ts';
import { AppError } from '../errors.ts';
import type { Person } from '../identity/verify-person.ts';
import type { ConnectedOrg, RequestProof } from '../parties.ts';
import { openHandle } from '../salesforce/client.ts';
import { checkStanding, type Standing } from '../salesforce/readers/check-standing.ts';
import { type OrgsDeps, standingMs } from './deps.ts';
import { type OrgStatus, orgStatus } from './status.ts';

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
  try {
    const standing = await ask(deps, org, proof, link.userId);
    await setStanding(db, { orgId, subject }, noteOf(standing, now()));
    if ((await findOrg(db, orgId))?.state === 'blocked') await setOrgState(db, orgId, 'connected');
  } catch (error) {
    const reason = lockReason(error);
    if (reason === undefined) throw error;
    await setStanding(db, { orgId, subject }, { until: null, reason });
    if (error instanceof SalesforceRefusal && error.scope === 'org') await setOrgState(db, orgId, 'blocked');
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
    await handle.close().catch((err: unknown) => salesforce.log.warn({ err }, 'a job could not be ended'));
  }
}

/** What Salesforce's answer means for stored history, from `at` (epoch milliseconds) on. */
export function noteOf({ active, viewSetup }: Standing, at: number): StandingNote {
  if (!active) return { until: null, reason: 'Your Salesforce user is deactivated.' };
  if (!viewSetup) {
    return { until: null, reason: 'Your Salesforce user lacks “View Setup and Configuration”.' };
  }
  return { until: at + standingMs, reason: null };
}

/** Undefined for a failure that says nothing about the person's access. */
function lockReason(error: unknown): string | undefined {
  if (!(error instanceof AppError)) return undefined;
  if (!['salesforce_refused', 'permission_missing', 'identity_mismatch'].includes(error.code))
    return undefined;
  return error.detail ?? error.message;
}
