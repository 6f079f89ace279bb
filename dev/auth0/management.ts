// Two readings of Auth0's Management API v2: how tokens of an API are made, and what an application may do.

import type { Provider } from 'oidc-provider';
import { type ApplicationSettings, audience, clientId, tokenLifetime } from './tenant.ts';

/** What an administrator may set; field names and values as Auth0's reference of the Management API has them. */
export interface TenantSettings {
  api: Record<string, unknown>;
  application: Record<string, unknown>;
}

export function tenantSettings(application: ApplicationSettings): TenantSettings {
  return {
    api: {
      id: '67f0a1b2c3d4e5f60718293a',
      name: 'Canvasback API',
      identifier: audience,
      is_system: false,
      signing_alg: 'RS256',
      token_dialect: 'rfc9068_profile',
      token_lifetime: tokenLifetime,
      token_lifetime_for_web: tokenLifetime,
      allow_offline_access: false,
      skip_consent_for_verifiable_first_party_clients: true,
      proof_of_possession: { mechanism: 'dpop', required: true },
    },
    application: {
      client_id: clientId,
      name: 'Canvasback',
      app_type: 'spa',
      is_first_party: true,
      oidc_conformant: true,
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      callbacks: [...application.callbacks],
      allowed_logout_urls: [...application.logoutUrls],
      allowed_origins: [...application.origins],
    },
  };
}

const refusals = {
  400: ['Bad HTTP authentication header format', 'Bearer'],
  401: ['Invalid token', 'Unauthorized'],
  404: ['The resource does not exist', 'Not Found'],
} as const;

export function serveManagement(provider: Provider, settings: TenantSettings, token: string) {
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/api/v2/')) return next();
    const refuse = (status: keyof typeof refusals) => {
      const [message, error] = refusals[status];
      ctx.status = status;
      ctx.body = { statusCode: status, error, message };
    };
    const given = /^Bearer (\S+)$/i.exec(ctx.get('authorization'))?.[1];
    if (given === undefined) return refuse(400);
    if (given !== token) return refuse(401);
    const [, kind, id = ''] = /^\/api\/v2\/(resource-servers|clients)\/([^/]+)$/.exec(ctx.path) ?? [];
    const found = kind === 'clients' ? settings.application : settings.api;
    const names = kind === 'clients' ? [found.client_id] : [found.id, found.identifier];
    if (ctx.method !== 'GET' || !kind || !names.includes(decodeURIComponent(id))) return refuse(404);
    ctx.body = found;
  });
}
