// Who is signed in in a browser: the `sid` cookie of each host, and tickets for the frames inside a page.

import { createHash } from 'node:crypto';
import type { Exchange } from '../http/exchange.ts';
import { type Org, standing } from '../state/org.ts';
import type { Person } from '../state/people.ts';

/** The person whose session cookie came with the call. */
export function signedIn(org: Org, call: Exchange): Person | undefined {
  const sid = call.cookies.get('sid');
  return sid === undefined ? undefined : personOf(org, decodeURIComponent(sid));
}

function personOf(org: Org, token: string): Person | undefined {
  const session = org.sessions.find(token);
  const person = session && org.people.byId(session.userId);
  return person && standing(org, person).active ? person : undefined;
}

/** A new session cookie; the one of Lightning hosts is no good for the REST API, as in Salesforce. */
export function signInCookie(org: Org, call: Exchange, person: Person): string {
  const ofApiHost = call.host === org.settings.apiHost;
  const session = org.sessions.open(person.id, '', ofApiHost ? ['web', 'api'] : ['lightning']);
  return `sid=${encodeURIComponent(session.token)}; Path=/; Secure; HttpOnly; SameSite=Lax`;
}

export function signOut(org: Org, call: Exchange): string {
  const sid = call.cookies.get('sid');
  if (sid !== undefined) org.sessions.close(decodeURIComponent(sid));
  return 'sid=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0';
}

/** A frame lies on another site and gets no cookie, so its address carries this. */
export function frameTicket(person: Person): string {
  return `${person.id}.${ticketSecret(person)}`;
}

export function ofTicket(org: Org, ticket: string | null): Person | undefined {
  const person = org.people.byId((ticket ?? '').split('.')[0] ?? '');
  return person && ticket === frameTicket(person) && standing(org, person).active ? person : undefined;
}

const secret = crypto.randomUUID();

function ticketSecret(person: Person): string {
  return createHash('sha256').update(`${secret}${person.id}`).digest('base64url').slice(0, 22);
}
