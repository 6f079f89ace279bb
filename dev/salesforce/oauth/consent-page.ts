// The page on which a user allows the app what it asks for, or denies it.

import { type Exchange, escapeHtml, html, type Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import type { AuthorizeRequest } from './authorize-request.ts';

/** Scopes in Salesforce's words; one that isn't here is shown by its name. */
const words: Readonly<Record<string, string>> = {
  api: 'Manage user data via APIs',
  full: 'Full access',
  id: 'Access the identity URL service',
  offline_access: 'Perform requests at any time',
  openid: 'Access unique user identifiers',
  refresh_token: 'Perform requests at any time',
  web: 'Manage user data via Web browsers',
};

export function consentPage(org: Org, call: Exchange, request: AuthorizeRequest, person: Person): Reply {
  const asked = [...new Set(request.scopes.map((scope) => words[scope] ?? scope))];
  return html(
    200,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Allow Access? | Salesforce</title>
<link rel="stylesheet" href="/assets/login.css"></head><body class="login ${displayClass(request.display)}"><main>
<p class="brand">${escapeHtml(org.settings.orgName)}</p>
<form class="card" method="post" action="/setup/secur/RemoteAccessAuthorizationPage.apexp"><h1>Allow Access?</h1>
<p>${escapeHtml(request.clientId === org.signInApp?.clientId ? org.signInApp.name : org.app.name)} is asking to:</p><ul>${asked.map((each) => `<li>${escapeHtml(each)}</li>`).join('')}</ul>
<p>Do you want to allow access for ${escapeHtml(person.username)}?</p>
<input type="hidden" name="request" value="${escapeHtml(String(call.query))}">
<button id="oadeny" name="choice" value="deny">Deny</button> <button id="oaapprove" name="choice" value="allow">Allow</button>
</form></main></body></html>`,
    { 'x-frame-options': 'DENY' },
  );
}

/** Salesforce's four ways to show its pages; any other is the first. */
export function displayClass(display: string | null): string {
  return `display-${['popup', 'touch', 'mobile'].find((each) => each === display) ?? 'page'}`;
}
