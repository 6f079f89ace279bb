// A small issuer and its clients for tests: any token and any proof, right or wrong, made in the test's own process.

import { createHash, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export const issuer = 'https://tenant.example/';
export const audience = 'https://api.example';
export const publicOrigin = 'https://api.example';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

export interface TokenWishes {
  readonly subject?: string;
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly key?: KeyPair['privateKey'];
}

export interface ProofWishes {
  readonly method?: string;
  readonly url?: string;
  readonly nonce?: string | undefined;
  readonly jti?: string;
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly key?: KeyPair['privateKey'];
}

export interface TestIssuer {
  /** Serves the key set and counts how often it was asked. */
  readonly fetch: typeof globalThis.fetch;
  readonly asked: () => number;
  readonly publicKey: JWK;
  down(yes: boolean): void;
  token(client: TestClient, wishes?: TokenWishes): Promise<string>;
}

export interface TestClient {
  readonly jkt: string;
  readonly key: KeyPair['privateKey'];
  proof(token: string, wishes?: ProofWishes): Promise<string>;
}

export async function createIssuer(now: () => number): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const open = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  let asked = 0;
  let isDown = false;
  return {
    publicKey: open,
    asked: () => asked,
    down(yes) {
      isDown = yes;
    },
    fetch: (async (address: string | URL) => {
      if (String(address) !== `${issuer}.well-known/jwks.json`) throw new Error(`unexpected ${address}`);
      asked += 1;
      if (isDown) throw new TypeError('fetch failed');
      await new Promise((resolve) => setTimeout(resolve, 5));
      return new Response(JSON.stringify({ keys: [open] }));
    }) as typeof globalThis.fetch,
    token(client, { subject = 'auth0|ada', claims = {}, header = {}, key = privateKey } = {}) {
      const iat = Math.floor(now() / 1000);
      return new SignJWT({
        iss: issuer,
        aud: [audience],
        sub: subject,
        iat,
        exp: iat + 600,
        jti: randomUUID(),
        client_id: 'extension',
        scope: 'openid profile',
        cnf: { jkt: client.jkt },
        ...claims,
      })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'k1', ...header })
        .sign(key);
    },
  };
}

export async function createClient(now: () => number): Promise<TestClient> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const { kty, crv, x, y } = await exportJWK(publicKey);
  const jwk = { kty, crv, x, y } as JWK;
  return {
    jkt: await calculateJwkThumbprint(jwk),
    key: privateKey,
    proof(
      token,
      { method = 'GET', url = `${publicOrigin}/v1/session`, nonce, jti, claims, header, key } = {},
    ) {
      return new SignJWT({
        htm: method,
        htu: url,
        jti: jti ?? randomUUID(),
        iat: Math.floor(now() / 1000),
        ath: createHash('sha256').update(token).digest('base64url'),
        ...(nonce === undefined ? {} : { nonce }),
        ...claims,
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...header })
        .sign(key ?? privateKey);
    },
  };
}
