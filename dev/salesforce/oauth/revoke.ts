// The revocation endpoint: ends an access token, or a refresh token and every access token it gave.

import { tokenHash } from '../http/call-log.ts';
import type { Exchange, Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import { OAuthRefusal, refusalReply } from './errors.ts';

/** By POST or GET; with `callback` as a script for browsers, which says 200 whatever came of it. */
export async function revoke(org: Org, call: Exchange): Promise<Reply> {
  const request = call.method === 'POST' ? new URLSearchParams(await call.body(100_000)) : call.query;
  const token = request.get('token') ?? '';
  call.log.token = tokenHash(token);
  const refusal = revokeToken(org, call, token);
  const callback = request.get('callback');
  if (callback !== null && /^[\w$.]+$/.test(callback)) {
    const result = refusal ? { error: refusal.error } : {};
    const headers = { 'content-type': 'application/javascript;charset=UTF-8' };
    return { status: 200, headers, body: `${callback}(${JSON.stringify(result)});` };
  }
  return refusal ? refusalReply(refusal) : { status: 200, headers: { 'content-length': '0' } };
}

/** A token it doesn't know is repeated in the text of the refusal, as Salesforce does. */
function revokeToken(org: Org, call: Exchange, token: string): OAuthRefusal | undefined {
  const refresh = org.sessions.refresh.find(token);
  if (refresh) {
    call.log.user = org.people.byId(refresh.userId)?.username;
    endApproval(org, refresh.family, refresh.userId);
    return undefined;
  }
  const session = org.sessions.find(token);
  if (!session) return new OAuthRefusal('invalid_token', `invalid token: ${token}`);
  call.log.user = org.people.byId(session.userId)?.username;
  // A browser's session is no token of OAuth's.
  if (session.clientId === '') {
    return new OAuthRefusal('unsupported_token_type', 'this token type is not supported');
  }
  org.sessions.close(token);
  return undefined;
}

/** The user's own approval goes with the last refresh token it gave. */
function endApproval(org: Org, family: string, userId: string): void {
  org.sessions.refresh.revoke(family);
  org.sessions.closeFamily(family);
  const person = org.people.byId(userId);
  if (person && !org.sessions.refresh.hasAny(userId)) person.approved = false;
}
