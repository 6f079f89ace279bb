// History on the wire: the versions of a component and the text of one.

import * as z from 'zod/mini';
import type { Revision } from '#core/revision.ts';
import {
  author,
  component,
  componentFile,
  fullName,
  instant,
  metadataType,
  orgId,
  salesforceId,
} from './components.ts';
import { endpoint } from './endpoint.ts';

const revision = z
  .string()
  .check(
    z.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64}|live:[0-9a-zA-Z_-]{8,64})$/),
  ) satisfies z.ZodMiniType<Revision>;

export const version = z.object({
  revision,
  /** Newest first, counted from 1 for the oldest: `version 3 of 14`. */
  number: z.int(),
  kind: z.enum(['added', 'changed', 'deleted', 'recreated', 'unavailable']),
  at: instant,
  author,
  /** The change itself in one sentence. */
  summary: z.string(),
  changes: z.int(),
  noise: z.int(),
  /** First line of the commit message. */
  message: z.string(),
  /** Set when this version could not be read as structure: why, with the place. */
  note: z.optional(z.string()),
  origin: z.enum(['imported', 'captured']),
});

export const historyEndpoints = {
  /** Newest first, 50 at a time; `next` continues. */
  'history.list': endpoint({
    method: 'GET',
    path: '/v1/orgs/{orgId}/history',
    access: 'standing',
    input: z.object({
      orgId,
      type: metadataType,
      id: z.optional(salesforceId),
      fullName: z.optional(fullName),
      next: z.optional(z.string()),
    }),
    output: z.object({
      component: z.nullable(component),
      versions: z.array(version),
      total: z.int(),
      next: z.optional(z.string()),
    }),
  }),
  /** The whole text of one version. A deleted version has no files. */
  'history.source': endpoint({
    method: 'GET',
    path: '/v1/orgs/{orgId}/history/source',
    access: 'standing',
    input: z.object({ orgId, type: metadataType, fullName, revision }),
    output: z.object({ revision, files: z.array(componentFile) }),
  }),
};
