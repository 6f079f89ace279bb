// The apps that an org's admin creates beside the registered one: each with its consumer key, one certificate, its own users.

import { randomBytes, X509Certificate } from 'node:crypto';
import { type RegisteredApp, registerApp } from './app.ts';
import { fail } from './faults/check.ts';
import type { Org } from './state/org.ts';

export interface CreatedApp extends RegisteredApp {
  /** Usernames' ids that its permission set is assigned to: nobody, until an admin says so. */
  readonly assignedTo: Set<string>;
  /** PEM; one at a time, as in Setup: an upload takes the place of the one before. */
  certificate: string | undefined;
  /** “Block” in Connected Apps OAuth Usage. */
  blocked: boolean;
}

export interface AppView {
  readonly name: string;
  readonly clientId: string;
  /** When its certificate ends; undefined without one. */
  readonly certificateEnds: string | undefined;
  readonly assigned: readonly string[];
  readonly blocked: boolean;
}

/** Of the registered app or a created one; undefined for a consumer key that is none's. */
export function appOf(org: Org, clientId: string | undefined): RegisteredApp | undefined {
  if (clientId === undefined) return undefined;
  return clientId === org.app.clientId ? org.app : org.createdApps.get(clientId);
}

export function createdApp(org: Org, clientId: string | undefined): CreatedApp | undefined {
  return clientId === undefined ? undefined : org.createdApps.get(clientId);
}

/** The consumer key is Salesforce's to choose. */
export function createApp(org: Org, { name, certificate }: { name: string; certificate?: string }): AppView {
  if (name.trim() === '') fail('an app has a name');
  const label = name.trim();
  if ([org.app, ...org.createdApps.values()].some((each) => each.name === label))
    fail(`there is an app ${label} already`);
  const clientId = `3MVG9${randomBytes(60).toString('base64url').replace(/-/g, '.')}`;
  const app: CreatedApp = {
    ...registerApp({ clientId, redirects: org.app.redirects }),
    name: label,
    assignedTo: new Set(),
    certificate: certificate === undefined ? undefined : checkedCertificate(certificate),
    blocked: false,
    certificates: () => (app.certificate === undefined ? [] : [app.certificate]),
  };
  org.createdApps.set(clientId, app);
  return viewOf(org, app);
}

/** Replaces the certificate; empty text takes it away. */
export function uploadCertificate(org: Org, clientId: string, certificate: string): AppView {
  const app = needed(org, clientId);
  app.certificate = certificate.trim() === '' ? undefined : checkedCertificate(certificate);
  return viewOf(org, app);
}

/** Who may use it: the users of its permission set. */
export function assignApp(org: Org, clientId: string, usernames: readonly string[]): AppView {
  const app = needed(org, clientId);
  const people = usernames.map(
    (username) => org.people.byUsername(username) ?? fail(`no such user: ${username}`),
  );
  app.assignedTo.clear();
  for (const { id } of people) app.assignedTo.add(id);
  return viewOf(org, app);
}

export function blockApp(org: Org, clientId: string, blocked: boolean): AppView {
  const app = needed(org, clientId);
  app.blocked = blocked;
  return viewOf(org, app);
}

/** Its consumer key is nobody's from then on, and its tokens end. */
export function deleteApp(org: Org, clientId: string): { closed: number } {
  needed(org, clientId);
  org.createdApps.delete(clientId);
  const its = org.sessions.list().filter((session) => session.clientId === clientId);
  for (const { token } of its) org.sessions.close(token);
  return { closed: its.length };
}

export function listApps(org: Org): AppView[] {
  return [...org.createdApps.values()].map((app) => viewOf(org, app));
}

function needed(org: Org, clientId: string): CreatedApp {
  return (
    org.createdApps.get(clientId) ?? fail(`no app that was created here has the consumer key ${clientId}`)
  );
}

/** The largest file that Setup takes there; an ended certificate is taken too, and works. */
const maxBytes = 4096;

function checkedCertificate(text: string): string {
  if (Buffer.byteLength(text) > maxBytes) fail(`a certificate has ${maxBytes} bytes at most`);
  try {
    const certificate = new X509Certificate(text);
    if (certificate.publicKey.asymmetricKeyType === 'rsa') return certificate.toString();
  } catch {
    // Told below: what came is none.
  }
  return fail('this is no X.509 certificate of an RSA key');
}

function viewOf(org: Org, { name, clientId, certificate, assignedTo, blocked }: CreatedApp): AppView {
  const ends = certificate === undefined ? undefined : new X509Certificate(certificate).validToDate;
  const assigned = [...assignedTo].map((id) => org.people.byId(id)?.username ?? id);
  return { name, clientId, certificateEnds: ends?.toISOString(), assigned, blocked };
}
