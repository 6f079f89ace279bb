// Connects an org, or links a further person to it, by Salesforce's own sign-in: one start, one finish by the same person.

import type { InputOf, OutputOf } from '#contract/index.ts';
import { recordAdminEntry } from '../db/admin-log.ts';
import { addAttempt, type ConnectAttempt, dropAttempt, takeAttempt } from '../db/connect-attempts.ts';
import { findLinkedSubject, putLink } from '../db/links.ts';
import { addOrg, findOrgByHost } from '../db/orgs.ts';
import { explainSalesforceError } from '../delegation/salesforce-errors.ts';
import { AppError, reasonOf } from '../errors.ts';
import type { Person } from '../identity/verify-person.ts';
import type { Member, RequestProof } from '../parties.ts';
import { isApiHost, loginUrlOf } from '../salesforce/hosts.ts';
import { endAttempt, expireAttempts } from './attempts.ts';
import type { OrgsDeps } from './deps.ts';
import { noteIntegrationName } from './integration-name.ts';
import { notedSignIn } from './noted-sign-in.ts';
import { signInClientOf } from './org-app.ts';
import { probe } from './probe.ts';
import { replaceOrg } from './replace.ts';
import { authorizeUrl, newSignIn, readIdentity, type SignedInUser, type SignInDeps } from './sign-in.ts';
import { findSignedInOrg, refuseOtherTenant } from './signed-in-org.ts';
import { noteOf } from './standing.ts';
import { type OrgStatus, orgStatus } from './status.ts';
import { connectionState, recordTransition } from './transition.ts';

type Who = { readonly person: Person; readonly member: Member | undefined };
export type ConnectStart = InputOf<'orgs.connectStart'> & Who;
export type ConnectRefused = InputOf<'orgs.connectRefused'> & Pick<Who, 'person'>;
export type ConnectFinish = InputOf<'orgs.connectFinish'> & Who & { readonly proof: RequestProof };

const attemptMs = 10 * 60_000;
const username = /^[^\s@]+@[^\s@]+$/;

export async function connectStart(
  deps: OrgsDeps,
  start: ConnectStart,
): Promise<OutputOf<'orgs.connectStart'>> {
  const { db, now } = deps;
  const { person, apiHost, redirectUri, anew = false } = start;
  const { subject } = person;
  const member = await memberOf(start);
  if (!isApiHost(apiHost)) {
    throw new AppError('invalid_request', { detail: `${apiHost} is not the address of a Salesforce org.` });
  }
  if (!deps.redirects.includes(redirectUri)) {
    throw new AppError('invalid_request', { detail: 'The redirect address is not one of the extension’s.' });
  }
  const existing = await findOrgByHost(db, apiHost);
  if (existing) await refuseOtherTenant(deps, existing, member, subject);
  const first = !existing || anew;
  const integrationUsername = first ? integrationOf(member, start.integrationUsername) : null;
  await expireAttempts(deps);
  const from = await connectionState(db, { subject, apiHost }, now(), existing);
  const clientId = await signInClientOf(deps, { apiHost, subject, anew: first });
  const secrets = newSignIn(person);
  const expiresAt = now() + attemptMs;
  const { state, verifier, nonce } = secrets;
  await addAttempt(db, {
    state,
    subject,
    jkt: person.jkt,
    verifier,
    nonce,
    api_host: apiHost,
    redirect_uri: redirectUri,
    integration_username: integrationUsername,
    expires_at: expiresAt,
  });
  const orgId = existing?.org_id;
  await recordTransition(db, {
    ...{ subject, apiHost, orgId, from },
    ...{ event: 'sign_in_begun', by: 'person', at: now() },
  });
  return {
    authorizeUrl: await authorizeUrl(signInDeps(deps, clientId), apiHost, redirectUri, secrets),
    state,
    expiresAt: new Date(expiresAt).toISOString(),
  };
}

/** Salesforce sent an error in place of a code: told in our words, and the attempt is over. */
export async function connectRefused(
  deps: OrgsDeps,
  { person, state, error, description }: ConnectRefused,
): Promise<OutputOf<'orgs.connectRefused'>> {
  const { db, now } = deps;
  const { subject, jkt } = person;
  const attempt = await takeAttempt(db, { state, subject, jkt }, now());
  if (!attempt) throw new AppError('connect_state_invalid');
  const { what, fix, who } = explainSalesforceError('authorize', error, description);
  await endAttempt(deps, { ...attempt, used_at: null }, 'salesforce', what);
  return { what, fix, who };
}

export async function connectFinish(deps: OrgsDeps, finish: ConnectFinish): Promise<OrgStatus> {
  const { db, now } = deps;
  const { person, state } = finish;
  const { subject, jkt } = person;
  const member = await memberOf(finish);
  const attempt = await takeAttempt(db, { state, subject, jkt }, now());
  if (!attempt) throw new AppError('connect_state_invalid');
  const place = { subject, apiHost: attempt.api_host };
  const row = await findOrgByHost(db, place.apiHost);
  const before = await connectionState(db, place, now(), row);
  // While it was open it could only be that, or what the person had before.
  const from = before === 'probing' ? 'signing_in' : before;
  const came = { ...place, from, event: 'answer_came', by: 'person', at: now() } as const;
  await recordTransition(db, { ...came, orgId: row?.org_id });
  try {
    return await link(deps, finish, member, attempt);
  } catch (error) {
    await endAttempt(deps, attempt, 'salesforce', error instanceof AppError ? reasonOf(error) : undefined);
    throw error;
  }
}

async function link(
  deps: OrgsDeps,
  { person: { subject }, code, proof }: ConnectFinish,
  member: Member,
  attempt: ConnectAttempt,
): Promise<OrgStatus> {
  const { db, now } = deps;
  const { state, api_host: apiHost, redirect_uri: redirectUri, verifier, nonce } = attempt;
  const anew = attempt.integration_username !== null;
  const clientId = await signInClientOf(deps, { apiHost, subject, anew });
  const user = await notedSignIn(deps, { apiHost, clientId }, () =>
    readIdentity(signInDeps(deps, clientId), apiHost, redirectUri, code, { state, verifier, nonce }),
  );
  const found = await findSignedInOrg(deps, attempt, user, member, subject);
  if (((await findLinkedSubject(db, user)) ?? subject) !== subject) throw userLinked(user.username);

  const integrationUsername = found.existing
    ? undefined
    : integrationOf(member, attempt.integration_username);
  const { orgId, userId } = user;
  const target = { userId, username: user.username };
  const { standing, first, knownIntegration } = await probe(deps.salesforce, {
    tenantId: member.tenantId,
    orgId,
    apiHost,
    proof,
    target,
    signIn: { idToken: user.idToken, state },
    integrationUsername,
  });
  const at = now();
  let connected = false;
  if (first === 'another') {
    await untilConnected(deps, attempt, user, member, subject);
  } else if (first) {
    if (found.replaced) await replaceOrg(deps, found.replaced, subject);
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
      at,
    });
    // Somebody else was quicker: then this person is one more of the tenant, or refused.
    if (!connected) await findSignedInOrg(deps, attempt, user, member, subject);
  }
  const note = noteOf(standing, at);
  const before = await connectionState(db, { subject, apiHost }, at);
  // This attempt is the one that was probed, whatever became of it or was begun beside it meanwhile.
  const from = before === 'invited' || before === 'signing_in' ? 'probing' : before;
  if (!(await putLink(db, { orgId, subject, ...target, name: user.name, standing: note, at }))) {
    throw userLinked(user.username);
  }
  await dropAttempt(db, state);
  if (found.existing) await noteIntegrationName(deps, { orgId, username: knownIntegration, by: subject });
  const detail = { userId, username: user.username };
  if (connected) await recordAdminEntry(db, { at, subject, action: 'org.connect', orgId, detail });
  await recordAdminEntry(db, { at, subject, action: 'user.link', orgId, detail });
  if (connected) await deps.startBaseline(orgId);
  const event = note.reason === null ? 'confirmed' : 'not_confirmed';
  const said = { from, event, by: 'salesforce', at, reason: note.reason ?? undefined } as const;
  await recordTransition(db, { subject, apiHost, orgId, ...said });
  return orgStatus(deps, { subject, apiHost });
}

/** Another member of the account is a moment ahead: their org row comes when their probe is done. */
async function untilConnected(
  deps: OrgsDeps,
  attempt: ConnectAttempt,
  user: SignedInUser,
  member: Member,
  subject: string,
): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    if ((await findSignedInOrg(deps, attempt, user, member, subject)).existing) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new AppError('connect_busy');
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

function userLinked(username: string): AppError {
  return new AppError('user_linked', { detail: `${username} belongs to another member’s link.` });
}

function signInDeps({ salesforce, now, log }: OrgsDeps, clientId: string): SignInDeps {
  return { fetch: salesforce.fetch, clientId, now, log };
}
