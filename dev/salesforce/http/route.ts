// Which part of the org answers a request: by the host it names, then by its path.

import { authorize, consent } from '../oauth/authorize.ts';
import { discovery } from '../oauth/discovery.ts';
import { showErrorPage } from '../oauth/errors.ts';
import { identity, userinfo } from '../oauth/identity.ts';
import { introspect } from '../oauth/introspect.ts';
import { logIn, loginPage, logOut } from '../oauth/login.ts';
import { revoke } from '../oauth/revoke.ts';
import { publicKeys } from '../oauth/signing-keys.ts';
import { tokenEndpoint } from '../oauth/token.ts';
import { asset } from '../pages/assets.ts';
import { experienceBuilder, sitePreview } from '../pages/experience-builder.ts';
import { frames } from '../pages/frames.ts';
import { setupPages } from '../pages/route.ts';
import { dataApi } from '../rest/data.ts';
import { metadataSoap } from '../soap/handle.ts';
import type { Org } from '../state/org.ts';
import { type Exchange, html, json, type Reply } from './exchange.ts';
import { withoutTls } from './without-tls.ts';

export async function route(org: Org, call: Exchange): Promise<Reply> {
  const { settings } = org;
  if (!call.secure) return withoutTls(call);
  const stored = call.path.startsWith('/assets/') ? asset(call.path) : undefined;
  if (stored) return stored;
  if (call.path === '/favicon.ico') return { status: 204 };
  if (call.host === settings.lightningHost || call.host === settings.setupHost) return setupPages(org, call);
  if (call.host === settings.frameHost) return frames(org, call);
  if (call.host === settings.builderHost) return experienceBuilder(org, call);
  if (call.host === settings.previewHost) return sitePreview(org, call);
  const isLogin = call.host === settings.loginHost || call.host === settings.otherLoginHost;
  if (!isLogin && call.host !== settings.apiHost) return noSuchDomain();
  const login = await loginHostRoute(org, call);
  if (login) return login;
  if (call.host !== settings.apiHost) return html(404, notFoundPage);
  if (call.path.startsWith('/services/data')) return dataApi(org, call);
  if (call.path.startsWith('/services/Soap/m/')) return metadataSoap(org, call);
  return frames(org, call);
}

/** What login.salesforce.com and the org's own domain share. */
async function loginHostRoute(org: Org, call: Exchange): Promise<Reply | undefined> {
  switch (call.path) {
    case '/services/oauth2/authorize':
      return authorize(org, call);
    case '/services/oauth2/token':
      return tokenEndpoint(org, call);
    case '/services/oauth2/revoke':
      return revoke(org, call);
    case '/services/oauth2/userinfo':
      return userinfo(org, call);
    case '/services/oauth2/introspect':
      return introspect(org, call);
    case '/.well-known/openid-configuration':
      return discovery(call.host);
    case '/id/keys':
      return json(200, await publicKeys(org));
    case '/setup/secur/RemoteAccessAuthorizationPage.apexp':
      return call.method === 'POST' ? consent(org, call) : undefined;
    case '/setup/secur/RemoteAccessErrorPage.apexp':
      return showErrorPage(call.query);
    case '/secur/logout.jsp':
      return logOut(org, call);
    case '/':
      return call.method === 'POST' ? logIn(org, call) : loginPage(org, call);
  }
  const id = /^\/id\/(00D[0-9A-Za-z]{12,15})\/(005[0-9A-Za-z]{12,15})$/.exec(call.path);
  return id ? identity(org, call, id[1] ?? '', id[2] ?? '') : undefined;
}

const notFoundPage =
  '<!doctype html><html lang="en"><head><title>Page not found</title></head><body><h1>URL No Longer Exists</h1><p>You have attempted to reach a URL that no longer exists on this org.</p></body></html>';

function noSuchDomain(): Reply {
  return html(
    404,
    '<!doctype html><html lang="en"><head><title>Salesforce</title></head><body><p>We can’t find that domain. Check the address and try again.</p></body></html>',
  );
}
