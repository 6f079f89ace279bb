// Connects an org, or links a further person to it, by Salesforce's own sign-in: one start, one finish by the same person.

import type { InputOf, OutputOf } from '#contract/index.ts';
import { recordAdminEntry } from '../db/admin-log.ts';
import { addAttempt, takeAttempt } from '../db/connect-attempts.ts';
import { findLinkedSubject, putLink } from '../db/links.ts';
import { addOrg, findOrg, findOrgByHost, type OrgRow } from '../db/orgs.ts';
import { AppError } from '../errors.ts';
import type { Person } from '../identity/verify-person.ts';
import type { Member, RequestProof } from '../parties.ts';
import { isApiHost, loginUrlOf } from '../salesforce/hosts.ts';
import type { OrgsDeps } from './deps.ts';
import { probe } from './probe.ts';
import { authorizeUrl, newSignIn, readIdentity, type SignedInUser, type SignInDeps } from './sign-in.ts';
import { noteOf } from './standing.ts';
import { type OrgStatus, orgStatus } from './status.ts';

type Who = { readonly person: Person; readonly member: Member | undefined };
export type ConnectStart = InputOf<'orgs.connectStart'> & Who;
export type ConnectFinish = InputOf<'orgs.connectFinish'> & Who & { readonly proof: RequestProof };

const attemptMs = 10 * 60_000;
const username = /^[^\s@]+@[^\s@]+$/;

export async function connectStart(
  deps: OrgsDeps,
  start: ConnectStart,
): Promise<OutputOf<'orgs.connectStart'>> {
  const { db, now } = deps;
  const { person, apiHost, redirectUri } = start;
  const member = await memberOf(start);
  if (!isApiHost(apiHost)) {
    throw new AppError('invalid_request', { detail: `${apiHost} is not the address of a Salesforce org.` });
  }
  if (!deps.redirects.includes(redirectUri)) {
    throw new AppError('invalid_request', { detail: 'The redirect address is not one of the extension’s.' });
  }
  const existing = await findOrgByHost(db, apiHost);
  if (existing) await refuseOtherTenant(deps, existing, member, person.subject);
  const integrationUsername = existing ? null : integrationOf(member, start.integrationUsername);
  const secrets = newSignIn(person);
  const expiresAt = now() + attemptMs;
  await addAttempt(
    db,
    {
      state: secrets.state,
      subject: person.subject,
      jkt: person.jkt,
      verifier: secrets.verifier,
      nonce: secrets.nonce,
      api_host: apiHost,
      redirect_uri: redirectUri,
      integration_username: integrationUsername,
      expires_at: expiresAt,
    },
    now(),
  );
  return {
    authorizeUrl: await authorizeUrl(signInDeps(deps), apiHost, redirectUri, secrets),
    state: secrets.state,
    expiresAt: new Date(expiresAt).toISOString(),
  };
}

export async function connectFinish(deps: OrgsDeps, finish: ConnectFinish): Promise<OrgStatus> {
  const { db, now } = deps;
  const { person, state, code, proof } = finish;
  const { subject, jkt } = person;
  const member = await memberOf(finish);
  const attempt = await takeAttempt(db, { state, subject, jkt }, now());
  if (!attempt) throw new AppError('connect_state_invalid');
  const { api_host: apiHost, redirect_uri: redirectUri, verifier, nonce } = attempt;
  const user = await readIdentity(signInDeps(deps), apiHost, redirectUri, code, { state, verifier, nonce });
  const existing = await checkOrg(deps, apiHost, user, member, subject);
  if (((await findLinkedSubject(db, user)) ?? subject) !== subject) throw userLinked(user.username);

  const integrationUsername = existing ? undefined : integrationOf(member, attempt.integration_username);
  const { orgId, userId } = user;
  const target = { userId, username: user.username };
  const { standing, first } = await probe(deps.salesforce, {
    orgId,
    apiHost,
    proof,
    target,
    signIn: { idToken: user.idToken, state },
    integrationUsername,
  });
  let connected = false;
  if (first) {
    connected = await addOrg(db, {
      orgId,
      tenantId: member.tenantId,
      name: first.name,
      apiHost,
      loginUrl: loginUrlOf(apiHost),
      apiVersion: first.apiVersion,
      kind: first.kind,
      integrationUserId: first.integrationUserId,
      integrationUsername: integrationUsername ?? '',
      connectedBy: subject,
      at: now(),
    });
    // Somebody else was quicker: then this person is one more of the tenant, or refused.
    if (!connected) await checkOrg(deps, apiHost, user, member, subject);
  }
  const at = now();
  const link = { orgId, subject, ...target, name: user.name, standing: noteOf(standing, at), at };
  if (!(await putLink(db, link))) throw userLinked(user.username);
  const detail = { userId, username: user.username };
  if (connected) await recordAdminEntry(db, { at, subject, action: 'org.connect', orgId, detail });
  await recordAdminEntry(db, { at, subject, action: 'user.link', orgId, detail });
  if (connected) await deps.startBaseline(orgId);
  return orgStatus(deps, { subject, apiHost });
}

async function memberOf({ member }: Who): Promise<Member> {
  if (!member) throw new AppError('not_a_member');
  return member;
}

/** Who may connect an org for the first time, and as whom it will be read in the background. */
function integrationOf(member: Member, named: string | null | undefined): string {
  if (member.role !== 'owner') throw new AppError('forbidden', { detail: 'An owner connects an org first.' });
  const wanted = named?.trim() ?? '';
  if (!username.test(wanted)) {
    const detail = 'Name the Salesforce user that background work runs as, by its username.';
    throw new AppError('integration_user_invalid', { detail });
  }
  return wanted;
}

/** The org's row, if it is connected already; throws unless the sign-in was to this org, for this tenant. */
async function checkOrg(
  deps: OrgsDeps,
  apiHost: string,
  user: SignedInUser,
  member: Member,
  subject: string,
): Promise<OrgRow | undefined> {
  if (!user.active) throw new AppError('connect_denied', { detail: 'The Salesforce user is deactivated.' });
  const [atHost, byId] = await Promise.all([findOrgByHost(deps.db, apiHost), findOrg(deps.db, user.orgId)]);
  if (atHost && atHost.org_id !== user.orgId) throw new AppError('connect_wrong_org');
  if (!byId) return undefined;
  await refuseOtherTenant(deps, byId, member, subject);
  if (byId.api_host !== apiHost) {
    throw new AppError('connect_wrong_org', { detail: `This org is connected as ${byId.api_host}.` });
  }
  return byId;
}

function userLinked(username: string): AppError {
  return new AppError('user_linked', { detail: `${username} belongs to another member’s link.` });
}

/** A second claim is refused, and its owner can see it. */
async function refuseOtherTenant(
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

function signInDeps({ salesforce, clientId, now, log }: OrgsDeps): SignInDeps {
  return { fetch: salesforce.fetch, clientId, now, log };
}
