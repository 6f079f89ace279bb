// The profile behind an access token of the API: the provider itself only answers tokens without an audience.

import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, createLocalJWKSet, EmbeddedJWK, type JWK, jwtVerify } from 'jose';
import type { Provider } from 'oidc-provider';
import type { TenantKeys } from './keys.ts';
import { issuer, people } from './tenant.ts';

const place = `${issuer}userinfo`;

export function serveUserinfo(provider: Provider, keys: TenantKeys) {
  const verifyKeys = createLocalJWKSet({ keys: [publicPart(keys.jwk)] });
  provider.use(async (ctx, next) => {
    const [scheme, token] = ctx.get('authorization').split(' ');
    if (ctx.path !== '/userinfo' || !token?.includes('.')) return next();
    try {
      const { payload } = await jwtVerify(token, verifyKeys, { issuer, audience: place, typ: 'at+jwt' });
      const proof = await jwtVerify(ctx.get('dpop'), EmbeddedJWK, { typ: 'dpop+jwt', maxTokenAge: 60 });
      const { jkt } = payload.cnf as { jkt: string };
      const bound = jkt === (await calculateJwkThumbprint(proof.protectedHeader.jwk as JWK));
      const ath = createHash('sha256').update(token).digest('base64url');
      const about =
        proof.payload.htm === ctx.method && proof.payload.htu === place && proof.payload.ath === ath;
      const person = people.find(({ sub }) => sub === payload.sub);
      if (scheme !== 'DPoP' || !bound || !about || !person)
        throw new Error('The proof does not fit the token.');
      ctx.body = { ...person, email_verified: true };
    } catch {
      ctx.status = 401;
      ctx.set('www-authenticate', 'DPoP error="invalid_token"');
      ctx.body = 'Unauthorized';
    }
  });
}

function publicPart({ kty, n, e, kid, alg, use }: JWK): JWK {
  return { kty, n, e, kid, alg, use };
}
