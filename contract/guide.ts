// What an admin has to create in an org before it can be connected, and what can be seen of it from outside.

import * as z from 'zod/mini';
import { instant } from './components.ts';
import { endpoint } from './endpoint.ts';
import { whoCanAct } from './errors.ts';

/** One thing that was looked at. */
export const check = z.object({
  of: z.enum(['address', 'app', 'callback', 'sign_in']),
  /** `wrong`: it will not work. `unknown`: it could not be looked at. */
  state: z.enum(['good', 'wrong', 'unknown']),
  what: z.string(),
  advice: z.optional(z.string()),
  who: z.optional(z.enum(whoCanAct)),
});

/** What a page of Salesforce that shows an error means. */
export const errorWords = z.object({
  error: z.string(),
  what: z.string(),
  fix: z.string(),
  who: z.enum(whoCanAct),
});

const host = z.string().check(z.maxLength(255), z.regex(/^[a-z0-9.-]+$/));
/** The part of `guide.values` that an own app changes. */
const orgApp = z.object({ state: z.enum(['prepared', 'next', 'in_use']), fingerprint: z.string() });

export const guideEndpoints = {
  'guide.values': endpoint({
    method: 'GET',
    path: '/v1/connect-guide',
    access: 'person',
    input: z.object({ apiHost: host }),
    output: z.object({
      /** The consumer key that this org goes by; absent while the org's own app is not named yet. */
      clientId: z.optional(z.string()),
      /** Of another app that people sign in with; then callbacks and consent are that app's. */
      signInClientId: z.optional(z.string()),
      /** False for the installation's app. */
      own: z.boolean(),
      /** `prepared`: for an app that is not in use yet. `next`: in use beside it until Salesforce accepts this one. */
      state: z.enum(['prepared', 'next', 'in_use']),
      /** True while the org goes back to the installation's app, which these values are of; its own is in use. */
      returning: z.optional(z.boolean()),
      redirects: z.array(z.url()),
      scopes: z.array(z.string()),
      /** PEM. */
      certificate: z.optional(z.string()),
      certificateEndsAt: z.optional(instant),
      /** SHA-256 of the public key, hex. */
      fingerprint: z.string(),
      errors: z.array(errorWords),
    }),
  }),
  /** Makes the key of an own app for the org, for an owner; the same one when it was made before. */
  'guide.makeKey': endpoint({
    method: 'POST',
    path: '/v1/org-apps/{apiHost}/key',
    access: 'person',
    setsApp: true,
    input: z.object({ apiHost: host }),
    output: orgApp,
  }),
  /** Names the app that was created with that key's certificate. Its proof is of the whole address. */
  'guide.nameApp': endpoint({
    method: 'POST',
    path: '/v1/org-apps/{apiHost}/consumer-key/{clientId}',
    access: 'person',
    setsApp: true,
    input: z.object({ apiHost: host, clientId: z.string().check(z.regex(/^[A-Za-z0-9._-]{8,256}$/)) }),
    output: orgApp,
  }),
  /** Back to the installation's app, for an owner: as soon as Salesforce accepts it, which is tried at once. */
  'guide.leaveApp': endpoint({
    method: 'POST',
    path: '/v1/org-apps/{apiHost}/installation',
    access: 'person',
    setsApp: true,
    input: z.object({ apiHost: host }),
    output: z.object({
      /** False: its own app is in use until then, and nothing of it is lost. */
      done: z.boolean(),
      /** Why Salesforce does not accept it yet, in words. */
      refused: z.optional(z.string()),
    }),
  }),
  /** Stays with its own app after all. */
  'guide.keepApp': endpoint({
    method: 'POST',
    path: '/v1/org-apps/{apiHost}/own',
    access: 'person',
    setsApp: true,
    input: z.object({ apiHost: host }),
    output: orgApp,
  }),
  /** Looks at the org's public sign-in page; asks for no token. */
  'guide.check': endpoint({
    method: 'POST',
    path: '/v1/connect-guide/checks',
    access: 'person',
    looksOutside: true,
    input: z.object({
      apiHost: host,
      /** All listed ones without it. */
      redirectUri: z.optional(z.url()),
    }),
    output: z.object({ checks: z.array(check) }),
  }),
};
