// The authorize endpoint: has the user sign in and allow the app, and sends a code back to it.

import { type CreatedApp, createdApp } from '../apps.ts';
import { type Exchange, type Reply, redirect } from '../http/exchange.ts';
import { type Org, standing } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { type AuthorizeRequest, readAuthorizeRequest } from './authorize-request.ts';
import { signedIn } from './browser.ts';
import { consentPage } from './consent-page.ts';
import { errorPage, notInstalled, toErrorPage } from './errors.ts';

export function authorize(org: Org, call: Exchange): Reply {
  if (call.method !== 'GET') return errorPage('invalid_request', 'Must use HTTP GET');
  const request = readAuthorizeRequest(org, call);
  if ('status' in request) return request;
  const { faults, app } = org;
  const created = createdApp(org, request.clientId);
  if (created) return authorizeCreated(org, call, request, created);
  if (faults.appUninstalled && app.kind === 'external-client-app') {
    const text = 'External client app is not installed in this org';
    return toErrorPage('OAUTH_EC_APP_NOT_FOUND', text, request.state);
  }
  if (faults.appBlocked) return request.back('OAUTH_APP_BLOCKED', 'this app is blocked by admin');

  const person = signedIn(org, call);
  const ofSignIn = request.clientId === org.signInApp?.clientId;
  if (!person || request.prompt.includes('login')) {
    return request.silent
      ? request.back('immediate_unsuccessful', 'immediate unsuccessful')
      : toLogin(call, request);
  }
  call.log.user = person.username;
  if (faults.appUninstalled && !faults.mayUseUninstalled.includes(person.username)) {
    return toErrorPage('invalid_client', notInstalled, request.state);
  }
  if (ofSignIn || faults.appMode === 'self-authorize') {
    const approved = ofSignIn ? org.signInApp?.approvedBy.has(person.id) : person.approved;
    const asks = request.prompt.includes('consent') || request.prompt.includes('select_account');
    if (approved && !asks) return sendCode(org, call, request, person);
    return request.silent
      ? request.back('immediate_unsuccessful', 'immediate unsuccessful')
      : consentPage(org, call, request, person);
  }
  if (!standing(org, person).assigned) {
    return request.back('OAUTH_APP_ACCESS_DENIED', 'user is not admin approved to access this app');
  }
  return sendCode(org, call, request, person);
}

/** Of an app that an admin created: open to the users it is assigned to, without a page. */
function authorizeCreated(org: Org, call: Exchange, request: AuthorizeRequest, app: CreatedApp): Reply {
  if (app.blocked) return request.back('OAUTH_APP_BLOCKED', 'this app is blocked by admin');
  const person = signedIn(org, call);
  if (!person || request.prompt.includes('login')) {
    return request.silent
      ? request.back('immediate_unsuccessful', 'immediate unsuccessful')
      : toLogin(call, request);
  }
  call.log.user = person.username;
  if (app.assignedTo.has(person.id)) return sendCode(org, call, request, person);
  return request.back('OAUTH_APP_ACCESS_DENIED', 'user is not admin approved to access this app');
}

/** What the person chose on the consent page. */
export async function consent(org: Org, call: Exchange): Promise<Reply> {
  const form = new URLSearchParams(await call.body(20_000));
  const asked = new URLSearchParams(form.get('request') ?? '');
  const person = signedIn(org, call);
  const request = readAuthorizeRequest(org, { ...call, query: asked });
  if ('status' in request) return request;
  if (!person)
    return redirect(`/?${new URLSearchParams({ startURL: `/services/oauth2/authorize?${asked}` })}`);
  if (form.get('choice') !== 'allow') return request.back('access_denied', 'end-user denied authorization');
  if (request.clientId === org.signInApp?.clientId) org.signInApp.approvedBy.add(person.id);
  else person.approved = true;
  return sendCode(org, call, request, person);
}

function toLogin(call: Exchange, request: AuthorizeRequest): Reply {
  const login = new URLSearchParams({ ec: '302', startURL: `${call.path}?${call.query}` });
  const hint = call.query.get('login_hint');
  if (hint !== null) login.set('login_hint', hint);
  if (request.display !== 'page') login.set('display', request.display);
  return redirect(`/?${login}`);
}

function sendCode(org: Org, call: Exchange, request: AuthorizeRequest, person: Person): Reply {
  const grant = org.sessions.grant({
    clientId: request.clientId,
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
