// Whether an org that somebody signed in to is the one that was meant, and this account's.

import { recordAdminEntry } from '../db/admin-log.ts';
import type { ConnectAttempt } from '../db/connect-attempts.ts';
import { findOrg, findOrgByHost, type OrgRow } from '../db/orgs.ts';
import { AppError } from '../errors.ts';
import type { Member } from '../parties.ts';
import type { OrgsDeps } from './deps.ts';
import { markReplaced } from './replace.ts';
import type { SignedInUser } from './sign-in.ts';

interface Found {
  /** The org's row, when it is connected already. */
  readonly existing?: OrgRow;
  /** The row of the org that answered at this address before. */
  readonly replaced?: OrgRow;
}

/** Throws unless the sign-in was to this org, for this tenant. */
export async function findSignedInOrg(
  deps: OrgsDeps,
  { api_host: apiHost, integration_username: integrationUsername }: ConnectAttempt,
  user: SignedInUser,
  member: Member,
  subject: string,
): Promise<Found> {
  if (!user.active) {
    const action = 'Ask your Salesforce admin to activate the user.';
    throw new AppError('connect_denied', { detail: 'The Salesforce user is deactivated.', action });
  }
  const [atHost, byId] = await Promise.all([findOrgByHost(deps.db, apiHost), findOrg(deps.db, user.orgId)]);
  if (byId) {
    await refuseOtherTenant(deps, byId, member, subject);
    if (byId.api_host !== apiHost) {
      throw new AppError('connect_wrong_org', { detail: `This org is connected as ${byId.api_host}.` });
    }
    return { existing: byId };
  }
  if (!atHost) return {};
  // Salesforce itself says that another org answers here now: of a refreshed sandbox only the address stays.
  await refuseOtherTenant(deps, atHost, member, subject);
  if (integrationUsername === null) {
    await markReplaced(deps, atHost.org_id);
    throw new AppError('org_replaced', { detail: `At ${apiHost} another org than ${atHost.name} answers.` });
  }
  return { replaced: atHost };
}

/** A second claim is refused, and its owner can see it. */
export async function refuseOtherTenant(
  { db, now }: OrgsDeps,
  org: OrgRow,
  member: Member,
  subject: string,
): Promise<void> {
  if (org.tenant_id === member.tenantId) return;
  const detail = { tenant: member.tenantName };
  await recordAdminEntry(db, { at: now(), subject, action: 'org.claim_refused', orgId: org.org_id, detail });
  throw new AppError('org_claimed');
}
