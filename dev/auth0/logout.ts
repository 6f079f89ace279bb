// Auth0's own logout at /v2/logout: ends the session and goes back only to a listed address.

import type { Provider } from 'oidc-provider';
import { renderMessage } from './page.ts';
import { type ApplicationSettings, clientId } from './tenant.ts';

export function serveLogout(provider: Provider, application: ApplicationSettings) {
  provider.use(async (ctx, next) => {
    if (ctx.path !== '/v2/logout' || ctx.method !== 'GET') return next();
    const { client_id: client, returnTo } = ctx.query;
    // The provider's own context knows how to read the signed cookie.
    const session = await provider.Session.get(ctx as never);
    await session.destroy();
    const name = provider.cookieName('session');
    for (const cookie of [name, `${name}.sig`]) {
      ctx.cookies.set(cookie, '', { expires: new Date(0), signed: false, secure: true, sameSite: 'none' });
    }
    const allowed = client === clientId ? application.logoutUrls : [];
    if (returnTo === undefined) {
      ctx.body = 'OK';
    } else if (allowed.includes(String(returnTo))) {
      ctx.status = 302;
      ctx.redirect(String(returnTo));
    } else {
      ctx.status = 400;
      ctx.type = 'html';
      ctx.body = renderMessage(
        'Oops!, something went wrong',
        `The "returnTo" querystring parameter "${returnTo}" is not defined as a valid URL in "Allowed Logout URLs".`,
      );
    }
  });
}
