// What the connect page tells an admin to create, and what it can look at: this installation's own values.

import type { InputOf, OutputOf } from '#contract/index.ts';
import { explainSalesforceError } from '../delegation/salesforce-errors.ts';
import { AppError } from '../errors.ts';
import type { Person } from '../identity/verify-person.ts';
import type { Member } from '../parties.ts';
import { checkOrg } from './check-org.ts';
import type { OrgsDeps } from './deps.ts';
import { refuseForeign, signInClientOf } from './org-app.ts';

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

interface Who {
  readonly person: Person;
  readonly member: Member | undefined;
}

export async function guideValues(
  deps: OrgsDeps,
  { person, member, apiHost }: Who & { apiHost: string },
): Promise<OutputOf<'guide.values'>> {
  if (!member) throw new AppError('not_a_member');
  await refuseForeign(deps, apiHost, member);
  const app = await deps.delegation.app({ apiHost, subject: person.subject });
  const { certificate, endsAt, fingerprint, clientId, own, state, returning } = app;
  const { signInClientId } = deps;
  return {
    ...(clientId ? { clientId } : {}),
    ...(signInClientId ? { signInClientId } : {}),
    own,
    state,
    ...(returning ? { returning } : {}),
    redirects: [...deps.redirects],
    scopes: [...(signInClientId ? scopes.filter((scope) => scope !== 'openid') : scopes)],
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
  { person, member, input }: Who & { input: InputOf<'guide.check'> },
): Promise<OutputOf<'guide.check'>> {
  if (!member) throw new AppError('not_a_member');
  const { apiHost, redirectUri } = input;
  // The app that is looked for may be one of the org's own.
  await refuseForeign(deps, apiHost, member);
  if (redirectUri !== undefined && !deps.redirects.includes(redirectUri)) {
    const detail = `${redirectUri} is not listed at this server.`;
    const action = 'Add it to CANVASBACK_REDIRECTS and restart the API.';
    throw new AppError('invalid_request', { detail, action, who: 'operator' });
  }
  const redirects = redirectUri === undefined ? deps.redirects : [redirectUri];
  const clientId = await signInClientOf(deps, { apiHost, subject: person.subject });
  return { checks: await checkOrg(deps.salesforce.fetch, apiHost, { clientId, redirects }) };
}
