// Signed assertions: only RS256 by the key of a certificate registered for the app counts.

import { createPublicKey, X509Certificate } from 'node:crypto';
import { compactVerify, decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import type { RegisteredApp } from '../app.ts';
import type { Org } from '../state/org.ts';

/** The claims of an RS256 assertion, unproven; undefined when it is none. */
export function readAssertion(assertion: string): JWTPayload | undefined {
  try {
    return decodeProtectedHeader(assertion).alg === 'RS256' ? decodeJwt(assertion) : undefined;
  } catch {
    return undefined;
  }
}

/** True when a registered certificate's key signed it; a key the client sends along counts for nothing. */
export async function signedByApp(app: RegisteredApp, assertion: string): Promise<boolean> {
  for (const pem of app.certificates()) {
    const key = createPublicKey(new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'pem' }));
    const proven = await compactVerify(assertion, key, { algorithms: ['RS256'] }).then(
      () => true,
      () => false,
    );
    if (proven) return true;
  }
  return false;
}

/** Salesforce's own samples send `exp` as text. */
export function secondsOf(claim: unknown): number | undefined {
  if (typeof claim === 'number') return claim;
  return typeof claim === 'string' && /^\d+$/.test(claim) ? Number(claim) : undefined;
}

/** Addresses that may be an assertion's audience: the org's login host, its own domain, its site. */
export function audiences(org: Org): readonly string[] {
  const { loginHost, apiHost, siteUrl } = org.settings;
  return [`https://${loginHost}`, `https://${apiHost}`, siteUrl];
}

export function audiencesOf(claims: JWTPayload): readonly string[] {
  const given = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  return given
    .filter((each): each is string => typeof each === 'string')
    .map((each) => each.replace(/\/$/, ''));
}
