// The login form of a login host or of the org's own domain, and what it does.

import { type Exchange, escapeHtml, html, type Reply, redirect } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import { signInCookie, signOut } from './browser.ts';
import { displayClass } from './consent-page.ts';
import { formStatus, noteFormLogin } from './login-rows.ts';

const wrongPassword =
  "Please check your username and password. If you still can't log in, contact your Salesforce administrator.";

export function loginPage(org: Org, call: Exchange, problem?: string, typed = ''): Reply {
  const startUrl = ownPath(call.query.get('startURL'));
  const hint = typed || (call.query.get('login_hint') ?? '');
  const brand = call.host === org.settings.apiHost ? org.settings.orgName : 'Cloud login';
  return html(
    200,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Login | Salesforce</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="/assets/login.css"></head>
<body class="login ${displayClass(call.query.get('display'))}"><main><p class="brand">${escapeHtml(brand)}</p>
<form class="card" id="login_form" name="login" method="post" action="/" autocomplete="off">
${problem === undefined ? '' : `<div id="error" class="login-error" role="alert">${escapeHtml(problem)}</div>`}
<input type="hidden" name="startURL" value="${escapeHtml(startUrl)}">
<label for="username">Username</label><input id="username" name="un" type="email" value="${escapeHtml(hint)}" autofocus>
<label for="password">Password</label><input id="password" name="pw" type="password">
<input id="Login" type="submit" value="Log In">
<label class="remember"><input id="rememberUn" type="checkbox" name="rememberUn"> Remember me</label>
<a href="#forgot">Forgot Your Password?</a></form>
<p class="legal">A local stand-in of an org, for development. Nothing here reaches Salesforce.</p></main></body></html>`,
    { 'x-frame-options': 'DENY' },
  );
}

export async function logIn(org: Org, call: Exchange): Promise<Reply> {
  const form = new URLSearchParams(await call.body(20_000));
  const username = form.get('un') ?? '';
  const startUrl = ownPath(form.get('startURL'));
  call.query.set('startURL', startUrl);
  const person = org.people.byUsername(username);
  const status = person && formStatus(org, person, form.get('pw') === person.password);
  if (person && status) noteFormLogin(org, call, person, status);
  if (!person || status !== 'Success') return loginPage(org, call, wrongPassword, username);
  call.log.user = person.username;
  return redirect(withoutLoginPrompt(startUrl), { 'set-cookie': signInCookie(org, call, person) });
}

export function logOut(org: Org, call: Exchange): Reply {
  return redirect('/', { 'set-cookie': signOut(org, call) });
}

/** Only a path of this host; anything else leads home. */
function ownPath(path: string | null): string {
  return path !== null && /^\/(?![/\\])/.test(path) ? path : '/lightning/setup/SetupOneHome/home';
}

function withoutLoginPrompt(path: string): string {
  const url = new URL(path, 'https://here.invalid');
  const prompt = url.searchParams.get('prompt');
  if (prompt === null) return path;
  const left = prompt.split(/\s+/).filter((each) => each !== 'login');
  if (left.length > 0) url.searchParams.set('prompt', left.join(' '));
  else url.searchParams.delete('prompt');
  return url.pathname + url.search;
}
