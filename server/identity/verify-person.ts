// Turns an access token and a DPoP proof into the person behind a request, or refuses; there is no bearer mode.

import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import { AppError } from '../errors.ts';
import { createKeyFetch, type Fetch, IssuerUnavailable } from './issuer-keys.ts';
import { createNonces, nonceSlotMs } from './nonce.ts';
import type { ReplayTable } from './replay.ts';

export interface Person {
  /** Auth0 subject. */
  readonly subject: string;
  /** Thumbprint of the key that the token is bound to. */
  readonly jkt: string;
  /** The access token's id: what sign-out deny-lists until `expiresAt`. */
  readonly jti: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly scopes: readonly string[];
}

export interface PersonRequest {
  readonly method: string;
  /** As the client sent it; a query is allowed and ignored. */
  readonly path: string;
  readonly headers: { readonly authorization?: string | undefined; readonly dpop?: string | undefined };
}

export interface PersonVerifierOptions {
  /** With its trailing slash, as in the token. */
  readonly issuer: string;
  readonly audience: string;
  /** Where clients reach the API; never taken from Host or X-Forwarded-*. */
  readonly publicOrigin: string;
  readonly nonceKey: Uint8Array;
  readonly fetch: Fetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly replay: ReplayTable;
  /** True for the `jti` of a token that was signed out. */
  readonly isRevoked?: (jti: string) => boolean | Promise<boolean>;
  /** Tokens that live longer are refused, whatever the issuer's settings say. */
  readonly maxTokenLifeSeconds?: number;
  /** Accepted nonce slots; the delegation service allows one more, because a request reaches it later. */
  readonly nonceSlots?: number;
  /** Set where `replay` forgets at a restart: then only nonces of this verifier are accepted. */
  readonly ownNoncesOnly?: boolean;
}

export interface PersonVerifier {
  /** Throws `not_authenticated` with what was wrong, or `use_dpop_nonce`. */
  verify(request: PersonRequest): Promise<Person>;
  /** For the `DPoP-Nonce` header of any answer. */
  nonce(): string;
}

/** RSA for Auth0's tokens, ECDSA for the extension's proofs; nothing else, and never `none` or a shared secret. */
const algorithms = ['RS256', 'ES256'];
const clockToleranceSeconds = 5;

export function createPersonVerifier(options: PersonVerifierOptions): PersonVerifier {
  const { issuer, audience, publicOrigin, now, replay, nonceSlots = 2, maxTokenLifeSeconds = 600 } = options;
  const jwks = new URL('.well-known/jwks.json', issuer).href;
  const keyFetch = createKeyFetch(options.fetch, jwks);
  // The library keeps the fetched keys with this object for five minutes.
  const server: oauth.AuthorizationServer = { issuer, jwks_uri: jwks };
  const ownOnly = options.ownNoncesOnly ?? false;
  const nonces = createNonces({ key: options.nonceKey, now, slots: nonceSlots, ownOnly });

  return {
    nonce: () => nonces.current(),
    async verify({ method, path, headers }) {
      const { authorization, dpop } = headers;
      if (!authorization || !dpop) throw refused('An access token and its proof are both needed.');
      const claims = await validate(request(publicOrigin, method, path, authorization, dpop));
      const proof = proofClaims(dpop);
      if (!proof.nonce || !nonces.accepts(proof.nonce)) throw new AppError('use_dpop_nonce');
      // Only a proof that verified is remembered, so nobody can fill the table without a token.
      const key = replayKey(claims.jkt, proof.jti);
      if (!(await replay.claim(key, now() + nonceSlotMs * nonceSlots))) {
        throw refused('The proof was already used.');
      }
      if (await options.isRevoked?.(claims.jti)) throw refused('This session was signed out.');
      return claims;
    },
  };

  async function validate(signed: Request): Promise<Person> {
    const claims = await tokenClaims(signed);
    if (claims.exp - claims.iat > maxTokenLifeSeconds + clockToleranceSeconds) {
      throw refused(`The access token lives longer than ${maxTokenLifeSeconds} seconds.`);
    }
    const scopes = typeof claims.scope === 'string' ? claims.scope.split(' ').filter(Boolean) : [];
    // A machine's token has none of a sign-in's scopes.
    if (!scopes.includes('openid')) throw refused('The access token is not of a person’s sign-in.');
    return {
      subject: claims.sub,
      jkt: String(claims.cnf?.jkt),
      jti: claims.jti,
      expiresAt: claims.exp * 1000,
      scopes,
    };
  }

  async function tokenClaims(signed: Request): Promise<oauth.JWTAccessTokenClaims> {
    try {
      return await oauth.validateJwtAccessToken(server, signed, audience, {
        requireDPoP: true,
        signingAlgorithms: algorithms,
        [oauth.clockSkew]: Math.round((now() - Date.now()) / 1000),
        [oauth.clockTolerance]: clockToleranceSeconds,
        [oauth.customFetch]: keyFetch,
      });
    } catch (cause) {
      if (cause instanceof IssuerUnavailable) throw new AppError('sign_in_unavailable', { cause });
      throw refused(reasonOf(cause), cause instanceof Error ? cause.message : undefined);
    }
  }
}

function request(origin: string, method: string, path: string, authorization: string, dpop: string): Request {
  // An absolute or scheme-relative path would replace the origin that the proof has to name.
  if (!/^\/(?![/\\])/.test(path)) throw refused('The request’s path is not one of ours.');
  try {
    return new Request(new URL(path, origin), { method, headers: { authorization, dpop } });
  } catch (cause) {
    throw refused('The request’s headers are not well formed.', cause);
  }
}

/** Of one length, whatever the client chose: long ids would fill the table's memory. */
function replayKey(jkt: string, jti: string): string {
  return `dpop:${createHash('sha256').update(`${jkt}:${jti}`).digest('base64url')}`;
}

/** Read only after the proof's signature was checked. */
function proofClaims(proof: string): { jti: string; nonce?: string } {
  const claims = JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
    jti: string;
    nonce?: unknown;
  };
  return typeof claims.nonce === 'string' ? { jti: claims.jti, nonce: claims.nonce } : { jti: claims.jti };
}

function refused(detail: string, cause?: unknown): AppError {
  return new AppError('not_authenticated', { detail, cause });
}

/** The library's own words name the claim, not its value. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : '';
  if (/exp.*past current/.test(text)) return 'The access token has expired.';
  if (/DPoP Proof htu/.test(text)) return 'The proof is for another address.';
  if (/DPoP Proof htm/.test(text)) return 'The proof is for another method.';
  if (/iat is not recent/.test(text)) return 'The clock of your computer is more than five minutes off.';
  if (/ath mismatch/.test(text)) return 'The proof is for another token.';
  if (/confirmation|cnf/.test(text)) return 'The token is not bound to the key of its proof.';
  return 'The access token or its proof is not valid.';
}
