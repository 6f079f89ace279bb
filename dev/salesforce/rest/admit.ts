// Who calls the API: the token's session, the user behind it, and the org's request limits.

import { tokenHash } from '../http/call-log.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Session } from '../oauth/sessions.ts';
import { may, type Org, standing } from '../state/org.ts';
import type { Person } from '../state/people.ts';

export type AdmitProblem =
  | 'bad-header'
  | 'no-session'
  | 'wrong-kind'
  | 'api-disabled'
  | 'org-without-api'
  | 'limit'
  | 'concurrent';

export type Admitted =
  | { readonly session: Session; readonly person: Person }
  | { readonly problem: AdmitProblem };

/** Counts the call and finds its user; the caller words the refusal in its own protocol. */
export function admit(org: Org, call: Exchange, token: string | undefined): Admitted {
  const session = token === undefined ? undefined : org.sessions.find(token);
  const person = session && org.people.byId(session.userId);
  if (token !== undefined) call.log.token = tokenHash(token);
  if (!session || !person || !standing(org, person).active) return { problem: 'no-session' };
  call.log.user = person.username;
  // JWT access tokens are for REST only.
  if (session.endsAt !== undefined && call.path.startsWith('/services/Soap/'))
    return { problem: 'wrong-kind' };
  if (!session.scopes.some((scope) => scope === 'api' || scope === 'full' || scope === 'web')) {
    return { problem: 'wrong-kind' };
  }
  if (org.faults.orgWithoutApi) return { problem: 'org-without-api' };
  if (!may(org, person, 'ApiEnabled')) return { problem: 'api-disabled' };
  if (tooMany(org, call)) return { problem: 'concurrent' };
  const left = org.faults.requestsLeft ?? org.usage.max - org.usage.used;
  if (left <= 0) return { problem: 'limit' };
  org.usage.used += 1;
  if (org.faults.requestsLeft !== null) org.faults.requestsLeft -= 1;
  return { session, person };
}

function tooMany(org: Org, call: Exchange): boolean {
  const { concurrentLimit, concurrentMax, concurrentAfter } = org.faults;
  if (concurrentLimit || concurrentMax === null) return concurrentLimit;
  return org.traffic.longerThan(concurrentAfter, call.number) >= concurrentMax;
}
