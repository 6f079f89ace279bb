// Orgs: which are connected, how a person connects one, and how far its baseline is.

import * as z from 'zod/mini';
import { instant, orgId } from './components.ts';
import { endpoint } from './endpoint.ts';

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
});

export const org = z.object({
  orgId,
  name: z.string(),
  apiHost,
  kind: z.enum(['production', 'sandbox', 'scratch', 'developer']),
  integrationUser: z.string(),
  connectedAt: instant,
  connectedBy: z.string(),
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
  /** Why `locked` or `blocked`, in words. */
  reason: z.optional(z.string()),
});

export const orgEndpoints = {
  'orgs.list': endpoint({
    method: 'GET',
    path: '/v1/orgs',
    access: 'person',
    input: z.object({}),
    output: z.object({ orgs: z.array(org) }),
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
    input: z.object({
      apiHost,
      /** The extension's own redirect address; must be a listed one. */
      redirectUri: z.url(),
      /** Needed by the first person only: the Salesforce user that baseline and sync run as. */
      integrationUsername: z.optional(z.string().check(z.maxLength(120))),
    }),
    output: z.object({ authorizeUrl: z.url(), state: z.string(), expiresAt: instant }),
  }),
  /** Second step: Salesforce's answer, exactly once, by the same person with the same key. */
  'orgs.connectFinish': endpoint({
    method: 'POST',
    path: '/v1/org-connections/finish',
    access: 'person',
    purpose: 'probe',
    input: z.object({ state: z.string(), code: z.string() }),
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
