// The JWT bearer grant: an assertion signed with the registered certificate's key becomes a token of its user.

import { createPublicKey, X509Certificate } from 'node:crypto';
import { compactVerify, decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { bearerDenial } from './admission.ts';
import { refuse } from './errors.ts';

/** Seconds an assertion may still live: Salesforce says three minutes and takes about five. */
const longestLife = 300;

/** Who the assertion speaks for; throws the refusal Salesforce would give. */
export async function assertedPerson(org: Org, host: string, assertion: string): Promise<Person> {
  const claims = readClaims(assertion);
  if (typeof claims.iss !== 'string' || claims.iss !== org.app.clientId || host === 'test.salesforce.com') {
    refuse('invalid_client_id', 'client identifier invalid');
  }
  await verifySignature(org, assertion);
  if (!audienceFits(org, claims.aud)) refuse('invalid_grant', 'audience is invalid');
  const now = Math.floor(org.now() / 1000);
  if (typeof claims.exp !== 'number' || claims.exp <= now || claims.exp > now + longestLife) {
    refuse('invalid_grant', 'expired authorization code');
  }
  const prn = claims.prn;
  const username = typeof prn === 'string' ? prn : claims.sub;
  const person = username === undefined ? undefined : org.people.byUsername(username);
  const denial = bearerDenial(org, person);
  if (denial) refuse(denial.error, denial.description);
  if (org.faults.loginRateExceeded || !person || !org.sessions.countLogin(person.id)) {
    refuse('rate_limit_exceeded', 'login rate exceeded');
  }
  return person;
}

function readClaims(assertion: string): JWTPayload {
  try {
    if (decodeProtectedHeader(assertion).alg !== 'RS256') refuse('invalid_grant', 'invalid assertion');
    return decodeJwt(assertion);
  } catch {
    return refuse('invalid_grant', 'invalid assertion');
  }
}

/** Verifies against the registered certificate; the key a client sends along counts for nothing. */
export async function verifySignature(org: Org, assertion: string): Promise<void> {
  const pem = org.app.certificate();
  if (pem === undefined) refuse('invalid_grant', 'invalid assertion');
  try {
    const key = createPublicKey(new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'pem' }));
    await compactVerify(assertion, key, { algorithms: ['RS256'] });
  } catch {
    refuse('invalid_grant', 'invalid assertion');
  }
}

function audienceFits(org: Org, audience: JWTPayload['aud']): boolean {
  const accepted = [`https://${org.settings.loginHost}`, `https://${org.settings.apiHost}`];
  const given = Array.isArray(audience) ? audience : [audience];
  return given.some((each) => each !== undefined && accepted.includes(each.replace(/\/$/, '')));
}
