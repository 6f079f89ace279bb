// Orgs: which are connected, how a person connects one, and how far its baseline is.

import * as z from 'zod/mini';
import { instant, orgId } from './components.ts';
import { endpoint } from './endpoint.ts';
import { whoCanAct } from './errors.ts';

const apiHost = z.string().check(z.maxLength(255), z.regex(/^[a-z0-9.-]+$/));

export const job = z.object({
  id: z.string(),
  kind: z.enum(['baseline']),
  /** `waiting`: stopped by a fault and retried by itself at `retryAt`. */
  state: z.enum(['queued', 'running', 'waiting', 'done', 'failed']),
  /** Components done of total; total is 0 until listed. */
  done: z.int(),
  total: z.int(),
  startedAt: z.optional(instant),
  updatedAt: instant,
  finishedAt: z.optional(instant),
  retryAt: z.optional(instant),
  /** What went wrong last, in words. */
  problem: z.optional(z.string()),
  /** Set while it waits for a worker and none runs: when one last did, if ever. */
  noWorker: z.optional(z.object({ since: z.optional(instant) })),
});

export const org = z.object({
  orgId,
  name: z.string(),
  apiHost,
  kind: z.enum(['production', 'sandbox', 'scratch', 'developer']),
  integrationUser: z.string(),
  connectedAt: instant,
  connectedBy: z.string(),
  /** `replaced`: another org answers at its address; its history stays. */
  state: z.enum(['connected', 'blocked', 'replaced']),
  /** The caller's own Salesforce user there. */
  linkedAs: z.optional(z.string()),
  /** For owners: when somebody of another account tried to connect it, newest first. */
  claims: z.optional(z.array(instant)),
  /** Open alarms about logins that nobody here asked for; left out where there is none. */
  alarms: z.optional(z.int()),
  /** For owners: a certificate that ends within thirty days, or one that waits to be uploaded (`waits`). */
  certificate: z.optional(z.object({ endsAt: z.optional(instant), waits: z.boolean() })),
});

/** What a person may do with the org of the page on screen. */
export const orgStatus = z.object({
  apiHost,
  /** `locked`: linked, but without fresh standing. */
  state: z.enum(['not_connected', 'not_member', 'not_linked', 'locked', 'ready', 'blocked']),
  org: z.optional(org),
  /** The person's own Salesforce user, once linked. */
  you: z.optional(z.object({ name: z.string(), username: z.string() })),
  standingUntil: z.optional(instant),
  job: z.optional(job),
  /** Set while the server reads the org's history anew: commits read of those to read, 0 until they are counted. */
  reading: z.optional(z.object({ done: z.int(), total: z.int() })),
  /** Why `locked` or `blocked`, in words. */
  reason: z.optional(z.string()),
  /** True when another org answers at this address now, which an owner can connect anew. */
  replaced: z.optional(z.boolean()),
});

export const orgEndpoints = {
  'orgs.list': endpoint({
    method: 'GET',
    path: '/v1/orgs',
    access: 'person',
    input: z.object({}),
    output: z.object({ orgs: z.array(org) }),
  }),
  /** For owners: orgs that the account has disconnected; their records stay. */
  'orgs.former': endpoint({
    method: 'GET',
    path: '/v1/former-orgs',
    access: 'person',
    input: z.object({}),
    output: z.object({
      orgs: z.array(z.object({ orgId, name: z.string(), apiHost, endedAt: instant, endedBy: z.string() })),
    }),
  }),
  'orgs.status': endpoint({
    method: 'GET',
    path: '/v1/org-status',
    access: 'person',
    input: z.object({ apiHost }),
    output: orgStatus,
  }),
  /** First step of Salesforce's own sign-in: the address to open and the state that must come back. */
  'orgs.connectStart': endpoint({
    method: 'POST',
    path: '/v1/org-connections',
    access: 'person',
    connects: true,
    input: z.object({
      apiHost,
      /** The extension's own redirect address; must be a listed one. */
      redirectUri: z.url(),
      /** Needed by the first person only: the Salesforce user that baseline and sync run as. */
      integrationUsername: z.optional(z.string().check(z.maxLength(120))),
      /** Connects the org that answers at this address now, in place of the one that did before. */
      anew: z.optional(z.boolean()),
    }),
    output: z.object({ authorizeUrl: z.url(), state: z.string(), expiresAt: instant }),
  }),
  /** Second step: Salesforce's answer, exactly once, by the same person with the same key. */
  'orgs.connectFinish': endpoint({
    method: 'POST',
    path: '/v1/org-connections/finish',
    access: 'person',
    purpose: 'probe',
    connects: true,
    input: z.object({ state: z.string(), code: z.string() }),
    output: orgStatus,
  }),
  /** Salesforce sent an error instead of a code: ends the attempt, and answers with the error in words. */
  'orgs.connectRefused': endpoint({
    method: 'POST',
    path: '/v1/org-connections/refused',
    access: 'person',
    input: z.object({
      state: z.string().check(z.maxLength(200)),
      error: z.string().check(z.maxLength(200)),
      description: z.optional(z.string().check(z.maxLength(2000))),
    }),
    output: z.object({ what: z.string(), fix: z.string(), who: z.enum(whoCanAct) }),
  }),
  /** Ends the connection for everybody and deletes what was kept of it; the records of who did what stay. */
  'orgs.disconnect': endpoint({
    method: 'POST',
    path: '/v1/orgs/{orgId}/disconnect',
    access: 'person',
    forgets: true,
    input: z.object({
      orgId,
      /** The org's name, as it is shown. */
      name: z.string().check(z.maxLength(400)),
      history: z.enum(['keep', 'delete']),
    }),
    output: z.object({
      /** False when Salesforce did not confirm that every token in use is dead. */
      revoked: z.boolean(),
      /** The kept repository, by its path in the server's data folder. */
      kept: z.optional(z.string()),
    }),
  }),
  /** Unlinks the person's own Salesforce user. */
  'orgs.unlink': endpoint({
    method: 'POST',
    path: '/v1/orgs/{orgId}/unlink',
    access: 'person',
    forgets: true,
    input: z.object({ orgId }),
    output: orgStatus,
  }),
  /** Asks Salesforce, as the person, whether they may see Setup now; opens history for 15 minutes. */
  'orgs.standing': endpoint({
    method: 'POST',
    path: '/v1/orgs/{orgId}/standing',
    access: 'person',
    purpose: 'standing',
    input: z.object({ orgId }),
    output: orgStatus,
  }),
};
