// The records on the wire: who asked Salesforce for a token and what came of it, and what was changed about the account.

import * as z from 'zod/mini';
import { fullName, instant, metadataType, orgId, salesforceId } from './components.ts';
import { endpoint } from './endpoint.ts';

export const accessPurposes = ['probe', 'standing', 'compare', 'sync'] as const;
/** `pending`: Salesforce was asked and has not answered. `unknown`: nobody will know, for example after a crash. */
export const accessOutcomes = ['pending', 'granted', 'refused', 'unknown'] as const;

export const accessEntry = z.object({
  index: z.int(),
  at: instant,
  who: z.string(),
  /** The Salesforce user the token was for; empty when it was refused before one was chosen. */
  actingAs: z.string(),
  purpose: z.enum(accessPurposes),
  component: z.optional(z.string()),
  outcome: z.enum(accessOutcomes),
  /** The distinct word for what went wrong: `identity_mismatch`. */
  code: z.optional(z.string()),
  /** Salesforce's or our reason, as a sentence. */
  reason: z.optional(z.string()),
});

/** What administrative entries say was done. */
export type AdminAction =
  | 'tenant.create'
  | 'member.role'
  | 'member.remove'
  | 'org.connect'
  | 'org.replace'
  | 'org.claim_refused'
  | 'org.key_made'
  | 'org.app_named'
  | 'org.app_left'
  | 'org.app_kept'
  | 'org.integration_renamed'
  | 'org.disconnect'
  | 'org.block'
  | 'org.unblock'
  | 'connection.change'
  | 'connect.blocked'
  | 'user.link'
  | 'user.unlink'
  | 'history.commit'
  | 'history.keep'
  | 'history.purge'
  | 'person.erase';

/** What they are looked for by. */
export const adminKinds = ['people', 'connections', 'history'] as const;
export type AdminKind = (typeof adminKinds)[number];

export const adminEntry = z.object({
  seq: z.int(),
  at: instant,
  who: z.string(),
  /** An `AdminAction`; an older or newer server may have others. */
  action: z.string(),
  /** The org it was about, by name where it still has one. */
  org: z.optional(z.string()),
  /** Facts in plain values; people by name. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

const several = (words: readonly string[]) => {
  const word = `(?:${words.join('|')})`;
  return z.optional(z.string().check(z.regex(new RegExp(`^${word}(?:,${word}){0,${words.length - 1}}$`))));
};

/** What entries of both logs must be to be listed, and where the page before ended. */
const common = {
  /** A person's name, as the list shows it. */
  who: z.optional(z.string().check(z.minLength(1), z.maxLength(400))),
  /** The first instant that counts, and the first that counts no more. */
  from: z.optional(instant),
  to: z.optional(instant),
  /** `next` of the page before. */
  before: z.optional(z.int().check(z.minimum(0))),
};

/** Without a component, everything of the org. The id finds what was asked for before the name was known. */
const scope = {
  orgId,
  type: z.optional(metadataType),
  fullName: z.optional(fullName),
  id: z.optional(salesforceId),
};

/** In the scope of the list, whatever the filter; and of those as many as match it. */
const counted = { total: z.int(), matching: z.int(), next: z.optional(z.int()) };
const tally = z.array(z.object({ value: z.string(), entries: z.int() }));

export const auditEndpoints = {
  /** Newest first, 50 at a time. */
  'audit.list': endpoint({
    method: 'GET',
    path: '/v1/orgs/{orgId}/access',
    access: 'record',
    input: z.object({
      ...scope,
      ...common,
      /** With commas between them. */
      purposes: several(accessPurposes),
      outcomes: several(accessOutcomes),
    }),
    output: z.object({ entries: z.array(accessEntry), ...counted }),
  }),
  /** How many there are of each person, purpose and outcome: what a filter can be set to. */
  'audit.count': endpoint({
    method: 'GET',
    path: '/v1/orgs/{orgId}/access/count',
    access: 'record',
    input: z.object(scope),
    output: z.object({
      people: tally,
      purposes: z.array(z.object({ value: z.enum(accessPurposes), entries: z.int() })),
      outcomes: z.array(z.object({ value: z.enum(accessOutcomes), entries: z.int() })),
    }),
  }),
  /** The administrative log of the person's account, for owners. */
  'admin.list': endpoint({
    method: 'GET',
    path: '/v1/admin-log',
    access: 'person',
    input: z.object({ ...common, kinds: several(adminKinds) }),
    output: z.object({ entries: z.array(adminEntry), ...counted }),
  }),
  'admin.count': endpoint({
    method: 'GET',
    path: '/v1/admin-log/count',
    access: 'person',
    input: z.object({}),
    output: z.object({
      people: tally,
      kinds: z.array(z.object({ value: z.enum(adminKinds), entries: z.int() })),
    }),
  }),
};
