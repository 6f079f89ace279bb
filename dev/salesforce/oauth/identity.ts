// Who a token speaks for: userinfo and the identity address.

import { tokenHash } from '../http/call-log.ts';
import { type Exchange, json, type Reply } from '../http/exchange.ts';
import { type Org, standing } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { identityUrl } from './id-token.ts';

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

function bare(text: string, status = 403): Reply {
  return { status, headers: { 'content-type': 'text/html;charset=UTF-8' }, body: text };
}
