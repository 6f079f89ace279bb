// Id tokens: who signed in, signed by the org.

import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { signingKey } from './signing-keys.ts';

export function identityUrl(org: Org, person: Person): string {
  return `https://${org.settings.loginHost}/id/${org.settings.orgId}/${person.id}`;
}

export async function idToken(
  org: Org,
  person: Person,
  about: { clientId: string; issuer: string; nonce: string | undefined; accessToken: string },
): Promise<string> {
  const key = await signingKey(org, 'id-token');
  const now = Math.floor(org.now() / 1000);
  const half = createHash('sha256').update(about.accessToken).digest().subarray(0, 16).toString('base64url');
  return new SignJWT({ at_hash: half, ...(about.nonce === undefined ? {} : { nonce: about.nonce }) })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
    .setIssuer(about.issuer)
    .setSubject(identityUrl(org, person))
    .setAudience(about.clientId)
    .setIssuedAt(now)
    .setExpirationTime(now + 120)
    .sign(key.privateKey);
}
