// Id tokens and the key they are signed with; the key is made anew at each start.

import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';

interface SigningKey {
  readonly kid: string;
  readonly privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
  readonly publicJwk: JWK;
}

let signing: Promise<SigningKey> | undefined;

function signingKey(): Promise<SigningKey> {
  signing ??= (async () => {
    const pair = await generateKeyPair('RS256');
    const kid = '258';
    return {
      kid,
      privateKey: pair.privateKey,
      publicJwk: { ...(await exportJWK(pair.publicKey)), kid, use: 'sig', alg: 'RS256' },
    };
  })();
  return signing;
}

export async function publicKeys(): Promise<{ keys: JWK[] }> {
  return { keys: [(await signingKey()).publicJwk] };
}

export function identityUrl(org: Org, person: Person): string {
  return `https://${org.settings.loginHost}/id/${org.settings.orgId}/${person.id}`;
}

export async function idToken(
  org: Org,
  person: Person,
  about: { issuer: string; nonce: string | undefined; accessToken: string },
): Promise<string> {
  const key = await signingKey();
  const now = Math.floor(org.now() / 1000);
  const half = createHash('sha256').update(about.accessToken).digest().subarray(0, 16).toString('base64url');
  return new SignJWT({ at_hash: half, ...(about.nonce === undefined ? {} : { nonce: about.nonce }) })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
    .setIssuer(about.issuer)
    .setSubject(identityUrl(org, person))
    .setAudience(org.app.clientId)
    .setIssuedAt(now)
    .setExpirationTime(now + 120)
    .sign(key.privateKey);
}
