// Forgets an org, a link or a session at the request of a person: their live request names it, and its tokens die first.

import { revokeToken } from '../db/revoked-tokens.ts';
import type { Person, PersonVerifier } from '../identity/verify-person.ts';
import type { Log } from '../log.ts';
import { findConnection, removeConnection } from './db/connections.ts';
import type { DelegationDatabase } from './db/database.ts';
import { findLink, removeLink, removeLinksOf } from './db/links.ts';
import type { Jobs } from './jobs.ts';
import type { Caller } from './policy.ts';
import type { Forget } from './protocol.ts';
import { Refusal } from './refusal.ts';

export interface ForgetDeps {
  readonly db: DelegationDatabase;
  readonly verifier: Pick<PersonVerifier, 'verify'>;
  readonly jobs: Pick<Jobs, 'endWhere'>;
  /** Destroys the keys that are retired. */
  settleKeys(): Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

export type Forgetting = (caller: Caller, input: Forget) => Promise<{ revoked: boolean }>;

/** The one request of the public API whose proof asks for it. */
const routeOf = ({ what, orgId }: Forget): string => {
  if (what === 'session') return '/v1/session/end';
  return what === 'member'
    ? '/v1/members/remove'
    : `/v1/orgs/${orgId}/${what === 'org' ? 'disconnect' : 'unlink'}`;
};

const isComplete = ({ what, orgId, subject }: Forget): boolean =>
  what === 'session' || (what === 'member' ? subject !== undefined : orgId !== undefined);

export function createForgetting(deps: ForgetDeps): Forgetting {
  const { db, verifier, jobs, now, log } = deps;
  return async (caller, input) => {
    if (caller !== 'api') throw new Refusal('purpose_not_for_caller');
    const { what, orgId, subject: named, person: proof } = input;
    if (!isComplete(input)) throw new Refusal('forget_incomplete');
    const path = routeOf(input);
    if (proof.method !== 'POST' || proof.path !== path) throw new Refusal('proof_for_other_request');
    const { authorization, dpop } = proof;
    const person = await verifier.verify({ method: 'POST', path, headers: { authorization, dpop } });
    const revoked = await carryOut(input, person);
    log.info({ what, orgId, by: person.subject, of: named, revoked }, 'forgotten');
    return { revoked };
  };

  async function carryOut(
    { what, orgId = '', subject: named = '' }: Forget,
    { subject, jti, expiresAt }: Person,
  ) {
    if (what === 'session') {
      await revokeToken(db, jti, expiresAt, now());
      return jobs.endWhere({ session: jti });
    }
    if (what === 'member') {
      await removeLinksOf(db, named);
      return jobs.endWhere({ person: named });
    }
    if (what === 'link') {
      await removeLink(db, orgId, subject);
      return jobs.endWhere({ orgId, person: subject });
    }
    const connection = await findConnection(db, orgId);
    if (connection && connection.claimedBy !== subject && !(await findLink(db, orgId, subject))) {
      throw new Refusal('not_connected_by');
    }
    // The rows go first: what is asked for from here on is refused, and then what is in use ends.
    await removeConnection(db, orgId, { at: deps.now(), by: subject });
    const revoked = await jobs.endWhere({ orgId });
    // What is left to do is done within a minute all the same.
    await deps.settleKeys().catch((err: unknown) => log.error({ err }, 'a retired key is not destroyed yet'));
    return revoked;
  }
}
