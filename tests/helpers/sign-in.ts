// Signs a person in to the Auth0 stand-in without a browser: code flow with PKCE, token and proofs bound to one key.

import { calculateJwkThumbprint, exportJWK, SignJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import { defaultExtensionId } from '../../dev/auth0/tenant.ts';
import { audience, clientId, issuer, password as standardPassword } from '../../dev/auth0.ts';
import { type Browsing, createBrowsing } from './cookie-jar.ts';

export const callback = `https://${defaultExtensionId}.chromiumapp.org/auth0`;

export interface SignedIn {
  readonly accessToken: string;
  readonly idToken: string;
  /** Seconds, as the token endpoint says. */
  readonly expiresIn: number;
  /** Thumbprint of the key that token and proofs are bound to. */
  readonly jkt: string;
  readonly keyPair: CryptoKeyPairLike;
  readonly browsing: Browsing;
  /** Headers of one request; `nonce` once the server has asked for one. */
  prove(request: Proven): Promise<ProvenHeaders>;
}

export interface Proven {
  readonly method: string;
  readonly url: string;
  readonly nonce?: string;
  readonly jti?: string;
  /** Epoch milliseconds by the client's clock; the machine's unless given. */
  readonly at?: number;
}

export type ProvenHeaders = { readonly authorization: string; readonly dpop: string };
export type CryptoKeyPairLike = Awaited<ReturnType<typeof oauth.generateKeyPair>>;

export interface SignInOptions {
  /** Leads to the stand-in, as `createProxiedFetch` makes it. */
  readonly fetch: typeof globalThis.fetch;
  readonly email: string;
  readonly password?: string;
  readonly scope?: string;
}

const server: oauth.AuthorizationServer = {
  issuer,
  authorization_endpoint: `${issuer}authorize`,
  token_endpoint: `${issuer}oauth/token`,
  jwks_uri: `${issuer}.well-known/jwks.json`,
};
const client: oauth.Client = { client_id: clientId };

export async function signIn(options: SignInOptions): Promise<SignedIn> {
  const browsing = createBrowsing(options.fetch);
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const authorize = new URL(server.authorization_endpoint ?? '');
  authorize.search = new URLSearchParams({
    client_id: clientId,
    audience,
    response_type: 'code',
    redirect_uri: callback,
    scope: options.scope ?? 'openid profile email',
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString();
  const page = await browsing.follow(authorize.href, undefined, callback);
  const answer = page.response
    ? await browsing.follow(
        page.url,
        {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({
            username: options.email,
            password: options.password ?? standardPassword,
          }).toString(),
        },
        callback,
      )
    : page;
  if (answer.response) throw new Error(`The login page said: ${problemOf(await answer.response.text())}`);

  const keyPair = await oauth.generateKeyPair('ES256', { extractable: true });
  const DPoP = oauth.DPoP(client, keyPair);
  const params = oauth.validateAuthResponse(server, client, new URL(answer.url), state);
  const redeem = () =>
    oauth.authorizationCodeGrantRequest(server, client, oauth.None(), params, callback, verifier, {
      DPoP,
      [oauth.customFetch]: (url, init) => options.fetch(url, init as RequestInit),
    });
  const result = await redeem()
    .then((response) => oauth.processAuthorizationCodeResponse(server, client, response))
    .catch(async (error) => {
      if (!oauth.isDPoPNonceError(error)) throw error;
      return oauth.processAuthorizationCodeResponse(server, client, await redeem());
    });
  return {
    accessToken: result.access_token,
    idToken: result.id_token ?? '',
    expiresIn: result.expires_in ?? 0,
    jkt: await calculateJwkThumbprint(await exportJWK(keyPair.publicKey)),
    keyPair,
    browsing,
    prove: (request) => prove(keyPair, result.access_token, request),
  };
}

/** `authorization` and `dpop` of one request. */
export async function prove(
  keyPair: CryptoKeyPairLike,
  accessToken: string,
  request: Proven,
): Promise<ProvenHeaders> {
  const url = new URL(request.url);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(accessToken));
  const { kty, crv, x, y } = await exportJWK(keyPair.publicKey);
  const dpop = await new SignJWT({
    htm: request.method,
    htu: `${url.origin}${url.pathname}`,
    ath: Buffer.from(digest).toString('base64url'),
    ...(request.nonce ? { nonce: request.nonce } : {}),
  })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y } as never })
    .setIssuedAt(new Date(request.at ?? Date.now()))
    .setJti(request.jti ?? crypto.randomUUID())
    .sign(keyPair.privateKey);
  return { authorization: `DPoP ${accessToken}`, dpop };
}

function problemOf(html: string): string {
  return /role="alert">([^<]*)</.exec(html)?.[1] ?? /<p>([^<]*)</.exec(html)?.[1] ?? html.slice(0, 200);
}
