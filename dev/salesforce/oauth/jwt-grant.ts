// The JWT bearer grant: an assertion signed with the registered certificate's key becomes a token of its user.

import type { JWTPayload } from 'jose';
import type { RegisteredApp } from '../app.ts';
import { appOf } from '../apps.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { admitPerson } from './admission.ts';
import { audiences, audiencesOf, readAssertion, secondsOf, signedByApp } from './assertion.ts';
import { checkSecret, givenClient } from './client-auth.ts';
import { asLoginOf, refuse } from './errors.ts';

export interface Asserted {
  readonly app: RegisteredApp;
  readonly person: Person;
  /** The assertion was made for the org's Experience Cloud site. */
  readonly forSite: boolean;
}

/** Who the assertion speaks for; throws the refusal Salesforce would give. */
export async function assertedPerson(org: Org, call: Exchange, form: URLSearchParams): Promise<Asserted> {
  const assertion = form.get('assertion') ?? '';
  const claims = readAssertion(assertion);
  if (!claims) return refuse('invalid_grant', 'invalid assertion');
  const app = appOf(org, claims.iss);
  if (!app || call.host === org.settings.otherLoginHost) {
    return refuse('invalid_client_id', 'client identifier invalid');
  }
  const person = personOf(org, claims);
  return asLoginOf(person, async () => {
    // No secret is needed here, but a wrong one is noticed.
    checkSecret(org, app, givenClient(call, form).secret, false);
    if (!(await signedByApp(app, assertion))) refuse('invalid_grant', 'invalid assertion');
    const given = audiencesOf(claims);
    if (!given.some((each) => audiences(org).includes(each))) wrongAudience(org);
    checkLife(org, claims);
    if (!person) return unknownUser(org);
    admitPerson(org, person, 'jwt-bearer', app.clientId);
    return { app, person, forSite: given.includes(org.settings.siteUrl) };
  });
}

/** Salesforce's older claim wins where both are given. */
function personOf(org: Org, claims: JWTPayload): Person | undefined {
  const username = typeof claims.prn === 'string' ? claims.prn : claims.sub;
  return typeof username === 'string' ? org.people.byUsername(username) : undefined;
}

/**
 * No end in seconds is as large as this. sfdx-core signs with milliseconds (`Date.now() + 300`), and the sf command
 * line signs in to real orgs that way: such an end is taken, whatever the longest life.
 */
const milliseconds = 1e11;

function checkLife(org: Org, claims: JWTPayload): void {
  const now = Math.floor(org.now() / 1000);
  const end = secondsOf(claims.exp);
  const tooFar = end !== undefined && end > now + org.faults.assertionSeconds && end < milliseconds;
  if (end === undefined || end <= now || tooFar) refuse('invalid_grant', 'expired authorization code');
}

function unknownUser(org: Org): never {
  const documented = org.faults.wording === 'documented';
  return refuse('invalid_grant', documented ? 'user not found' : "user hasn't approved this consumer");
}

function wrongAudience(org: Org): never {
  const documented = org.faults.wording === 'documented';
  return refuse('invalid_grant', documented ? 'Audience validation failed' : 'audience is invalid');
}
