// The authorize endpoint: checks the request, has the user sign in, and sends a code back to the app.

import { type Exchange, escapeHtml, html, type Reply, redirect } from '../http/exchange.ts';
import { type Org, standing } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { signedIn } from './browser.ts';
import { errorPage, refusedRedirect } from './errors.ts';

interface AuthorizeRequest {
  readonly redirectUri: string;
  readonly state: string | null;
  readonly scopes: readonly string[];
  readonly challenge: string;
  readonly nonce: string | undefined;
  readonly prompt: readonly string[];
  readonly immediate: boolean;
}

export function authorize(org: Org, call: Exchange): Reply {
  if (call.method !== 'GET') return errorPage('invalid_request', 'Must use HTTP GET');
  const request = readRequest(org, call);
  if ('status' in request) return request;
  if (org.faults.appUninstalled) {
    return errorPage('OAUTH_EC_APP_NOT_FOUND', 'External client app is not installed in this org');
  }
  const back = (error: string, description: string) =>
    refusedRedirect(request.redirectUri, request.state, error, description);
  if (org.faults.appBlocked) return back('OAUTH_APP_BLOCKED', 'this app is blocked by admin');

  const person = signedIn(org, call);
  const silent = request.immediate || request.prompt.includes('none');
  const mustSignIn = request.prompt.includes('login') || request.prompt.includes('select_account');
  if (!person || mustSignIn) {
    if (silent) return back('immediate_unsuccessful', 'immediate unsuccessful');
    const login = new URLSearchParams({ ec: '302', startURL: `${call.path}?${call.query}` });
    const hint = call.query.get('login_hint');
    if (hint !== null) login.set('login_hint', hint);
    return redirect(`/?${login}`);
  }
  call.log.user = person.username;
  if (org.faults.appMode === 'self-authorize') {
    if (!person.approved || request.prompt.includes('consent')) {
      return silent
        ? back('immediate_unsuccessful', 'immediate unsuccessful')
        : consentPage(org, call, person);
    }
  } else if (!standing(org, person).assigned) {
    return back('OAUTH_APP_ACCESS_DENIED', 'user is not admin approved to access this app');
  }
  return sendCode(org, call, request, person);
}

/** What the person chose on the consent page. */
export async function consent(org: Org, call: Exchange): Promise<Reply> {
  const form = new URLSearchParams(await call.body(20_000));
  const asked = new URLSearchParams(form.get('request') ?? '');
  const person = signedIn(org, call);
  const request = readRequest(org, { ...call, query: asked });
  if ('status' in request) return request;
  if (!person)
    return redirect(`/?${new URLSearchParams({ startURL: `/services/oauth2/authorize?${asked}` })}`);
  if (form.get('choice') !== 'allow') {
    return refusedRedirect(
      request.redirectUri,
      request.state,
      'access_denied',
      'end-user denied authorization',
    );
  }
  person.approved = true;
  return sendCode(org, call, request, person);
}

function readRequest(org: Org, call: Exchange): AuthorizeRequest | Reply {
  const { query } = call;
  if (query.get('client_id') !== org.app.clientId || call.host === 'test.salesforce.com') {
    return errorPage('invalid_client_id', 'client identifier invalid');
  }
  const redirectUri = query.get('redirect_uri');
  if (redirectUri === null) return errorPage('redirect_uri_missing', 'redirect_uri not provided');
  if (redirectUri === 'urn:ietf:wg:oauth:2.0:oob')
    return errorPage('invalid_request', 'Out-of-band not supported');
  if (!org.app.redirects.includes(redirectUri)) {
    return errorPage('redirect_uri_mismatch', 'redirect_uri must match configuration');
  }
  const state = query.get('state');
  const back = (error: string, description: string) =>
    refusedRedirect(redirectUri, state, error, description);
  if (query.get('response_type') !== 'code') {
    return back('unsupported_response_type', 'response type is not supported');
  }
  const challenge = query.get('code_challenge');
  if (challenge === null) return back('invalid_request', 'missing required code challenge');
  const method = query.get('code_challenge_method') ?? 'S256';
  if (method !== 'S256' || !/^[A-Za-z0-9_-]{43}$/.test(challenge)) {
    return errorPage('invalid_request', 'invalid code challenge');
  }
  const scopes = query.get('scope')?.split(/\s+/).filter(Boolean) ?? [...org.app.scopes];
  if (scopes.some((scope) => !org.app.scopes.includes(scope))) {
    return back('invalid_scope', 'the requested scope is invalid, unknown, or malformed');
  }
  return {
    redirectUri,
    state,
    scopes,
    challenge,
    nonce: query.get('nonce') ?? undefined,
    prompt: (query.get('prompt') ?? '').split(/\s+/),
    immediate: query.get('immediate') === 'true',
  };
}

function sendCode(org: Org, call: Exchange, request: AuthorizeRequest, person: Person): Reply {
  const grant = org.sessions.grant({
    clientId: org.app.clientId,
    redirectUri: request.redirectUri,
    scopes: request.scopes,
    userId: person.id,
    challenge: request.challenge,
    nonce: request.nonce,
    issuer: `https://${call.host}`,
  });
  const target = new URL(request.redirectUri);
  target.searchParams.set('code', grant.code);
  if (request.state !== null) target.searchParams.set('state', request.state);
  return redirect(target.href);
}

function consentPage(org: Org, call: Exchange, person: Person): Reply {
  return html(
    200,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Allow Access? | Salesforce</title>
<link rel="stylesheet" href="/assets/login.css"></head><body class="login"><main>
<p class="brand">${escapeHtml(org.settings.orgName)}</p>
<form class="card" method="post" action="/setup/secur/RemoteAccessAuthorizationPage.apexp"><h1>Allow Access?</h1>
<p>${escapeHtml(org.app.name)} is asking to:</p><ul><li>Access unique user identifiers</li></ul>
<p>Do you want to allow access for ${escapeHtml(person.username)}?</p>
<input type="hidden" name="request" value="${escapeHtml(String(call.query))}">
<button id="oadeny" name="choice" value="deny">Deny</button> <button id="oaapprove" name="choice" value="allow">Allow</button>
</form></main></body></html>`,
    { 'x-frame-options': 'DENY' },
  );
}
