// What the connect page tells an admin to create, and what it can look at: this installation's own values.

import type { InputOf, OutputOf } from '#contract/index.ts';
import { explainSalesforceError } from '../delegation/salesforce-errors.ts';
import { AppError } from '../errors.ts';
import type { Member } from '../parties.ts';
import { checkOrg } from './check-org.ts';
import type { OrgsDeps } from './deps.ts';

/** Errors that Salesforce shows on a page of its own: no redirect tells us of them. */
const shownBySalesforce = [
  ['OAUTH_EC_APP_NOT_FOUND', ''],
  ['OAUTH_APPROVAL_ERROR_GENERIC', ''],
  ['invalid_client_id', ''],
  ['redirect_uri_mismatch', ''],
  ['OAUTH_APP_BLOCKED', ''],
  ['invalid_request', 'HTTPS required'],
] as const;

/**
 * The app's scopes: who signs in, the APIs as that user, and what Salesforce wants an app to have before it takes
 * assertions. Sign-in asks for the first alone, so that no refresh token is ever given.
 */
const scopes = ['openid', 'api', 'refresh_token'] as const;

export async function guideValues(
  deps: OrgsDeps,
  { member }: { member: Member | undefined },
): Promise<OutputOf<'guide.values'>> {
  if (!member) throw new AppError('not_a_member');
  const { certificate, endsAt, fingerprint } = await deps.delegation.certificate();
  return {
    clientId: deps.clientId,
    redirects: [...deps.redirects],
    scopes: [...scopes],
    ...(certificate ? { certificate } : {}),
    ...(endsAt ? { certificateEndsAt: endsAt } : {}),
    fingerprint,
    errors: shownBySalesforce.map(([error, description]) => {
      const { what, fix, who } = explainSalesforceError('authorize', error, description);
      return { error, what, fix, who };
    }),
  };
}

export async function guideCheck(
  deps: OrgsDeps,
  { member, input }: { member: Member | undefined; input: InputOf<'guide.check'> },
): Promise<OutputOf<'guide.check'>> {
  if (!member) throw new AppError('not_a_member');
  const { apiHost, redirectUri } = input;
  if (redirectUri !== undefined && !deps.redirects.includes(redirectUri)) {
    const detail = `${redirectUri} is not listed at this server.`;
    const action = 'Add it to CANVASBACK_REDIRECTS and restart the API.';
    throw new AppError('invalid_request', { detail, action, who: 'operator' });
  }
  const redirects = redirectUri === undefined ? deps.redirects : [redirectUri];
  const { clientId, salesforce } = deps;
  return { checks: await checkOrg(salesforce.fetch, apiHost, { clientId, redirects }) };
}
