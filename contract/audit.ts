// The records on the wire: who asked Salesforce for a token and what came of it, and what was changed about the account.

import * as z from 'zod/mini';
import { fullName, instant, metadataType, orgId, salesforceId } from './components.ts';
import { endpoint } from './endpoint.ts';

export const accessPurposes = ['probe', 'standing', 'compare', 'sync', 'reconcile'] as const;
/** `pending`: Salesforce was asked and has not answered. `unknown`: nobody will know, for example after a crash. */
export const accessOutcomes = ['pending', 'granted', 'refused', 'unknown'] as const;

export const accessEntry = z.object({
  index: z.int(),
  /** Of the entry with what came of it; absent for a refusal, which is one entry, and while that is open. */
  outcomeIndex: z.optional(z.int()),
  /** False for an entry of before the account had a log of its own: nothing proves it. */
  provable: z.boolean(),
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
  | 'member.name'
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
  | 'alarm.acknowledge'
  | 'history.commit'
  | 'history.keep'
  | 'history.purge'
  | 'history.import'
  | 'people.read'
  | 'person.erase'
  | 'database.grant'
  | 'database.copy';

/** What the delegation service says happened to a signing key, and to its own database as a whole. */
export type KeyAction =
  | 'key.made'
  | 'key.app_named'
  | 'key.accepted'
  | 'key.next'
  | 'key.in_use'
  | 'key.retired'
  | 'key.destroyed'
  | 'key.leaving'
  | 'key.kept'
  | 'records.grant'
  | 'records.copy'
  | 'log.read'
  | 'log.export'
  | 'log.erase'
  | 'log.retain'
  | 'log.key_rotated';

/** What they are looked for by. */
export const adminKinds = ['people', 'connections', 'history', 'keys', 'installation'] as const;
export type AdminKind = (typeof adminKinds)[number];

/** Newest first by the place in the log: 1 is the account's own, 0 what was recorded before it had one. */
const accessPlace = z.string().check(z.regex(/^[01]\.\d{1,15}$/));

/** Newest first by time; in one moment, by what the source counts. */
const adminPlace = z.string().check(z.regex(/^\d{1,15}\.(?:account|keys)\.\d{1,15}$/));

export const adminEntry = z.object({
  /** Its place in the list of all: the next page begins `before` it. */
  id: adminPlace,
  at: instant,
  who: z.string(),
  /** An `AdminAction` or a `KeyAction`; an older or newer server may have others. */
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

/** What entries of both logs must be to be listed. */
const common = {
  /** A person's name, as the list shows it. */
  who: z.optional(z.string().check(z.minLength(1), z.maxLength(400))),
  /** The first instant that counts, and the first that counts no more. */
  from: z.optional(instant),
  to: z.optional(instant),
};

/** Without a component, everything of the org. The id finds what was asked for before the name was known. */
const scope = {
  orgId,
  type: z.optional(metadataType),
  fullName: z.optional(fullName),
  id: z.optional(salesforceId),
};

/** In the scope of the list, whatever the filter; and of those as many as match it. */
const counted = { total: z.int(), matching: z.int() };
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
      /** Leaves out looks at the login history that were granted: they run by the clock and say nothing new. */
      routine: z.optional(z.literal('without')),
      /** `next` of the page before. */
      before: z.optional(accessPlace),
    }),
    output: z.object({
      entries: z.array(accessEntry),
      ...counted,
      /** Left out as routine; they match but for that, and are not counted among those that do. */
      leftOut: z.int(),
      next: z.optional(accessPlace),
    }),
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
  /** The administrative log of the person's account, for owners; with it what happened to signing keys, in one order. */
  'admin.list': endpoint({
    method: 'GET',
    path: '/v1/admin-log',
    access: 'person',
    input: z.object({ ...common, kinds: several(adminKinds), before: z.optional(adminPlace) }),
    output: z.object({
      entries: z.array(adminEntry),
      ...counted,
      next: z.optional(adminPlace),
      /** Set while the delegation service does not answer: what it records of keys and of itself is not among them. */
      keysMissing: z.optional(z.literal(true)),
    }),
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
