// An OpenID provider set up as the tenant would be: DPoP-bound RFC 9068 tokens, PKCE, no refresh token.

import { createHash } from 'node:crypto';
import { errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { TenantKeys } from './keys.ts';
import type { MemoryStore } from './memory.ts';
import { renderMessage } from './page.ts';
import { type ApplicationSettings, audience, clientId, issuer, people } from './tenant.ts';
import { tellError } from './wording.ts';

/** What tests may change while the stand-in runs. */
export interface Tunable {
  /** Epoch ms that access tokens are dated by. */
  clock: () => number;
  /** Seconds. */
  tokenLifetime: number;
  /** Milliseconds before a token is answered. */
  tokenDelay: number;
}

interface ProviderParts {
  readonly keys: TenantKeys;
  readonly store: MemoryStore;
  readonly application: ApplicationSettings;
  readonly tunable: Tunable;
}

const day = 86_400;
const identityScopes = ['openid', 'profile', 'email'];

export function createProvider({ keys, store, application, tunable }: ProviderParts): Provider {
  const accessTokenLife = () => tunable.tokenLifetime;
  const provider = new Provider(issuer, {
    adapter: store.adapter,
    jwks: { keys: [keys.jwk as never] },
    clients: [
      {
        client_id: clientId,
        client_name: 'Canvasback',
        application_type: 'web',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: [...application.callbacks],
        dpop_bound_access_tokens: true,
      },
    ],
    routes: {
      authorization: '/authorize',
      token: '/oauth/token',
      userinfo: '/userinfo',
      jwks: '/.well-known/jwks.json',
    },
    scopes: identityScopes,
    claims: {
      openid: ['sub'],
      profile: ['name', 'nickname', 'picture', 'updated_at'],
      email: ['email', 'email_verified'],
    },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    pkce: { required: () => true },
    clientBasedCORS: (_, origin) => application.origins.includes(origin),
    cookies: {
      keys: [keys.cookieSecret],
      names: { session: 'auth0', interaction: 'auth0-login', resume: 'auth0-resume' },
      long: { signed: true, httpOnly: true, secure: true, sameSite: 'none' },
      short: { signed: true, httpOnly: true, secure: true, sameSite: 'none' },
    },
    ttl: {
      AccessToken: accessTokenLife,
      AuthorizationCode: 60,
      IdToken: 36_000,
      Grant: 7 * day,
      Interaction: 3600,
      Session: 3 * day,
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      dPoP: {
        enabled: true,
        nonceSecret: createHash('sha256').update(keys.cookieSecret).update('dpop').digest(),
        requireNonce: () => true,
      },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo(_, resource) {
          if (resource !== audience) throw new errors.InvalidTarget(`Service not found: ${resource}`);
          return {
            scope: '',
            audience,
            accessTokenFormat: 'jwt',
            accessTokenTTL: tunable.tokenLifetime,
            jwt: { sign: { alg: 'RS256', kid: keys.jwk.kid } },
          };
        },
      },
    },
    formats: { customizers: { jwt: (ctx, _, token) => dress(ctx, token.payload) } },
    interactions: { url: (_, interaction) => `/u/login?state=${interaction.uid}` },
    findAccount: (_, sub) => findPerson(sub),
    loadExistingGrant: grantEverything,
    renderError: (ctx, out) => {
      const told = tellError(out, String(ctx.query.client_id ?? ''));
      ctx.status = told.status;
      ctx.type = 'html';
      ctx.body = renderMessage('Oops!, something went wrong', told.text);
    },
  });

  /** Auth0 names the userinfo endpoint as a second audience, and puts the granted identity scopes into `scope`. */
  function dress(ctx: KoaContextWithOIDC, payload: Record<string, unknown>) {
    const asked = ctx.oidc.entities.AuthorizationCode?.scope?.split(' ') ?? [];
    const granted = identityScopes.filter((scope) => asked.includes(scope));
    payload.scope = granted.join(' ');
    if (granted.includes('openid')) payload.aud = [audience, `${issuer}userinfo`];
    payload.iat = Math.floor(tunable.clock() / 1000);
    payload.exp = Number(payload.iat) + tunable.tokenLifetime;
  }

  return provider;
}

function findPerson(sub: string) {
  const person = people.find((each) => each.sub === sub);
  if (!person) return undefined;
  return {
    accountId: sub,
    claims: () => ({
      sub,
      name: person.name,
      nickname: person.email.split('@')[0],
      email: person.email,
      email_verified: true,
    }),
  };
}

/** Consent is skipped: the application is the tenant's own. */
async function grantEverything(ctx: KoaContextWithOIDC) {
  const grant = new ctx.oidc.provider.Grant({
    clientId: ctx.oidc.client?.clientId ?? clientId,
    accountId: ctx.oidc.session?.accountId ?? '',
  });
  grant.addOIDCScope(identityScopes.join(' '));
  await grant.save();
  return grant;
}
