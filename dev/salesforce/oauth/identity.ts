// Who a token speaks for: userinfo, the identity address, introspection, revocation, discovery.

import { decodeJwt } from 'jose';
import { tokenHash } from '../http/call-log.ts';
import { type Exchange, json, type Reply } from '../http/exchange.ts';
import { type Org, standing } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { OAuthRefusal, refusalReply } from './errors.ts';
import { identityUrl } from './id-token.ts';
import { verifySignature } from './jwt-grant.ts';
import type { Session } from './sessions.ts';

export function bearerToken(call: Exchange): string | undefined {
  const [scheme, token] = (call.headers.authorization ?? '').split(' ');
  return scheme && /^(bearer|oauth)$/i.test(scheme) ? token : undefined;
}

function urls(org: Org, person: Person): Record<string, string> {
  const base = `https://${org.settings.apiHost}`;
  const org15 = org.settings.orgId.slice(0, 15);
  return {
    enterprise: `${base}/services/Soap/c/{version}/${org15}`,
    metadata: `${base}/services/Soap/m/{version}/${org15}`,
    partner: `${base}/services/Soap/u/{version}/${org15}`,
    rest: `${base}/services/data/v{version}/`,
    sobjects: `${base}/services/data/v{version}/sobjects/`,
    search: `${base}/services/data/v{version}/search/`,
    query: `${base}/services/data/v{version}/query/`,
    recent: `${base}/services/data/v{version}/recent/`,
    tooling_soap: `${base}/services/Soap/T/{version}/${org15}`,
    tooling_rest: `${base}/services/data/v{version}/tooling/`,
    profile: `${base}/${person.id}`,
    custom_domain: base,
  };
}

/** Userinfo and the identity address answer 403 with a bare word, not with the OAuth error shape. */
export function userinfo(org: Org, call: Exchange): Reply {
  const token = bearerToken(call) ?? call.query.get('access_token') ?? undefined;
  if (token === undefined) return bare('Missing_OAuth_Token');
  const session = org.sessions.find(token);
  const person = session && org.people.byId(session.userId);
  if (!session || !person) return bare('Bad_OAuth_Token');
  call.log.user = person.username;
  call.log.token = tokenHash(token);
  const base = `https://${org.settings.apiHost}`;
  return json(200, {
    sub: identityUrl(org, person),
    user_id: person.id,
    organization_id: org.settings.orgId,
    preferred_username: person.username,
    nickname: person.username.split('@')[0],
    name: person.name,
    email: person.email,
    email_verified: true,
    given_name: person.firstName,
    family_name: person.lastName,
    zoneinfo: 'Europe/London',
    photos: { picture: `${base}/profilephoto/005/F`, thumbnail: `${base}/profilephoto/005/T` },
    profile: `${base}/${person.id}`,
    picture: `${base}/profilephoto/005/F`,
    address: {},
    urls: urls(org, person),
    active: standing(org, person).active,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_GB',
    utcOffset: 0,
    updated_at: new Date(org.now()).toISOString(),
  });
}

export function identity(org: Org, call: Exchange, orgId: string, userId: string): Reply {
  const token = bearerToken(call) ?? call.query.get('oauth_token') ?? undefined;
  if (token === undefined) return bare('Missing_OAuth_Token');
  const session = org.sessions.find(token);
  const person = session && org.people.byId(session.userId);
  if (!session || !person) return bare('Bad_OAuth_Token');
  if (orgId.slice(0, 15) !== org.settings.orgId.slice(0, 15)) return bare('Wrong_Org');
  if (userId.slice(0, 15) !== person.id.slice(0, 15)) return bare('Bad_Id', 404);
  call.log.user = person.username;
  return json(200, {
    id: identityUrl(org, person),
    asserted_user: true,
    user_id: person.id,
    organization_id: org.settings.orgId,
    username: person.username,
    nick_name: person.username.split('@')[0],
    display_name: person.name,
    email: person.email,
    email_verified: true,
    first_name: person.firstName,
    last_name: person.lastName,
    timezone: 'Europe/London',
    active: standing(org, person).active,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_GB',
    utcOffset: 0,
    last_modified_date: new Date(org.now()).toISOString(),
    is_app_installed: true,
    urls: urls(org, person),
  });
}

/** Ends a token; a token it doesn't know is repeated in the text of the refusal, as Salesforce does. */
export async function revoke(org: Org, call: Exchange): Promise<Reply> {
  const body = call.method === 'POST' ? new URLSearchParams(await call.body(100_000)) : call.query;
  const token = body.get('token') ?? '';
  const session = org.sessions.find(token);
  if (session) call.log.user = org.people.byId(session.userId)?.username;
  call.log.token = tokenHash(token);
  if (org.sessions.close(token)) return { status: 200, headers: { 'content-length': '0' } };
  return refusalReply(new OAuthRefusal('invalid_token', `invalid token: ${token}`));
}

export async function introspect(org: Org, call: Exchange): Promise<Reply> {
  const form = new URLSearchParams(await call.body(100_000));
  const assertion = form.get('client_assertion');
  try {
    if (assertion === null) throw new OAuthRefusal('invalid_client', 'invalid client credentials', 401);
    const { iss, sub, exp } = decodeJwt(assertion);
    if (iss !== org.app.clientId || sub !== iss || (exp ?? 0) * 1000 < org.now())
      throw new Error('not the app');
    await verifySignature(org, assertion);
  } catch {
    return refusalReply(new OAuthRefusal('invalid_client', 'invalid client credentials', 401));
  }
  const session = org.sessions.list().find((each) => each.token === form.get('token'));
  const person = session && org.people.byId(session.userId);
  if (!session || !person) return json(200, { active: false });
  return json(200, introspection(org, session, person));
}

function introspection(org: Org, session: Session, person: Person): Record<string, unknown> {
  return {
    active: true,
    scope: session.scopes.join(' '),
    client_id: session.clientId,
    username: person.username,
    sub: identityUrl(org, person),
    token_type: 'access_token',
    exp: Math.floor(org.sessions.expiresAt(session) / 1000),
    iat: Math.floor(session.issuedAt / 1000),
    nbf: Math.floor(session.issuedAt / 1000),
  };
}

export function discovery(host: string): Reply {
  const base = `https://${host}`;
  return json(200, {
    issuer: base,
    authorization_endpoint: `${base}/services/oauth2/authorize`,
    token_endpoint: `${base}/services/oauth2/token`,
    revocation_endpoint: `${base}/services/oauth2/revoke`,
    userinfo_endpoint: `${base}/services/oauth2/userinfo`,
    introspection_endpoint: `${base}/services/oauth2/introspect`,
    jwks_uri: `${base}/id/keys`,
    scopes_supported: [
      'api',
      'openid',
      'id',
      'profile',
      'email',
      'refresh_token',
      'offline_access',
      'web',
      'full',
    ],
    response_types_supported: ['code', 'token', 'token id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    code_challenge_methods_supported: ['S256'],
  });
}

function bare(text: string, status = 403): Reply {
  return { status, headers: { 'content-type': 'text/html;charset=UTF-8' }, body: text };
}
