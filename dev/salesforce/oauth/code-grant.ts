// The authorization code grant: a code is good once, for its client, its redirect and its verifier.

import { createHash } from 'node:crypto';
import type { Exchange } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { admitPerson } from './admission.ts';
import { checkClient, givenClient } from './client-auth.ts';
import { asLoginOf, refuse } from './errors.ts';
import type { Grant } from './sessions.ts';

export interface Redeemed {
  readonly grant: Grant;
  readonly person: Person;
}

/** The grant behind a code and its user; using it again takes its tokens away. */
export async function redeemCode(org: Org, call: Exchange, form: URLSearchParams): Promise<Redeemed> {
  await checkClient(org, call, form, org.app.secretForCode);
  const code = form.get('code');
  const found = code === null ? undefined : org.sessions.grantOf(code);
  if (!found) return refuse('invalid_grant', 'invalid authorization code');
  const { grant, expired } = found;
  // A code is its own app's.
  if (form.get('client_assertion') === null && givenClient(call, form).id !== grant.clientId) {
    return refuse('invalid_grant', 'invalid authorization code');
  }
  const person = org.people.byId(grant.userId);
  return asLoginOf(person, () => {
    if (grant.usedFor !== undefined) takeBack(org, grant.usedFor);
    if (expired || grant.usedFor !== undefined) refuse('invalid_grant', 'expired authorization code');
    checkRedirect(grant, form.get('redirect_uri'));
    checkVerifier(grant, form.get('code_verifier'));
    if (!person || org.faults.authenticationFailure) refuse('invalid_grant', 'authentication failure');
    admitPerson(org, person, 'authorization-code', grant.clientId);
    return { grant, person };
  });
}

function takeBack(org: Org, given: NonNullable<Grant['usedFor']>): void {
  org.sessions.close(given.token);
  if (given.family === undefined) return;
  org.sessions.refresh.revoke(given.family);
  org.sessions.closeFamily(given.family);
}

function checkRedirect(grant: Grant, redirectUri: string | null): void {
  if (redirectUri === null) refuse('redirect_uri_missing', 'redirect_uri not provided');
  if (redirectUri !== grant.redirectUri) {
    refuse('redirect_uri_mismatch', 'redirect_uri must match configuration');
  }
}

function checkVerifier(grant: Grant, verifier: string | null): void {
  if (grant.challenge === undefined) return;
  const answer = verifier === null ? '' : createHash('sha256').update(verifier).digest('base64url');
  if (answer !== grant.challenge) refuse('invalid_grant', 'invalid code verifier');
}
