// The introspection endpoint: what a token is and whether it lives, told to a client that proves who it is.

import { type Exchange, json, type Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { isProvenClient } from './client-auth.ts';
import { OAuthRefusal, refusalReply } from './errors.ts';
import { identityUrl } from './id-token.ts';

export async function introspect(org: Org, call: Exchange): Promise<Reply> {
  const form = new URLSearchParams(await call.body(100_000));
  if (!(await isProvenClient(org, call, form))) {
    return refusalReply(new OAuthRefusal('invalid_client', 'invalid client credentials', 401));
  }
  const found = lookUp(org, form.get('token') ?? '');
  const person = found && org.people.byId(found.userId);
  const ours = found && (found.clientId === org.app.clientId || org.app.introspectAll);
  return json(200, found && person && ours ? described(org, found, person) : { active: false });
}

interface Found {
  readonly kind: 'access_token' | 'refresh_token';
  readonly userId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly issuedAt: number;
  readonly endsAt: number | undefined;
}

/** Looking here is no use of the token: a session's idle time runs on. */
function lookUp(org: Org, token: string): Found | undefined {
  const session = org.sessions.list().find((each) => each.token === token);
  if (session) return { ...session, kind: 'access_token', endsAt: org.sessions.expiresAt(session) };
  const refresh = org.sessions.refresh.find(token);
  return refresh && { ...refresh, kind: 'refresh_token' };
}

function described(org: Org, found: Found, person: Person): Record<string, unknown> {
  const issued = Math.floor(found.issuedAt / 1000);
  return {
    active: true,
    scope: found.scopes.join(' '),
    client_id: found.clientId,
    username: person.username,
    sub: identityUrl(org, person),
    token_type: found.kind,
    ...(found.endsAt === undefined ? {} : { exp: Math.floor(found.endsAt / 1000) }),
    iat: issued,
    nbf: issued,
  };
}
