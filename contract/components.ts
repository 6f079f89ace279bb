// Components on the wire: keys, files, and what the launcher may know about the one on screen.

import * as z from 'zod/mini';
import { type ComponentFile, type ComponentKey, metadataTypes } from '#core/component.ts';
import { endpoint } from './endpoint.ts';

export const orgId = z.string().check(z.regex(/^00D[0-9A-Za-z]{15}$/));
export const salesforceId = z.string().check(z.regex(/^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/));
export const metadataType = z.enum(metadataTypes);
export const fullName = z.string().check(z.minLength(1), z.maxLength(400));
/** UTC, ISO 8601 with milliseconds. */
export const instant = z.iso.datetime();

export const componentKey = z.object({ type: metadataType, fullName }) satisfies z.ZodMiniType<ComponentKey>;

export const componentFile = z.object({
  role: z.enum(['metadata', 'content']),
  name: z.string(),
  text: z.string(),
  binary: z.optional(z.object({ media: z.string(), size: z.int(), sha256: z.string() })),
}) satisfies z.ZodMiniType<ComponentFile>;

/** Who changed something, and how sure we are. */
export const author = z.object({
  name: z.string(),
  certainty: z.enum(['certain', 'likely', 'unknown']),
  /** The evidence in words: `Salesforce’s LastModifiedBy`, `Git author`. */
  evidence: z.string(),
});

export const component = z.object({
  type: metadataType,
  fullName,
  id: z.optional(salesforceId),
  /** Number of versions in history. */
  versions: z.int(),
  /** Path in git of the file that holds it, and any other path that lost to it. */
  path: z.optional(z.string()),
  losers: z.optional(z.array(z.string())),
  /** The component whose file held this one before it got a file of its own: earlier versions are its. */
  earlierIn: z.optional(componentKey),
  /** The verdict of the last compare, if any: what the launcher shows. */
  state: z.enum(['unknown', 'in_sync', 'drifted', 'deleted']),
  comparedAt: z.optional(instant),
});

export const componentEndpoints = {
  /** The component behind a Setup id, or `null` when history does not know it yet. Asks Salesforce nothing. */
  'components.find': endpoint({
    method: 'GET',
    path: '/v1/orgs/{orgId}/components/find',
    access: 'standing',
    input: z.object({
      orgId,
      type: metadataType,
      id: z.optional(salesforceId),
      fullName: z.optional(fullName),
    }),
    output: z.object({ component: z.nullable(component) }),
  }),
};
