// Who asked Salesforce for a token, when, why, and what came of it.

import * as z from 'zod/mini';
import { fullName, instant, metadataType, orgId } from './components.ts';
import { endpoint } from './endpoint.ts';

export const accessEntry = z.object({
  index: z.int(),
  at: instant,
  who: z.string(),
  /** The Salesforce user the token was for. */
  actingAs: z.string(),
  purpose: z.enum(['probe', 'standing', 'compare', 'sync']),
  component: z.optional(z.string()),
  outcome: z.enum(['pending', 'granted', 'refused', 'unknown']),
  /** Salesforce's or our reason when refused. */
  reason: z.optional(z.string()),
});

export const auditEndpoints = {
  'audit.list': endpoint({
    method: 'GET',
    path: '/v1/orgs/{orgId}/access',
    access: 'standing',
    input: z.object({ orgId, type: z.optional(metadataType), fullName: z.optional(fullName) }),
    output: z.object({ entries: z.array(accessEntry) }),
  }),
};
