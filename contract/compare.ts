// The one-click compare: the live component against its last committed version.

import * as z from 'zod/mini';
import { author, fullName, instant, metadataType, orgId, salesforceId } from './components.ts';
import { endpoint } from './endpoint.ts';
import { version } from './history.ts';

export const compareResult = z.object({
  compareId: z.string(),
  type: metadataType,
  fullName,
  verdict: z.enum(['in_sync', 'differs', 'never_committed', 'deleted_live']),
  /** The verdict in one sentence: `3 changes not committed`. */
  summary: z.string(),
  changes: z.int(),
  noise: z.int(),
  /** Who saved the live component last; absent when it is gone. */
  liveAuthor: z.optional(author),
  liveAt: z.optional(instant),
  comparedAt: instant,
  /** The last committed version, if any. */
  base: z.optional(version),
  /** `live:<compareId>`: readable by `history.source` and committable until it expires. Absent when deleted. */
  liveRevision: z.optional(z.string()),
  /** Which version of a flow was read: `active version 7`, `latest version 8 (draft)`. */
  which: z.optional(z.string()),
  /** Salesforce API requests this comparison used, and how many the org has left today. */
  cost: z.object({ requests: z.int(), remaining: z.optional(z.int()) }),
  /** Set when a side could not be read as structure. */
  note: z.optional(z.string()),
});

export const compareEndpoints = {
  /** Its answer tells of stored history, so it needs standing as any reading of it does. */
  'compare.live': endpoint({
    method: 'POST',
    path: '/v1/orgs/{orgId}/compare',
    access: 'standing',
    purpose: 'compare',
    input: z.object({
      orgId,
      type: metadataType,
      id: z.optional(salesforceId),
      fullName: z.optional(fullName),
    }),
    output: compareResult,
  }),
  /** Records exactly what the comparison read, even when only noise differs. */
  'compare.commit': endpoint({
    method: 'POST',
    path: '/v1/orgs/{orgId}/compare/commit',
    access: 'standing',
    input: z.object({
      orgId,
      compareId: z.string(),
      message: z.optional(z.string().check(z.maxLength(2000))),
    }),
    output: z.object({ version }),
  }),
};
