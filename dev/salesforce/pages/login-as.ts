// Login As: an admin opens Setup as somebody else, and every page says so until that ends.

import { type Exchange, type Reply, redirect } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';

const start = '/servlet/servlet.su';
const end = '/secur/logout.jsp';

/** Where Login As begins and ends; undefined for every other page. */
export function loginAs(org: Org, call: Exchange): Reply | undefined {
  if (call.path !== start && call.path !== end) return undefined;
  const person = call.path === start ? org.people.byId(call.query.get('suorgadminid') ?? '') : undefined;
  const to = call.query.get('targetURL') ?? '/';
  const cookie = `su=${person?.id ?? ''}; Path=/; Secure; HttpOnly; SameSite=Lax${person ? '' : '; Max-Age=0'}`;
  return redirect(/^\/(?![/\\])/.test(to) ? to : '/', { 'set-cookie': cookie });
}

/** Who Setup is open as, other than the person who signed in. */
export function actingAs(org: Org, call: Exchange): Person | undefined {
  const id = call.cookies.get('su');
  return id ? org.people.byId(id) : undefined;
}
