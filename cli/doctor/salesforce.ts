// The external client app in an org, as Salesforce's sign-in page tells of it to anybody; no token is asked for.

import { createHash, randomBytes } from 'node:crypto';
import { checkEgress, isApiHost } from '../../server/salesforce/hosts.ts';
import { ask, type Fetch, type Finding, good, wrong } from './finding.ts';

export interface AppSettings {
  readonly clientId: string;
  readonly redirects: readonly string[];
}

export async function checkOrg(fetch: Fetch, apiHost: string, app: AppSettings): Promise<Finding[]> {
  if (!isApiHost(apiHost)) {
    return [wrong(`${apiHost} is no My Domain`, 'Name it as in Setup → My Domain: acme.my.salesforce.com.')];
  }
  return Promise.all(app.redirects.map((redirect) => checkRedirect(fetch, apiHost, app.clientId, redirect)));
}

async function checkRedirect(
  fetch: Fetch,
  apiHost: string,
  clientId: string,
  redirect: string,
): Promise<Finding> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirect,
    scope: 'openid',
    state: randomBytes(12).toString('base64url'),
    code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const answer = await ask(fetch, checkEgress(`https://${apiHost}/services/oauth2/authorize?${query}`));
  if (typeof answer === 'string')
    return wrong(`${apiHost}: ${answer}`, 'Is the My Domain right, and may this machine reach it?');
  const said = `${answer.headers.get('location') ?? ''}\n${await answer.text().catch(() => '')}`;
  if (/invalid_client_id|client identifier invalid/.test(said)) {
    return wrong(
      `${apiHost} does not know the app`,
      'Create the external client app there (or wait ten minutes after creating it), and set CANVASBACK_SALESFORCE_CLIENT_ID to its consumer key.',
    );
  }
  if (/redirect_uri_mismatch/.test(said)) {
    return wrong(
      `${apiHost} does not let sign-in end at ${redirect}`,
      'Add it to the app’s callback URLs, exactly so.',
    );
  }
  const error = /[?&]error=([a-z_]+)/.exec(said)?.[1];
  if (error || answer.status >= 400) {
    return wrong(
      `${apiHost} refuses sign-in: ${error ?? `HTTP ${answer.status}`}`,
      'See docs/operating.md, “Salesforce”.',
    );
  }
  return good(`${apiHost} knows the app and lets sign-in end at ${redirect}`);
}
