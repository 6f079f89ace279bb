// An org's own app and key, and which app people sign in with: asked of the delegation service, which alone decides.

import type { InputOf, OutputOf } from '#contract/index.ts';
import { type AdminAction, recordAdminEntry } from '../db/admin-log.ts';
import { findOrgByHost, type OrgRow } from '../db/orgs.ts';
import type { OrgApp } from '../delegation/protocol.ts';
import { AppError } from '../errors.ts';
import type { Person } from '../identity/verify-person.ts';
import type { Member, RequestProof } from '../parties.ts';
import { isApiHost } from '../salesforce/hosts.ts';
import type { OrgsDeps } from './deps.ts';

export interface SetApp {
  readonly person: Person;
  readonly member: Member | undefined;
  /** The request of the endpoint itself. */
  readonly proof: RequestProof;
}

/** Throws `forbidden` for who is no owner, and what the delegation service refuses. */
export async function makeOrgKey(
  deps: OrgsDeps,
  { person, member, proof, input: { apiHost } }: SetApp & { input: InputOf<'guide.makeKey'> },
): Promise<OutputOf<'guide.makeKey'>> {
  const org = await ownersOrg(deps, apiHost, member);
  const app = await deps.delegation.makeOrgKey({ apiHost, person: proof });
  await record(deps, person, 'org.key_made', org, { apiHost, fingerprint: app.fingerprint });
  return shown(app);
}

/** Throws the same. */
export async function nameOrgApp(
  deps: OrgsDeps,
  { person, member, proof, input: { apiHost, clientId } }: SetApp & { input: InputOf<'guide.nameApp'> },
): Promise<OutputOf<'guide.nameApp'>> {
  const org = await ownersOrg(deps, apiHost, member);
  const app = await deps.delegation.nameOrgApp({ apiHost, clientId, person: proof });
  await record(deps, person, 'org.app_named', org, { apiHost, clientId, fingerprint: app.fingerprint });
  return shown(app);
}

/** Throws the same. Its own app stays in use until Salesforce accepts the installation's. */
export async function leaveOrgApp(
  deps: OrgsDeps,
  { person, member, proof, input: { apiHost } }: SetApp & { input: InputOf<'guide.leaveApp'> },
): Promise<OutputOf<'guide.leaveApp'>> {
  const org = await ownersOrg(deps, apiHost, member);
  const { returning = false, refused } = await deps.delegation.leaveOrgApp({ apiHost, person: proof });
  await record(deps, person, 'org.app_left', org, { apiHost, done: !returning });
  return { done: !returning, ...(refused === undefined ? {} : { refused }) };
}

/** Throws the same. */
export async function keepOrgApp(
  deps: OrgsDeps,
  { person, member, proof, input: { apiHost } }: SetApp & { input: InputOf<'guide.keepApp'> },
): Promise<OutputOf<'guide.keepApp'>> {
  const org = await ownersOrg(deps, apiHost, member);
  const app = await deps.delegation.keepOrgApp({ apiHost, person: proof });
  await record(deps, person, 'org.app_kept', org, { apiHost });
  return shown(app);
}

/** The consumer key for Salesforce's sign-in: of the app for sign-in alone, or of the org's delegation app. */
export async function signInClientOf(
  { signInClientId, delegation }: Pick<OrgsDeps, 'signInClientId' | 'delegation'>,
  of: { apiHost: string; subject: string; anew?: boolean },
): Promise<string> {
  return signInClientId ?? (await delegation.app(of)).signInClientId;
}

/** Nothing of an org is told to who does not belong to the account that has it. */
export async function refuseForeign(
  { db }: Pick<OrgsDeps, 'db'>,
  apiHost: string,
  { tenantId }: Member,
): Promise<OrgRow | undefined> {
  const org = await findOrgByHost(db, apiHost);
  if (org && org.tenant_id !== tenantId) throw new AppError('org_claimed');
  return org;
}

async function ownersOrg(
  deps: OrgsDeps,
  apiHost: string,
  member: Member | undefined,
): Promise<OrgRow | undefined> {
  if (!member) throw new AppError('not_a_member');
  if (member.role !== 'owner') {
    throw new AppError('forbidden', { detail: 'An owner chooses the app that an org goes by.' });
  }
  if (!isApiHost(apiHost)) {
    throw new AppError('invalid_request', { detail: `${apiHost} is not the address of a Salesforce org.` });
  }
  return refuseForeign(deps, apiHost, member);
}

function record(
  { db, now }: OrgsDeps,
  { subject }: Person,
  action: AdminAction,
  org: OrgRow | undefined,
  detail: Readonly<Record<string, string | boolean>>,
): Promise<void> {
  return recordAdminEntry(db, { at: now(), subject, action, ...(org ? { orgId: org.org_id } : {}), detail });
}

const shown = ({ state, fingerprint }: OrgApp) => ({ state, fingerprint });
