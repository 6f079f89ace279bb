// What an authorize request asks for, or the answer that ends it: an error page, or a refusal to the app.

import { appOf } from '../apps.ts';
import type { Exchange, Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import { askedScopes } from './admission.ts';
import { errorPage, refusedRedirect, toErrorPage } from './errors.ts';

export interface AuthorizeRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly scopes: readonly string[];
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
  readonly prompt: readonly string[];
  /** No page may be shown. */
  readonly silent: boolean;
  readonly display: string;
  /** Sends the person back to the app with a refusal. */
  back(error: string, description: string): Reply;
}

/** Response types of Salesforce's other flows, which the app has none of. */
const otherFlows = ['token', 'token id_token', 'id_token token', 'id_token', 'hybrid_token', 'device_code'];

export function readAuthorizeRequest(org: Org, call: Exchange): AuthorizeRequest | Reply {
  const { query } = call;
  const state = query.get('state');
  const clientId = query.get('client_id');
  const signIn = clientId !== null && clientId === org.signInApp?.clientId ? org.signInApp : undefined;
  const app = signIn ?? appOf(org, clientId ?? undefined);
  if (!app || call.host === org.settings.otherLoginHost) {
    return toErrorPage('invalid_client_id', 'client identifier invalid', state);
  }
  const redirectUri = query.get('redirect_uri');
  if (redirectUri === null) return errorPage('redirect_uri_missing', 'redirect_uri not provided');
  if (redirectUri === 'urn:ietf:wg:oauth:2.0:oob') {
    return errorPage('invalid_request', 'Out-of-band not supported');
  }
  if (!app.redirects.includes(redirectUri)) {
    return errorPage('redirect_uri_mismatch', 'redirect_uri must match configuration');
  }
  const back = (error: string, description: string) =>
    refusedRedirect(redirectUri, state, error, description);
  const responseType = query.get('response_type') ?? '';
  if (otherFlows.includes(responseType) || (responseType === 'code' && !org.app.codeFlow)) {
    return back('unauthorized_client', 'client is not authorized to use this flow');
  }
  if (responseType !== 'code') return back('unsupported_response_type', 'response type is not supported');
  const challenge = query.get('code_challenge') ?? undefined;
  if (challenge === undefined && org.app.pkceRequired) {
    return back('invalid_request', 'missing required code challenge');
  }
  if (challenge !== undefined && !isChallenge(challenge, query.get('code_challenge_method'))) {
    return errorPage('invalid_request', 'invalid code challenge');
  }
  const scopes = askedScopes(org, query, app === org.app ? undefined : app.scopes);
  if (!scopes) return back('invalid_scope', 'the requested scope is invalid, unknown, or malformed');
  const prompt = (query.get('prompt') ?? '').split(/\s+/);
  return {
    clientId: app.clientId,
    redirectUri,
    state,
    scopes,
    challenge,
    nonce: query.get('nonce') ?? undefined,
    prompt,
    silent: query.get('immediate') === 'true' || prompt.includes('none'),
    display: query.get('display') ?? 'page',
    back,
  };
}

function isChallenge(challenge: string, method: string | null): boolean {
  return (method ?? 'S256') === 'S256' && /^[A-Za-z0-9_-]{43}$/.test(challenge);
}
