// The refresh token grant: a new access token for an approval that stands, and a new refresh token where they rotate.

import type { Exchange } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { admitPerson } from './admission.ts';
import { checkClient, givenClient } from './client-auth.ts';
import { asLoginOf, refuse } from './errors.ts';
import type { RefreshToken } from './refresh-tokens.ts';

export interface Renewed {
  readonly refresh: RefreshToken;
  /** The token was put in the place of the one that came. */
  readonly rotated: boolean;
  readonly person: Person;
}

/** The approval that goes on; throws the refusal Salesforce would give. */
export async function renew(org: Org, call: Exchange, form: URLSearchParams): Promise<Renewed> {
  await checkClient(org, call, form, org.app.secretForRefresh);
  const token = form.get('refresh_token') ?? '';
  const tokens = org.sessions.refresh;
  const stolen = tokens.familyOfSpent(token);
  if (stolen !== undefined) {
    tokens.revoke(stolen);
    org.sessions.closeFamily(stolen);
  }
  const found = tokens.find(token);
  if (!found || !isItsClient(call, form, found))
    return refuse('invalid_grant', 'expired access/refresh token');
  const person = org.people.byId(found.userId);
  return asLoginOf(person, () => {
    if (!person || org.faults.authenticationFailure) refuse('invalid_grant', 'authentication failure');
    admitPerson(org, person, 'refresh-token', found.clientId);
    const rotated = org.app.refreshRotation;
    return { refresh: rotated ? tokens.rotate(found) : found, rotated, person };
  });
}

/** A refresh token is its own app's; who signed an assertion has proven that already. */
function isItsClient(call: Exchange, form: URLSearchParams, { clientId }: RefreshToken): boolean {
  return form.get('client_assertion') !== null || givenClient(call, form).id === clientId;
}
