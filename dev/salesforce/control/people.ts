// Users, sessions and who the Setup pages sign in, by the control port.

import { tokenHash } from '../http/call-log.ts';
import type { Org } from '../state/org.ts';
import type { Permission, Person } from '../state/people.ts';
import { BadRequest, type Body, textOf } from './problem.ts';

/** In a sandbox its name may be left off. */
export function personOf(org: Org, username: unknown): Person {
  const asked = textOf(username, 'username');
  const person = org.people.byUsername(asked) ?? org.people.byUsername(`${asked}.${org.settings.sandbox}`);
  if (!person) throw new BadRequest(`no such user: ${asked}`);
  return person;
}

/** Empty text: nobody is signed in by the pages themselves. */
export function setSignIn(org: Org, body: Body): { signIn: string } {
  org.signIn = body.username === '' ? '' : personOf(org, body.username).username;
  return { signIn: org.signIn };
}

const lists = ['inactive', 'frozen', 'locked'] as const;

/** Changes what is named of one user: `inactive`, `frozen`, `locked`, `assigned`, `approved`, `without`; or `rename`s them. */
export function setUser(org: Org, body: Body): { username: string } {
  const person = personOf(org, body.username);
  if (body.rename !== undefined) return renameUser(org, person, body);
  const { username } = person;
  const { faults } = org;
  const known = ['username', ...lists, 'assigned', 'approved', 'without'];
  for (const [name, value] of Object.entries(body)) {
    if (!known.includes(name)) throw new BadRequest(`a user has no ${name}`);
    if (name !== 'username' && name !== 'without' && typeof value !== 'boolean')
      throw new BadRequest(`${name} is true or false`);
  }
  const without = body.without === undefined ? undefined : takenFrom(person, body.without);
  for (const name of lists) {
    if (body[name] === undefined) continue;
    const others = faults[name].filter((each) => each !== username);
    faults[name] = body[name] === true ? [...others, username] : others;
  }
  if (typeof body.assigned === 'boolean') faults.assigned = { ...faults.assigned, [username]: body.assigned };
  if (typeof body.approved === 'boolean') person.approved = body.approved;
  if (without) {
    const { [username]: _before, ...others } = faults.without;
    faults.without = without.length > 0 ? { ...others, [username]: without } : others;
  }
  return { username };
}

/** What is set by username does not follow, so nothing else may be asked with it. */
function renameUser(org: Org, person: Person, body: Body): { username: string } {
  if (Object.keys(body).length > 2) throw new BadRequest('rename comes with username alone');
  const wanted = textOf(body.rename, 'rename');
  if (!/^[^\s@]+@[^\s@]+$/.test(wanted)) throw new BadRequest('a username looks like an e-mail address');
  if (!org.people.rename(person, wanted)) throw new BadRequest(`${wanted} is somebody’s username`);
  return { username: person.username };
}

function takenFrom(person: Person, value: unknown): string[] {
  if (!Array.isArray(value)) throw new BadRequest('without is a list of permissions');
  for (const each of value) {
    if (!person.permissions.has(each as Permission))
      throw new BadRequest(`${person.username} has no permission ${String(each)}`);
  }
  return value as string[];
}

export interface OpenSession {
  /** First characters of the token's SHA-256, as in the call log. */
  readonly token: string;
  readonly username: string;
  /** Empty: a browser's own session. */
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly issuedAt: string;
  readonly usedAt: string;
  readonly expiresAt: string;
}

export function sessionsOf(org: Org): OpenSession[] {
  return org.sessions.list().map((session) => ({
    token: tokenHash(session.token),
    username: org.people.byId(session.userId)?.username ?? '',
    clientId: session.clientId,
    scopes: session.scopes,
    issuedAt: new Date(session.issuedAt).toISOString(),
    usedAt: new Date(session.usedAt).toISOString(),
    expiresAt: new Date(org.sessions.expiresAt(session)).toISOString(),
  }));
}

/** Ends one session by its hash, those of a user, or all. */
export function endSessions(org: Org, body: Body): { closed: number } {
  if (body.token !== undefined) {
    const found = org.sessions.list().find((session) => tokenHash(session.token) === body.token);
    if (!found) throw new BadRequest('no such session');
    return { closed: Number(org.sessions.close(found.token)) };
  }
  return { closed: org.sessions.closeAll(body.username ? personOf(org, body.username).id : undefined) };
}
