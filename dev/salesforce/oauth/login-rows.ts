// Rows of the login history: each attempt of a known user, with the words Salesforce has for how it ended.

import { appOf } from '../apps.ts';
import type { Exchange } from '../http/exchange.ts';
import { isFrozen, type Org, standing } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import type { OAuthRefusal } from './errors.ts';

/** A login through an app; someone the org doesn't know leaves no row. */
export function noteLogin(
  org: Org,
  call: Exchange,
  person: Person,
  { clientId, status }: { clientId: string | undefined; status: string },
): void {
  const application = org.faults.appName || (appOf(org, clientId) ?? org.app).name;
  addRow(org, call, person, { type: 'Remote Access 2.0', application, status });
}

/** A login by the form. */
export function noteFormLogin(org: Org, call: Exchange, person: Person, status: string): void {
  addRow(org, call, person, { type: 'Application', application: 'Browser', status });
}

function addRow(
  org: Org,
  call: Exchange,
  person: Person,
  how: { type: string; application: string; status: string },
): void {
  const agent = call.headers['user-agent'] ?? '';
  org.ledger.addLogin({
    userId: person.id,
    at: org.now(),
    ...how,
    address: call.address,
    loginUrl: call.host,
    browser: browserOf(agent),
    platform: platformOf(agent),
    method: call.method,
  });
}

/** How the login form's answer ends in the history. */
export function formStatus(org: Org, person: Person, passwordFits: boolean): string {
  const state = standing(org, person);
  if (isFrozen(org, person)) return 'User Is Frozen';
  if (!state.active) return 'User is Inactive';
  if (state.locked) return 'Password Lockout';
  if (org.faults.orgInactive) return 'Organization is inactive';
  if (!passwordFits) return 'Invalid Password';
  if (org.faults.ipRestricted) return 'Restricted IP';
  if (org.faults.loginHours) return 'Restricted Time';
  return 'Success';
}

/** Of what the token endpoint says, what the history says: where known as seen there, else as documented. */
const statuses: Readonly<Record<string, string>> = {
  'inactive user': 'User is Inactive',
  'user is inactive': 'User is Inactive',
  'user is locked': 'Password Lockout',
  'ip restricted': 'Restricted IP',
  'ip restricted or invalid login hours': 'Restricted Time',
  'login rate exceeded': 'Login rate exceeded',
  "user hasn't approved this consumer": 'Failed: Not approved for access',
  'user is not admin approved to access this app': 'Failed: Not approved for access',
  'audience is invalid': 'Failed: Audience Invalid',
  'Audience validation failed': 'Failed: Audience Invalid',
  'invalid assertion': 'Failed: Signature Invalid',
  'expired authorization code': 'Failed: Assertion Expired',
  'invalid code verifier': 'Failed: Invalid Code Verifier',
  'redirect_uri must match configuration': 'Failed: Invalid Callback URL',
  'redirect_uri not provided': 'Failed: Invalid Callback URL',
};

export function statusOf(org: Org, refusal: OAuthRefusal): string {
  if (refusal.person && isFrozen(org, refusal.person)) return 'User Is Frozen';
  return statuses[refusal.description] ?? 'Login invalid';
}

function browserOf(agent: string): string {
  const [, name, version] = /(Edg|Firefox|Chrome|Safari)\/(\d+)/.exec(agent) ?? [];
  return name === undefined ? 'Unknown' : `${name === 'Edg' ? 'Edge' : name} ${version}`;
}

function platformOf(agent: string): string {
  const known: readonly [RegExp, string][] = [
    [/Windows NT 10/, 'Windows 10'],
    [/Mac OS X/, 'Mac OSX'],
    [/Android/, 'Android'],
    [/Linux/, 'Linux'],
  ];
  return known.find(([pattern]) => pattern.test(agent))?.[1] ?? 'Unknown';
}
