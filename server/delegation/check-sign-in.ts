// Checks the id token of a sign-in at Salesforce itself: signed by that org, for this app, this person and this user.

import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { AppError } from '../errors.ts';
import type { ReplayTable } from '../identity/replay.ts';
import { signInNonce } from '../identity/sign-in-nonce.ts';
import type { Person } from '../identity/verify-person.ts';
import { callSalesforce, type Fetch } from '../salesforce/hosts.ts';
import type { OpenJob, OrgRef } from './protocol.ts';
import { Refusal } from './refusal.ts';

export interface SignInCheckDeps {
  readonly fetch: Fetch;
  /** Consumer keys of the apps that this person may have signed in with there. */
  clientIdsOf(org: OrgRef, subject: string): Promise<string[]>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly replay: ReplayTable;
}

/** Throws `sign_in_not_proven`, or `salesforce_unavailable` when the org does not give its keys. */
export type SignInCheck = (input: OpenJob, person: Person) => Promise<void>;

const maxAgeSeconds = 600;
const skewSeconds = 30;

export function createSignInCheck({ fetch, clientIdsOf, now, replay }: SignInCheckDeps): SignInCheck {
  return async ({ org, target, signIn }, { subject, jkt }) => {
    if (!signIn || !target) throw notProven('Nothing shows that this Salesforce user signed in.');
    const keys = await keysOf(fetch, org.apiHost);
    const claims = await jwtVerify(signIn.idToken, keys, {
      algorithms: ['RS256'],
      issuer: `https://${org.apiHost}`,
      audience: await clientIdsOf(org, subject),
      requiredClaims: ['sub', 'iat', 'exp', 'nonce'],
      currentDate: new Date(now()),
      clockTolerance: skewSeconds,
      maxTokenAge: maxAgeSeconds,
    }).then(
      ({ payload }) => payload,
      () => {
        throw notProven('Salesforce’s statement of who signed in does not hold.');
      },
    );
    const nonce = signInNonce({ state: signIn.state, subject, jkt });
    if (claims.nonce !== nonce) throw notProven('The sign-in at Salesforce was begun by somebody else.');
    const [, orgId, userId] =
      /^https:\/\/[^/?#]+\/id\/(00D\w{15})\/(005\w{15})$/.exec(claims.sub ?? '') ?? [];
    if (orgId !== org.orgId || userId !== target.userId) {
      throw notProven('Another Salesforce user signed in.');
    }
    const until = now() + (maxAgeSeconds + 2 * skewSeconds) * 1000;
    if (!(await replay.claim(`sign-in:${nonce}`, until))) throw notProven('The sign-in was already used.');
  };
}

const notProven = (detail: string) => new Refusal('sign_in_not_proven', detail);

/** Asked anew each time: connecting is rare, and a withdrawn key must not live on here. */
async function keysOf(fetch: Fetch, apiHost: string): Promise<JWTVerifyGetKey> {
  const { status, text } = await callSalesforce(fetch, `https://${apiHost}/id/keys`, {
    method: 'GET',
    headers: { accept: 'application/json' },
    timeoutMs: 5000,
    maxBytes: 256 * 1024,
  });
  try {
    if (status === 200) return createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
  } catch {
    // Told below: what came is no key set.
  }
  throw new AppError('salesforce_unavailable', { detail: 'Salesforce did not give its public keys.' });
}
