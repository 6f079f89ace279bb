// Who may ask for what: pure decisions over facts that the delegation service established itself.

import type { ActingAs, OrgRef, PersonPurpose, Purpose } from './protocol.ts';
import type { RefusalReason } from './refusal.ts';

/** The processes that hold a caller key. */
export type Caller = 'api' | 'worker';

export const callersOf: Readonly<Record<Purpose, Caller>> = {
  probe: 'api',
  standing: 'api',
  compare: 'api',
  sync: 'worker',
  reconcile: 'worker',
};

/** Work of our own, as the org's integration user: no person asks for it. */
export const isBackground = (purpose: Purpose): purpose is Exclude<Purpose, PersonPurpose> =>
  purpose === 'sync' || purpose === 'reconcile';

/** A checkpoint is no secret, and the worker writes it into commits; entries are the API’s to show. */
export const mayReadLog = (caller: Caller, request: string): boolean =>
  caller === 'api' || request === 'POST /log/growth';

interface Route {
  readonly method: string;
  path(orgId: string): string;
}

/** The one request of the public API whose proof opens a job of this purpose. */
export const routesOf: Readonly<Record<PersonPurpose, Route>> = {
  probe: { method: 'POST', path: () => '/v1/org-connections/finish' },
  standing: { method: 'POST', path: (orgId) => `/v1/orgs/${orgId}/standing` },
  compare: { method: 'POST', path: (orgId) => `/v1/orgs/${orgId}/compare` },
};

/** A token of these may read users: the name that the integration user has now is looked up with none else. */
export const mayReadUsers: ReadonlySet<Purpose> = new Set(['probe', 'standing', 'reconcile']);

interface JobLimit {
  readonly lifeMs: number;
  readonly mints: number;
}

/** A person's job outlives the person's patience by little; a baseline may take long and re-mint after 401s. */
export const jobLimits: Readonly<Record<Purpose, JobLimit>> = {
  probe: { lifeMs: 60_000, mints: 4 },
  standing: { lifeMs: 60_000, mints: 2 },
  compare: { lifeMs: 60_000, mints: 2 },
  sync: { lifeMs: 30 * 60_000, mints: 6 },
  reconcile: { lifeMs: 5 * 60_000, mints: 2 },
};

export interface SalesforceUser {
  /** Absent for an integration user who has not been probed yet. */
  readonly userId?: string | undefined;
  readonly username: string;
}

/** What this service recorded when the org was probed. */
export interface Connection {
  readonly apiHost: string;
  readonly loginUrl: string;
  readonly state: string;
  /** Auth0 subject of who connected it; only they may name an integration user again. */
  readonly claimedBy: string;
  /** Whose log its attempts go to; undefined until a caller has named it. */
  readonly tenant?: string | undefined;
  readonly integration: SalesforceUser;
  /** Of a connection that nothing says was finished: from then on (epoch milliseconds) another may claim the org. */
  readonly claimedUntil?: number | undefined;
  /** When Salesforce said last that it has no such user (epoch milliseconds); undefined once its name is known. */
  readonly nameRefusedAt?: number | undefined;
}

export interface Question {
  readonly caller: Caller;
  readonly purpose: Purpose;
  /** The subject that this service took from a verified token and proof. */
  readonly person: string | undefined;
  readonly org: OrgRef;
  readonly connection: Connection | undefined;
  /** The person's own Salesforce user in this org. */
  readonly link: SalesforceUser | undefined;
  /** Whose the Salesforce user that a probe names is already. */
  readonly linkedSubject: string | undefined;
  /** Given by the caller; only a probe may. */
  readonly target: SalesforceUser | undefined;
  readonly integrationUsername: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

export type Verdict = { readonly allow: true } | { readonly allow: false; readonly reason: RefusalReason };
export type MintVerdict =
  | { readonly allow: true; readonly user: SalesforceUser }
  | { readonly allow: false; readonly reason: RefusalReason };

const deny = (reason: RefusalReason) => ({ allow: false, reason }) as const;

/** Checked before the person's proof is spent. */
export function mayAsk(
  caller: Caller,
  purpose: Purpose,
  proof: { readonly method: string; readonly path: string } | undefined,
  orgId: string,
): Verdict {
  if (callersOf[purpose] !== caller) return deny('purpose_not_for_caller');
  if (isBackground(purpose)) return proof ? deny('person_not_expected') : { allow: true };
  if (!proof) return deny('person_missing');
  const route = routesOf[purpose];
  if (proof.method !== route.method || proof.path !== route.path(orgId))
    return deny('proof_for_other_request');
  return { allow: true };
}

/**
 * Who is told when tokens were asked for whom: the worker, which compares it with what the org tells, and of a connected
 * org alone. Who asked, and because of what, is the API's to show.
 */
export function mayListLogins(caller: Caller, connection: Connection | undefined): Verdict {
  if (caller !== 'worker') return deny('purpose_not_for_caller');
  return connection ? { allow: true } : deny('org_unknown');
}

/** A connecting that broke after its probe must not keep the org from everybody else for ever. */
const isLapsed = ({ claimedUntil }: Connection, now: number) =>
  claimedUntil !== undefined && claimedUntil <= now;

/** Whether the job may be opened at all. */
export function mayOpen(question: Question): Verdict {
  const { caller, purpose, person, org, connection, link, linkedSubject, target, integrationUsername } =
    question;
  if (callersOf[purpose] !== caller) return deny('purpose_not_for_caller');
  const background = isBackground(purpose);
  if (background && person !== undefined) return deny('person_not_expected');
  if (!background && person === undefined) return deny('person_missing');
  if (connection && (connection.apiHost !== org.apiHost || connection.loginUrl !== org.loginUrl)) {
    return deny('org_mismatch');
  }
  if (purpose === 'probe') {
    if (!target?.userId) return deny('target_missing');
    if (linkedSubject !== undefined && linkedSubject !== person) return deny('user_linked');
    const isOthers = connection && connection.claimedBy !== person && !isLapsed(connection, question.now);
    if (integrationUsername !== undefined && isOthers) return deny('integration_claimed');
    return { allow: true };
  }
  if (target !== undefined) return deny('target_not_expected');
  if (integrationUsername !== undefined) return deny('integration_not_allowed');
  if (!connection) return deny('org_unknown');
  if (connection.state !== 'connected' && purpose !== 'standing') return deny('org_blocked');
  if (!background && !link) return deny('not_linked');
  return { allow: true };
}

/** Which Salesforce user a token of this job may be for. */
export function mayMint(question: Question, as: ActingAs | undefined): MintVerdict {
  const open = mayOpen(question);
  if (!open.allow) return open;
  const { purpose, connection, link, target, integrationUsername } = question;
  if (isBackground(purpose)) {
    if (as === 'person') return deny('person_missing');
    return connection ? { allow: true, user: connection.integration } : deny('org_unknown');
  }
  if (as === 'integration') {
    if (purpose !== 'probe') return deny('integration_not_allowed');
    if (integrationUsername === undefined) return deny('integration_missing');
    return { allow: true, user: { username: integrationUsername } };
  }
  const user = purpose === 'probe' ? target : link;
  return user ? { allow: true, user } : deny('not_linked');
}
