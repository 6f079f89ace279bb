// The token endpoint: which grant, then the answer in Salesforce's shape.

import { createHash } from 'node:crypto';
import { tokenHash } from '../http/call-log.ts';
import { type Exchange, json, type Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { appDenial } from './admission.ts';
import { redeemCode } from './code-grant.ts';
import { OAuthRefusal, refusalReply, refuse } from './errors.ts';
import { identityUrl, idToken } from './id-token.ts';
import { assertedPerson } from './jwt-grant.ts';
import type { Session } from './sessions.ts';

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const noStore = { 'cache-control': 'no-cache, no-store', pragma: 'no-cache' };

export async function tokenEndpoint(org: Org, call: Exchange): Promise<Reply> {
  try {
    if (call.method !== 'POST') refuse('invalid_request', 'must use HTTP POST');
    const form = new URLSearchParams(await call.body(100_000));
    const grantType = form.get('grant_type');
    call.log.detail = grantType ?? 'no grant_type';
    const denial = appDenial(org);
    if (denial) refuse(denial.error, denial.description);
    if (grantType === jwtBearer) return await mint(org, call, form);
    if (grantType === 'authorization_code') return await exchangeCode(org, call, form);
    return refuse('unsupported_grant_type', 'grant type not supported');
  } catch (cause) {
    if (cause instanceof OAuthRefusal) return refusalReply(cause);
    throw cause;
  }
}

async function mint(org: Org, call: Exchange, form: URLSearchParams): Promise<Reply> {
  const person = await assertedPerson(org, call.host, form.get('assertion') ?? '');
  const wanted = form.get('scope')?.split(/\s+/) ?? org.app.scopes;
  if (wanted.some((scope) => !org.app.scopes.includes(scope))) {
    refuse('invalid_scope', 'the requested scope is invalid, unknown, or malformed');
  }
  const scopes = wanted.filter((scope) => scope !== 'refresh_token');
  const session = org.sessions.open(person.id, org.app.clientId, scopes);
  noteLogin(org, call, person, session, 'Remote Access 2.0');
  const shown = org.faults.wrongIdentity
    ? (org.people.list().find((each) => each !== person) ?? person)
    : person;
  return json(
    200,
    {
      access_token: session.token,
      scope: scopes.join(' '),
      instance_url: `https://${org.settings.apiHost}`,
      id: identityUrl(org, shown),
      token_type: 'Bearer',
    },
    noStore,
  );
}

async function exchangeCode(org: Org, call: Exchange, form: URLSearchParams): Promise<Reply> {
  const grant = redeemCode(org, form);
  const person = org.people.byId(grant.userId);
  if (!person) refuse('invalid_grant', 'authentication failure');
  const session = org.sessions.open(person.id, grant.clientId, grant.scopes);
  grant.usedFor = session.token;
  noteLogin(org, call, person, session, 'Remote Access 2.0');
  const id = identityUrl(org, person);
  const issuedAt = String(org.now());
  const answer: Record<string, string> = {
    access_token: session.token,
    signature: createHash('sha256').update(`${id}${issuedAt}`).digest('base64'),
    scope: grant.scopes.join(' '),
    instance_url: `https://${org.settings.apiHost}`,
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  };
  if (grant.scopes.includes('openid')) {
    const about = { issuer: grant.issuer, nonce: grant.nonce, accessToken: session.token };
    answer.id_token = await idToken(org, person, about);
  }
  return json(200, answer, noStore);
}

function noteLogin(org: Org, call: Exchange, person: Person, session: Session, type: string): void {
  call.log.user = person.username;
  call.log.token = tokenHash(session.token);
  org.ledger.addLogin({
    userId: person.id,
    at: org.now(),
    type,
    application: org.app.name,
    status: 'Success',
    address: call.address,
  });
}
