// What travels over the delegation socket, checked at this one door on both sides.

import * as z from 'zod/mini';
import { whoCanAct } from '#contract/errors.ts';

/** The name callers put in `aud` of their assertions. */
export const delegationAudience = 'canvasback-delegation';

export const id18 = (prefix: string) => z.string().check(z.regex(new RegExp(`^${prefix}[0-9A-Za-z]{15}$`)));
const short = z.string().check(z.minLength(1), z.maxLength(400));
export const tenantId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));
const header = z.string().check(z.minLength(1), z.maxLength(16_384));

/** Why a token is wanted; any other word is refused. */
export const purpose = z.enum(['probe', 'standing', 'compare', 'sync', 'reconcile']);
export type Purpose = z.output<typeof purpose>;
export type PersonPurpose = Exclude<Purpose, 'sync' | 'reconcile'>;

export const orgRef = z.object({
  orgId: id18('00D'),
  /** Host of the org's APIs: `acme.my.salesforce.com`. */
  apiHost: z.string().check(z.maxLength(253)),
  /** `https://login.salesforce.com` or `https://test.salesforce.com`. */
  loginUrl: z.url(),
});
export type OrgRef = z.output<typeof orgRef>;

export const componentRef = z.object({
  type: z.string().check(z.maxLength(80)),
  fullName: z.optional(short),
  id: z.optional(z.string().check(z.maxLength(18))),
});
export type ComponentRef = z.output<typeof componentRef>;

/** The person's own request, forwarded as it came. */
export const personProof = z.object({
  method: z.string().check(z.maxLength(10)),
  path: z.string().check(z.maxLength(2048)),
  authorization: header,
  dpop: header,
});
export type PersonProof = z.output<typeof personProof>;

export const openJob = z.object({
  purpose,
  org: orgRef,
  /** Whose log the attempts go to, where no connection says so. */
  tenant: z.optional(tenantId),
  component: z.optional(componentRef),
  person: z.optional(personProof),
  /** `probe` only: the Salesforce user that Salesforce's own sign-in named. */
  target: z.optional(z.object({ userId: id18('005'), username: short })),
  /** `probe` only: the id token of that sign-in, and the state it was begun with. */
  signIn: z.optional(z.object({ idToken: header, state: short })),
  /** `probe` only, and only when the org is first connected: who baseline and sync shall run as. */
  integrationUsername: z.optional(short),
});
export type OpenJob = z.output<typeof openJob>;

export const jobOpened = z.object({
  jobId: z.string(),
  /** Epoch milliseconds; nothing is minted after it. */
  deadline: z.int(),
});
export type JobOpened = z.output<typeof jobOpened>;

/** What shall be forgotten, at the request of a person whose proof is of that very request. */
export const forget = z.object({
  /** An org with its links, the person's own link in an org, every link of a member who is removed, or the session that asks. */
  what: z.enum(['org', 'link', 'member', 'session']),
  orgId: z.optional(id18('00D')),
  /** `member` only: whose. */
  subject: z.optional(short),
  person: personProof,
});
export type Forget = z.output<typeof forget>;

export const forgotten = z.object({
  /** False when Salesforce did not confirm that every token in use is dead. */
  revoked: z.boolean(),
});

/** What an admin uploads to the Salesforce app. Public. */
export const appCertificate = z.object({
  /** PEM; absent when this service has the key alone. */
  certificate: z.optional(z.string()),
  /** PEM of the public key (SPKI). */
  publicKey: z.string(),
  /** SHA-256 of the public key, hex. */
  fingerprint: z.string(),
  /** ISO 8601. */
  endsAt: z.optional(z.string()),
});
export type AppCertificate = z.output<typeof appCertificate>;

const host = z.string().check(z.maxLength(253), z.regex(/^[a-z0-9.-]+$/));
/** A Salesforce app's consumer key; public. */
const consumerKey = z.string().check(z.regex(/^[A-Za-z0-9._-]{8,256}$/));

/** The app that an org goes by, or will. */
export const orgApp = z.extend(appCertificate, {
  /** Consumer key; absent until the person has named the app that they created. */
  clientId: z.optional(z.string()),
  /** Whose consumer key Salesforce's sign-in is asked with now. */
  signInClientId: z.string(),
  /** False for the installation's app. */
  own: z.boolean(),
  /** `prepared`: made for an app that is not in use yet. `next`: in use beside it until Salesforce accepts this one. */
  state: z.enum(['prepared', 'next', 'in_use']),
  /** True while the org goes back to the installation's app, which is shown as the next; its own is in use. */
  returning: z.optional(z.boolean()),
  /** Why Salesforce did not accept the installation's app just now, in words. */
  refused: z.optional(z.string()),
});
export type OrgApp = z.output<typeof orgApp>;

export const makeOrgKey = z.object({ apiHost: host, person: personProof });
export type MakeOrgKey = z.output<typeof makeOrgKey>;
export const nameOrgApp = z.object({ apiHost: host, clientId: consumerKey, person: personProof });
export type NameOrgApp = z.output<typeof nameOrgApp>;

export const changeOrgApp = z.object({ apiHost: host, person: personProof });
export type ChangeOrgApp = z.output<typeof changeOrgApp>;

export const actingAs = z.enum(['person', 'integration']);
export type ActingAs = z.output<typeof actingAs>;

export const mintInput = z.object({ as: z.optional(actingAs) });

export const minted = z.object({
  accessToken: z.string(),
  instanceUrl: z.string(),
  userId: z.string(),
  /** What the org's integration user is called now, as far as this service knows. */
  integrationUsername: z.optional(z.string()),
});
export type Minted = z.output<typeof minted>;

export const jobEnded = z.object({
  /** False when Salesforce did not confirm that every token of the job is dead. */
  revoked: z.boolean(),
});

/** Epoch milliseconds: the first that counts, and the first that counts no more. */
const span = z.object({ from: z.optional(z.int()), to: z.optional(z.int()) });
const spans = z.array(span).check(z.maxLength(1000));

/** Which attempts: of an org in a tenant's log, all or those because of a component by one of its names. */
export const entriesScope = z.object({
  orgId: id18('00D'),
  tenant: tenantId,
  components: z.optional(z.array(short).check(z.maxLength(4))),
  /** What lies in none of them is neither listed nor counted. */
  spans: z.optional(spans),
});
export type EntriesScope = z.output<typeof entriesScope>;

const outcomes = ['pending', 'granted', 'refused', 'unknown'] as const;

export const entriesQuery = z.object({
  ...entriesScope.shape,
  whos: z.optional(z.array(short).check(z.maxLength(1000))),
  purposes: z.optional(z.array(purpose)),
  outcomes: z.optional(z.array(z.enum(outcomes))),
  /** Leaves out attempts of that purpose with that outcome. */
  without: z.optional(z.object({ purpose, outcome: z.enum(outcomes) })),
  /** Epoch milliseconds: the first that counts, and the first that counts no more. */
  from: z.optional(z.int()),
  to: z.optional(z.int()),
  /** Of the last attempt of the page before; `provable` says of which log. */
  before: z.optional(z.object({ provable: z.boolean(), index: z.int() })),
  limit: z.optional(z.int().check(z.minimum(1), z.maximum(200))),
});
export type EntriesQuery = z.output<typeof entriesQuery>;

export const loggedEntry = z.object({
  index: z.int(),
  /** Of the entry with its outcome. */
  outcomeIndex: z.optional(z.int()),
  /** False for an entry of before tenants had logs of their own: nothing proves it. */
  provable: z.boolean(),
  /** ISO 8601. */
  at: z.string(),
  /** Auth0 subject, or the caller's name for background work. */
  who: z.string(),
  actingAs: z.string(),
  purpose,
  component: z.optional(z.string()),
  outcome: z.enum(outcomes),
  code: z.optional(z.string()),
  reason: z.optional(z.string()),
});
export type LoggedEntry = z.output<typeof loggedEntry>;

export const loggedEntries = z.object({
  /** Newest first. */
  entries: z.array(loggedEntry),
  /** In the scope, and of those as many as match. */
  total: z.int(),
  matching: z.int(),
  /** How many more would match, but for `without`. */
  leftOut: z.int(),
});
export type LoggedEntries = z.output<typeof loggedEntries>;

const tallyOf = <V extends z.ZodMiniType>(value: V) => z.array(z.object({ value, attempts: z.int() }));
export const entryTallies = z.object({
  whos: tallyOf(z.string()),
  purposes: tallyOf(purpose),
  outcomes: tallyOf(z.enum(outcomes)),
});
export type EntryTallies = z.output<typeof entryTallies>;

export const keyEventNames = [
  'made',
  'app_named',
  'accepted',
  'next',
  'in_use',
  'retired',
  'destroyed',
  /** Its org is on the way back to the installation's app, or stays after all. */
  'leaving',
  'kept',
  'database_granted',
  'database_copied',
  'audit_read',
  'audit_exported',
  'audit_erased',
  'audit_retained',
  'audit_key_rotated',
] as const;

/** What one account may know of: keys that its people had made, with those that followed them, and the installation's. */
export const keyEventsScope = z.object({
  fingerprints: z.array(z.string().check(z.maxLength(64))).check(z.maxLength(1000)),
  /** Which orgs' word on the installation's key is the account's own to hear, and of when. */
  hosts: z.array(z.object({ apiHost: host, spans })).check(z.maxLength(1000)),
  /** What the operator did to this account’s audit log is its own to hear. */
  tenant: z.optional(tenantId),
});
export type KeyEventsScope = z.output<typeof keyEventsScope>;

export const keyEventsQuery = z.object({
  ...keyEventsScope.shape,
  bys: z.optional(z.array(short).check(z.maxLength(1000))),
  events: z.optional(z.array(z.enum(keyEventNames))),
  ...span.shape,
  /** Those of an earlier time, or of the same and an earlier place. */
  before: z.optional(z.object({ at: z.int(), seq: z.int() })),
  limit: z.int().check(z.minimum(0), z.maximum(200)),
});
export type KeyEventsQuery = z.output<typeof keyEventsQuery>;

export const keyEvent = z.object({
  seq: z.int(),
  /** Epoch milliseconds. */
  at: z.int(),
  /** Empty for the installation's own key. */
  apiHost: z.string(),
  /** Empty where it was not about one key. */
  fingerprint: z.string(),
  event: z.enum(keyEventNames),
  /** Auth0 subject, `operator` or `service`. */
  by: z.string(),
  detail: z.optional(z.string()),
});
export type LoggedKeyEvent = z.output<typeof keyEvent>;

/** Which of the fingerprints that were asked with are keys of this service. */
const known = z.array(z.string());

export const keyEvents = z.object({
  /** Newest first. */
  events: z.array(keyEvent),
  known,
  /** In the scope, and of those as many as match. */
  total: z.int(),
  matching: z.int(),
});
export type LoggedKeyEvents = z.output<typeof keyEvents>;

const keyTally = <V extends z.ZodMiniType>(value: V) => z.array(z.object({ value, entries: z.int() }));
export const keyEventTallies = z.object({
  known,
  bys: keyTally(z.string()),
  events: keyTally(z.enum(keyEventNames)),
});
export type KeyEventTallies = z.output<typeof keyEventTallies>;

/** A failed answer. */
export const failure = z.object({
  code: z.string(),
  reason: z.optional(z.string()),
  detail: z.optional(z.string()),
  /** Where it is not the code's own. */
  action: z.optional(z.string()),
  who: z.optional(z.enum(whoCanAct)),
});
