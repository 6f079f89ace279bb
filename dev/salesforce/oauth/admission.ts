// Whether a user may get a token for the app now: the org's, the app's and the user's own state.

import { type Org, standing } from '../state/org.ts';
import type { Person } from '../state/people.ts';

export interface Denial {
  readonly error: string;
  readonly description: string;
}

const deny = (error: string, description: string): Denial => ({ error, description });

/** What stops anyone at this org or app. */
export function appDenial(org: Org): Denial | undefined {
  const { faults } = org;
  if (faults.orgInactive) return deny('inactive_org', 'organization is inactive');
  if (faults.appUninstalled) return deny('app_not_found', 'External client app is not installed in this org');
  if (faults.appBlocked) return deny('OAUTH_APP_BLOCKED', 'this app is blocked by admin');
  return undefined;
}

/** What stops this user at the token endpoint's JWT bearer grant. */
export function bearerDenial(org: Org, person: Person | undefined): Denial | undefined {
  const { faults } = org;
  if (!person) return deny('invalid_grant', "user hasn't approved this consumer");
  const state = standing(org, person);
  if (!state.active) return deny('invalid_grant', 'inactive user');
  if (state.locked) return deny('invalid_grant', 'user is locked');
  if (faults.loginHours) return deny('invalid_grant', 'ip restricted or invalid login hours');
  if (faults.ipRestricted) return deny('invalid_grant', 'ip restricted');
  if (faults.appMode === 'self-authorize') {
    if (!person.approved) return deny('invalid_grant', "user hasn't approved this consumer");
  } else if (!state.assigned) {
    return deny('invalid_app_access', 'user is not admin approved to access this app');
  }
  if (faults.appWithoutRefreshScope || !org.app.scopes.includes('refresh_token')) {
    return deny(
      'invalid_request',
      'refresh_token scope is required and the connected app should be installed and preauthorized.',
    );
  }
  return undefined;
}
