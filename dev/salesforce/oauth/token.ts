// The token endpoint: which grant, then the answer in Salesforce's shape.

import { createHash } from 'node:crypto';
import { tokenHash } from '../http/call-log.ts';
import { type Exchange, json, type Reply } from '../http/exchange.ts';
import { withSuffix } from '../state/ids.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { giveAccessToken } from './access-token.ts';
import { admitApp, askedScopes, type Grant, mayRefresh } from './admission.ts';
import { readAssertion } from './assertion.ts';
import { givenClient } from './client-auth.ts';
import { redeemCode } from './code-grant.ts';
import { OAuthRefusal, refusalReply, refuse } from './errors.ts';
import { identityUrl, idToken } from './id-token.ts';
import { assertedPerson } from './jwt-grant.ts';
import { noteLogin, statusOf } from './login-rows.ts';
import { renew } from './refresh-grant.ts';
import type { Session } from './sessions.ts';

const grants: Readonly<Record<string, Grant>> = {
  'urn:ietf:params:oauth:grant-type:jwt-bearer': 'jwt-bearer',
  authorization_code: 'authorization-code',
  refresh_token: 'refresh-token',
};
const noStore = { 'cache-control': 'no-cache, no-store', pragma: 'no-cache' };

export async function tokenEndpoint(org: Org, call: Exchange): Promise<Reply> {
  let clientId: string | undefined;
  try {
    if (call.method !== 'POST') refuse('invalid_request', 'must use HTTP POST');
    const form = new URLSearchParams(await call.body(100_000));
    const grantType = form.get('grant_type');
    call.log.detail = grantType ?? 'no grant_type';
    const grant = grants[grantType ?? ''];
    clientId = clientOf(call, form);
    admitApp(org, grant, clientId);
    if (grant === 'jwt-bearer') return await mint(org, call, form);
    if (grant === 'authorization-code') return await exchangeCode(org, call, form);
    if (grant === 'refresh-token') return await refresh(org, call, form);
    return refuse('unsupported_grant_type', 'grant type not supported');
  } catch (cause) {
    if (!(cause instanceof OAuthRefusal)) throw cause;
    if (cause.person) noteLogin(org, call, cause.person, { clientId, status: statusOf(org, cause) });
    return refusalReply(cause);
  }
}

/** Whose request it says it is, before anything of it is proven. */
function clientOf(call: Exchange, form: URLSearchParams): string | undefined {
  const assertion = form.get('assertion') ?? form.get('client_assertion');
  return (assertion === null ? undefined : readAssertion(assertion)?.iss) ?? givenClient(call, form).id;
}

async function mint(org: Org, call: Exchange, form: URLSearchParams): Promise<Reply> {
  const { app, person, forSite } = await assertedPerson(org, call, form);
  const wanted = askedScopes(org, form, app === org.app ? undefined : app.scopes);
  if (!wanted) return refuse('invalid_scope', 'the requested scope is invalid, unknown, or malformed');
  const scopes = wanted.filter((scope) => !mayRefresh([scope]));
  const session = await giveAccessToken(org, person, scopes, undefined, app.clientId);
  loggedIn(org, call, person, session);
  const shown = org.faults.wrongIdentity
    ? (org.people.list().find((each) => each !== person) ?? person)
    : person;
  const site = { sfdc_community_url: org.settings.siteUrl, sfdc_community_id: withSuffix('0DB5g000000TN3x') };
  return json(
    200,
    {
      access_token: session.token,
      ...(forSite ? site : {}),
      scope: scopes.join(' '),
      instance_url: `https://${org.settings.apiHost}`,
      id: identityUrl(org, shown),
      token_type: 'Bearer',
    },
    noStore,
  );
}

async function exchangeCode(org: Org, call: Exchange, form: URLSearchParams): Promise<Reply> {
  const { grant, person } = await redeemCode(org, call, form);
  const refreshed = mayRefresh(grant.scopes)
    ? org.sessions.refresh.give(person.id, grant.clientId, grant.scopes, org.app.refreshDays)
    : undefined;
  const session = await giveAccessToken(org, person, grant.scopes, refreshed?.family, grant.clientId);
  grant.usedFor = { token: session.token, family: refreshed?.family };
  loggedIn(org, call, person, session);
  const answer = signedAnswer(org, person, session);
  if (refreshed) answer.refresh_token = refreshed.token;
  if (grant.scopes.includes('openid')) {
    const about = {
      clientId: grant.clientId,
      issuer: grant.issuer,
      nonce: grant.nonce,
      accessToken: session.token,
    };
    answer.id_token = await idToken(org, person, about);
  }
  return json(200, answer, noStore);
}

async function refresh(org: Org, call: Exchange, form: URLSearchParams): Promise<Reply> {
  const renewed = await renew(org, call, form);
  const { person } = renewed;
  const session = await giveAccessToken(
    org,
    person,
    renewed.refresh.scopes,
    renewed.refresh.family,
    renewed.refresh.clientId,
  );
  loggedIn(org, call, person, session);
  const answer = signedAnswer(org, person, session);
  if (renewed.rotated) answer.refresh_token = renewed.refresh.token;
  return json(200, answer, noStore);
}

function signedAnswer(org: Org, person: Person, session: Session): Record<string, string> {
  const id = identityUrl(org, person);
  const issuedAt = String(org.now());
  return {
    access_token: session.token,
    signature: createHash('sha256').update(`${id}${issuedAt}`).digest('base64'),
    scope: session.scopes.join(' '),
    instance_url: `https://${org.settings.apiHost}`,
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  };
}

function loggedIn(org: Org, call: Exchange, person: Person, session: Session): void {
  call.log.user = person.username;
  call.log.token = tokenHash(session.token);
  noteLogin(org, call, person, { clientId: session.clientId, status: 'Success' });
}
