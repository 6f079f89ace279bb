// The person behind the session, and the end of it.

import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';

export const role = z.enum(['owner', 'release_manager', 'viewer']);

export const sessionEndpoints = {
  'session.get': endpoint({
    method: 'GET',
    path: '/v1/session',
    access: 'person',
    input: z.object({}),
    output: z.object({
      person: z.object({ subject: z.string(), name: z.string() }),
      tenant: z.nullable(z.object({ id: z.string(), name: z.string(), role })),
    }),
  }),
  /** Deny-lists this access token until it expires, here and at the delegation service. */
  'session.end': endpoint({
    method: 'POST',
    path: '/v1/session/end',
    access: 'person',
    forgets: true,
    input: z.object({}),
    output: z.object({}),
  }),
};
