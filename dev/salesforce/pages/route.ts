// The Setup pages of the org's Lightning and Setup hosts: who is signed in, then which page.

import { type Exchange, html, json, type Reply, redirect } from '../http/exchange.ts';
import { frameTicket, ofTicket, signedIn, signInCookie } from '../oauth/browser.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { builderPage } from './builders.ts';
import { enterBuilder } from './experience-builder.ts';
import { actingAs, loginAs } from './login-as.ts';
import { reportFrame } from './report-frame.ts';
import { appShell, setupShell } from './shell.ts';
import { viewOf } from './view.ts';

export async function setupPages(org: Org, call: Exchange): Promise<Reply> {
  if (call.path === '/secur/contentDoor') return enter(org, call);
  const { person, cookies } = whoIsThere(org, call);
  if (!person) return askToSignIn(org, call);
  call.log.user = person.username;
  const reply = await pageFor(org, call, person);
  return cookies.length > 0 ? { ...reply, headers: { ...reply.headers, 'set-cookie': cookies } } : reply;
}

async function pageFor(org: Org, call: Exchange, person: Person): Promise<Reply> {
  if (call.path === '/setup-view') {
    return json(200, await viewOf(org, person, call.query.get('to') ?? '/', call.query.get('search') ?? ''));
  }
  const other =
    loginAs(org, call) ??
    (await builderPage(org, call)) ??
    (await reportFrame(org, call)) ??
    enterBuilder(org, call);
  if (other) return other;
  if (call.path === '/') return redirect('/lightning/setup/SetupOneHome/home');
  const { setupHost, lightningHost } = org.settings;
  if (/^\/lightning\/(?!setup\/)/.test(call.path)) {
    // Only Setup lies on the Setup host.
    if (call.host === setupHost) return redirect(`https://${lightningHost}${call.path}${asked(call)}`);
    return appShell(org, person, actingAs(org, call));
  }
  if (call.path.startsWith('/lightning/') || call.path === '/one/one.app')
    return setupShell(org, person, actingAs(org, call));
  return html(
    404,
    '<!doctype html><html lang="en"><head><title>Page not found</title></head><body>Page not found</body></html>',
  );
}

const asked = ({ query }: Exchange) => (query.size > 0 ? `?${query}` : '');

/** The cookie's person; else the one the org signs in by itself, anew when that changed. */
function whoIsThere(org: Org, call: Exchange): { person: Person | undefined; cookies: string[] } {
  const person = signedIn(org, call);
  const auto = call.cookies.get('auto');
  const changed = auto !== undefined && decodeURIComponent(auto) !== org.signIn;
  if (person && !changed) return { person, cookies: [] };
  const wanted = org.people.byUsername(org.signIn);
  if (!wanted) return { person: undefined, cookies: [] };
  const mark = `auto=${encodeURIComponent(org.signIn)}; Path=/; Secure; HttpOnly; SameSite=Lax`;
  return { person: wanted, cookies: [signInCookie(org, call, wanted), mark] };
}

function askToSignIn(org: Org, call: Exchange): Reply {
  const back = `https://${call.host}${call.path}${asked(call)}`;
  const startUrl = `/visualforce/session?${new URLSearchParams({ url: back })}`;
  return redirect(
    `https://${org.settings.apiHost}/?${new URLSearchParams({ ec: '302', startURL: startUrl })}`,
  );
}

/** On the org's own domain: carries its session over to the host that asked. */
export function bridgeSession(org: Org, call: Exchange, person: Person): Reply {
  const { lightningHost, setupHost } = org.settings;
  const wanted = URL.parse(call.query.get('url') ?? '');
  const home = `https://${setupHost}/lightning/setup/SetupOneHome/home`;
  const url =
    wanted && wanted.protocol === 'https:' && [lightningHost, setupHost].includes(wanted.host)
      ? wanted
      : new URL(home);
  const door = new URLSearchParams({ startURL: url.pathname + url.search, ticket: frameTicket(person) });
  return redirect(`https://${url.host}/secur/contentDoor?${door}`);
}

function enter(org: Org, call: Exchange): Reply {
  const person = ofTicket(org, call.query.get('ticket'));
  if (!person)
    return askToSignIn(org, {
      ...call,
      path: '/lightning/setup/SetupOneHome/home',
      query: new URLSearchParams(),
    });
  const to = call.query.get('startURL') ?? '/';
  const cookies = [
    signInCookie(org, call, person),
    'auto=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0',
  ];
  return redirect(/^\/(?![/\\])/.test(to) ? to : '/', { 'set-cookie': cookies });
}
