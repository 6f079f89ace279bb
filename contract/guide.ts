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

export const guideEndpoints = {
  'guide.values': endpoint({
    method: 'GET',
    path: '/v1/connect-guide',
    access: 'person',
    input: z.object({}),
    output: z.object({
      /** The consumer key that this installation uses. */
      clientId: z.string(),
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
  /** Looks at the org's public sign-in page; asks for no token. */
  'guide.check': endpoint({
    method: 'POST',
    path: '/v1/connect-guide/checks',
    access: 'person',
    looksOutside: true,
    input: z.object({
      apiHost: z.string().check(z.maxLength(255)),
      /** All listed ones without it. */
      redirectUri: z.optional(z.url()),
    }),
    output: z.object({ checks: z.array(check) }),
  }),
};
