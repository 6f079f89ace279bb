// Salesforce's documented OAuth errors, row by row: how each is known, and what it means in our words.

import type { WhoCanAct } from '#contract/errors.ts';

/** The leg of OAuth that was refused. */
export type Leg = 'authorize' | 'authorization-code' | 'jwt-bearer' | 'revoke';

export interface ErrorRow {
  readonly id: string;
  readonly errors: readonly string[];
  /** Tells apart what shares one error code; tested on Salesforce's description. */
  readonly says?: RegExp;
  readonly legs?: readonly Leg[];
  readonly what: string;
  readonly fix: string;
  /** Who is affected: one person, everybody of the org, or this installation alone. */
  readonly scope: 'person' | 'org' | 'installation';
  readonly who: WhoCanAct;
  /** True when the same request may work later unchanged. */
  readonly retry?: boolean;
}

const assign = 'Ask your Salesforce admin to assign you the app’s permission set.';
const again = 'Start connecting again from the popup.';
const operator = 'Tell the operator of Canvasback.';
const notInstalled = {
  what: 'The app is not installed in this org.',
  fix: 'Ask your Salesforce admin to install it (Setup › Connected Apps OAuth Usage).',
  scope: 'org',
} as const;

/** The first row that fits decides. */
export const errorRows: readonly ErrorRow[] = [
  {
    id: 'not_approved',
    errors: ['invalid_grant'],
    says: /hasn't approved|has not approved/i,
    what: 'The app is not approved for this Salesforce user.',
    fix: assign,
    scope: 'person',
    who: 'salesforce_admin',
  },
  {
    id: 'not_assigned',
    // One published copy spells it with a letter missing.
    errors: ['invalid_app_access', 'invalid_app_acess', 'OAUTH_APP_ACCESS_DENIED'],
    what: 'This Salesforce user is not assigned to the app.',
    fix: assign,
    scope: 'person',
    who: 'salesforce_admin',
  },
  {
    id: 'audience',
    errors: ['invalid_grant'],
    says: /audience/i,
    what: 'Salesforce did not accept the login address for this org.',
    fix: 'Check whether the org is a sandbox that is connected as production, or the reverse, and connect it again.',
    scope: 'org',
    who: 'owner',
  },
  {
    id: 'certificate',
    errors: ['invalid_grant'],
    says: /invalid assertion/i,
    what: 'Salesforce did not accept the signature.',
    fix: 'Upload the certificate that the connect page shows to the app in Salesforce.',
    scope: 'org',
    who: 'salesforce_admin',
  },
  {
    id: 'clock',
    errors: ['invalid_grant'],
    says: /expired authorization code/i,
    legs: ['jwt-bearer'],
    what: 'Salesforce found the request too old.',
    fix: 'Check the clock of the server, then try again.',
    scope: 'installation',
    retry: true,
    who: 'operator',
  },
  {
    id: 'code_used',
    errors: ['invalid_grant'],
    says: /authorization code/i,
    what: 'The sign-in is too old, or its answer was used before.',
    fix: again,
    scope: 'person',
    who: 'you',
  },
  {
    id: 'verifier',
    errors: ['invalid_grant'],
    says: /verifier/i,
    what: 'The sign-in’s answer belongs to another sign-in.',
    fix: again,
    scope: 'person',
    who: 'you',
  },
  {
    id: 'user_locked',
    errors: ['invalid_grant'],
    says: /locked/i,
    what: 'The Salesforce user has been locked out.',
    fix: 'Ask your Salesforce admin to unlock the user.',
    scope: 'person',
    who: 'salesforce_admin',
  },
  {
    id: 'user_inactive',
    errors: ['inactive_user'],
    what: 'The Salesforce user is deactivated.',
    fix: 'Ask your Salesforce admin to activate the user.',
    scope: 'person',
    who: 'salesforce_admin',
  },
  {
    id: 'user_inactive',
    errors: ['invalid_grant'],
    says: /inactive user/i,
    what: 'The Salesforce user is deactivated.',
    fix: 'Ask your Salesforce admin to activate the user.',
    scope: 'person',
    who: 'salesforce_admin',
  },
  {
    id: 'user_unknown',
    errors: ['invalid_grant'],
    says: /user not found/i,
    what: 'The org has no user of this name.',
    fix: 'Check the username, then connect again.',
    scope: 'person',
    who: 'you',
  },
  {
    id: 'address_or_hours',
    errors: ['invalid_grant'],
    says: /ip restricted|login hours/i,
    what: 'Login address ranges or login hours of the user’s profile do not allow it.',
    fix: 'Ask your Salesforce admin to allow the server’s addresses, or to relax address checks for the app.',
    scope: 'person',
    who: 'salesforce_admin',
  },
  {
    id: 'org_inactive',
    errors: ['inactive_org'],
    what: 'The org is locked, closed or suspended.',
    fix: 'Ask your Salesforce admin; Salesforce’s support can lift it.',
    scope: 'org',
    who: 'salesforce_admin',
  },
  {
    id: 'app_unknown',
    errors: ['invalid_client_id'],
    what: 'The org does not know the app.',
    fix: 'Check the app’s consumer key; a new app takes up to ten minutes to be known.',
    scope: 'org',
    who: 'operator',
  },
  {
    id: 'app_not_installed',
    // The token endpoint words what the authorize page calls OAUTH_APPROVAL_ERROR_GENERIC.
    errors: ['invalid_client'],
    says: /must be installed/i,
    ...notInstalled,
    who: 'salesforce_admin',
  },
  {
    id: 'app_credentials',
    errors: ['invalid_client', 'invalid_client_credentials'],
    what: 'Salesforce did not accept the app’s credentials.',
    fix: 'Check the app’s consumer key, and that it asks for no secret.',
    scope: 'org',
    who: 'salesforce_admin',
  },
  {
    id: 'app_not_installed',
    errors: ['app_not_found', 'OAUTH_EC_APP_NOT_FOUND', 'OAUTH_APPROVAL_ERROR_GENERIC'],
    ...notInstalled,
    who: 'salesforce_admin',
  },
  {
    id: 'app_blocked',
    errors: ['OAUTH_APP_BLOCKED'],
    what: 'A Salesforce admin has blocked the app.',
    fix: 'An admin can unblock it in Setup › Connected Apps OAuth Usage.',
    scope: 'org',
    who: 'salesforce_admin',
  },
  {
    id: 'scope_missing',
    errors: ['invalid_request'],
    says: /refresh_token scope/i,
    what: 'The app lacks the scope that lets it act for approved users.',
    fix: 'Add “Perform requests at any time (refresh_token)” to the app’s scopes. No such token is ever kept.',
    scope: 'org',
    who: 'salesforce_admin',
  },
  {
    id: 'login_rate',
    errors: ['rate_limit_exceeded'],
    what: 'This Salesforce user has signed in too often within the hour.',
    fix: 'Wait a while, then try again.',
    scope: 'person',
    retry: true,
    who: 'you',
  },
  {
    id: 'flow_disabled',
    errors: ['unauthorized_client', 'unsupported_grant_type', 'unsupported_response_type'],
    what: 'The app does not allow this way of signing in.',
    fix: 'Enable the authorization code flow with PKCE and the JWT bearer flow in the app’s OAuth settings.',
    scope: 'org',
    who: 'salesforce_admin',
  },
  {
    id: 'scope_refused',
    errors: ['invalid_scope'],
    what: 'The app does not have the scope that was asked for.',
    fix: 'Add the scopes “openid”, “api” and “refresh_token” to the app.',
    scope: 'org',
    who: 'salesforce_admin',
  },
  {
    id: 'denied',
    errors: ['access_denied'],
    what: 'The sign-in was declined at Salesforce.',
    fix: 'Connect again and choose Allow.',
    scope: 'person',
    who: 'you',
  },
  {
    id: 'not_silent',
    errors: ['immediate_unsuccessful'],
    what: 'Salesforce wants to ask the person something.',
    fix: again,
    scope: 'person',
    who: 'you',
  },
  {
    id: 'redirect_address',
    errors: ['redirect_uri_mismatch', 'redirect_uri_missing'],
    what: 'The app does not list the extension’s address as a callback.',
    fix: 'Add the callback address that the popup shows to the app’s OAuth settings.',
    scope: 'org',
    who: 'salesforce_admin',
  },
  {
    id: 'token_dead',
    errors: ['invalid_token', 'unsupported_token_type'],
    legs: ['revoke'],
    what: 'Salesforce no longer knew the token.',
    fix: 'Nothing to do.',
    scope: 'installation',
    who: 'nobody',
  },
  {
    id: 'request',
    errors: ['invalid_request'],
    what: 'Salesforce found the request malformed.',
    fix: operator,
    scope: 'installation',
    who: 'operator',
  },
  {
    id: 'grant',
    errors: ['invalid_grant'],
    what: 'Salesforce refused without naming a cause.',
    fix: 'Look at the user’s Login History in Setup: it names the reason.',
    scope: 'person',
    who: 'salesforce_admin',
  },
];
