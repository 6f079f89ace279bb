// Whether a user may get a token for the app now: the org's, the app's and the user's own state.

import { createdApp } from '../apps.ts';
import { type Org, standing } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { notInstalled, refuse } from './errors.ts';

export type Grant = 'jwt-bearer' | 'authorization-code' | 'refresh-token';

/** Refuses what stops anyone at this org or app; `clientId` is whose the request says it is. */
export function admitApp(org: Org, grant: Grant | undefined, clientId: string | undefined): void {
  const { faults } = org;
  if (faults.orgInactive) refuse('inactive_org', 'organization is inactive');
  const created = createdApp(org, clientId);
  if (created) {
    if (created.blocked) refuse('OAUTH_APP_BLOCKED', 'this app is blocked by admin');
    return;
  }
  if (faults.appUninstalled) {
    if (org.app.kind === 'external-client-app') {
      refuse('app_not_found', 'External client app is not installed in this org');
    }
    // What a user approved before an app had to be installed keeps working.
    if (grant !== 'refresh-token') refuse('invalid_client', notInstalled);
  }
  if (faults.appBlocked) refuse('OAUTH_APP_BLOCKED', 'this app is blocked by admin');
}

/** Refuses what stops this user, and the login that would be one too many. */
export function admitPerson(org: Org, person: Person, grant: Grant, clientId = org.app.clientId): void {
  const { faults } = org;
  const state = standing(org, person);
  if (!state.active) {
    if (faults.wording === 'documented') refuse('inactive_user', 'user is inactive');
    refuse('invalid_grant', 'inactive user');
  }
  // A locked password stops no token that was given before.
  if (grant === 'jwt-bearer' && state.locked) refuse('invalid_grant', 'user is locked');
  if (faults.loginHours) refuse('invalid_grant', 'ip restricted or invalid login hours');
  if (faults.ipRestricted) refuse('invalid_grant', 'ip restricted');
  const created = createdApp(org, clientId);
  if (created) {
    admitAssigned(grant, created.assignedTo.has(person.id), created.scopes);
  } else if (clientId !== org.app.clientId) {
    if (!org.signInApp?.approvedBy.has(person.id))
      refuse('invalid_grant', "user hasn't approved this consumer");
  } else admitToApp(org, person, grant, state.assigned);
  if (faults.loginRateExceeded || !org.sessions.countLogin(person.id)) {
    refuse('rate_limit_exceeded', 'login rate exceeded');
  }
}

function admitToApp(org: Org, person: Person, grant: Grant, assigned: boolean): void {
  const selfAuthorized = org.faults.appMode === 'self-authorize';
  if (selfAuthorized && !person.approved) refuse('invalid_grant', "user hasn't approved this consumer");
  admitAssigned(grant, selfAuthorized || assigned, appScopes(org));
}

function admitAssigned(grant: Grant, assigned: boolean, scopes: readonly string[]): void {
  if (!assigned) refuse('invalid_app_access', 'user is not admin approved to access this app');
  if (grant === 'jwt-bearer' && !mayRefresh(scopes)) {
    refuse(
      'invalid_request',
      'refresh_token scope is required and the connected app should be installed and preauthorized.',
    );
  }
}

/** Both scopes are names of one thing. */
export function mayRefresh(scopes: readonly string[]): boolean {
  return scopes.includes('refresh_token') || scopes.includes('offline_access');
}

/** The scopes a request asks for, all of the app's when it names none; undefined when the app lacks one. */
export function askedScopes(
  org: Org,
  request: URLSearchParams,
  held: readonly string[] = appScopes(org),
): readonly string[] | undefined {
  const asked = request.get('scope')?.split(/\s+/).filter(Boolean) ?? held;
  return asked.every((scope) => held.includes(scope)) ? asked : undefined;
}

function appScopes(org: Org): readonly string[] {
  const { scopes } = org.app;
  return org.faults.appWithoutRefreshScope ? scopes.filter((scope) => !mayRefresh([scope])) : scopes;
}
