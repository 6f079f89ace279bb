// Each documented OAuth error of Salesforce has an explanation of its own, and none repeats Salesforce's text.

import { describe, expect, test } from 'vitest';
import {
  explainSalesforceError,
  type Leg,
  SalesforceRefusal,
} from '../../../server/delegation/salesforce-errors.ts';

/** Leg, error and description as documented, and the explanation they get. */
const documented: readonly (readonly [Leg, string, string, string])[] = [
  ['jwt-bearer', 'invalid_grant', "user hasn't approved this consumer", 'not_approved'],
  ['jwt-bearer', 'invalid_app_access', 'user is not admin approved to access this app', 'not_assigned'],
  ['jwt-bearer', 'invalid_app_acess', 'user is not admin approved to access this app', 'not_assigned'],
  ['jwt-bearer', 'invalid_grant', 'audience is invalid', 'audience'],
  ['jwt-bearer', 'invalid_grant', 'Audience validation failed', 'audience'],
  ['jwt-bearer', 'invalid_grant', 'invalid assertion', 'certificate'],
  ['jwt-bearer', 'invalid_grant', 'expired authorization code', 'clock'],
  ['jwt-bearer', 'invalid_client_id', 'client identifier invalid', 'app_unknown'],
  ['jwt-bearer', 'invalid_client', 'invalid client credentials', 'app_credentials'],
  ['jwt-bearer', 'invalid_client', 'app must be installed into org', 'app_not_installed'],
  ['jwt-bearer', 'app_not_found', 'External client app is not installed in this org', 'app_not_installed'],
  ['jwt-bearer', 'invalid_grant', 'user is locked', 'user_locked'],
  ['jwt-bearer', 'invalid_grant', 'user not found', 'user_unknown'],
  ['jwt-bearer', 'invalid_grant', 'inactive user', 'user_inactive'],
  ['jwt-bearer', 'inactive_user', 'user is inactive', 'user_inactive'],
  ['jwt-bearer', 'inactive_org', 'organization is inactive', 'org_inactive'],
  ['jwt-bearer', 'invalid_grant', 'ip restricted or invalid login hours', 'address_or_hours'],
  ['jwt-bearer', 'invalid_grant', 'ip restricted', 'address_or_hours'],
  [
    'jwt-bearer',
    'invalid_request',
    'refresh_token scope is required and the connected app should be installed and preauthorized.',
    'scope_missing',
  ],
  ['jwt-bearer', 'rate_limit_exceeded', 'login rate exceeded', 'login_rate'],
  ['jwt-bearer', 'unsupported_grant_type', 'grant type not supported', 'flow_disabled'],
  ['jwt-bearer', 'invalid_scope', 'the requested scope is invalid, unknown, or malformed', 'scope_refused'],
  ['jwt-bearer', 'OAUTH_APP_BLOCKED', 'this app is blocked by admin', 'app_blocked'],
  ['authorization-code', 'invalid_grant', 'expired authorization code', 'code_used'],
  ['authorization-code', 'invalid_grant', 'invalid authorization code', 'code_used'],
  ['authorization-code', 'invalid_grant', 'invalid code verifier', 'verifier'],
  [
    'authorization-code',
    'redirect_uri_mismatch',
    'redirect_uri must match configuration',
    'redirect_address',
  ],
  ['authorization-code', 'redirect_uri_missing', 'redirect_uri not provided', 'redirect_address'],
  ['authorization-code', 'invalid_client_credentials', 'client credentials are invalid', 'app_credentials'],
  ['authorize', 'invalid_request', 'invalid code challenge', 'request'],
  ['authorize', 'access_denied', 'end-user denied authorization', 'denied'],
  ['authorize', 'immediate_unsuccessful', 'immediate unsuccessful', 'not_silent'],
  ['authorize', 'OAUTH_APP_ACCESS_DENIED', 'user is not admin approved to access this app', 'not_assigned'],
  ['authorize', 'unsupported_response_type', 'response type is not supported', 'flow_disabled'],
  ['authorize', 'OAUTH_APPROVAL_ERROR_GENERIC', 'app must be installed into org', 'app_not_installed'],
  [
    'authorize',
    'OAUTH_EC_APP_NOT_FOUND',
    'External client app is not installed in this org',
    'app_not_installed',
  ],
  ['authorize', 'invalid_client_id', 'client identifier invalid', 'app_unknown'],
  ['authorize', 'unauthorized_client', 'client is not authorized to use this flow', 'flow_disabled'],
  ['revoke', 'unsupported_token_type', 'this token type is not supported', 'token_dead'],
  ['revoke', 'invalid_token', 'invalid token: 00D5g000004XyZa!canary', 'token_dead'],
];

describe('documented errors', () => {
  test.each(documented)('%s: %s, %s', (leg, error, description, id) => {
    const explained = explainSalesforceError(leg, error, description);
    expect(explained.id).toBe(id);
    expect(explained.what).toMatch(/^[A-Z].*\.$/);
    expect(explained.fix).toMatch(/^[A-Z].*\.$/);
    expect(`${explained.what} ${explained.fix}`).not.toContain(description);
  });
});

describe('anything else', () => {
  test('names the code when it is one, and never the description', () => {
    const unknown = explainSalesforceError('jwt-bearer', 'new_error', 'token 00D5g!canary');
    expect(unknown.id).toBe('unfamiliar');
    expect(unknown.what).toContain('new_error');
    expect(JSON.stringify(unknown)).not.toContain('canary');
    for (const odd of [undefined, 7, '', '<script>', `x${'y'.repeat(100)}`]) {
      expect(explainSalesforceError('authorize', odd).what).toBe('Salesforce refused without an error code.');
    }
  });

  test('keeps who is affected across the socket', () => {
    expect(new SalesforceRefusal('app_blocked', 'text').scope).toBe('org');
    expect(new SalesforceRefusal('user_inactive', 'text').scope).toBe('person');
  });
});
