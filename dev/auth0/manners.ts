// Auth0's manners on the way in and out: `audience`, JSON bodies, and its own words for refusals.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Provider } from 'oidc-provider';
import { readText } from './body.ts';
import type { Tunable } from './provider.ts';
import { tellRedirect, tellToken } from './wording.ts';

export function wearManners(provider: Provider, tunable: Tunable) {
  const reasons = new WeakMap<object, string>();
  provider.on('grant.error', (ctx, error) => {
    const { error_detail: detail, error_description: description } = error as unknown as Record<
      string,
      string
    >;
    reasons.set(ctx.req, [detail, description, error.message].filter(Boolean).join('; '));
  });

  provider.use(async (ctx, next) => {
    // Firefox's extensions have an origin for each profile, which nobody can list. Not seen: what a real tenant says to it.
    if (ctx.get('origin').startsWith('moz-extension://')) delete ctx.req.headers.origin;
    if (ctx.path === '/authorize') {
      const { audience, resource: _, ...query } = ctx.query;
      ctx.query = audience ? { ...query, resource: audience } : query;
    }
    if (ctx.path === '/oauth/token' && ctx.is('application/json')) {
      const body = parse(await readText(ctx.req));
      Object.assign(ctx.req, { body });
      ctx.req.headers['content-type'] = 'application/x-www-form-urlencoded';
    }
    await next();
    if (ctx.path === '/oauth/token') await sleep(tunable.tokenDelay);
    const location = ctx.response.get('location');
    if (ctx.path.startsWith('/authorize') && location) ctx.set('location', tellRedirect(location));
    if (ctx.path === '/oauth/token' && isRefusal(ctx.body)) {
      const told = tellToken(ctx.body, ctx.status, reasons.get(ctx.req) ?? '');
      ctx.status = told.status;
      ctx.body = told.body;
    }
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function isRefusal(body: unknown): body is { error: string; error_description?: string } {
  return typeof body === 'object' && body !== null && 'error' in body;
}
